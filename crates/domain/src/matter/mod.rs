//! Matters: allegations against one officer, from the first assessment to the barred list.

mod decide;
mod event;
mod stage;
mod state;
mod unsigned;
mod values;

pub use decide::{Departure, Proposed};
pub use event::MatterEvent;
pub use stage::Stage;
pub use state::{Appeal, Assessed, Criminal, Lists, Matter, Opportunity, Pending, Referral, Suspension};
pub use unsigned::UnsignedDecision;
pub use values::{
    AppealResult, Condition, CourtEvent, Decided, DocumentRecipient, Downgrade, Form, ImposedOutcome, InvestigationAct,
    MatterKind, Mode, NoticeCode, Outcome, OutcomeGrounds, ReferralGround, RemovalReason, RepresentationsAbout,
    Restriction, RestrictionGround, RestrictionScope, ReviewAnswer, Seen, Served, ServiceMethod, Severity,
    SharedOpportunity, SuspensionAnswer, SuspensionCondition, VictimContact,
};
