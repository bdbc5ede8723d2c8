# The board of the control room.

board-heading = Control room
board-title-counted = ({ $count }) Control room
board-nav = Parts of the board
board-skip-alarms = Skip to silent alarms
board-skip-calls = Skip to officers who wait to be confirmed
board-skip-stops = Skip to open stops
board-check-caller = Check a code for a caller
board-live = Live: this board changes by itself.
board-not-live = Not live: reload the page to see what is new.
board-not-live-lost = Not live: the record cannot be read now. Use the radio and telephone.
board-reload = Reload
board-reloads = This page loads again every 5 seconds.
board-stop-reloading = Stop loading again
board-still = This page stands still.
board-start-reloading = Load again every 5 seconds
board-announce-alarm = New silent alarm: { $cause }
board-announce-call = An officer off duty waits to be confirmed: { $reference }
board-alarms = Silent alarms
board-alarms-none = No alarm is open.
board-alarms-only = Your desk takes alarms. It sees no stops.
board-calls = Officers off duty who wait to be confirmed
board-calls-none = Nobody waits.
board-stops = Open stops
board-stops-none = No stop is open.
board-skip-repeated = Skip to repeated look-ups
board-repeated = Repeated look-ups
board-repeated-none = No officer was checked in more than 3 stops within an hour, in the last 24 hours.
board-repeated-nobody = Somebody may be following these officers. Who asked is not known, and nothing here says that the officer did anything.
board-repeated-in = Checked by the public in { $count } stops within an hour, noticed at { $at }.
board-repeated-last = Last:
board-announce-repeated = Repeated look-ups of an officer
board-booked-on = { $count ->
    [one] 1 officer on duty has booked on within the hour. Nobody asks a roster: they do it themselves.
   *[other] { $count } officers on duty have booked on within the hour. Nobody asks a roster: they do it themselves.
}
board-since = Since { $at }
board-back = Back to the board
board-conflict-heading = Somebody else was faster
board-conflict-taken = Somebody else has taken this alarm.
board-conflict-closed = Somebody else has closed this alarm.
board-conflict-not-taken = This alarm has not been taken. Take it before you close it.
board-conflict-answered = Somebody else has answered this call.
board-conflict-ended = This stop has ended.
board-conflict-other = Somebody else has changed this.
board-conflict-kept = What they did stands. Nothing of yours was recorded.
board-done-taken = You have taken the alarm
board-done-closed = The alarm is closed
board-done-confirmed = The officer is confirmed, and the unit is sent
board-done-refused = The call is refused
board-done-ended = The stop is ended
