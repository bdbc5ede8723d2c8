# Stops as the control room sees them, and calls to confirm an officer.

call-waiting = waiting
call-waiting-seconds = for { $seconds } seconds
call-waiting-minutes = { $minutes ->
    [one] for 1 minute
   *[other] for { $minutes } minutes
}
call-waiting-hours = for { $hours } hours
call-take-within = Answer by { $at } (within 30 seconds)
call-take-late = Late: it should have been answered within 30 seconds
call-escalated = Escalated at { $at }: nobody answered. Ring the duty superintendent
call-next = If nobody answers, it will be escalated to the duty superintendent at { $at }
call-answer = Answer
call-waits = Waiting to be confirmed
call-confirmed = Confirmed at { $at }, unit { $unit } sent
call-refused = Refused at { $at }
call-stop-of = stop { $reference }
call-off-duty-tag = Off duty
call-ended = Ended
call-ended-how = { $at }: { $how }
call-stop-heading = Stop { $reference }
call-look-recorded = It is recorded that you looked at this officer’s record.
call-may-not = The record says that this officer may not act now. Do not confirm them. Cause: { $cause }.
call-row-name = Name
call-row-number = Number
call-row-posting = Posting
call-row-force = Force
call-row-duty = Duty
call-row-power = Power
call-row-reason = Reason
call-row-object = Searching for
call-row-place = Place
call-row-clothes = Clothing
call-row-since = Since
call-erased = Erased
call-in-uniform = In uniform
call-plain-clothes = In plain clothes
call-on-duty-since = On duty since { $at }
call-off-duty = Off duty
call-confirm-heading = Answer the call
call-confirm-lead = Speak to the officer before you answer. If you confirm, the person on the street is told that uniformed officers have been sent.
call-unit = Call sign of the uniformed unit you are sending
call-unit-hint = For example, NM21
call-name-unit = Enter the call sign of the unit, in at most 40 characters
call-confirm = Confirm and send the unit
call-refuse = Refuse to confirm
call-refuse-hint = If you refuse, the person is told that this cannot be confirmed.
call-end-heading = End the stop for the officer
call-end-lead = Do this only if the officer cannot, because they may no longer act or have lost their device. What they stated is kept, no search record is made, and your reason is added. The person who was stopped can read your reason.
call-end-why = Why is the control room ending this stop?
call-end-why-hint = Do not say that somebody is suspended or under investigation
call-end = End the stop
call-say-why = Say why the control room is ending this stop, in at most 2,000 characters
