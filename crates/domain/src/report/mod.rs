//! Crime reports, complaints and colleagues' reports, with the officers proposed for them and the verdicts on these
//! links.

mod decide;
mod event;
mod state;
mod values;

pub use event::ReportEvent;
pub use state::{Handling, Report};
pub use values::{Inquiry, PersonDescription, Proposal, ReceivedReport, ReportKind, ReportOutcome, SeriesTie};
