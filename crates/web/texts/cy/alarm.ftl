### unreviewed
# Silent alarms.

alarm-p1 = P1
alarm-reference = Gwiriad { $reference }
alarm-place = Lle
alarm-place-unknown = Heb ei rannu
alarm-wrong-said = Dywedodd y person am { $at } fod rhywbeth o'i le.
alarm-led-to = Stop
alarm-led-nowhere = Nid arweiniodd at stop.
alarm-lookups = Gwiriadau diwethaf o'r swyddog hwn
alarm-lookups-none = Ni wyddys pa swyddog oedd hwn.
alarm-lookup = { $at }: { $found }
alarm-from-neighbour = O { $force }: ni chymerodd neb ef yno
alarm-went-superintendent = Uwchgyfeiriwyd at yr uwcharolygydd ar ddyletswydd am { $at }. Ffoniwch nhw
alarm-went-neighbour = Uwchgyfeiriwyd at ystafell reoli { $force } am { $at }
alarm-goes-superintendent = Os na fydd neb yn ei gymryd, caiff ei uwchgyfeirio at yr uwcharolygydd ar ddyletswydd am { $at }
alarm-goes-neighbour = Os na fydd neb yn ei gymryd, caiff ei uwchgyfeirio at ystafell reoli { $force } am { $at }
alarm-no-neighbour = Nid oes heddlu cyfagos wedi'i ffurfweddu
alarm-taken = Cymerwyd gan gydweithiwr am { $at }
alarm-taken-by-you = Cymerwyd gennych chi am { $at }
alarm-untaken = Nid oes neb wedi ei gymryd
alarm-take = Cymryd
alarm-take-which = y larwm hwn: { $cause }, { $at }
alarm-open = Agor
alarm-next = Y cam nesaf
alarm-who = Statws
alarm-escalated = Uwchgyfeirio
alarm-closed = Caewyd am { $at }: { $finding }
alarm-close = Cau'r larwm
alarm-close-first = Cymerwch y larwm cyn ei gau.
alarm-finding-question = Beth a ganfuwyd?
alarm-choose-finding = Dewiswch beth a ganfuwyd
alarm-finding = { $code ->
    [officer-confirmed-by-voice] Cadarnhawyd y swyddog ar lafar
    [mistyped] Camdeipiwyd y cod
    [unit-attended] Aeth uned yno, ac nid oedd dim o'i le
    [impersonation] Roedd rhywun yn esgus bod yn swyddog
    [misuse] Camddefnyddiodd swyddog y swydd
    [false-alarm] Larwm ffug oedd hwn
   *[other] { $code }
}
alarm-about = Swyddog a stop
alarm-found = { $outcome ->
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
    [mismatched] heb ei wirio: cod o stop neu ddyfais arall
    [wrong-audience] heb ei wirio: cod a wnaed i dudalen arall
   *[other] heb ei wirio
}
alarm-cause = { $cause ->
    [something-wrong] Mae'r person yn dweud bod rhywbeth o'i le
    [unknown-code] Cod na roddwyd erioed: ffug neu wedi'i gamdeipio
    [stale-code] Cod sy'n rhy hen, neu a ddefnyddiwyd o'r blaen
    [stop-ended] Cod o stop sydd wedi gorffen
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
