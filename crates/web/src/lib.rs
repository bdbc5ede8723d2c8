//! The service: public, staff and officer pages, their texts and assets, and what an operator watches.
//!
//! A page is a handler of five to fifteen lines in its area's folder (`check/…`), a template with the same name
//! (`templates/check/…`) and texts (`texts/en/check.ftl`, `texts/cy/check.ftl`).

pub mod about;
mod assets;
pub mod check;
pub mod config;
pub mod control;
pub mod demonstration;
pub mod duty;
pub mod error;
mod health;
pub mod hook;
pub mod record;
mod router;
mod serve;
mod site;
pub mod staff;
pub mod texts;

pub use config::Config;
pub use control::watch;
pub use error::PageError;
pub use router::{router, router_with};
pub use serve::{serve, serve_with};
pub use shell::{Background, Shutdown, telemetry};
pub use site::{Site, settings};
