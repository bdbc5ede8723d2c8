//! Stops: a stop, the power and the reason stated for it, what the control room says of one off duty, and its record.

mod decide;
mod event;
mod state;
mod values;

pub use event::StopEvent;
pub use state::{Call, Closed, Stop};
pub use values::{
    CALL_ESCALATES_AFTER, Ethnicity, Power, ReasonCode, SearchRecord, StopOpening, StopOutcome, StopRefusal,
    WORDS_MAXIMUM, is_too_long,
};
