# The start page, and the pages about the service.

start-heading = Check a police officer
start-lead = Use this service to check that somebody who says they are a police officer is one, and is on duty now.
start-need = You need the code that the officer shows you. Every officer who stops you should give you one.
start-now = Check now
start-safe-heading = If you do not feel safe
start-safe = Ring 999. You can ask for the officer to be checked while you wait. A real officer will let you.
start-free = The service is free. You do not need an account, and it does not store anything on your device.

accessibility-heading = Accessibility statement
accessibility-aim = We want everybody to be able to use this service. It is built to meet the Web Content Accessibility Guidelines version 2.2, level AA.
accessibility-can = You should be able to:
accessibility-zoom = zoom in up to 400% without text going off the screen
accessibility-keyboard = use every page with only a keyboard
accessibility-reader = use every page with a screen reader
accessibility-script = use every page with scripts turned off
accessibility-paste = paste codes and references instead of typing them
accessibility-known-heading = What we know does not work well
accessibility-known = The Welsh was translated by a computer and awaits review by Welsh speakers. No independent audit has been done yet.
accessibility-other-heading = If you cannot use this service
accessibility-other = Ring the control room of the force, or 101, and ask for the officer to be checked. If you are deaf or have a speech impairment, use 18001 101 with Relay UK or text 999 in an emergency after registering with emergencySMS.

privacy-heading = Privacy
privacy-lead = You can check an officer without saying who you are.
privacy-stored = We do not store your name, your network address or your device. We use no cookies on the public pages and no analytics.
privacy-place = We store where you are only if you tell the control room. It is then kept with the check, encrypted under a key of its own, and shown to those who answer your alarm.
privacy-address = To stop programs that try many codes, the service counts requests for each connection. It does so in memory with a scrambled form of the network address. The key to the scrambling is thrown away every 24 hours. Nothing of it is written down.
privacy-checks = What we record is that a code was checked, when, and what the answer was, so that the force and its overseers can find false officers and officers who do not give codes.
privacy-device = Your own device may remember the pages you visited.
privacy-device-link = Read how to clear that

stay-safe-heading = Stay safe online
stay-safe-lead = If somebody could look at your phone or computer, read this first.
stay-safe-exit-heading = The “Exit this page” button
stay-safe-exit = The button takes you at once to a weather page. If you press the Shift key three times, it does the same. If scripts are turned off in your browser, the button is an ordinary link.
stay-safe-history-heading = The button does not clear your history
stay-safe-history = Somebody who uses your device may still see that you were here. To avoid that, use a private or incognito window, or delete this page from the history of your browser.
stay-safe-alone = Delete only these pages: an empty history can make somebody suspicious.
stay-safe-help-heading = Get help
stay-safe-help = If you are in danger, ring 999. If you cannot speak, press 55 on a mobile phone when asked. The National Domestic Abuse Helpline is free at any hour: 0808 2000 247. In Wales, Live Fear Free is 0808 80 10 800.
