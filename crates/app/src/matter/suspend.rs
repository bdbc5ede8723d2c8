//! Suspension: the decision, with the presumption in law, and its reviews.

use domain::matter::{Condition, Matter, ReviewAnswer, SuspensionAnswer, SuspensionCondition};
use domain::{MatterId, PendingId, Personal};
use policy::Decision;

use super::change_matter;
use crate::change::decision::{allowed, decision, departure};
use crate::change::{self, Change, PermissionSubject};
use crate::{Action, AppError, Context};

/// The decision whether to suspend an officer, with its reasons.
#[derive(Clone, Debug)]
pub struct SuspensionDecision {
    pub answer: SuspensionAnswer,
    /// Each condition, and whether it is met.
    pub conditions: Vec<Condition>,
    /// The exceptional circumstances, if the decision departs from the presumption.
    pub exceptional: Option<String>,
    pub reasons: String,
}

/// The effect of a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DecisionEffect {
    /// The decision takes effect.
    Stands,
    /// The decision waits for a second signature.
    Waits(PendingId),
}

/// The decision that the law requires in this matter: the options, the one that is presumed, and the requirements for
/// departing from it.
///
/// # Errors
/// If the actor is not allowed to.
pub async fn options(cx: &Context<'_>, id: MatterId) -> Result<Decision, AppError> {
    let mut change = Change::begin(cx).await?;
    let matter = change.load::<Matter>(id).await?;
    change.authorise(Action::DecideSuspension, PermissionSubject::Thing(&matter)).await?;
    decision(&mut change, &matter, "suspension", &[]).await
}

/// Decides whether to suspend the officer.
///
/// # Errors
/// If the actor is not allowed to, reasons or conditions are missing, or a departure lacks the exceptional
/// circumstances it requires.
pub async fn decide(cx: &Context<'_>, id: MatterId, answer: SuspensionDecision) -> Result<DecisionEffect, AppError> {
    let pending = PendingId::new(cx.uuid());
    let mut waits = false;
    change_matter(cx, id, Action::DecideSuspension, async |change, matter| {
        let met = |asked| answer.conditions.iter().any(|known| known.condition == asked && known.met);
        let found = [
            ("prejudice_found", met(SuspensionCondition::InvestigationPrejudiced)),
            ("public_interest_found", met(SuspensionCondition::PublicInterest)),
        ];
        let decision = decision(change, matter, "suspension", &found).await?;
        let chosen = answer.answer.as_str();
        allowed(&decision, chosen, "suspension.not-allowed")?;
        let reasons = change::reasons(matter.subject, &answer.reasons)?;
        let decided = change.decided(&Change::shown(matter), reasons).await?;
        let exceptional = answer.exceptional.map(|words| Personal::about(matter.subject, words));
        let departure = departure(&decision, chosen);
        let proposed =
            matter.decide_suspension(answer.answer, answer.conditions, exceptional, decided, departure, pending)?;
        waits = matches!(proposed, domain::matter::ProposedDecision::Waits(_));
        Ok(vec![proposed.into_event()])
    })
    .await?;
    Ok(if waits { DecisionEffect::Waits(pending) } else { DecisionEffect::Stands })
}

/// Reviews a suspension.
///
/// # Errors
/// If the actor is not allowed to, reasons or conditions are missing, or the suspension is to continue although no
/// condition is met.
pub async fn review(
    cx: &Context<'_>,
    id: MatterId,
    answer: ReviewAnswer,
    conditions: Vec<Condition>,
    reasons: &str,
) -> Result<(), AppError> {
    change_matter(cx, id, Action::ReviewSuspension, async |change, matter| {
        let reasons = change::reasons(matter.subject, reasons)?;
        let decided = change.decided(&Change::shown(matter), reasons).await?;
        Ok(vec![matter.review_suspension(answer, conditions, decided)?])
    })
    .await
}
