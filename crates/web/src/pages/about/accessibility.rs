//! The accessibility statement.

use askama::Template;
use shell::{Frame, Page};

use crate::texts::Words as _;

/// `/accessibility`
#[derive(Template)]
#[template(path = "about/accessibility.html")]
pub struct AboutAccessibility;

pub(crate) async fn show(frame: Frame) -> Page<AboutAccessibility> {
    Page::new(frame, AboutAccessibility)
}
