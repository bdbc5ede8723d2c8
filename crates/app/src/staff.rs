//! Staff: invitations, passkeys bound to a device of the force, and whether a session still holds.
//!
//! The ceremony of a passkey is the web's; what is kept of it, and what it opens, is decided here.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::officer::{Officer, OfficerEvent};
use domain::{Actor, DeviceId, Event, OfficerId, Refusal, Role, Stream as _};
use jiff::{SignedDuration, Timestamp};

use crate::change::{self, About, Change};
use crate::check::Settings;
use crate::{Action, App, AppError, Context};

pub use store::{Invited, PasskeyRow};

/// How long an invitation can be taken.
const INVITATION_LIVES: SignedDuration = SignedDuration::from_hours(24);

/// The roles that can be invited so far: those that have pages.
pub const ROLES: [Role; 4] = [Role::Officer, Role::ControlRoom, Role::Ccu, Role::CovertDesk];

/// An invitation to bind a device: whoever has the token can take it, once.
#[derive(Clone, PartialEq, Eq)]
pub struct Invitation {
    /// The token, shown once.
    pub token: String,
    /// Until when it can be taken.
    pub until: Timestamp,
}

/// Invites somebody to bind a device of the force to their account, in a role.
///
/// # Errors
/// When the actor may not, the person does not serve, or the role has no pages.
pub async fn invite(
    cx: &Context<'_>,
    settings: &Settings,
    officer: OfficerId,
    role: Role,
) -> Result<Invitation, AppError> {
    let mut change = Change::begin(cx).await?;
    let known = change.load::<Officer>(officer).await?;
    change.authorise(Action::InviteStaff, About::Thing(&known)).await?;
    if !ROLES.contains(&role) {
        let roles: Vec<&str> = ROLES.iter().map(|role| role.as_str()).collect();
        let message = format!("the role `{}` has no pages: choose one of {}", role.as_str(), roles.join(", "));
        return Err(Refusal::invalid("staff.role", message).into());
    }
    may_work(&known)?;
    let token = URL_SAFE_NO_PAD.encode(cx.random::<32>());
    let until = cx.now.saturating_add(INVITATION_LIVES).unwrap_or(Timestamp::MAX);
    let invited = Invited { officer, role, force: known.force().clone() };
    change.unit.invite(settings.token_mac(token.as_bytes()), &invited, until).await?;
    change.commit().await?;
    Ok(Invitation { token, until })
}

/// Whom a token invites.
///
/// # Errors
/// When it invites nobody, or its time is over.
pub async fn invited(cx: &Context<'_>, settings: &Settings, token: &str) -> Result<Invited, AppError> {
    cx.authorise(Action::SignIn, About::Nothing)?;
    let invited = cx.app.store.invited(settings.token_mac(token.as_bytes()), cx.now).await?;
    invited.ok_or(AppError::Missing { what: "invitation" })
}

/// A passkey that was made on a device.
#[derive(Clone, Debug)]
pub struct NewPasskey {
    /// The id of the credential, base64url.
    pub credential: String,
    /// The credential as the WebAuthn library keeps it.
    pub body: String,
    /// What people call the device.
    pub device: String,
    /// SHA-256 of its id and public key, base64url.
    pub fingerprint: String,
    /// The public key with which it signs presentations, where it has one: SEC1, base64url.
    pub key: Option<String>,
}

/// Takes an invitation: the device is bound, and its passkey opens the pages of the role.
///
/// # Errors
/// When the token invites nobody any more, or the person does not serve any more.
pub async fn bind(cx: &Context<'_>, settings: &Settings, token: &str, new: NewPasskey) -> Result<PasskeyRow, AppError> {
    let mut change = Change::begin(cx).await?;
    change.authorise(Action::SignIn, About::Nothing).await?;
    let mac = settings.token_mac(token.as_bytes());
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
    change.record(&Officer::stream(of.officer), vec![Event::Officer(event)]).await?;
    let passkey = PasskeyRow { credential: new.credential, of, device, body: new.body };
    change.unit.add_passkey(&passkey, cx.now).await?;
    change.commit().await?;
    Ok(passkey)
}

/// The passkey of a credential.
///
/// # Errors
/// When there is none.
pub async fn passkey(cx: &Context<'_>, credential: &str) -> Result<PasskeyRow, AppError> {
    cx.authorise(Action::SignIn, About::Nothing)?;
    cx.app.store.passkey(credential).await?.ok_or(AppError::Missing { what: "passkey" })
}

/// Somebody signed in with a passkey: notes its new counter, and says as whom they act.
///
/// # Errors
/// When they do not serve any more, the device was taken from them, or the passkey is not the one that was bound: whoever can write
/// to the database can put another in its place, and not into the record.
pub async fn signed_in(
    cx: &Context<'_>,
    passkey: &PasskeyRow,
    fingerprint: &str,
    body: &str,
) -> Result<Actor, AppError> {
    cx.authorise(Action::SignIn, About::Nothing)?;
    let actor = actor(cx, passkey.of.officer, passkey.of.role, passkey.device).await?;
    let bound = match change::state::<Officer>(cx, passkey.of.officer).await? {
        Some(known) => known.devices.into_iter().find(|bound| bound.id == passkey.device),
        _ => None,
    };
    if bound.is_none_or(|bound| bound.passkey != fingerprint) {
        return Err(AppError::Missing { what: "passkey" });
    }
    let mut change = Change::begin(cx).await?;
    change.unit.used_passkey(&passkey.credential, body, cx.now).await?;
    change.commit().await?;
    Ok(actor)
}

/// As whom somebody acts who signed in earlier: asked on every page, so that who leaves is out at once, and who is suspended out of
/// every desk. A suspended officer's own page stays: it says what they may do now.
///
/// # Errors
/// When they do not serve any more, are suspended and act as anything but an officer, moved to another force, or the device was
/// taken from them.
pub async fn actor(cx: &Context<'_>, officer: OfficerId, role: Role, device: DeviceId) -> Result<Actor, AppError> {
    cx.authorise(Action::SignIn, About::Nothing)?;
    let out = || AppError::Missing { what: "session" };
    let Some(known) = change::state::<Officer>(cx, officer).await? else { return Err(out()) };
    // A passkey was given for a role in a force: who moves to another force takes neither along. The role stands in the record
    // too, where nobody changes it unseen.
    let passkeys = cx.app.store.passkeys_of(officer).await?;
    let fits = |key: &PasskeyRow| key.device == device && key.of.role == role && key.of.force == *known.force();
    let recorded = known.devices.iter().any(|bound| bound.id == device && bound.role == role);
    let bound = recorded && passkeys.iter().any(fits);
    // A suspended officer's device still opens their own page, which says what they may do now. Desks are closed to them.
    let closed = !known.is_serving() || (role != Role::Officer && known.is_suspended());
    if !bound || closed {
        return Err(out());
    }
    Ok(Actor::staff(officer, role, known.force().clone()))
}

/// Officers that are read at once.
const PAGE_COUNT: u32 = 500;

/// The member of the workforce with this number of a card. Numbers are sealed, so that every record is opened: for the command
/// line, where somebody waits.
///
/// # Errors
/// When the actor may not; when nobody who serves has this number, or several do.
pub async fn by_warrant(cx: &Context<'_>, number: &str) -> Result<OfficerId, AppError> {
    cx.authorise(Action::InviteStaff, About::Nothing)?;
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

/// A device of somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound {
    /// Which.
    pub id: DeviceId,
    /// What people call it.
    pub name: String,
    /// Since when.
    pub since: Timestamp,
}

/// The devices of somebody.
///
/// # Errors
/// When the actor may not, or there is no such officer.
pub async fn devices(cx: &Context<'_>, officer: OfficerId) -> Result<Vec<Bound>, AppError> {
    let mut change = Change::begin(cx).await?;
    let known = change.load::<Officer>(officer).await?;
    change.authorise(Action::InviteStaff, About::Thing(&known)).await?;
    let devices = known.devices.into_iter();
    Ok(devices.map(|device| Bound { id: device.id, name: device.name, since: device.since }).collect())
}

/// Takes a device away from somebody: lost, broken, handed back.
///
/// # Errors
/// When the actor may not.
pub async fn remove_device(cx: &Context<'_>, officer: OfficerId, device: DeviceId) -> Result<(), AppError> {
    let mut change = Change::begin(cx).await?;
    let known = change.load::<Officer>(officer).await?;
    change.authorise(Action::InviteStaff, About::Thing(&known)).await?;
    if !known.devices.iter().any(|bound| bound.id == device) {
        return Err(AppError::Missing { what: "device" });
    }
    change.unit.remove_passkeys(officer, device).await?;
    let event = Event::Officer(OfficerEvent::DeviceRemoved { device });
    change.record(&Officer::stream(officer), vec![event]).await?;
    change.commit().await
}

fn may_work(officer: &Officer) -> Result<(), Refusal> {
    match officer.is_serving() {
        true => Ok(()),
        false => {
            Err(Refusal::conflict("staff.left", "this person does not serve any more: nothing can be bound to them"))
        }
    }
}

impl App {
    /// What a session holds, and when it ends.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn session(&self, settings: &Settings, token: &[u8]) -> Result<Option<(String, Timestamp)>, AppError> {
        let now = self.system("sessions").now;
        let Some((sealed, until)) = self.store.session(settings.token_mac(token), now).await? else { return Ok(None) };
        let body = settings.unsealed_session(token, until, &sealed);
        if body.is_none() {
            tracing::warn!("a session was changed in the database, and opens nothing");
        }
        Ok(body.map(|body| (body.to_owned(), until)))
    }

    /// Keeps a session. Whoever can write to the database cannot change as whom it acts.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn save_session(
        &self,
        settings: &Settings,
        token: &[u8],
        body: &str,
        until: Timestamp,
    ) -> Result<(), AppError> {
        let sealed = settings.sealed_session(token, until, body);
        Ok(self.store.save_session(settings.token_mac(token), &sealed, until).await?)
    }

    /// Ends a session.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_session(&self, settings: &Settings, token: &[u8]) -> Result<(), AppError> {
        Ok(self.store.end_session(settings.token_mac(token)).await?)
    }
}
