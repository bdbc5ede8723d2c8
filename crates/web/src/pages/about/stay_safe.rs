//! Advice on staying safe online.

use askama::Template;
use shell::{Frame, Page};

use crate::texts::Words as _;

/// `/stay-safe`
#[derive(Template)]
#[template(path = "about/stay_safe.html")]
pub struct StaySafe;

pub(crate) async fn show(frame: Frame) -> Page<StaySafe> {
    Page::new(frame, StaySafe)
}
