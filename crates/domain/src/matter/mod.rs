//! Matters: allegations against one officer, from the first assessment to the barred list.

mod decide;
mod event;
mod stage;
mod state;
mod values;

pub use decide::{Departure, Proposed};
pub use event::MatterEvent;
pub use stage::Stage;
pub use state::{Appeal, Assessed, Criminal, Lists, Matter, Opportunity, Pending, Referral, Suspension};
pub use values::{
    Condition, Decided, Form, MatterKind, Mode, Outcome, Restriction, ReviewAnswer, Seen, Served, Severity,
    SuspensionAnswer,
};
