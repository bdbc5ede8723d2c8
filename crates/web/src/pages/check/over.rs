//! The page of a check that is too long ago.

use askama::Template;
use shell::Frame;
use shell::texts::Texts;

use crate::texts::Words as _;

/// It is too long ago.
#[derive(Template)]
#[template(path = "check/over.html")]
pub struct Over {
    /// What stands around it.
    pub frame: Frame,
    /// Its texts.
    pub t: Texts,
}
