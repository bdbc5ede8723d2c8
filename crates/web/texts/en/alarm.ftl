# Silent alarms.

alarm-p1 = P1
alarm-reference = Check { $reference }
alarm-place = Place
alarm-place-unknown = Not shared
alarm-wrong-said = The person said at { $at } that something is wrong.
alarm-led-to = Stop
alarm-led-nowhere = The code did not lead to a stop.
alarm-lookups = Latest look-ups of this officer
alarm-lookups-none = No officer is known.
alarm-lookup = { $at }: { $found }
alarm-from-neighbour = From { $force }, where nobody took it
alarm-went = Escalated at { $at } to { $to }
alarm-goes = If nobody takes it, it is escalated at { $at } to { $to }
alarm-superintendent = the duty superintendent: ring them
alarm-neighbour = the control room of { $force }, on their board
alarm-no-neighbour = nobody: no neighbouring force is configured
alarm-taken = Taken by a colleague at { $at }
alarm-taken-by-you = Taken by you at { $at }
alarm-untaken = Nobody has taken it
alarm-take = Take
alarm-take-which = this alarm: { $cause }, { $at }
alarm-open = Details and closing
alarm-next = Next step
alarm-who = Taken by
alarm-escalated = Escalated
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
    [false-alarm] A false alarm
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
    [mismatched] not verified: a code of another stop or device
    [wrong-audience] not verified: a code made for another page
   *[other] not verified
}
alarm-cause = { $cause ->
    [something-wrong] The person says that something is wrong
    [unknown-code] A code that was never given out: forged or mistyped
    [stale-code] A code that is too old, or was used before
    [stop-ended] A code of a stop that has ended
    [left] An officer who has left the force
    [suspended] A suspended officer
    [verification-off] An officer whose verification is switched off to protect the public
    [not-verifiable-online] A covert officer, who is verified by voice only
    [not-on-duty] An officer who is not on duty
    [control-refused] An officer whom the control room refused to confirm
    [forged] A scanned code that is forged
    [replayed] A scanned code that was shown before, or has expired
    [mismatched] A scanned code of another stop or device
    [wrong-audience] A scanned code made for another page
   *[other] A check that failed
}
