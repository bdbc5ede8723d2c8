//! Devices of the force: invitations to bind one, the passkeys bound to them, and the validity of sessions.
//!
//! The passkey ceremony belongs to `web`. This module decides what is stored afterwards, and what a passkey gives
//! access to.

mod bind;
mod invite;
mod session;
mod sign_in;

use domain::Refusal;
use domain::officer::Officer;

pub use bind::{BoundDevice, NewPasskey, bind, by_warrant, devices, remove_device};
pub use invite::{Invitation, ROLES, invite, invited};
pub use sign_in::{actor, passkey, signed_in};
pub use store::{DeviceHolder, PasskeyRow};

fn may_work(officer: &Officer) -> Result<(), Refusal> {
    match officer.is_serving() {
        true => Ok(()),
        false => {
            Err(Refusal::conflict("staff.left", "this person does not serve any more: nothing can be bound to them"))
        }
    }
}
