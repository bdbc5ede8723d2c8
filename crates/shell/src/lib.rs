//! The parts that every service has around its pages: layout, errors, limits, security headers, texts, assets, metrics,
//! and orderly shutdown. This crate knows nothing about the record or police work; a service brings its pages and their
//! state.
//!
//! A service keeps a [`Shell`] in its state, passes its routes to [`around`], and hands the result to [`serve`]. Its
//! templates extend `layout.html`, which its `askama.toml` finds in this crate's folder; its `build.rs` includes
//! `build/texts.rs`.

// Templates name the frame by its path from outside this crate, and the error page is a template inside it.
extern crate self as shell;

pub mod assets;
mod client;
pub mod error;
mod frame;
pub mod health;
mod layers;
pub mod limits;
pub mod metrics;
mod network;
mod page;
mod request;
mod security;
mod serve;
mod state;
pub mod telemetry;
pub mod texts;

pub use error::{Form, Path, Query, ShellError};
pub use frame::Frame;
pub use layers::{BODY_LIMIT_BYTES, around, compressed, in_both_languages, routes};
pub use network::Network;
pub use page::{FieldError, FieldErrors, Page, Rights};
pub use request::RequestId;
pub use serve::{Background, Shutdown, serve};
pub use state::{Banner, Settings, Shell};
