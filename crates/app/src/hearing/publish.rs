//! Publication of the outcome, and reports to the lists of the College.

use domain::matter::MatterEvent;
use domain::{MatterId, Refusal};

use crate::matter::{change_matter, with_receipt};
use crate::{Action, AppError, Context};

/// A step after the outcome is known.
#[derive(Clone, Debug)]
pub enum OutcomeStep {
    /// The chair's report is with the authority.
    Reported,
    /// The outcome is published.
    Published,
    /// The barred list was notified; its receipt.
    BarredList(String),
    /// The advisory list was notified; its receipt.
    AdvisoryList(String),
    /// The entry in the barred list was corrected; its receipt.
    BarredEntryCorrected(String),
}

/// Records a step after the outcome is known.
///
/// # Errors
/// When the actor may not; a report to a list without its receipt; to the barred list without a dismissal.
pub async fn report_outcome(cx: &Context<'_>, id: MatterId, afterwards: OutcomeStep) -> Result<(), AppError> {
    change_matter(cx, id, Action::ReportOutcome, async |_, matter| {
        let event = match afterwards {
            OutcomeStep::Reported => MatterEvent::OutcomeReported,
            OutcomeStep::Published => MatterEvent::OutcomePublished,
            OutcomeStep::BarredList(receipt) => {
                let dismissed = matches!(&matter.stage,
                    domain::matter::Stage::Concluded { outcome, .. } if outcome.is_dismissal());
                if !dismissed {
                    let message = "the barred list is told of dismissals only: this matter has none";
                    return Err(Refusal::invalid("lists.no-dismissal", message)
                        .citing("Police Act 1996, s.88A")
                        .into());
                }
                MatterEvent::BarredListReported { receipt: with_receipt(receipt)? }
            }
            OutcomeStep::AdvisoryList(receipt) => MatterEvent::AdvisoryListReported { receipt: with_receipt(receipt)? },
            OutcomeStep::BarredEntryCorrected(receipt) => {
                MatterEvent::BarredEntryCorrected { receipt: with_receipt(receipt)? }
            }
        };
        Ok(vec![event])
    })
    .await
}
