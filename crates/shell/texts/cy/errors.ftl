### unreviewed
# Tudalennau gwall.

error-no-answer = Nid yw'r dudalen hon yn dweud dim am unrhyw swyddog. Ni ddywedwyd wrthych fod neb yn swyddog heddlu, na nad yw neb yn swyddog heddlu.
error-danger = Os ydych yn teimlo'n anniogel neu mewn perygl, ffoniwch 999. Nid oes angen y dudalen hon i wneud hynny.
reference-to-quote = Cyfeirnod i'w ddyfynnu os cysylltwch â ni: { $reference }
error-wrong-fields = Beth sydd angen ei newid

missing-title = Heb ddod o hyd i'r dudalen
missing-kept = Ni chollwyd dim.
missing-next = Os teipioch y cyfeiriad gwe, gwiriwch ei fod yn gywir. Os gludoch ef, gwiriwch eich bod wedi copïo'r cyfan.

invalid-title = Mae angen newid rhywbeth yn yr hyn a anfonoch
invalid-kept = Ni storiwyd dim a roesoch.
invalid-next = Ewch yn ôl, newidiwch ef a'i anfon eto.

conflict-title = Newidiodd rhywbeth wrth i chi wneud hyn
conflict-kept = Cadwyd yr hyn oedd yno cynt. Ni chofnodwyd yr hyn a anfonoch.
conflict-next = Ewch yn ôl, llwythwch y dudalen eto ac edrychwch beth mae'n ei ddweud nawr.

forbidden-title = Ni allwch wneud hyn
forbidden-kept = Ni newidiwyd na chofnodwyd dim.
forbidden-next = Os ydych yn credu y dylech allu, gofynnwch i'r sawl a roddodd fynediad i chi.

unauthenticated-title = Mae angen i chi fewngofnodi
unauthenticated-kept = Ni newidiwyd na chofnodwyd dim.
unauthenticated-next = Mewngofnodwch a rhowch gynnig arall arni.

too-many-title = Daeth gormod o geisiadau o'ch cysylltiad
too-many-kept = Ni storiwyd dim. Mae'r hyn a deipioch yn dal ar y dudalen hon, os teipioch rywbeth.
too-many-next = Gall llawer o bobl rannu un cysylltiad, felly nid amdanoch chi y mae hyn. Arhoswch, yna rhowch gynnig arall arni.
too-many-wait = { $seconds ->
    [one] Arhoswch 1 eiliad, yna rhowch gynnig arall arni.
   *[other] Arhoswch { $seconds } eiliad, yna rhowch gynnig arall arni.
}
too-many-working = Mae eich dyfais yn datrys pos bach i ddangos nad rhaglen sy'n rhoi cynnig ar godau yw hi. Mae hyn yn cymryd ychydig eiliadau.
too-many-ring = Os na allwch aros, ffoniwch ystafell reoli'r heddlu ar rif yr ydych yn ei wybod eisoes, neu ffoniwch 101. Mewn argyfwng, ffoniwch 999.
too-many-again = Rhoi cynnig arall arni

unavailable-title = Mae'n ddrwg gennym, nid yw'r gwasanaeth yn gweithio
unavailable-kept = Ni chofnodwyd dim.
unavailable-next = Rhowch gynnig arall arni ymhen ychydig funudau. I wirio swyddog nawr, ffoniwch ystafell reoli'r heddlu ar rif yr ydych yn ei wybod eisoes, neu 101.

bug-title = Mae'n ddrwg gennym, mae problem gyda'r gwasanaeth
bug-kept = Ni chofnodwyd yr hyn a anfonoch.
bug-next = Ein bai ni yw hyn. Fe'i nodwyd a bydd rhywun yn edrych arno. Rhowch gynnig arall arni yn nes ymlaen.

cross-site-title = Daeth hyn o wefan arall
cross-site-kept = Ni newidiwyd na chofnodwyd dim.
cross-site-next = Ceisiodd gwefan arall anfon rhywbeth yma yn eich enw chi. Agorwch y gwasanaeth hwn eich hun a dechreuwch eto.

too-large-title = Mae'r hyn a anfonoch yn rhy fawr
too-large-kept = Ni storiwyd dim.
too-large-next = Byrhewch ef a'i anfon eto.

method-title = Ni ellir defnyddio'r dudalen hon fel hynny
method-kept = Ni newidiwyd na chofnodwyd dim.
method-next = Ewch yn ôl i'r dechrau a rhowch gynnig arall arni.

timeout-title = Cymerodd hynny ormod o amser
timeout-kept = Ni allwn ddweud a gafodd ei gofnodi.
timeout-next = Ewch yn ôl ac edrychwch cyn ei anfon eto.

error-go-to-start = Mynd i'r dechrau
