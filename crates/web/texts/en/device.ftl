### english only

# Setting up a device of the force.

device-bind-heading = Set up this device
device-bind-lead = { $force } has invited you to use this device in the role { $role }.
device-bind-warning = Continue only if this device belongs to the force. It will act in your name.
device-bind-synced = The passkey must stay on this device. A passkey that is copied to other devices through an account, such as an Apple or Google account, is refused. Use the device’s own passkey, or a security key that belongs to the force.
device-label = What is this device called?
device-hint = The name on its label, such as “phone 4711”
device-bind = Create the passkey
