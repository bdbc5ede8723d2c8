//! The service: pages of the public, of officers and of the control room, their texts and assets, and health for an operator.
//!
//! A page is a handler of five to fifteen lines at `pages/AREA/STEP.rs`, a template at `templates/AREA/STEP.html` and texts in
//! `texts/en/AREA.ftl` and `texts/cy/AREA.ftl`. A desk mounts pages for those who enter there.

mod assets;
pub mod config;
pub mod desks;
pub mod error;
mod health;
pub mod hook;
pub mod pages;
mod router;
mod serve;
pub mod session;
mod site;
pub mod texts;
mod watch;
mod words;

pub use config::Config;
pub use error::PageError;
pub use router::{router, router_with};
pub use serve::{serve, serve_with};
pub use shell::{Background, Shutdown, telemetry};
pub use site::{Site, secrets};
pub use watch::watch;
