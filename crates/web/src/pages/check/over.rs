//! The page of a check that is too old to be shown.

use askama::Template;

use crate::texts::Words as _;

#[derive(Template)]
#[template(path = "check/over.html")]
pub struct CheckOver;
