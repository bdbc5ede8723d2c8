# Silent alarms.

alarm-p1 = P1
alarm-reference = Check { $reference }
alarm-place = Place
alarm-place-unknown = Not shared
alarm-wrong-said = The person said at { $at } that something is wrong.
alarm-led-to = Stop
alarm-led-nowhere = The code did not lead to a stop.
alarm-lookups = Latest look-ups of this officer
alarm-lookups-none = It is not known which officer this was.
alarm-lookup = { $at }: { $found }
alarm-from-neighbour = From { $force }, where nobody took it
alarm-went-superintendent = Escalated to the duty superintendent at { $at }. Ring them
alarm-went-neighbour = Escalated to the control room of { $force } at { $at }
alarm-goes-superintendent = If nobody takes it, it will be escalated to the duty superintendent at { $at }
alarm-goes-neighbour = If nobody takes it, it will be escalated to the control room of { $force } at { $at }
alarm-no-neighbour = No neighbouring force is configured
alarm-taken = Taken by a colleague at { $at }
alarm-taken-by-you = Taken by you at { $at }
alarm-untaken = Nobody has taken it
alarm-take = Take
alarm-take-which = this alarm: { $cause }, { $at }
alarm-open = Open
alarm-next = Next step
alarm-who = Status
alarm-escalated = Escalation
alarm-closed = Closed at { $at }: { $finding }
alarm-close = Close the alarm
alarm-close-first = Take the alarm before you close it.
alarm-finding-question = What was found?
alarm-choose-finding = Choose what was found
alarm-finding = { $code ->
    [officer-confirmed-by-voice] The officer was confirmed by voice
    [mistyped] The code was mistyped
    [unit-attended] A unit attended, and nothing was wrong
    [impersonation] Somebody posed as an officer
    [misuse] An officer misused their position
    [false-alarm] It was a false alarm
   *[other] { $code }
}
alarm-about = Officer and stop
alarm-found = { $outcome ->
    [verified] verified
    [pending] the control room was asked
    [unknown-code] not verified: no such code
    [stale-code] not verified: an old or used code
    [stop-ended] not verified: the stop had ended
    [left] not verified: the officer has left the force
    [suspended] not verified: the officer is suspended
    [verification-off] not verified: verification is switched off
    [not-verifiable-online] not verified: the officer is verified by voice only
    [not-on-duty] not verified: the officer is not on duty
    [control-refused] not verified: the control room refused
    [forged] not verified: a forged code
    [replayed] not verified: an old code was shown again
    [mismatched] not verified: a code from another stop or device
    [wrong-audience] not verified: a code made for another page
   *[other] not verified
}
alarm-cause = { $cause ->
    [something-wrong] The person says that something is wrong
    [unknown-code] A code that was never given out: forged or mistyped
    [stale-code] A code that is too old, or was used before
    [stop-ended] A code from a stop that has ended
    [left] An officer who has left the force
    [suspended] A suspended officer
    [verification-off] An officer whose verification is switched off to protect the public
    [not-verifiable-online] A covert officer, who is verified by voice only
    [not-on-duty] An officer who is not on duty
    [control-refused] An officer whom the control room refused to confirm
    [forged] A scanned code that is forged
    [replayed] A scanned code that was shown before, or has expired
    [mismatched] A scanned code from another stop or device
    [wrong-audience] A scanned code made for another page
   *[other] A check that failed
}
