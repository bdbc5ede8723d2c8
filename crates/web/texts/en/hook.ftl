# What a telephone or text gateway says about a check, and what the control room reads out. Words for the ear: no layout.

hook-officer-named = { $name }, number { $number }
hook-officer-numbered = officer number { $number }
hook-stop = The power they say they are using is: { $power }. The reason they gave is: { $reason }. The stop reference is { $reference }. You can ask for a uniformed officer, for a call to the control room, and for a copy of the record.
hook-verified = Verified. This is { $officer } of { $force }, on duty since { $since }. { $stop }
hook-verified-off-duty = Verified. This is { $officer } of { $force }, who is off duty. The control room has confirmed them, and uniformed officers have been sent. { $stop }
hook-pending = Not yet verified. Stay near other people. The control room is being called. You can call 999.
hook-not-verified = We cannot confirm this. Treat this person as not verified. Call 999 now. Move towards other people. You do not have to get into a vehicle.
hook-undetermined = We could not reach the police system. This does not mean that the officer is genuine or false. Ring the control room, or call 999.
