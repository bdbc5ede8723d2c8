//! Reports: of a crime, a complaint, or a colleague's; the officers proposed for them, and what people said of the proposals.

mod decide;
mod event;
mod state;
mod values;

pub use event::ReportEvent;
pub use state::{Handling, Report};
pub use values::{Described, Inquiry, Proposal, Received, ReportKind, ReportOutcome, SeriesTie};
