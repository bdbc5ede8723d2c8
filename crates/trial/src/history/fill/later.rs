//! Later work: what the law or the system asks of the people of the record, and the history leaves to them.

use cli::exit::Failure;
use synth::history::{MatterNumber, PersonNumber, ReportNumber, ReportResult};

use super::HistoryFill;

/// Work that was put off.
#[derive(Clone, Copy, Debug)]
pub enum DeferredWork {
    /// A report is closed, now that the missing inquiries were made.
    CloseReport(ReportNumber, PersonNumber, ReportResult),
    /// The lists of the College, the public and the victim are told what became of a matter.
    TellLists(MatterNumber),
    /// A suspension is decided, because a duty asks for a decision and the history has none.
    DecideSuspension(MatterNumber),
    /// A suspension is reviewed, because a duty asks for a review and the history has none.
    ReviewSuspension(MatterNumber),
}

impl HistoryFill<'_> {
    pub(super) async fn do_later(&mut self, later: DeferredWork) -> Result<(), Failure> {
        match later {
            DeferredWork::CloseReport(report, by, result) => {
                self.close_report(report, by, result, domain::report::Inquiry::ALL.to_vec()).await
            }
            DeferredWork::TellLists(matter) => self.tell_lists(matter).await,
            DeferredWork::DecideSuspension(matter) => self.suspend_by_default(matter).await,
            DeferredWork::ReviewSuspension(matter) => self.review_by_default(matter).await,
        }
    }
}
