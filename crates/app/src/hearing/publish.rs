//! Publishing an outcome and reporting it to the lists of the College.

use domain::matter::MatterEvent;
use domain::{MatterId, Refusal};

use crate::matter::{change_matter, with_receipt};
use crate::{Action, AppError, Context};

/// A step that follows the outcome.
#[derive(Clone, Debug)]
pub enum OutcomeStep {
    /// The chair's report was submitted to the authority.
    Reported,
    Published,
    /// The barred list was notified, with this receipt.
    BarredList(String),
    /// The advisory list was notified, with this receipt.
    AdvisoryList(String),
    /// The entry in the barred list was corrected, with this receipt.
    BarredEntryCorrected(String),
}

/// Records a step that follows the outcome.
///
/// # Errors
/// If the actor is not allowed to, a report to a list has no receipt, or a report to the barred list is made without a
/// dismissal.
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
