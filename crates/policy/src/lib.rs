//! Law as data: packs of dated, cited and layered rules; regimes, calendars and clocks; and permissions.
//!
//! A pack is a folder of TOML files with rules and cases. [`Law`] stacks packs and answers two questions: which effects
//! does this event have ([`Law::react`]), and which options does the law allow in this decision ([`Law::decision`])? It
//! never decides anything itself; it only names the decision maker, the deadline, the presumption and the requirements
//! for departing from it. There is no I/O here except for reading packs, and no clock: `now` is part of the input.

pub mod cases;
mod checks;
mod condition;
mod decision;
pub mod diff;
mod evaluate;
pub mod explain;
mod input;
mod law;
mod pack;
pub mod permission;
mod problem;
mod reaction;
mod regime;
mod rule;
pub mod time;

pub use decision::{Decision, OptionAllowed};
pub use evaluate::EvaluationError;
pub use input::{EVENTS, Input, InputError, MatterFacts, OfficerFacts, input_schema};
pub use law::{Law, STALE_AFTER_DAYS, ServiceError};
pub use pack::{Adoption, PackStamp};
pub use problem::{PackError, PackErrors, nearest};
pub use reaction::{
    Citation, Departure, DueDate, DutyArisen, Layer, NoticeDue, Presumption, ProtectionDue, Reaction, SeenCopy,
    SignDue, Status, TextState,
};
pub use regime::Regime;
pub use time::service::DeemedService;
