//! The notice about privacy.

use askama::Template;
use shell::texts::Texts;
use shell::{Frame, Page};

use crate::texts::Words as _;

/// `/privacy`
#[derive(Template)]
#[template(path = "about/privacy.html")]
pub struct Privacy {
    /// What stands around it.
    pub frame: Frame,
    /// Its texts.
    pub t: Texts,
}

pub(crate) async fn show(frame: Frame) -> Page<Privacy> {
    Page::new(Privacy { t: frame.t.clone(), frame })
}
