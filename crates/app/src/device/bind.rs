//! Binding devices to people by passkey, listing them and removing them.

use domain::officer::{Officer, OfficerEvent};
use domain::{DeviceId, Event, OfficerId, Refusal, Stream as _};
use jiff::Timestamp;

use super::{PasskeyRow, may_work};
use crate::change::{self, Change, PermissionSubject};
use crate::secrets::Secrets;
use crate::{Action, AppError, Context};

/// A passkey created on a device.
#[derive(Clone, Debug)]
pub struct NewPasskey {
    /// The credential id in base64url.
    pub credential: String,
    /// The credential in the form that the WebAuthn library stores.
    pub body: String,
    /// An everyday name for the device.
    pub device: String,
    /// The SHA-256 of the credential id and public key, in base64url.
    pub fingerprint: String,
    /// The public key with which the device signs presentations, if it has one (SEC1, base64url).
    pub key: Option<String>,
}

/// Accepts an invitation: binds the device, whose passkey then gives access to the pages of the role.
///
/// # Errors
/// If the token is not an invitation, or no longer one, or if the person no longer serves.
pub async fn bind(cx: &Context<'_>, secrets: &Secrets, token: &str, new: NewPasskey) -> Result<PasskeyRow, AppError> {
    let mut change = Change::begin(cx).await?;
    let permit = change.authorise(Action::SignIn, PermissionSubject::Nothing).await?;
    let mac = secrets.token_mac(token.as_bytes());
    let missing = AppError::Missing { what: "invitation" };
    let Some(of) = change.unit.invited(mac, cx.now).await? else { return Err(missing) };
    if !change.unit.take_invitation(mac).await? {
        return Err(missing);
    }
    let officer = change.load::<Officer>(of.officer).await?;
    may_work(&officer)?;
    let name = new.device.trim();
    if name.is_empty() || name.len() > 60 {
        return Err(Refusal::invalid("staff.device-name", "name the device, in at most 60 characters").into());
    }
    let device = DeviceId::new(cx.uuid());
    let (name, role, passkey) = (name.to_owned(), of.role, new.fingerprint);
    let event = OfficerEvent::DeviceBound { device, name, key: new.key, role, passkey };
    change.record(&permit, &Officer::stream(of.officer), vec![Event::Officer(event)]).await?;
    let passkey = PasskeyRow { credential: new.credential, of, device, body: new.body };
    change.unit.add_passkey(&passkey, cx.now).await?;
    change.commit().await?;
    Ok(passkey)
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoundDevice {
    pub id: DeviceId,
    /// An everyday name for the device.
    pub name: String,
    /// The time at which it was bound.
    pub since: Timestamp,
}

/// The devices bound to a person.
///
/// # Errors
/// If the actor is not allowed to, or there is no such officer.
pub async fn devices(cx: &Context<'_>, officer: OfficerId) -> Result<Vec<BoundDevice>, AppError> {
    let mut change = Change::begin(cx).await?;
    let known = change.load::<Officer>(officer).await?;
    change.authorise(Action::InviteStaff, PermissionSubject::Thing(&known)).await?;
    let devices = known.devices.into_iter();
    Ok(devices.map(|device| BoundDevice { id: device.id, name: device.name, since: device.since }).collect())
}

/// Removes a device that was lost, broken or handed back.
///
/// # Errors
/// If the actor is not allowed to.
pub async fn remove_device(cx: &Context<'_>, officer: OfficerId, device: DeviceId) -> Result<(), AppError> {
    let mut change = Change::begin(cx).await?;
    let known = change.load::<Officer>(officer).await?;
    let permit = change.authorise(Action::InviteStaff, PermissionSubject::Thing(&known)).await?;
    if !known.devices.iter().any(|bound| bound.id == device) {
        return Err(AppError::Missing { what: "device" });
    }
    change.unit.remove_passkeys(officer, device).await?;
    let event = Event::Officer(OfficerEvent::DeviceRemoved { device });
    change.record(&permit, &Officer::stream(officer), vec![event]).await?;
    change.commit().await
}

/// Number of officers read at once.
const PAGE_COUNT: u32 = 500;

/// The member of the workforce whose warrant card has this number. Numbers are encrypted, so every record has to be
/// opened. Use this only on the command line, where a person waits for the result.
///
/// # Errors
/// If the actor is not allowed to, or if nobody or more than one person in service has this number.
pub async fn by_warrant(cx: &Context<'_>, number: &str) -> Result<OfficerId, AppError> {
    cx.authorise(Action::InviteStaff, PermissionSubject::Nothing)?;
    let (mut found, mut after) = (Vec::new(), String::new());
    loop {
        let rows = cx.app.store.officers_after(&after, PAGE_COUNT).await?;
        let Some(last) = rows.last() else { break };
        after = last.id.to_string();
        for row in rows {
            let Some(known) = change::state::<Officer>(cx, row.id).await? else { continue };
            if known.is_serving() && known.warrant.known().is_some_and(|known| known == number) {
                found.push(row.id);
            }
        }
    }
    match found.as_slice() {
        [one] => Ok(*one),
        [] => Err(AppError::Missing { what: "officer" }),
        _ => {
            let message = "several officers have this number: give the id instead, as the record has it";
            Err(Refusal::conflict("staff.number-of-several", message).into())
        }
    }
}
