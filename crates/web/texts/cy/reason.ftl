### unreviewed
# Reasons of a stop.

reason-stolen-property = Amheuir eiddo wedi’i ddwyn
reason-weapon = Amheuir arf
reason-going-equipped = Amheuir offer ar gyfer bwrgleriaeth neu ladrad
reason-drugs = Amheuir cyffuriau
reason-authorisation-in-force = Mae awdurdodiad ar gyfer y lle a’r amser hwn mewn grym
reason-road-traffic = Gyrru, neu gyflwr cerbyd
reason-offence-suspected = Amheuir trosedd
reason-wanted = Mae’r heddlu’n chwilio am y person
