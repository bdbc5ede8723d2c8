//! The words to read out to a caller.

use askama::Template;
use axum::extract::State;
use domain::CheckRef;
use shell::texts::{Language, Text, Texts};
use shell::{Frame, Page, Path};

use crate::Site;
use crate::error::PageError;
use crate::hook::{Outcome, Told};
use crate::session::AtControl;
use crate::texts::Words as _;

/// `/control/checks/{reference}`
#[derive(Template)]
#[template(path = "caller/answer.html")]
pub struct ToldPage {
    /// What was found.
    pub outcome: Outcome,
    /// The outcome as a heading.
    pub heading: Text,
    /// The reference of the check.
    pub reference: Option<String>,
    /// The words to say, in each language.
    pub words: Vec<(Language, String)>,
}

impl ToldPage {
    pub(super) fn new(t: &Texts, told: &Told) -> Self {
        let words = Language::ALL.map(|language| (language, told.words(&Texts::new(language)).into_owned()));
        Self {
            outcome: told.outcome,
            heading: t.control_outcome(told.outcome.as_str()),
            reference: told.reference.map(|reference| reference.to_string()),
            words: words.to_vec(),
        }
    }
}

/// `GET /control/checks/{reference}`
pub(crate) async fn told(
    State(site): State<Site>,
    at: AtControl,
    Path(reference): Path<CheckRef>,
    frame: Frame,
) -> Result<Page<ToldPage>, PageError> {
    let told = Told::of(&site, &at.context(&site), reference).await?;
    let page = ToldPage::new(&frame.t, &told);
    Ok(Page::new(frame, page))
}
