//! The proof that somebody was allowed to do what is recorded.

use domain::{Actor, ForceId, Role};

use crate::{Action, AppError, Context};

/// The proof that the permission policies allowed an action. Only `authorise` makes one for people, and recording demands it.
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

    /// The permit for what the system records by itself, such as a page that refuses from now on.
    ///
    /// # Errors
    /// When a person acts: their permits come from the policies.
    pub(crate) fn system(cx: &Context<'_>) -> Result<Self, AppError> {
        match cx.actor.role {
            Role::System => Ok(Self::named(cx, "system")),
            _ => Err(AppError::Bug("a person acts without having asked the permission policies")),
        }
    }

    /// The permit to record that the policies refused a look, and nothing else.
    pub(crate) fn to_record_a_refusal(cx: &Context<'_>) -> Self {
        Self::named(cx, "record-a-refusal")
    }

    fn named(cx: &Context<'_>, action: &'static str) -> Self {
        Self { action, role: cx.actor.role, force: cx.actor.force.clone() }
    }

    /// Holds the permit to the role and the force that it was given to.
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
