### unreviewed
# Powers, with their law.

power-pace-section1 = Chwilio am bethau wedi’u dwyn neu waharddedig (Deddf yr Heddlu a Thystiolaeth Droseddol 1984, adran 1)
power-misuse-of-drugs-section23 = Chwilio am gyffuriau (Deddf Camddefnyddio Cyffuriau 1971, adran 23)
power-public-order-section60 = Chwilio o dan awdurdodiad ar gyfer y lle a’r amser hwn (Deddf Cyfiawnder Troseddol a Threfn Gyhoeddus 1994, adran 60)
power-road-traffic-section163 = Stopio cerbyd (Deddf Traffig Ffyrdd 1988, adran 163)
power-pace-section24 = Arestio (Deddf yr Heddlu a Thystiolaeth Droseddol 1984, adran 24)
