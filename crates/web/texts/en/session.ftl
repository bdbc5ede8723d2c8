### english only

# Signing in and out.

session-footer = For officers and staff of the force. What you do here is recorded.
session-sign-in-heading = Sign in
session-sign-in-lead = Use the passkey on this device. There is no name or password to type.
session-sign-in = Sign in with your passkey
session-needs-script = Signing in needs JavaScript, because browsers offer passkeys only through it. Every page after that works without it.
session-no-passkey = If there is no passkey on this device, ask the person who gave it to you for an invitation. The invitation is a link that works once.
session-passkey-none = This browser does not support passkeys. Use the browser that the force has set up on this device.
session-passkey-failed = The passkey was not used: it was cancelled, took too long, or is not on this device. Nothing was recorded. Try again.
session = Your session
session-ends = You are signed in until { $time }, or longer if you keep using these pages.
session-soon = You will be signed out in less than 5 minutes. Select “Stay signed in”. You will not lose what you have typed.
session-still-signed-in = You are still signed in.
session-over = You have been signed out. What you typed is still on this page. Sign in on another tab, then come back and send it.
session-stay = Stay signed in
session-sign-out = Sign out
session-sign-in-beside = Sign in (opens in a new tab)
session-stayed-heading = You are still signed in
session-stayed = You are signed in until { $time }, or longer if you keep using these pages. Close this tab and carry on where you left off.
session-go-on = Go to your start page
session-signed-out-heading = You have been signed out
session-signed-out-kept = What you sent was not recorded. It is still on this page.
session-signed-out-again = Come back to this tab and send it again.
session-send-again = Send it again
