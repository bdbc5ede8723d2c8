//! The page while the control room is asked.

use askama::Template;
use domain::CheckRef;

use crate::texts::Words as _;

/// The control room is asked.
#[derive(Template)]
#[template(path = "check/pending.html")]
pub struct Pending {
    /// The reference of the check.
    pub reference: CheckRef,
    /// Whether the visitor has just said something.
    pub noted: bool,
}
