### unreviewed
# The words that stand on every page.

site-name = Candour
site-service = Gwirio swyddog heddlu
site-title = Candour
skip-to-main = Neidio i'r prif gynnwys
back = Yn ôl
language-label = Iaith
exit-this-page-emergency = Argyfwng
exit-this-page = Gadael y dudalen hon
exit-this-page-activated = Wrthi'n llwytho.
exit-this-page-timed-out = Mae'r amser i adael y dudalen hon wedi dod i ben.
exit-this-page-two-more = Shift, pwyswch 2 waith eto i adael.
exit-this-page-one-more = Shift, pwyswch unwaith eto i adael.
welsh-awaits-review = Cyfrifiadur a gyfieithodd y Gymraeg ar y dudalen hon, ac nid yw siaradwr Cymraeg wedi ei gwirio eto.
there-is-a-problem = Mae problem
error-prefix = Gwall:
error-title-prefix = Gwall:
warning = Rhybudd
important = Pwysig
success = Llwyddiant
go-on = Parhau

footer-links = Dolenni cymorth
footer-accessibility = Datganiad hygyrchedd
footer-privacy = Preifatrwydd
footer-stay-safe = Cadw'n ddiogel ar-lein
footer-version = Candour { $version }
footer-independent = Meddalwedd cod agored o dan drwydded AGPL. Nid GOV.UK yw hwn.
