### unreviewed
# Y dudalen gychwyn, a'r tudalennau am y gwasanaeth.

start-heading = Gwirio swyddog heddlu
start-lead = Defnyddiwch y gwasanaeth hwn i wirio bod rhywun sy'n dweud ei fod yn swyddog heddlu yn un mewn gwirionedd, a'i fod ar ddyletswydd nawr.
start-need = Mae angen y cod y mae'r swyddog yn ei ddangos i chi. Dylai pob swyddog sy'n eich stopio roi un i chi.
start-now = Gwirio nawr
start-safe-heading = Os nad ydych yn teimlo'n ddiogel
start-safe = Ffoniwch 999. Gallwch ofyn i'r swyddog gael ei wirio tra byddwch yn aros. Bydd swyddog go iawn yn gadael i chi wneud hynny.
start-free = Mae'r gwasanaeth am ddim. Nid oes angen cyfrif arnoch, ac nid yw'n storio dim ar eich dyfais.

accessibility-heading = Datganiad hygyrchedd
accessibility-aim = Rydym am i bawb allu defnyddio'r gwasanaeth hwn. Fe'i hadeiladwyd i fodloni fersiwn 2.2 o'r Canllawiau Hygyrchedd Cynnwys Gwe, lefel AA.
accessibility-can = Dylech allu:
accessibility-zoom = chwyddo hyd at 400% heb i'r testun fynd oddi ar y sgrin
accessibility-keyboard = defnyddio pob tudalen gyda bysellfwrdd yn unig
accessibility-reader = defnyddio pob tudalen gyda darllenydd sgrin
accessibility-script = defnyddio pob tudalen gyda sgriptiau wedi'u diffodd
accessibility-paste = gludo codau a chyfeirnodau yn lle eu teipio
accessibility-known-heading = Yr hyn y gwyddom nad yw'n gweithio'n dda
accessibility-known = Cyfrifiadur a gyfieithodd y Gymraeg, ac mae'n aros i siaradwyr Cymraeg ei hadolygu. Ni chynhaliwyd archwiliad annibynnol eto.
accessibility-other-heading = Os na allwch ddefnyddio'r gwasanaeth hwn
accessibility-other = Ffoniwch ystafell reoli'r heddlu, neu 101, a gofynnwch i'r swyddog gael ei wirio. Os ydych yn fyddar neu os oes gennych nam ar eich lleferydd, defnyddiwch 18001 101 gyda Relay UK, neu anfonwch neges destun i 999 mewn argyfwng ar ôl cofrestru gydag emergencySMS.

privacy-heading = Preifatrwydd
privacy-lead = Gallwch wirio swyddog heb ddweud pwy ydych chi.
privacy-stored = Nid ydym yn storio eich enw, cyfeiriad eich rhwydwaith na’ch dyfais. Nid ydym yn defnyddio cwcis ar y tudalennau cyhoeddus, na dadansoddeg.
privacy-place = Dim ond os dywedwch wrth yr ystafell reoli ble’r ydych y byddwn yn storio hynny. Yna caiff ei gadw gyda’r gwiriad, wedi’i amgryptio ag allwedd ei hun, a’i ddangos i’r rhai sy’n ateb eich larwm.
privacy-address = I atal rhaglenni sy'n rhoi cynnig ar lawer o godau, mae'r gwasanaeth yn cyfrif ceisiadau ar gyfer pob cysylltiad. Mae'n gwneud hynny yn y cof gyda ffurf gymysg o gyfeiriad y rhwydwaith. Caiff yr allwedd i'r cymysgu ei thaflu bob 24 awr. Ni chaiff dim ohono ei ysgrifennu i lawr.
privacy-checks = Yr hyn a gofnodwn yw bod cod wedi'i wirio, pryd, a beth oedd yr ateb, er mwyn i'r heddlu a'i oruchwylwyr allu dod o hyd i swyddogion ffug a swyddogion nad ydynt yn rhoi codau.
privacy-device = Efallai y bydd eich dyfais eich hun yn cofio'r tudalennau y buoch arnynt.
privacy-device-link = Darllenwch sut i glirio hynny

stay-safe-heading = Cadw'n ddiogel ar-lein
stay-safe-lead = Os gallai rhywun edrych ar eich ffôn neu'ch cyfrifiadur, darllenwch hwn yn gyntaf.
stay-safe-exit-heading = Y botwm “Gadael y dudalen hon”
stay-safe-exit = Mae'r botwm yn mynd â chi ar unwaith i dudalen dywydd. Os pwyswch y fysell Shift deirgwaith, mae'n gwneud yr un peth. Os yw sgriptiau wedi'u diffodd yn eich porwr, dolen gyffredin yw'r botwm.
stay-safe-history-heading = Nid yw'r botwm yn clirio eich hanes
stay-safe-history = Efallai y bydd rhywun sy'n defnyddio eich dyfais yn dal i weld eich bod wedi bod yma. I osgoi hynny, defnyddiwch ffenestr breifat neu anhysbys, neu dilëwch y dudalen hon o hanes eich porwr.
stay-safe-alone = Dilëwch y tudalennau hyn yn unig: gall hanes gwag wneud rhywun yn amheus.
stay-safe-help-heading = Cael help
stay-safe-help = Os ydych mewn perygl, ffoniwch 999. Os na allwch siarad, pwyswch 55 ar ffôn symudol pan ofynnir i chi. Mae'r National Domestic Abuse Helpline am ddim unrhyw bryd: 0808 2000 247. Yng Nghymru, Byw Heb Ofn yw 0808 80 10 800.
