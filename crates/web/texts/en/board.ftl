# The board of the control room.

board-heading = Control room
board-title-counted = ({ $count }) Control room
board-nav = Parts of the board
board-skip-alarms = Skip to silent alarms
board-skip-calls = Skip to officers waiting to be confirmed
board-skip-stops = Skip to open stops
board-check-caller = Check a code for a caller
board-live = Live: this board updates by itself.
board-not-live = Not live: reload the page to see what is new.
board-not-live-lost = Not live: the record cannot be read at the moment. Use the radio and the telephone.
board-reload = Reload
board-reloads = This page refreshes every 5 seconds.
board-stop-reloading = Turn off automatic refresh
board-still = Automatic refresh is off.
board-start-reloading = Refresh every 5 seconds
board-announce-alarm = New silent alarm: { $cause }
board-announce-call = An off-duty officer is waiting to be confirmed: { $reference }
board-alarms = Silent alarms
board-alarms-none = There are no open alarms.
board-alarms-only = Your desk handles alarms and does not see stops.
board-calls = Off-duty officers waiting to be confirmed
board-calls-none = Nobody is waiting.
board-stops = Open stops
board-stops-none = There are no open stops.
board-skip-repeated = Skip to repeated look-ups
board-repeated = Repeated look-ups
board-repeated-none = In the last 24 hours, no officer was checked in more than 3 stops within an hour.
board-repeated-nobody = Somebody may be following these officers. It is not known who checked them, and this does not mean that an officer did anything wrong.
board-repeated-in = Checked by the public in { $count } stops within an hour, noticed at { $at }.
board-repeated-last = Last:
board-announce-repeated = Repeated look-ups of an officer
board-booked-on = { $count ->
    [one] 1 officer has booked on within the last hour. Officers book themselves on, and no roster is checked.
   *[other] { $count } officers have booked on within the last hour. Officers book themselves on, and no roster is checked.
}
board-since = Since { $at }
board-back = Back to the board
board-conflict-heading = A colleague got there first
board-conflict-taken = A colleague has taken this alarm.
board-conflict-closed = A colleague has closed this alarm.
board-conflict-not-taken = This alarm has not been taken. Take it before you close it.
board-conflict-answered = A colleague has answered this call.
board-conflict-ended = This stop has ended.
board-conflict-other = A colleague has changed this.
board-conflict-kept = Their change is kept. Nothing that you sent was recorded.
board-done-taken = You have taken the alarm
board-done-closed = The alarm is closed
board-done-confirmed = The officer is confirmed, and the person on the street has been told that a unit is on its way
board-done-refused = You have refused to confirm the officer
board-done-ended = You have ended the stop
