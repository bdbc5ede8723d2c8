//! Advice on staying safe online.

use askama::Template;
use shell::texts::Texts;
use shell::{Frame, Page};

use crate::texts::Words as _;

/// `/stay-safe`
#[derive(Template)]
#[template(path = "about/stay_safe.html")]
pub struct StaySafe {
    /// What stands around it.
    pub frame: Frame,
    /// Its texts.
    pub t: Texts,
}

pub(crate) async fn show(frame: Frame) -> Page<StaySafe> {
    Page::new(StaySafe { t: frame.t.clone(), frame })
}
