### unreviewed
# Yr hyn a ddywed porth ffôn neu destun am wiriad, a'r hyn y mae'r ystafell reoli yn ei ddarllen.

hook-officer-named = { $name }, rhif { $number }
hook-officer-numbered = swyddog rhif { $number }
hook-stop = Y pŵer y mae'n dweud ei fod yn ei ddefnyddio yw: { $power }. Y rheswm a roddodd yw: { $reason }. Cyfeirnod y stop yw { $reference }. Gallwch ofyn am swyddog mewn iwnifform, am alwad i'r ystafell reoli, ac am gopi o'r cofnod.
hook-verified = Wedi'i wirio. Dyma { $officer } o { $force }, ar ddyletswydd ers { $since }. { $stop }
hook-verified-off-duty = Wedi'i wirio. Dyma { $officer } o { $force }, nad yw ar ddyletswydd. Mae'r ystafell reoli wedi ei gadarnhau, ac anfonwyd swyddogion mewn iwnifform. { $stop }
hook-pending = Heb ei wirio eto. Arhoswch yn agos at bobl eraill. Mae'r ystafell reoli yn cael ei galw. Gallwch ffonio 999.
hook-not-verified = Ni allwn gadarnhau hyn. Dylech drin y person hwn fel rhywun heb ei wirio. Ffoniwch 999 nawr. Symudwch tuag at bobl eraill. Nid oes rhaid i chi fynd i mewn i gerbyd.
hook-undetermined = Ni allem gyrraedd system yr heddlu. Nid yw hyn yn golygu bod y swyddog yn ddilys nac yn ffug. Ffoniwch yr ystafell reoli neu 999.
