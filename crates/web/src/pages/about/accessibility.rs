//! The accessibility statement.

use askama::Template;
use shell::texts::Texts;
use shell::{Frame, Page};

use crate::texts::Words as _;

/// `/accessibility`
#[derive(Template)]
#[template(path = "about/accessibility.html")]
pub struct Accessibility {
    /// What stands around it.
    pub frame: Frame,
    /// Its texts.
    pub t: Texts,
}

pub(crate) async fn show(frame: Frame) -> Page<Accessibility> {
    Page::new(Accessibility { t: frame.t.clone(), frame })
}
