//! The page that shows a word for the officer to answer.

use askama::Template;
use domain::CheckRef;
use jiff::Timestamp;

use crate::texts::Words as _;

/// The page with a word that the officer's device must answer.
#[derive(Template)]
#[template(path = "check/asked.html")]
pub struct CheckAsked {
    /// The word, in two groups of four.
    pub challenge: String,
    /// The time until which it can be answered.
    pub until: Timestamp,
    /// True if that time has passed.
    pub over: bool,
    pub reference: CheckRef,
    /// True if the visitor has just told the control room something.
    pub noted: bool,
}
