# Powers, with their law.

power-pace-section1 = Search for stolen or prohibited things (Police and Criminal Evidence Act 1984, section 1)
power-misuse-of-drugs-section23 = Search for drugs (Misuse of Drugs Act 1971, section 23)
power-public-order-section60 = Search under an authorisation for this place and time (Criminal Justice and Public Order Act 1994, section 60)
power-road-traffic-section163 = Stop a vehicle (Road Traffic Act 1988, section 163)
power-pace-section24 = Arrest (Police and Criminal Evidence Act 1984, section 24)
