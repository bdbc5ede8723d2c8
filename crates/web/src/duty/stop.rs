//! `/duty/stops/{id}`: the code in large letters, the address to type, the word of the visitor's page, what the public saw.

use app::AppError;
use app::check;
use app::stop::{self, Drawn, Mine};
use askama::Template;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::stop::{Call, StopRefusal};
use domain::{Challenge, StopId};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Officer, WatchingOfficer, words};
use crate::error::{Case, Form, PageError, Path};
use crate::staff::Stay;
use crate::texts::{Text, Texts};
use crate::{FieldErrors, Frame, Page, Site};

/// A page without script draws the next code this many seconds after one: 20 before the one on it ends.
const NEXT_SECONDS: i64 = 100;

/// The code that the page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodeShown {
    /// A new one, four and four.
    Code {
        /// The code.
        code: String,
        /// Until when it can be typed.
        until: Text,
    },
    /// The one before was drawn a moment ago.
    Wait {
        /// In how many seconds the next can be drawn.
        seconds: i64,
        /// Until when the one before can be typed.
        until: Text,
    },
    /// The shift has ended: none would be verified.
    ShiftOver,
    /// Nothing is shown: the page answers something else.
    None,
}

/// What the public saw, and what the control room says: the part of the page that changes by itself.
#[derive(Template)]
#[template(path = "duty/state.html")]
pub struct StopState {
    /// Its texts.
    pub t: Texts,
    /// What the control room says, where the officer is off duty.
    pub call: Text,
    /// When the public verified the officer.
    pub verified_at: Vec<Text>,
}

impl StopState {
    fn of(t: &Texts, mine: &Mine) -> Self {
        let call = match &mine.stop.call {
            None => Text::default(),
            Some(Call::Waiting { escalated: None }) => t.duty_call_waiting(),
            Some(Call::Waiting { .. }) => t.duty_call_escalated(),
            Some(Call::Confirmed { unit, .. }) => t.duty_call_confirmed(unit),
            Some(Call::Refused { .. }) => t.duty_call_refused(),
        };
        let verified = mine.seen.iter().filter(|seen| seen.verified);
        let verified_at = verified.map(|seen| t.clock(seen.at)).collect();
        Self { t: t.clone(), call, verified_at }
    }
}

/// `/duty/stops/{id}`
#[derive(Template)]
#[template(path = "duty/stop.html")]
pub struct StopPage {
    /// What stands around it.
    pub frame: Frame,
    /// Its texts.
    pub t: Texts,
    /// For the warning before the session ends.
    pub stay: Stay,
    /// The path of the stop.
    pub path: String,
    /// Its reference.
    pub reference: String,
    /// The code.
    pub code: CodeShown,
    /// What changes by itself.
    pub state: StopState,
    /// The published address, without the scheme, as it is typed.
    pub address: String,
    /// What was typed as the word of the visitor's page.
    pub word: String,
    /// What needs changing.
    pub errors: FieldErrors,
    /// The word that was answered just now.
    pub answered: bool,
}

impl StopPage {
    fn finish_path(&self) -> String {
        format!("{}/finish", self.path)
    }

    /// After how many seconds a page without script loads itself again; never while something is to be read on it.
    fn refresh_seconds(&self) -> i64 {
        match self.code {
            CodeShown::Code { .. } => NEXT_SECONDS,
            CodeShown::Wait { seconds, .. } => seconds + 1,
            CodeShown::ShiftOver | CodeShown::None => 0,
        }
    }
}

/// The published address as people type it.
fn typed(address: &str) -> String {
    address.trim_start_matches("https://").trim_start_matches("http://").to_owned()
}

fn shown(t: &Texts, drawn: Drawn, now: Timestamp) -> CodeShown {
    match drawn {
        Drawn::New(issued) => CodeShown::Code { code: issued.code.to_string(), until: t.clock(issued.until) },
        Drawn::TooSoon { next_at, until } => CodeShown::Wait { seconds: seconds(now, next_at), until: t.clock(until) },
    }
}

/// Whole seconds until then, at least one.
fn seconds(now: Timestamp, then: Timestamp) -> i64 {
    let left = then.duration_since(now);
    (left.as_secs() + i64::from(left.subsec_nanos() > 0)).max(1)
}

fn stop_page(site: &Site, frame: Frame, officer: &Officer, mine: &Mine, code: CodeShown) -> StopPage {
    let t = frame.t.clone();
    StopPage {
        stay: officer.stay(),
        path: format!("/duty/stops/{}", mine.stop.id),
        reference: mine.stop.opening.reference.to_string(),
        code,
        state: StopState::of(&t, mine),
        address: typed(&site.settings.address),
        word: String::new(),
        errors: FieldErrors::none(),
        answered: false,
        t,
        frame,
    }
}

pub(super) async fn page(
    State(site): State<Site>,
    frame: Frame,
    officer: Officer,
    Path(id): Path<StopId>,
) -> Result<Response, PageError> {
    let cx = officer.context(&site);
    let mine = stop::one(&cx, id).await?;
    if !mine.stop.is_open() {
        return Ok(Redirect::to(&format!("/duty/stops/{id}/record")).into_response());
    }
    let code = match stop::code_at_pace(&cx, &site.settings, id).await {
        Ok(drawn) => shown(&frame.t, drawn, cx.now),
        Err(AppError::Refused(refusal)) if refusal.is(StopRefusal::NotOnDuty) => CodeShown::ShiftOver,
        Err(error) => return Err(error.into()),
    };
    let page = stop_page(&site, frame, &officer, &mine, code);
    Ok(Page::new(page).into_response())
}

/// A new code, for the script of the page.
pub(super) async fn code(
    State(site): State<Site>,
    officer: Officer,
    Path(id): Path<StopId>,
) -> Result<Json<Value>, PageError> {
    let cx = officer.context(&site);
    match stop::code_at_pace(&cx, &site.settings, id).await? {
        Drawn::New(issued) => Ok(Json(json!({
            "code": issued.code.to_string(),
            "until": Texts::default().clock(issued.until),
            "seconds": seconds(cx.now, issued.until),
            "session_seconds": officer.stay().seconds,
        }))),
        Drawn::TooSoon { next_at, .. } => {
            let mut error = PageError::new(Case::TooMany, "stop.code-too-soon");
            error.retry_after_seconds = u64::try_from(seconds(cx.now, next_at)).ok();
            Err(error)
        }
    }
}

/// What the public saw and the control room says, for the script of the page: a part of HTML.
pub(super) async fn state(
    State(site): State<Site>,
    WatchingOfficer(officer): WatchingOfficer,
    Path(id): Path<StopId>,
) -> Result<Page<StopState>, PageError> {
    let mine = stop::one(&officer.context(&site), id).await?;
    Ok(Page::new(StopState::of(&Texts::default(), &mine)))
}

/// The word that the visitor's page shows.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct WordForm {
    word: String,
}

pub(super) async fn answer(
    State(site): State<Site>,
    frame: Frame,
    officer: Officer,
    Path(id): Path<StopId>,
    Form(form): Form<WordForm>,
) -> Result<Response, PageError> {
    let cx = officer.context(&site);
    let mut errors = FieldErrors::none();
    let answered = match form.word.parse::<Challenge>() {
        Err(_) => {
            errors.add("word", frame.t.duty_word_wrong());
            false
        }
        Ok(word) => match check::answered_challenge(&cx, &site.settings, id, word).await {
            Ok(()) => true,
            Err(AppError::Refused(refusal)) if words::refused(&mut errors, &refusal) => false,
            Err(error) => return Err(error.into()),
        },
    };
    let mine = stop::one(&cx, id).await?;
    // No code is drawn: nobody types one who has a word.
    let mut page = stop_page(&site, frame, &officer, &mine, CodeShown::None);
    let status = if answered { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    // A word that was answered is done with: the square code is of the moment again.
    page.word = if answered { String::new() } else { form.word };
    (page.errors, page.answered) = (errors, answered);
    Ok(Page::new(page).status(status).into_response())
}
