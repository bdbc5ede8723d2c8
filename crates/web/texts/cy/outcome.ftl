### unreviewed
# Outcomes of a stop.

outcome-no-further-action = Dim camau pellach
outcome-warning = Rhybudd
outcome-penalty-notice = Hysbysiad cosb
outcome-summons = Gwŷs
outcome-voluntary-attendance = Mynd i orsaf heddlu o wirfodd
outcome-arrest = Arestio
outcome-ended-by-control-room = Daeth yr ystafell reoli ag ef i ben. Ni wnaeth y swyddog gofnod o chwiliad
