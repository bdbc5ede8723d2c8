# Reasons for a stop.

reason-stolen-property = Stolen property is suspected
reason-weapon = A weapon is suspected
reason-going-equipped = Tools for burglary or theft are suspected
reason-drugs = Drugs are suspected
reason-authorisation-in-force = An authorisation for this place and time is in force
reason-road-traffic = The driving, or the condition, of a vehicle
reason-offence-suspected = An offence is suspected
reason-wanted = The person is wanted
