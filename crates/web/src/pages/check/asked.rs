//! The page that shows a word for the officer to answer.

use askama::Template;
use domain::CheckRef;
use jiff::Timestamp;

use crate::texts::Words as _;

/// The page with the word that the officer's device must answer.
#[derive(Template)]
#[template(path = "check/asked.html")]
pub struct CheckAsked {
    /// The word, in two groups of four characters.
    pub challenge: String,
    /// The time until which the word can be answered.
    pub until: Timestamp,
    /// True if the word can no longer be answered.
    pub over: bool,
    pub reference: CheckRef,
    /// True if the visitor has just reported something to the control room.
    pub noted: bool,
}
