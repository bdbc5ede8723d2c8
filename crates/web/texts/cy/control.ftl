### unreviewed
# Tudalennau'r ystafell reoli.

control-heading = Ystafell reoli
control-title-counted = ({ $count }) Ystafell reoli
control-nav = Rhannau'r bwrdd
control-skip-alarms = Neidio i'r larymau tawel
control-skip-calls = Neidio i'r swyddogion sy'n aros i'w cadarnhau
control-skip-stops = Neidio i'r stopiau agored
control-check-caller = Gwirio cod i alwr
control-live = Yn fyw: mae'r bwrdd hwn yn newid ohono'i hun.
control-not-live = Ddim yn fyw: ail-lwythwch y dudalen i weld beth sy'n newydd.
control-not-live-lost = Ddim yn fyw: ni ellir darllen y cofnod nawr. Defnyddiwch y radio a'r ffôn.
control-reload = Ail-lwytho
control-reloads = Mae'r dudalen hon yn ail-lwytho bob 5 eiliad.
control-stop-reloading = Peidio ag ail-lwytho
control-still = Mae'r dudalen hon yn sefyll yn llonydd.
control-start-reloading = Ail-lwytho bob 5 eiliad
control-announce-alarm = Larwm tawel newydd: { $cause }
control-announce-call = Mae swyddog nad yw ar ddyletswydd yn aros i'w gadarnhau: { $reference }

control-alarms = Larymau tawel
control-alarms-none = Nid oes larwm ar agor.
control-alarms-only = Mae eich desg yn cymryd larymau. Nid yw'n gweld stopiau.
control-calls = Swyddogion nad ydynt ar ddyletswydd sy'n aros i'w cadarnhau
control-calls-none = Nid oes neb yn aros.
control-stops = Stopiau agored
control-stops-none = Nid oes stop ar agor.
control-skip-repeated = Neidio i'r gwiriadau mynych
control-repeated = Gwiriadau mynych
control-repeated-none = Ni wiriwyd yr un swyddog mewn mwy na 3 stop o fewn awr, yn y 24 awr diwethaf.
control-repeated-nobody = Efallai fod rhywun yn dilyn y swyddogion hyn. Ni wyddys pwy ofynnodd, ac nid oes dim yma'n dweud bod y swyddog wedi gwneud dim.
control-repeated-in = Gwiriwyd gan y cyhoedd mewn { $count } stop o fewn awr, sylwyd am { $at }.
control-repeated-last = Olaf:
control-announce-repeated = Gwiriadau mynych o swyddog
control-booked-on = Swyddogion ar ddyletswydd a ddechreuodd eu shifft o fewn yr awr: { $count }. Nid oes neb yn holi'r rhestr ddyletswyddau: maent yn ei wneud eu hunain.
control-p1 = P1
control-since = Ers { $at }
control-reference = Gwiriad { $reference }
control-place = Lle
control-place-unknown = Heb ei rannu
control-wrong-said = Dywedodd y person am { $at } fod rhywbeth o'i le.
control-led-to = Stop
control-led-nowhere = Nid arweiniodd at stop.
control-lookups = Gwiriadau diwethaf o'r swyddog hwn
control-lookups-none = Nid oes swyddog yn hysbys.
control-lookup = { $at }: { $found }
control-from-neighbour = O { $force }: ni chymerodd neb ef yno
control-went = Marciwyd am { $at } ar gyfer { $to }
control-goes = Os na fydd neb yn ei gymryd, marcir am { $at } ar gyfer { $to }
control-superintendent = yr uwcharolygydd ar ddyletswydd: ffoniwch nhw
control-neighbour = ystafell reoli { $force }, ar eu bwrdd
control-no-neighbour = neb pellach: nid oes heddlu cyfagos wedi'i osod
control-taken = Cymerwyd gan gydweithiwr am { $at }
control-taken-by-you = Cymerwyd gennych chi am { $at }
control-untaken = Nid oes neb wedi ei gymryd
control-take = Cymryd
control-take-which = y larwm hwn: { $cause }, { $at }
control-open-alarm = Manylion a chau
control-next = Nesaf
control-who = Gan bwy mae ef
control-carried-on = Pasiwyd ymlaen
control-closed = Caewyd am { $at }: { $finding }
control-close = Cau'r larwm
control-close-first = Cymerwch y larwm cyn ei gau.
control-finding-question = Beth a ganfuwyd?
control-choose-finding = Dewiswch beth a ganfuwyd
control-finding = { $code ->
    [officer-confirmed-by-voice] Cadarnhawyd y swyddog ar lafar
    [mistyped] Camdeipiwyd y cod
    [unit-attended] Aeth uned yno, ac nid oedd dim o'i le
    [impersonation] Roedd rhywun yn esgus bod yn swyddog
    [misuse] Camddefnyddiodd swyddog y swydd
    [false-alarm] Larwm ffug
   *[other] { $code }
}

control-waiting = Yn aros
control-waiting-seconds = ers { $seconds } eiliad
control-waiting-minutes = { $minutes ->
    [one] ers 1 munud
   *[other] ers { $minutes } munud
}
control-waiting-hours = ers { $hours } awr
control-take-within = Cymerwch o fewn 30 eiliad: erbyn { $at }
control-take-late = Hwyr: dylai fod wedi'i gymryd o fewn 30 eiliad
control-call-escalated = Marciwyd am { $at }: nid atebodd neb. Ffoniwch yr uwcharolygydd ar ddyletswydd
control-call-next = Marcir am { $at } ar gyfer yr uwcharolygydd ar ddyletswydd os na fydd neb yn ateb
control-answer = Ateb
control-call-waits = Yn aros i'w gadarnhau
control-call-confirmed = Cadarnhawyd am { $at }, anfonwyd uned { $unit }
control-call-refused = Gwrthodwyd am { $at }
control-stop-of = stop { $reference }
control-off-duty-tag = Nid ar ddyletswydd
control-ended = Wedi gorffen

control-stop-heading = Stop { $reference }
control-look-recorded = Cofnodir eich bod wedi edrych ar gofnod y swyddog hwn.
control-may-not = Mae'r cofnod yn dweud na chaiff y swyddog hwn weithredu nawr: { $cause }. Peidiwch â'i gadarnhau.
control-row-name = Enw
control-row-number = Rhif
control-row-posting = Lleoliad
control-row-duty = Dyletswydd
control-row-power = Pŵer
control-row-reason = Rheswm
control-row-object = Yn chwilio am
control-row-place = Lle
control-row-clothes = Dillad
control-row-since = Ers
control-erased = Wedi'i ddileu
control-in-uniform = Mewn iwnifform
control-plain-clothes = Dillad plaen
control-on-duty-since = Ar ddyletswydd ers { $at }
control-off-duty = Nid ar ddyletswydd
control-confirm-heading = Ateb yr alwad
control-confirm-lead = Siaradwch â'r swyddog cyn ateb. Mae cadarnhau yn dweud wrth y person ar y stryd fod swyddogion mewn iwnifform wedi'u hanfon.
control-unit = Arwydd galw'r uned mewn iwnifform a anfonir
control-unit-hint = Er enghraifft, NM21
control-name-unit = Rhowch arwydd galw'r uned, mewn 40 nod ar y mwyaf
control-confirm = Cadarnhau ac anfon yr uned
control-refuse = Gwrthod cadarnhau
control-refuse-hint = Os gwrthodwch, dywedir wrth y person na ellir cadarnhau hyn.
control-end-heading = Dod â'r stop i ben dros y swyddog
control-end-lead = Dim ond lle na all y swyddog: nid oes hawl ganddynt weithredu mwyach, neu maent wedi colli eu dyfais. Saif yr hyn a ddywedwyd, ni wneir cofnod o chwiliad, a saif eich rheswm wrth ei ochr. Gall y person a stopiwyd ei ddarllen.
control-end-why = Pam mae'r ystafell reoli yn dod â'r stop hwn i ben?
control-end-why-hint = Peidiwch â dweud bod rhywun wedi'i atal neu dan ymchwiliad
control-end = Dod â'r stop i ben
control-say-why = Dywedwch pam mae'r ystafell reoli yn dod â'r stop hwn i ben, mewn 2,000 o nodau ar y mwyaf
control-ended-how = { $at }: { $how }
control-row-force = Heddlu
control-alarm-about = Swyddog a stop
control-done-ended = Daethpwyd â'r stop i ben
control-back = Yn ôl i'r bwrdd

control-caller-heading = Gwirio cod i alwr
control-caller-lead = Gofynnwch i'r galwr ddarllen y cod ar sgrin y swyddog. Os yw'r galwr mewn perygl, deliwch â hynny yn gyntaf.
control-code = Cod
control-code-hint = 8 llythyren a digid, er enghraifft 7Q4K 29MP
control-code-wrong = Rhowch 8 llythyren a digid y cod. Nid oes 0, O, 1, I nac L mewn cod
control-check = Gwirio
control-outcome = { $outcome ->
    [verified] Wedi'i wirio
    [pending] Heb ei wirio eto
    [not-verified] Heb ei wirio
   *[undetermined] Ni ellid penderfynu
}
control-say = Dywedwch wrth y galwr
control-quote = Cyfeirnod y gwiriad: { $reference }
control-another = Gwirio cod arall

control-conflict-heading = Roedd rhywun arall yn gyflymach
control-conflict-taken = Mae rhywun arall wedi cymryd y larwm hwn.
control-conflict-closed = Mae rhywun arall wedi cau'r larwm hwn.
control-conflict-not-taken = Nid yw'r larwm hwn wedi'i gymryd. Cymerwch ef cyn ei gau.
control-conflict-answered = Mae rhywun arall wedi ateb yr alwad hon.
control-conflict-ended = Mae'r stop hwn wedi gorffen.
control-conflict-other = Mae rhywun arall wedi newid hyn.
control-conflict-kept = Saif yr hyn a wnaethant. Ni chofnodwyd dim o'ch eiddo chi.

control-done-taken = Rydych wedi cymryd y larwm
control-done-closed = Mae'r larwm wedi'i gau
control-done-confirmed = Cadarnhawyd y swyddog, ac anfonwyd yr uned
control-done-refused = Gwrthodwyd yr alwad

control-found = { $outcome ->
    [verified] wedi'i wirio
    [pending] gofynnwyd i'r ystafell reoli
    [unknown-code] heb ei wirio: nid oes cod o'r fath
    [stale-code] heb ei wirio: cod hen neu a ddefnyddiwyd
    [stop-ended] heb ei wirio: roedd y stop wedi gorffen
    [left] heb ei wirio: wedi gadael yr heddlu
    [suspended] heb ei wirio: wedi'i wahardd dros dro
    [verification-off] heb ei wirio: mae gwirio wedi'i ddiffodd
    [not-verifiable-online] heb ei wirio: atebir ar lafar yn unig
    [not-on-duty] heb ei wirio: nid ar ddyletswydd
    [control-refused] heb ei wirio: gwrthododd yr ystafell reoli
    [forged] heb ei wirio: cod ffug
    [replayed] heb ei wirio: dangoswyd hen god eto
    [mismatched] heb ei wirio: cod stop neu ddyfais arall
    [wrong-audience] heb ei wirio: cod a wnaed i dudalen arall
   *[other] heb ei wirio
}
control-cause = { $cause ->
    [something-wrong] Mae'r person yn dweud bod rhywbeth o'i le
    [unknown-code] Cod na roddwyd erioed: ffug neu wedi'i gamdeipio
    [stale-code] Cod sy'n rhy hen, neu a ddefnyddiwyd o'r blaen
    [stop-ended] Cod stop sydd wedi gorffen
    [left] Swyddog sydd wedi gadael yr heddlu
    [suspended] Swyddog sydd wedi'i wahardd dros dro
    [verification-off] Swyddog y diffoddwyd ei wirio i amddiffyn y cyhoedd
    [not-verifiable-online] Swyddog cudd, a atebir ar lafar yn unig
    [not-on-duty] Swyddog nad yw ar ddyletswydd
    [control-refused] Swyddog y gwrthododd yr ystafell reoli ei gadarnhau
    [forged] Mae'r hyn a sganiwyd yn ffug
    [replayed] Dangoswyd yr hyn a sganiwyd o'r blaen, neu daeth i ben
    [mismatched] Mae'r hyn a sganiwyd yn perthyn i stop neu ddyfais arall
    [wrong-audience] Gwnaed yr hyn a sganiwyd i dudalen arall
   *[other] Gwiriad a fethodd
}
