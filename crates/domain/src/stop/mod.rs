//! Stops: the stated power and reason, the call to the control room, and the record of the search.

mod decide;
mod event;
mod state;
mod values;

pub use event::StopEvent;
pub use state::{Call, Stop, StopClosure};
pub use values::{
    CALL_ESCALATES_AFTER, Ethnicity, Power, ReasonCode, SearchRecord, StopOpening, StopOutcome, StopRefusal,
    WORDS_MAXIMUM, is_too_long,
};
