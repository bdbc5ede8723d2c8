//! The privacy notice.

use askama::Template;
use shell::{Frame, Page};

use crate::texts::Words as _;

/// `/privacy`
#[derive(Template)]
#[template(path = "about/privacy.html")]
pub struct AboutPrivacy;

pub(crate) async fn show(frame: Frame) -> Page<AboutPrivacy> {
    Page::new(frame, AboutPrivacy)
}
