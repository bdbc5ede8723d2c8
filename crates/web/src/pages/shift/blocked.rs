//! The page of somebody who may not act as an officer.

use askama::Template;

use crate::session::Stay;
use crate::texts::Words as _;

/// The one sentence that somebody sees who may not act.
#[derive(Template)]
#[template(path = "shift/blocked.html")]
pub struct BlockedPage {
    /// For the warning before the session ends.
    pub stay: Stay,
}
