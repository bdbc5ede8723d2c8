### unreviewed
# Stops as the control room sees them, and calls to confirm an officer.

call-waiting = yn aros
call-waiting-seconds = ers { $seconds } eiliad
call-waiting-minutes = { $minutes ->
    [one] ers 1 munud
   *[other] ers { $minutes } munud
}
call-waiting-hours = ers { $hours } awr
call-take-within = Atebwch erbyn { $at } (o fewn 30 eiliad)
call-take-late = Hwyr: dylai fod wedi'i ateb o fewn 30 eiliad
call-escalated = Uwchgyfeiriwyd am { $at }: nid atebodd neb. Ffoniwch yr uwcharolygydd ar ddyletswydd
call-next = Os na fydd neb yn ateb, caiff ei uwchgyfeirio at yr uwcharolygydd ar ddyletswydd am { $at }
call-answer = Ateb
call-waits = Yn aros i'w gadarnhau
call-confirmed = Cadarnhawyd am { $at }, anfonwyd uned { $unit }
call-refused = Gwrthodwyd am { $at }
call-stop-of = stop { $reference }
call-off-duty-tag = Nid ar ddyletswydd
call-ended = Wedi gorffen
call-stop-heading = Stop { $reference }
call-look-recorded = Mae eich golwg ar gofnod y swyddog hwn wedi'i chofnodi.
call-may-not = Mae'r cofnod yn dweud na chaiff y swyddog hwn weithredu nawr. Peidiwch â'i gadarnhau. Achos: { $cause }.
call-row-name = Enw
call-row-number = Rhif
call-row-posting = Lleoliad
call-row-duty = Dyletswydd
call-row-power = Pŵer
call-row-reason = Rheswm
call-row-object = Yn chwilio am
call-row-place = Lle
call-row-clothes = Dillad
call-row-since = Ers
call-erased = Wedi'i ddileu
call-in-uniform = Mewn iwnifform
call-plain-clothes = Mewn dillad plaen
call-on-duty-since = Ar ddyletswydd ers { $at }
call-off-duty = Nid ar ddyletswydd
call-confirm-heading = Ateb yr alwad
call-confirm-lead = Siaradwch â'r swyddog cyn ateb. Mae cadarnhau yn dweud wrth y person ar y stryd fod swyddogion mewn iwnifform wedi'u hanfon.
call-unit = Arwydd galw'r uned mewn iwnifform a anfonir
call-unit-hint = Er enghraifft, NM21
call-name-unit = Rhowch arwydd galw'r uned, mewn 40 nod ar y mwyaf
call-confirm = Cadarnhau ac anfon yr uned
call-refuse = Gwrthod cadarnhau
call-refuse-hint = Os gwrthodwch, dywedir wrth y person na ellir cadarnhau hyn.
call-end-heading = Dod â'r stop i ben dros y swyddog
call-end-lead = Gwnewch hyn dim ond os na all y swyddog, am nad oes hawl ganddynt weithredu mwyach neu am eu bod wedi colli eu dyfais. Cedwir yr hyn a ddywedwyd, ni wneir cofnod o chwiliad, ac ychwanegir eich rheswm. Gall y person a stopiwyd ddarllen eich rheswm.
call-end-why = Pam mae'r ystafell reoli yn dod â'r stop hwn i ben?
call-end-why-hint = Peidiwch â dweud bod rhywun wedi'i atal neu dan ymchwiliad
call-end = Dod â'r stop i ben
call-say-why = Dywedwch pam mae'r ystafell reoli yn dod â'r stop hwn i ben, mewn 2,000 o nodau ar y mwyaf
call-ended-how = { $at }: { $how }
call-row-force = Heddlu
