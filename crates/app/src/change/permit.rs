//! Proof that an actor was allowed to do what is being recorded.

use domain::{Actor, ForceId, Role};

use crate::{Action, AppError, Context};

/// Proof that the permission policies allowed an action. For people, only `authorise` creates one, and recording
/// requires it.
#[derive(Debug)]
pub(crate) struct Permit {
    action: &'static str,
    role: Role,
    force: Option<ForceId>,
}

impl Permit {
    /// The permit for an action that the policies have just allowed.
    pub(super) fn new(cx: &Context<'_>, action: Action) -> Self {
        Self::named(cx, action.as_str())
    }

    /// The permit for events that the system records by itself, for example when a page starts to refuse.
    ///
    /// # Errors
    /// If the actor is a person: people get their permits from the policies.
    pub(crate) fn system(cx: &Context<'_>) -> Result<Self, AppError> {
        match cx.actor.role {
            Role::System => Ok(Self::named(cx, "system")),
            _ => Err(AppError::Bug("a person acts without having asked the permission policies")),
        }
    }

    /// A permit for one purpose only: recording that the policies refused access to a record.
    pub(crate) fn to_record_a_refusal(cx: &Context<'_>) -> Self {
        Self::named(cx, "record-a-refusal")
    }

    fn named(cx: &Context<'_>, action: &'static str) -> Self {
        Self { action, role: cx.actor.role, force: cx.actor.force.clone() }
    }

    /// Checks that the permit is used by the role and in the force that it was issued for.
    pub(super) fn check(&self, cx: &Context<'_>) -> Result<(), AppError> {
        if self.is_for(&cx.actor) {
            tracing::trace!(action = self.action, "recording under a permit");
            return Ok(());
        }
        Err(AppError::Bug("a permit was used in another role or for another force than it was given to"))
    }

    fn is_for(&self, actor: &Actor) -> bool {
        self.role == actor.role && self.force == actor.force
    }
}
