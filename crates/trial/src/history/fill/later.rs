//! Deferred work: tasks that the law or the system sets for people on record, and that the history leaves to them.

use cli::exit::Failure;
use synth::history::{MatterNumber, PersonNumber, ReportNumber, ReportResult};

use super::HistoryFill;

/// A task that was put off until later.
#[derive(Clone, Copy, Debug)]
pub enum DeferredWork {
    /// Close a report, now that the missing inquiries have been made.
    CloseReport(ReportNumber, PersonNumber, ReportResult),
    /// Tell the College's lists, the public and the victim about the outcome of a matter.
    TellLists(MatterNumber),
    /// Decide on a suspension, because a duty requires a decision and the history contains none.
    DecideSuspension(MatterNumber),
    /// Review a suspension, because a duty requires a review and the history contains none.
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
