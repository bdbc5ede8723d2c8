//! The findings and outcome of proceedings.

use domain::allegation::Finding;
use domain::matter::{ImposedOutcome, MatterEvent, OutcomeGrounds, ProceedingsOutcome};
use domain::{AllegationId, MatterId, Personal};

use crate::change::decision::{allowed, decision, departure};
use crate::change::{self, Change};
use crate::matter::change_matter;
use crate::{Action, AppError, Context};

/// The findings and the outcome of proceedings.
#[derive(Clone, Debug)]
pub struct Conclusion {
    /// The finding for each allegation.
    pub findings: Vec<(AllegationId, Finding)>,
    pub outcome: ProceedingsOutcome,
    /// The facts that can justify more than a warning for misconduct.
    pub grounds: OutcomeGrounds,
    /// The exceptional circumstances that justify an outcome other than dismissal for gross misconduct.
    pub exceptional: Option<String>,
    pub reasons: String,
}

/// Records the findings and the outcome. A dismissal ends the officer's service in the same transaction.
///
/// # Errors
/// If the actor is not allowed to, the matter is at another stage, or reasons or findings are missing; if the law does
/// not allow the outcome here; or if the outcome for gross misconduct is not dismissal and no exceptional circumstances
/// are given.
pub async fn conclude(cx: &Context<'_>, id: MatterId, concluded: Conclusion) -> Result<(), AppError> {
    change_matter(cx, id, Action::RecordOutcome, async |change, matter| {
        // The presumption depends on the findings, so they are applied to the matter before the law is asked.
        let mut found = matter.clone();
        for (allegation, finding) in &concluded.findings {
            if let Some(known) = found.allegations.get_mut(allegation) {
                known.finding = *finding;
            }
        }
        let grounds = concluded.grounds;
        let stated = [
            ("fww_at_severity_assessment", grounds.final_written_warning),
            ("ww_at_severity_assessment", grounds.written_warning),
            ("unconnected_incidents", grounds.unconnected_incidents),
        ];
        let decision = decision(change, &found, "outcome", &stated).await?;
        let chosen = match concluded.outcome {
            ProceedingsOutcome::WouldHaveBeenDismissed => "dismissal",
            outcome => outcome.as_str(),
        };
        let departure = departure(&decision, chosen);
        let reasons = change::reasons(matter.subject, &concluded.reasons)?;
        let decided = change.decided(&Change::shown(matter), reasons).await?;
        let exceptional = concluded.exceptional.map(|words| Personal::about(matter.subject, words));
        let nothing_proven = concluded.findings.iter().all(|(_, finding)| !finding.is_proven());
        let outcome = matter.record_outcome(
            concluded.findings,
            ImposedOutcome { outcome: concluded.outcome, grounds },
            exceptional,
            decided,
            departure.as_ref(),
            cx.now,
        )?;
        allowed(&decision, chosen, "outcome.not-allowed")?;
        Ok(std::iter::once(outcome).chain(nothing_proven.then_some(MatterEvent::NotProven)).collect())
    })
    .await
}
