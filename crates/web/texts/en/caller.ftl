# A check for a caller.

caller-heading = Check a code for a caller
caller-lead = Ask the caller to read out the code on the officer’s screen. If the caller is in danger, deal with that first.
caller-code = Code
caller-code-hint = 8 letters and digits, for example 7Q4K 29MP
caller-code-wrong = Enter the 8 letters and digits of the code. A code never has 0, O, 1, I or L
caller-check = Check
caller-outcome = { $outcome ->
    [verified] Verified
    [pending] Not yet verified
    [not-verified] Not verified
   *[undetermined] Could not be determined
}
caller-say = Read this out to the caller
caller-quote = Check reference: { $reference }
caller-another = Check another code
