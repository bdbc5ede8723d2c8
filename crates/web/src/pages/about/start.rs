//! The start page.

use askama::Template;
use shell::{Frame, Page};

use crate::texts::Words as _;

/// `/`
#[derive(Template)]
#[template(path = "about/start.html")]
pub struct AboutStart;

pub(crate) async fn show(frame: Frame) -> Page<AboutStart> {
    Page::new(frame, AboutStart)
}
