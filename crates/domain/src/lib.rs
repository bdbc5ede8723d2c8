//! What the business is: ids, values, state machines, events, refusals.
//!
//! Nothing here knows a database, a clock or a network. Given the same inputs it gives the same answer. A state is a fold
//! over recorded events ([`State::fold`]); a command is a function of the state that returns events or a [`Refusal`].

pub mod allegation;
pub mod check;
pub mod consultation;
pub mod encounter;
pub mod erasure;
pub mod event;
pub mod follow;
pub mod force;
mod ids;
pub mod letters;
pub mod matter;
pub mod officer;
pub mod personal;
pub mod refusal;
pub mod report;
pub mod time;

pub use event::{Actor, Event, Recorded, Role, State, StreamId, StreamKind, Who};
pub use ids::{
    AllegationId, CheckId, DeviceId, DutyId, EncounterId, EventId, ForceId, LinkId, MatterId, NotAForce, NotAnId,
    OfficerId, PendingId, ReportId, SignId, SubjectId,
};
pub use letters::{Challenge, CheckRef, EncounterRef, LiveCode, Pin};
pub use personal::Personal;
pub use refusal::{ErrorKind, Refusal};
pub use time::Clock;
