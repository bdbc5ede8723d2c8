//! The page of a check that is too long ago.

use askama::Template;

use crate::texts::Words as _;

/// It is too long ago.
#[derive(Template)]
#[template(path = "check/over.html")]
pub struct Over;
