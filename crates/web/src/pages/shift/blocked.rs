//! The page of an officer who may not act.

use askama::Template;

use crate::session::Stay;
use crate::texts::Words as _;

/// The one sentence for an officer who may not act.
#[derive(Template)]
#[template(path = "shift/blocked.html")]
pub struct ShiftBlocked {
    pub stay: Stay,
}
