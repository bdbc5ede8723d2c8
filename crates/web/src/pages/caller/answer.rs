//! The answer to read out to a caller.

use askama::Template;
use axum::extract::State;
use domain::CheckRef;
use shell::texts::{Language, Text, Texts};
use shell::{Frame, Page, Path};

use crate::Site;
use crate::error::PageError;
use crate::hook::{HookOutcome, SpokenAnswer};
use crate::session::ControlStaff;
use crate::texts::Words as _;

/// `/control/checks/{reference}`
#[derive(Template)]
#[template(path = "caller/answer.html")]
pub struct CallerAnswer {
    pub outcome: HookOutcome,
    pub heading: Text,
    pub reference: Option<String>,
    /// The words to say, in each language.
    pub words: Vec<(Language, String)>,
}

impl CallerAnswer {
    pub(super) fn new(t: &Texts, told: &SpokenAnswer) -> Self {
        let words = Language::ALL.map(|language| (language, told.words(&Texts::new(language)).into_owned()));
        Self {
            outcome: told.outcome,
            heading: t.caller_outcome(told.outcome.as_str()),
            reference: told.reference.map(|reference| reference.to_string()),
            words: words.to_vec(),
        }
    }
}

/// `GET /control/checks/{reference}`
pub(crate) async fn told(
    State(site): State<Site>,
    at: ControlStaff,
    Path(reference): Path<CheckRef>,
    frame: Frame,
) -> Result<Page<CallerAnswer>, PageError> {
    let told = SpokenAnswer::of(&site, &at.context(&site), reference).await?;
    let page = CallerAnswer::new(&frame.t, &told);
    Ok(Page::new(frame, page))
}
