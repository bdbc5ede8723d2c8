### english only

# The officer's shift.

shift-title = Duty
shift-heading = Your duty
shift-blocked = You cannot act as an officer now: speak to your supervisor
shift-you = { $force }, number { $number }
shift-booked-on = You have been booked on since { $since }. You will be booked off by { $until } at the latest.
shift-not-booked-on = You are not booked on. If somebody checks you now, they are not told that you are on duty.
shift-ends-label = When does your shift end?
shift-ends-hint = The time of day, such as 18:00. At most 16 hours from now
shift-ends-wrong = Enter the time at which your shift ends, such as 18:00
shift-book-on = Book on
shift-book-off = Book off
shift-start = Start a stop
shift-acted-heading = Off duty?
shift-acted-lead = If you have had to act, say so here first. The control room is then called and can send uniformed officers.
shift-acted = I have had to act
shift-stop-open = You have a stop in progress.
shift-go-to-stop = Go to the stop
shift-stops-heading = Your stops
shift-no-stops = You have no stops on record.
shift-stop-in-progress = in progress
