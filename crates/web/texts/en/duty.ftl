### english only

# The officer's pages.

duty-title = Duty
duty-heading = Your duty
duty-blocked = You cannot act as an officer now: speak to your supervisor
duty-you = { $force }, number { $number }
duty-yes = Yes
duty-no = No
duty-choose = Choose one

duty-booked-on = You are booked on since { $since }, until { $until } at the latest.
duty-not-booked-on = You are not booked on. Nobody who checks you now is told that you are on duty.
duty-ends-label = When does your shift end?
duty-ends-hint = The time of day, such as 18:00. At most 16 hours from now
duty-ends-wrong = Enter the time at which your shift ends, such as 18:00
duty-book-on = Book on
duty-book-off = Book off
duty-start = Start a stop
duty-acted-heading = Off duty?
duty-acted-lead = If you have had to act, say so here first. The control room is called and sends uniformed officers.
duty-acted = I have had to act
duty-stop-open = A stop of yours goes on.
duty-go-to-stop = Go to the stop
duty-stops-heading = Your stops
duty-no-stops = None on record.
duty-goes-on = goes on

duty-start-heading = Start a stop
duty-start-off-duty-heading = You have had to act off duty
duty-start-off-duty = The control room is called at once. Until it confirms you, whoever checks you is told that it is being asked.
duty-start-lead = What you state here is on record before there is a code, and the person can read it.
duty-gowisely-summary = What you must tell the person: GOWISELY
duty-gowisely-g = Grounds: why you suspect
duty-gowisely-o = Object: what you look for
duty-gowisely-w = Warrant card: show it if you are not in uniform, and always offer to be checked
duty-gowisely-i = Identity: your name or number
duty-gowisely-s = Station: where you are based
duty-gowisely-e = Entitlement: a copy of the record, within 3 months
duty-gowisely-l = Legal power: the act and section
duty-gowisely-y = You: they are detained for the search, and no longer than it takes
duty-gowisely-citation = PACE 1984 section 2(3); PACE Code A 3.8
duty-power-label = Under which power?
duty-one-is-open = Finish the stop that goes on before you begin another
duty-power-missing = Choose the power you use
duty-reason-code-label = Which reason comes nearest?
duty-reason-code-missing = Choose the reason that comes nearest (PACE Code A 3.8)
duty-reason-label = What are the grounds?
duty-reason-hint = What you saw, heard or know that makes you suspect this person, in your own words. They can read it.
duty-object-label = What are you looking for?
duty-object-hint = Needed for every search
duty-place-label = Where are you?
duty-place-hint = A street, a junction, a place with a name
duty-uniform-label = Are you in uniform?
duty-uniform-missing = Say whether you are in uniform
duty-vehicle-label = Do you stop a vehicle?
duty-vehicle-missing = Say whether you stop a vehicle
duty-begin = Start and show the code

duty-stop-heading = Stop { $reference }
duty-code-heading = The code
duty-code-until = Can be typed until { $time }.
duty-code-by-itself = This page shows a new code by itself before this one ends.
duty-code-wait = { $seconds ->
    [one] A new code can be shown in 1 second. The one before can be typed until { $until }.
   *[other] A new code can be shown in { $seconds } seconds. The one before can be typed until { $until }.
}
duty-code-shift-over = Your shift has ended, so that no code of yours would be verified. Finish the stop, or book on again.
duty-code-not-needed = No code is shown while you answer the person’s word.
duty-code-show = Show a code
duty-address-lead = The person types this address on their own phone, and then the code:
duty-word-heading = If the person’s page shows a word
duty-word-label = The word on their page
duty-word-hint = 8 letters and digits, such as 7Q4K 29MP. Let them read it to you. Do not touch their phone.
duty-word-answer = Answer it
duty-word-wrong = A word has 8 letters and digits, and never 0, O, 1, I or L. Ask the person to read it out again
duty-word-answered = Answered. Their page now says whether you are verified.
duty-seen-heading = What the public saw
duty-seen-none = Nobody has verified you in this stop yet.
duty-seen-count = { $count ->
    [one] Verified by a member of the public.
   *[other] Verified { $count } times by members of the public.
}
duty-seen-at = Verified at { $time }
duty-call-waiting = Waiting: the control room has been called.
duty-call-escalated = Waiting: the control room has not answered for a minute. Ring it, or call for help by radio.
duty-call-confirmed = Confirmed: unit { $unit } is on its way.
duty-call-refused = Not confirmed. The control room has not confirmed you: ring it now.
duty-qr-heading = To scan
duty-qr-lead = For a phone that keeps the check page, with or without a signal.
duty-qr-label = A square code to scan with the check page
duty-qr-expect = The person’s phone must show this address, and no other.
duty-qr-word-label = Word on a phone without a signal
duty-qr-word-hint = Type it, and the square code answers it for 2 minutes.
duty-qr-none = There is nothing to scan on this device now. The code works.
duty-finish = Finish the stop

duty-finish-heading = Finish stop { $reference }
duty-finish-lead = This is the record of the search (PACE 1984 section 3). It cannot be changed afterwards, only added to. The person can get a copy for 3 months.
duty-outcome-label = How did the stop end?
duty-outcome-missing = Choose how the stop ended
duty-power-now-label = The power you used
duty-now-hint = If it is not what you stated at the beginning, both are kept.
duty-reason-now-label = The reason
duty-grounds-label = The grounds
duty-grounds-hint = What you stated at the beginning stands on record as it was.
duty-found-label = What did you find?
duty-found-hint = Leave it empty if you found nothing
duty-self-defined-label = Ethnicity, as the person gives it
duty-self-defined-hint = Ask. The person may say nothing: then choose “Not stated”.
duty-self-defined-missing = Choose the ethnicity that the person gives, or “Not stated”
duty-perceived-label = Ethnicity, as you see it
duty-perceived-missing = Choose the ethnicity as you see it, or “Not stated”
duty-finish-record = Finish and record

duty-record-heading = Record of stop { $reference }
duty-changed = The power or reason given at the end is not the one stated at the beginning. Both are kept, and this is flagged.
duty-power-and-reason = { $power }. { $reason }
duty-began = Began
duty-place = Place
duty-stated-first = Stated at the beginning
duty-reason = Reason in words
duty-object = Looked for
duty-ended = Ended
duty-outcome = Outcome
duty-stated-last = Given at the end
duty-grounds = Grounds
duty-found = Found
duty-nothing-found = Nothing
duty-self-defined = Ethnicity, as the person gave it
duty-perceived = Ethnicity, as you saw it
duty-supplements = Added
duty-supplement-heading = Add to the record
duty-supplement-label = What do you add?
duty-supplement-hint = What is on record stays as it is.
duty-supplement-add = Add it
