//! The page that shows a word for the officer to answer.

use askama::Template;
use domain::CheckRef;
use jiff::Timestamp;

use crate::texts::Words as _;

/// The page shows a word that the officer's device must answer.
#[derive(Template)]
#[template(path = "check/asked.html")]
pub struct Asked {
    /// The word, as 4 and 4.
    pub challenge: String,
    /// Until when it can be answered.
    pub until: Timestamp,
    /// Whether that is over.
    pub over: bool,
    /// The reference of the check.
    pub reference: CheckRef,
    /// Whether the visitor has just said something.
    pub noted: bool,
}
