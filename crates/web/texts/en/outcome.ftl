# Outcomes of a stop.

outcome-no-further-action = No further action
outcome-warning = A warning
outcome-penalty-notice = A penalty notice
outcome-summons = A summons
outcome-voluntary-attendance = Voluntary attendance at a police station
outcome-arrest = Arrest
outcome-ended-by-control-room = The control room ended it. The officer did not record a search
