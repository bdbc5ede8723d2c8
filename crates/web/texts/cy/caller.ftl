### unreviewed
# A check for a caller.

caller-heading = Gwirio cod i alwr
caller-lead = Gofynnwch i'r galwr ddarllen y cod ar sgrin y swyddog. Os yw'r galwr mewn perygl, deliwch â hynny yn gyntaf.
caller-code = Cod
caller-code-hint = 8 llythyren a digid, er enghraifft 7Q4K 29MP
caller-code-wrong = Rhowch 8 llythyren a digid y cod. Nid oes 0, O, 1, I nac L mewn cod
caller-check = Gwirio
caller-outcome = { $outcome ->
    [verified] Wedi'i wirio
    [pending] Heb ei wirio eto
    [not-verified] Heb ei wirio
   *[undetermined] Ni ellid penderfynu
}
caller-say = Dywedwch wrth y galwr
caller-quote = Cyfeirnod y gwiriad: { $reference }
caller-another = Gwirio cod arall
