### english only

# Signing in, sessions, binding a device: pages of staff.

staff-footer = For officers and staff of the force. What you do here is recorded.
staff-sign-in-heading = Sign in
staff-sign-in-lead = Use the passkey of this device of the force. There is no name or password to type.
staff-sign-in = Sign in with your passkey
staff-needs-script = Signing in needs JavaScript, because a browser gives out passkeys in no other way. Every page behind it works without.
staff-no-passkey = No passkey on this device? Ask whoever gave you the device for an invitation. It is a link that works once.
staff-passkey-none = This browser has no passkeys. Use the browser that the force has set up on this device.
staff-passkey-failed = The passkey was not used: it was cancelled, took too long, or is not on this device. Nothing was recorded. Try again.
staff-bind-heading = Set up this device
staff-bind-lead = You have been invited by { $force } to use this device in the role { $role }.
staff-bind-warning = Go on only if this device belongs to the force. It will act in your name.
staff-bind-synced = The passkey must stay on this device. One that is copied to other devices through an account, such as an Apple or Google account, is refused: then use the passkey of the device itself, or a security key of the force.
staff-device-label = What is this device called?
staff-device-hint = What is on its label, such as “phone 4711”
staff-bind = Make the passkey
staff-session = Your session
staff-session-ends = You are signed in until { $time }, and longer while you use these pages.
staff-session-soon = You will be signed out in less than 5 minutes. Select “Stay signed in”. Nothing that you have typed is lost.
staff-session-stayed = You are still signed in.
staff-session-over = You have been signed out. What you typed is still on this page: sign in beside it, come back and send it.
staff-stay = Stay signed in
staff-sign-out = Sign out
staff-sign-in-beside = Sign in (opens in a new tab)
staff-stayed-heading = You are still signed in
staff-stayed = You are signed in until { $time }, and longer while you use these pages. Close this tab and carry on where you were.
staff-go-on = Go to the first page
staff-signed-out-heading = You have been signed out
staff-signed-out-kept = What you sent was not recorded. It is still here, on this page.
staff-signed-out-again = Come back to this tab and send it again.
staff-send-again = Send it again
