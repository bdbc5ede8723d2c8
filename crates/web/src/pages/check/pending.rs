//! The page of a check while the control room is asked.

use askama::Template;
use domain::CheckRef;

use crate::texts::Words as _;

/// The page while the control room is asked.
#[derive(Template)]
#[template(path = "check/pending.html")]
pub struct CheckPending {
    pub reference: CheckRef,
    /// True if the visitor has just told the control room something.
    pub noted: bool,
}
