//! The business rules as stories and tables: what happens to officers, reports, matters, stops and forces.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops there")]
#![expect(clippy::panic, reason = "a story stops where something is not as it says")]

mod check;
mod codes;
mod duty;
mod event;
mod force;
mod matter;
mod officer;
mod personal;
mod report;
mod samples;
mod signature;
mod stage;
mod stop;
mod story;
mod suspension;
mod time;
