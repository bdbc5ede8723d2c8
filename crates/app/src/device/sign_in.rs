//! Signing in with a passkey, and resolving the actor of an existing session.

use domain::officer::Officer;
use domain::{Actor, DeviceId, OfficerId, Role};

use super::PasskeyRow;
use crate::change::{self, Change, PermissionSubject};
use crate::{Action, AppError, Context};

/// The stored passkey for a credential.
///
/// # Errors
/// If there is no such passkey.
pub async fn passkey(cx: &Context<'_>, credential: &str) -> Result<PasskeyRow, AppError> {
    cx.authorise(Action::SignIn, PermissionSubject::Nothing)?;
    cx.app.store.passkey(credential).await?.ok_or(AppError::Missing { what: "passkey" })
}

/// Stores the new counter of a passkey that was used to sign in, and returns the actor.
///
/// # Errors
/// If the person no longer serves, the device was removed, or the passkey is not the one that was bound. A person who
/// can write to the database can replace a passkey there, but not in the record.
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

/// The actor of an existing session. Every page asks for it, so a person who leaves is signed out at once, and a person
/// who is suspended loses access to every desk. A suspended officer's own page remains accessible: it says what they
/// are allowed to do now.
///
/// # Errors
/// If the person no longer serves, has moved to another force, or is suspended and acting in a role other than officer;
/// or if the device was removed.
pub async fn actor(cx: &Context<'_>, officer: OfficerId, role: Role, device: DeviceId) -> Result<Actor, AppError> {
    cx.authorise(Action::SignIn, PermissionSubject::Nothing)?;
    let out = || AppError::Missing { what: "session" };
    let Some(known) = change::state::<Officer>(cx, officer).await? else { return Err(out()) };
    // A passkey is issued for a role in a force, and a person who moves to another force keeps neither. The role is
    // also in the record, where it cannot be changed unnoticed.
    let passkeys = cx.app.store.passkeys_of(officer).await?;
    let fits = |key: &PasskeyRow| key.device == device && key.of.role == role && key.of.force == *known.force();
    let recorded = known.devices.iter().any(|bound| bound.id == device && bound.role == role);
    let bound = recorded && passkeys.iter().any(fits);
    // A suspended officer's device still opens their own page, which says what they are allowed to do now. They have no
    // access to any desk.
    let closed = !known.is_serving() || (role != Role::Officer && known.is_suspended());
    if !bound || closed {
        return Err(out());
    }
    Ok(Actor::staff(officer, role, known.force().clone()))
}
