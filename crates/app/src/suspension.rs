//! Suspension: the decision with what the law presumes, and its reviews.

use domain::matter::{Condition, Matter, ReviewAnswer, SuspensionAnswer, SuspensionCondition};
use domain::{MatterId, PendingId, Personal};
use policy::Decision;

use crate::change::{self, About, Change};
use crate::matters::change_matter;
use crate::{Action, AppError, Context, facts, follow};

/// An answer to the question whether to suspend.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The answer.
    pub answer: SuspensionAnswer,
    /// Each condition with its answer.
    pub conditions: Vec<Condition>,
    /// The exceptional circumstances, where the presumption is departed from.
    pub exceptional: Option<String>,
    /// Why.
    pub reasons: String,
}

/// What became of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decided {
    /// It stands.
    Stands,
    /// It waits for a second signature.
    Waits(PendingId),
}

/// The decision as the law opens it for this matter: options, the one presumed, what departing takes.
///
/// # Errors
/// When the actor may not.
pub async fn options(cx: &Context<'_>, id: MatterId) -> Result<Decision, AppError> {
    let mut change = Change::begin(cx).await?;
    let matter = change.matter(id).await?;
    change.authorise(Action::DecideSuspension, About::Matter(&matter)).await?;
    decision(&mut change, &matter, "suspension", &[]).await
}

/// Opens a decision of the law on a matter as it stands.
pub(crate) async fn decision(
    change: &mut Change<'_>,
    matter: &Matter,
    kind: &str,
    found: &[(&str, bool)],
) -> Result<Decision, AppError> {
    let officer = change.officer(matter.subject).await?;
    let accused = follow::accused(change, officer.id, Some(matter)).await?;
    let mut input = policy::Input::new("matter.circumstances-changed", change.cx.now);
    input.matter = Some(facts::matter_facts(matter));
    if let Some(matter) = &mut input.matter {
        matter.chief_officer_subject = officer.is_chief_officer();
    }
    input.officer = Some(facts::officer_facts(&officer, accused));
    input.dates.insert("event".to_owned(), change.cx.today());
    for (name, holds) in found {
        input.facts.insert((*name).to_owned(), (*holds).into());
    }
    Ok(change.cx.app.law.decision(kind, &input)?)
}

/// Refuses an option that the law does not allow here, and says which rule rules it out.
pub(crate) fn allowed(decision: &Decision, chosen: &str, code: &'static str) -> Result<(), domain::Refusal> {
    let Some(option) = decision.options.iter().find(|option| option.option == chosen && !option.allowed) else {
        return Ok(());
    };
    let why = option.why_not.clone().unwrap_or_else(|| "the law does not allow this here".to_owned());
    let citation = option.ruled_out_by.as_ref().unwrap_or(&option.citation);
    Err(domain::Refusal::invalid(code, why).citing(citation.text.clone()))
}

/// What departing from the option that the law presumes takes; `None` when this is not departing.
pub(crate) fn departure(decision: &Decision, chosen: &str) -> Option<domain::matter::Departure> {
    let presumed = decision.presumptions.iter().filter(|presumed| presumed.option != chosen);
    let citation = presumed.map(|presumed| presumed.citation.text.clone()).next()?;
    Some(domain::matter::Departure {
        exceptional_circumstances: decision.departure.exceptional_circumstances,
        second_signature: decision.departure.second_signature,
        citation: Some(citation),
    })
}

/// Decides whether to suspend.
///
/// # Errors
/// When the actor may not; without reasons or conditions; without the exceptional circumstances that departing takes; when
/// the oversight body runs the investigation and was not consulted.
pub async fn decide(cx: &Context<'_>, id: MatterId, answer: Answer) -> Result<Decided, AppError> {
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
        waits = matches!(proposed, domain::matter::Proposed::Waits(_));
        Ok(vec![proposed.into_event()])
    })
    .await?;
    Ok(if waits { Decided::Waits(pending) } else { Decided::Stands })
}

/// Reviews a suspension.
///
/// # Errors
/// When the actor may not; without reasons or conditions; when it is to go on although no condition is met.
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
