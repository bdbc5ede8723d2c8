//! Signing in with a passkey, and the actor of a session that signed in earlier.

use domain::officer::Officer;
use domain::{Actor, DeviceId, OfficerId, Role};

use super::PasskeyRow;
use crate::change::{self, Change, PermissionSubject};
use crate::{Action, AppError, Context};

/// The passkey of a credential.
///
/// # Errors
/// When there is none.
pub async fn passkey(cx: &Context<'_>, credential: &str) -> Result<PasskeyRow, AppError> {
    cx.authorise(Action::SignIn, PermissionSubject::Nothing)?;
    cx.app.store.passkey(credential).await?.ok_or(AppError::Missing { what: "passkey" })
}

/// Notes the new counter of a passkey that was used to sign in, and returns the actor.
///
/// # Errors
/// When they no longer serve, the device was taken from them, or the passkey is not the one that was bound: somebody
/// who can write to the database can put another in its place, but not into the record.
pub async fn signed_in(
    cx: &Context<'_>,
    passkey: &PasskeyRow,
    fingerprint: &str,
    body: &str,
) -> Result<Actor, AppError> {
    cx.authorise(Action::SignIn, PermissionSubject::Nothing)?;
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

/// The actor of a session that signed in earlier. Every page asks for it, so that a person who leaves is out at once,
/// and one who is suspended is out of every desk. A suspended officer's own page stays open: it says what they may do
/// now.
///
/// # Errors
/// When they no longer serve, are suspended and act as anything but an officer, or moved to another force; when the
/// device was taken from them.
pub async fn actor(cx: &Context<'_>, officer: OfficerId, role: Role, device: DeviceId) -> Result<Actor, AppError> {
    cx.authorise(Action::SignIn, PermissionSubject::Nothing)?;
    let out = || AppError::Missing { what: "session" };
    let Some(known) = change::state::<Officer>(cx, officer).await? else { return Err(out()) };
    // A passkey was given for a role in a force: a person who moves to another force takes neither along. The role is
    // in the record too, where nobody changes it unseen.
    let passkeys = cx.app.store.passkeys_of(officer).await?;
    let fits = |key: &PasskeyRow| key.device == device && key.of.role == role && key.of.force == *known.force();
    let recorded = known.devices.iter().any(|bound| bound.id == device && bound.role == role);
    let bound = recorded && passkeys.iter().any(fits);
    // A suspended officer's device still opens their own page, which says what they may do now. All desks are closed to
    // them.
    let closed = !known.is_serving() || (role != Role::Officer && known.is_suspended());
    if !bound || closed {
        return Err(out());
    }
    Ok(Actor::staff(officer, role, known.force().clone()))
}
