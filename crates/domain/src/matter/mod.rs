//! Matters: allegations against one officer, followed from the first assessment to the barred list.

mod decide;
mod event;
mod stage;
mod state;
mod unsigned;
mod values;

pub use decide::{DepartureRequirements, ProposedDecision};
pub use event::MatterEvent;
pub use stage::Stage;
pub use state::{Appeal, CriminalCase, Lists, Matter, Opportunity, Pending, Referral, SeverityAssessment, Suspension};
pub use unsigned::UnsignedDecision;
pub use values::{
    AppealResult, Condition, CourtEvent, DecisionBasis, DocumentRecipient, Downgrade, Form, ImposedOutcome,
    InvestigationAct, MatterKind, Mode, NoticeCode, OutcomeGrounds, ProceedingsOutcome, ReferralGround, RemovalReason,
    RepresentationsAbout, Restriction, RestrictionGround, RestrictionScope, ReviewAnswer, SeenEvents, ServedNotice,
    ServiceMethod, Severity, SharedOpportunity, SuspensionAnswer, SuspensionCondition, VictimContact,
};
