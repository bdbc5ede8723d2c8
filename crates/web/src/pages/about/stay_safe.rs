//! Advice on staying safe online.

use askama::Template;
use shell::{Frame, Page};

use crate::texts::Words as _;

/// `/stay-safe`
#[derive(Template)]
#[template(path = "about/stay_safe.html")]
pub struct AboutStaySafe;

pub(crate) async fn show(frame: Frame) -> Page<AboutStaySafe> {
    Page::new(frame, AboutStaySafe)
}
