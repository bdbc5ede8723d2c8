//! Invitations for staff to bind a device.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::officer::Officer;
use domain::{OfficerId, Refusal, Role};
use jiff::{SignedDuration, Timestamp};

use super::{DeviceHolder, may_work};
use crate::change::{Change, PermissionSubject};
use crate::secrets::Secrets;
use crate::{Action, AppError, Context};

/// The time within which an invitation can be accepted.
const INVITATION_LIVES: SignedDuration = SignedDuration::from_hours(24);

/// The roles for which people can be invited so far: those with pages.
pub const ROLES: [Role; 4] = [Role::Officer, Role::ControlRoom, Role::Ccu, Role::CovertDesk];

/// An invitation to bind a device. Anyone who has the token can accept it, once.
#[derive(Clone, PartialEq, Eq)]
pub struct Invitation {
    /// The token. It is shown only once.
    pub token: String,
    /// The latest time at which it can be accepted.
    pub until: Timestamp,
}

/// Invites a person to bind one of the force's devices to their account, in the given role.
///
/// # Errors
/// If the actor is not allowed to, the person does not serve, or the role has no pages.
pub async fn invite(
    cx: &Context<'_>,
    secrets: &Secrets,
    officer: OfficerId,
    role: Role,
) -> Result<Invitation, AppError> {
    let mut change = Change::begin(cx).await?;
    let known = change.load::<Officer>(officer).await?;
    change.authorise(Action::InviteStaff, PermissionSubject::Thing(&known)).await?;
    if !ROLES.contains(&role) {
        let roles: Vec<&str> = ROLES.iter().map(|role| role.as_str()).collect();
        let message = format!("the role `{}` has no pages: choose one of {}", role.as_str(), roles.join(", "));
        return Err(Refusal::invalid("staff.role", message).into());
    }
    may_work(&known)?;
    let token = URL_SAFE_NO_PAD.encode(cx.random::<32>());
    let until = cx.now.saturating_add(INVITATION_LIVES).unwrap_or(Timestamp::MAX);
    let invited = DeviceHolder { officer, role, force: known.force().clone() };
    change.unit.invite(secrets.token_mac(token.as_bytes()), &invited, until).await?;
    change.commit().await?;
    Ok(Invitation { token, until })
}

/// The person whom a token invites.
///
/// # Errors
/// If the token invites nobody, or the invitation has expired.
pub async fn invited(cx: &Context<'_>, secrets: &Secrets, token: &str) -> Result<DeviceHolder, AppError> {
    cx.authorise(Action::SignIn, PermissionSubject::Nothing)?;
    let invited = cx.app.store.invited(secrets.token_mac(token.as_bytes()), cx.now).await?;
    invited.ok_or(AppError::Missing { what: "invitation" })
}
