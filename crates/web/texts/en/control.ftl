# The control room's pages. They are shown in English; the words in the other language stand ready.

control-heading = Control room
control-title-counted = ({ $count }) Control room
control-nav = Parts of the board
control-skip-alarms = Skip to silent alarms
control-skip-calls = Skip to officers who wait to be confirmed
control-skip-stops = Skip to open stops
control-check-caller = Check a code for a caller
control-live = Live: this board changes by itself.
control-not-live = Not live: reload the page to see what is new.
control-not-live-lost = Not live: the record cannot be read now. Use the radio and telephone.
control-reload = Reload
control-reloads = This page loads again every 5 seconds.
control-stop-reloading = Stop loading again
control-still = This page stands still.
control-start-reloading = Load again every 5 seconds
control-announce-alarm = New silent alarm: { $cause }
control-announce-call = An officer off duty waits to be confirmed: { $reference }

control-alarms = Silent alarms
control-alarms-none = No alarm is open.
control-alarms-only = Your desk takes alarms. It sees no stops.
control-calls = Officers off duty who wait to be confirmed
control-calls-none = Nobody waits.
control-stops = Open stops
control-stops-none = No stop is open.
control-skip-repeated = Skip to repeated look-ups
control-repeated = Repeated look-ups
control-repeated-none = No officer was checked in more than 3 stops within an hour, in the last 24 hours.
control-repeated-nobody = Somebody may be following these officers. Who asked is not known, and nothing here says that the officer did anything.
control-repeated-in = Checked by the public in { $count } stops within an hour, noticed at { $at }.
control-repeated-last = Last:
control-announce-repeated = Repeated look-ups of an officer
control-booked-on = { $count ->
    [one] 1 officer on duty has booked on within the hour. Nobody asks a roster: they do it themselves.
   *[other] { $count } officers on duty have booked on within the hour. Nobody asks a roster: they do it themselves.
}
control-p1 = P1
control-since = Since { $at }
control-reference = Check { $reference }
control-place = Place
control-place-unknown = Not shared
control-wrong-said = The person said at { $at } that something is wrong.
control-led-to = Stop
control-led-nowhere = It led to no stop.
control-lookups = Last look-ups of this officer
control-lookups-none = No officer is known.
control-lookup = { $at }: { $found }
control-from-neighbour = From { $force }: nobody took it there
control-went = Marked at { $at } for { $to }
control-goes = If nobody takes it, marked at { $at } for { $to }
control-superintendent = the duty superintendent: ring them
control-neighbour = the control room of { $force }, on their board
control-no-neighbour = nobody further: no neighbouring force is set
control-taken = Taken by a colleague at { $at }
control-taken-by-you = Taken by you at { $at }
control-untaken = Nobody has taken it
control-take = Take
control-take-which = this alarm: { $cause }, { $at }
control-open-alarm = Details and closing
control-next = Next
control-who = Who has it
control-carried-on = Carried on
control-closed = Closed at { $at }: { $finding }
control-close = Close the alarm
control-close-first = Take the alarm before you close it.
control-finding-question = What was found?
control-choose-finding = Choose what was found
control-finding = { $code ->
    [officer-confirmed-by-voice] The officer was confirmed by voice
    [mistyped] The code was mistyped
    [unit-attended] A unit attended, and nothing was wrong
    [impersonation] Somebody posed as an officer
    [misuse] An officer misused the office
    [false-alarm] A false alarm
   *[other] { $code }
}

control-waiting = Waiting
control-waiting-seconds = for { $seconds } seconds
control-waiting-minutes = { $minutes ->
    [one] for 1 minute
   *[other] for { $minutes } minutes
}
control-waiting-hours = for { $hours } hours
control-take-within = Take within 30 seconds: by { $at }
control-take-late = Late: it should have been taken within 30 seconds
control-call-escalated = Marked at { $at }: nobody answered. Ring the duty superintendent
control-call-next = Marked at { $at } for the duty superintendent if nobody answers
control-answer = Answer
control-call-waits = Waits to be confirmed
control-call-confirmed = Confirmed at { $at }, unit { $unit } sent
control-call-refused = Refused at { $at }
control-stop-of = stop { $reference }
control-off-duty-tag = Off duty
control-ended = Ended
control-ended-how = { $at }: { $how }

control-stop-heading = Stop { $reference }
control-alarm-about = Officer and stop
control-look-recorded = That you looked at this officer's record is recorded.
control-may-not = The record says that this officer may not act now: { $cause }. Do not confirm them.
control-row-name = Name
control-row-number = Number
control-row-posting = Posting
control-row-force = Force
control-row-duty = Duty
control-row-power = Power
control-row-reason = Reason
control-row-object = Searching for
control-row-place = Place
control-row-clothes = Clothes
control-row-since = Since
control-erased = Erased
control-in-uniform = In uniform
control-plain-clothes = Plain clothes
control-on-duty-since = On duty since { $at }
control-off-duty = Off duty
control-confirm-heading = Answer the call
control-confirm-lead = Speak to the officer before you answer. Confirming tells the person on the street that uniformed officers have been sent.
control-unit = Call sign of the uniformed unit that is sent
control-unit-hint = For example, NM21
control-name-unit = Enter the call sign of the unit, in at most 40 characters
control-confirm = Confirm and send the unit
control-refuse = Refuse to confirm
control-refuse-hint = If you refuse, the person is told that this cannot be confirmed.
control-end-heading = End the stop for the officer
control-end-lead = Only where the officer cannot: they may not act any more, or have lost their device. What they stated stands, no record of a search is made, and your reason stands beside it. The person who was stopped can read it.
control-end-why = Why does the control room end this stop?
control-end-why-hint = Do not say that somebody is suspended or investigated
control-end = End the stop
control-say-why = Say why the control room ends this stop, in at most 2,000 characters
control-back = Back to the board

control-caller-heading = Check a code for a caller
control-caller-lead = Ask the caller to read out the code on the officer's screen. If the caller is in danger, deal with that first.
control-code = Code
control-code-hint = 8 letters and digits, for example 7Q4K 29MP
control-code-wrong = Enter the 8 letters and digits of the code. There is no 0, O, 1, I or L in a code
control-check = Check
control-outcome = { $outcome ->
    [verified] Verified
    [pending] Not yet verified
    [not-verified] Not verified
   *[undetermined] Could not be determined
}
control-say = Say to the caller
control-quote = Reference of the check: { $reference }
control-another = Check another code

control-conflict-heading = Somebody else was faster
control-conflict-taken = Somebody else has taken this alarm.
control-conflict-closed = Somebody else has closed this alarm.
control-conflict-not-taken = This alarm has not been taken. Take it before you close it.
control-conflict-answered = Somebody else has answered this call.
control-conflict-ended = This stop has ended.
control-conflict-other = Somebody else has changed this.
control-conflict-kept = What they did stands. Nothing of yours was recorded.

control-done-taken = You have taken the alarm
control-done-closed = The alarm is closed
control-done-confirmed = The officer is confirmed, and the unit is sent
control-done-refused = The call is refused
control-done-ended = The stop is ended

control-found = { $outcome ->
    [verified] verified
    [pending] the control room was asked
    [unknown-code] not verified: no such code
    [stale-code] not verified: an old or used code
    [stop-ended] not verified: the stop had ended
    [left] not verified: has left the force
    [suspended] not verified: suspended
    [verification-off] not verified: verification is switched off
    [not-verifiable-online] not verified: answered by voice only
    [not-on-duty] not verified: not on duty
    [control-refused] not verified: the control room refused
    [forged] not verified: a forged code
    [replayed] not verified: an old code was shown again
    [mismatched] not verified: a code of another stop or device
    [wrong-audience] not verified: a code made for another page
   *[other] not verified
}
control-cause = { $cause ->
    [something-wrong] The person says that something is wrong
    [unknown-code] A code that was never given out: forged or mistyped
    [stale-code] A code that is too old, or was used before
    [stop-ended] A code of a stop that has ended
    [left] An officer who has left the force
    [suspended] A suspended officer
    [verification-off] An officer whose verification is switched off to protect the public
    [not-verifiable-online] A covert officer, who is answered by voice only
    [not-on-duty] An officer who is not on duty
    [control-refused] An officer whom the control room refused to confirm
    [forged] What was scanned is forged
    [replayed] What was scanned was shown before, or has expired
    [mismatched] What was scanned belongs to another stop or device
    [wrong-audience] What was scanned was made for another page
   *[other] A check that failed
}
