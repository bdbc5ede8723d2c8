//! The page for officers who are not allowed to act.

use askama::Template;

use crate::session::Stay;
use crate::texts::Words as _;

/// The single sentence that is shown to an officer who is not allowed to act.
#[derive(Template)]
#[template(path = "shift/blocked.html")]
pub struct ShiftBlocked {
    pub stay: Stay,
}
