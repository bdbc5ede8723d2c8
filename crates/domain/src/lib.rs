//! The business rules: ids, values, state machines, events and refusals.
//!
//! Nothing here uses a database, a clock or a network, so the same inputs always give the same answer. A state is a
//! fold over recorded events ([`State::fold`]); a command is a function of the state that returns events or a
//! [`Refusal`].

pub mod allegation;
pub mod check;
pub mod consultation;
pub mod erasure;
pub mod force;
pub mod matter;
pub mod officer;
pub mod record;
pub mod report;
pub mod stop;

pub use record::actor::{Actor, ActorIdentity, Role};
pub use record::codes;
pub use record::event::{Event, RecordedEvent};
pub use record::ids::{
    AllegationId, CheckId, DeviceId, DutyId, EventId, ForceId, LinkId, MatterId, NotAForce, NotAnId, OfficerId,
    PendingId, ReportId, SignId, StopId, SubjectId,
};
pub use record::letters::{Challenge, CheckRef, LiveCode, Pin, StopRef};
pub use record::personal::Personal;
pub use record::refusal::{ErrorKind, Refusal};
pub use record::state::{State, Stream};
pub use record::stream::{StreamId, StreamKind};
pub use record::time::Clock;
