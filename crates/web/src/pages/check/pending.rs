//! The page of a check while the control room is being asked.

use askama::Template;
use domain::CheckRef;

use crate::texts::Words as _;

#[derive(Template)]
#[template(path = "check/pending.html")]
pub struct CheckPending {
    pub reference: CheckRef,
    /// True if the visitor has just reported something to the control room.
    pub noted: bool,
}
