//! The service: public, staff and officer pages, their texts and assets, and what an operator watches.
//!
//! A page is a handler of five to fifteen lines in its area's folder (`check/…`), a template with the same name
//! (`templates/check/…`) and texts (`texts/en/check.ftl`, `texts/cy/check.ftl`).

pub mod about;
pub mod assets;
pub mod check;
mod client;
pub mod config;
pub mod control;
pub mod demonstration;
pub mod duty;
pub mod error;
mod frame;
mod health;
pub mod hook;
pub mod limits;
pub mod metrics;
mod page;
pub mod record;
mod request;
mod router;
mod security;
mod serve;
mod site;
pub mod staff;
pub mod telemetry;
pub mod texts;

pub use config::Config;
pub use control::watch;
pub use error::{Form, PageError, Path, Query};
pub use frame::Frame;
pub use page::{FieldError, FieldErrors, Page, Rights};
pub use request::RequestId;
pub use router::{BODY_LIMIT_BYTES, router, router_with};
pub use serve::{Background, Shutdown, serve};
pub use site::{Site, Ticks, settings};
