//! The start page.

use askama::Template;
use shell::texts::Texts;
use shell::{Frame, Page};

use crate::texts::Words as _;

/// `/`
#[derive(Template)]
#[template(path = "about/start.html")]
pub struct Start {
    /// What stands around it.
    pub frame: Frame,
    /// Its texts.
    pub t: Texts,
}

pub(crate) async fn show(frame: Frame) -> Page<Start> {
    Page::new(Start { t: frame.t.clone(), frame })
}
