//! The service: pages for the public, officers and the control room, with their texts and assets, and health checks.
//!
//! A page is a handler of five to fifteen lines in `pages/AREA/STEP.rs`, a template in `templates/AREA/STEP.html`, and
//! texts in `texts/en/AREA.ftl` and `texts/cy/AREA.ftl`. A desk mounts the pages for the people who enter there.

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
