//! `/duty/stops/{id}`: the code in large letters, the address to type, the visitor's word, and checks by the public.

use app::stop::{self, CodeDraw, OwnStop};
use app::{AppError, check};
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
use shell::error::Case;
use shell::texts::{Text, Texts};
use shell::{FieldErrors, Form, Frame, Page, Path};

use crate::error::PageError;
use crate::session::Stay;
use crate::session::officer::{ActingOfficer, WatchingOfficer};
use crate::texts::Words as _;
use crate::{Site, words};

/// Seconds after which a page without scripts draws the next code: 20 seconds before the current one expires.
const NEXT_SECONDS: i64 = 100;

/// The code that the page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodeDisplay {
    Code {
        code: String,
        /// The time until which the code can be typed.
        until: Text,
    },
    /// The previous code was drawn only a moment ago.
    Wait {
        /// Seconds until the next code can be drawn.
        seconds: i64,
        /// The time until which the previous code can be typed.
        until: Text,
    },
    /// The shift has ended, so no code would be verified.
    ShiftOver,
    /// No code is shown, because the page is answering a word.
    None,
}

/// The part of the page that updates by itself: checks by the public, and the control room's answer.
#[derive(Template)]
#[template(path = "stop/state.html")]
pub struct StopState {
    pub t: Texts,
    /// The control room's answer to an off-duty officer.
    pub call: Text,
    /// The times at which members of the public verified the officer.
    pub verified_at: Vec<Text>,
}

impl StopState {
    fn of(t: &Texts, mine: &OwnStop) -> Self {
        let call = match &mine.stop.call {
            None => Text::default(),
            Some(Call::Waiting { escalated: None }) => t.stop_call_waiting(),
            Some(Call::Waiting { .. }) => t.stop_call_escalated(),
            Some(Call::Confirmed { unit, .. }) => t.stop_call_confirmed(unit),
            Some(Call::Refused { .. }) => t.stop_call_refused(),
        };
        let verified = mine.seen.iter().filter(|seen| seen.verified);
        let verified_at = verified.map(|seen| t.clock(seen.at)).collect();
        Self { t: t.clone(), call, verified_at }
    }
}

/// `/duty/stops/{id}`
#[derive(Template)]
#[template(path = "stop/show.html")]
pub struct StopShow {
    pub stay: Stay,
    pub path: String,
    pub reference: String,
    pub code: CodeDisplay,
    /// The part of the page that updates by itself.
    pub state: StopState,
    /// The public address without the scheme, as people type it.
    pub address: String,
    /// The word on the visitor's page, as the officer typed it.
    pub word: String,
    pub errors: FieldErrors,
    /// True if the word has just been answered.
    pub answered: bool,
}

impl StopShow {
    fn finish_path(&self) -> String {
        format!("{}/finish", self.path)
    }

    /// Seconds after which a page without script reloads, or 0 for never: it does not reload while there is something
    /// to read on it.
    fn refresh_seconds(&self) -> i64 {
        match self.code {
            CodeDisplay::Code { .. } => NEXT_SECONDS,
            CodeDisplay::Wait { seconds, .. } => seconds + 1,
            CodeDisplay::ShiftOver | CodeDisplay::None => 0,
        }
    }
}

/// The public address, as people type it.
fn typed(address: &str) -> String {
    address.trim_start_matches("https://").trim_start_matches("http://").to_owned()
}

fn shown(t: &Texts, drawn: CodeDraw, now: Timestamp) -> CodeDisplay {
    match drawn {
        CodeDraw::New(issued) => CodeDisplay::Code { code: issued.code.to_string(), until: t.clock(issued.until) },
        CodeDraw::TooSoon { next_at, until } => {
            CodeDisplay::Wait { seconds: seconds(now, next_at), until: t.clock(until) }
        }
    }
}

/// The number of whole seconds from `now` to `then`, at least one.
fn seconds(now: Timestamp, then: Timestamp) -> i64 {
    let left = then.duration_since(now);
    (left.as_secs() + i64::from(left.subsec_nanos() > 0)).max(1)
}

fn stop_page(site: &Site, t: &Texts, officer: &ActingOfficer, mine: &OwnStop, code: CodeDisplay) -> StopShow {
    StopShow {
        stay: officer.stay(),
        path: format!("/duty/stops/{}", mine.stop.id),
        reference: mine.stop.opening.reference.to_string(),
        code,
        state: StopState::of(t, mine),
        address: typed(&site.secrets.address),
        word: String::new(),
        errors: FieldErrors::none(),
        answered: false,
    }
}

pub(crate) async fn page(
    State(site): State<Site>,
    frame: Frame,
    officer: ActingOfficer,
    Path(id): Path<StopId>,
) -> Result<Response, PageError> {
    let cx = officer.context(&site);
    let mine = stop::one(&cx, id).await?;
    if !mine.stop.is_open() {
        return Ok(Redirect::to(&format!("/duty/stops/{id}/record")).into_response());
    }
    let code = match stop::code_at_pace(&cx, &site.secrets, id).await {
        Ok(drawn) => shown(&frame.t, drawn, cx.now),
        Err(AppError::Refused(refusal)) if refusal.is(StopRefusal::NotOnDuty) => CodeDisplay::ShiftOver,
        Err(error) => return Err(error.into()),
    };
    let page = stop_page(&site, &frame.t, &officer, &mine, code);
    Ok(Page::new(frame, page).into_response())
}

/// A new code, for the script of the page.
pub(crate) async fn code(
    State(site): State<Site>,
    officer: ActingOfficer,
    Path(id): Path<StopId>,
) -> Result<Json<Value>, PageError> {
    let cx = officer.context(&site);
    match stop::code_at_pace(&cx, &site.secrets, id).await? {
        CodeDraw::New(issued) => Ok(Json(json!({
            "code": issued.code.to_string(),
            "until": Texts::default().clock(issued.until),
            "seconds": seconds(cx.now, issued.until),
            "session_seconds": officer.stay().seconds,
        }))),
        CodeDraw::TooSoon { next_at, .. } => {
            let mut error = PageError::new(Case::TooMany, "stop.code-too-soon");
            error.0.retry_after_seconds = u64::try_from(seconds(cx.now, next_at)).ok();
            Err(error)
        }
    }
}

/// The part that updates by itself, for the script of the page.
pub(crate) async fn state(
    State(site): State<Site>,
    frame: Frame,
    WatchingOfficer(officer): WatchingOfficer,
    Path(id): Path<StopId>,
) -> Result<Page<StopState>, PageError> {
    let mine = stop::one(&officer.context(&site), id).await?;
    let state = StopState::of(&frame.t, &mine);
    Ok(Page::new(frame, state))
}

/// The word on the visitor's page.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct WordForm {
    word: String,
}

pub(crate) async fn answer(
    State(site): State<Site>,
    frame: Frame,
    officer: ActingOfficer,
    Path(id): Path<StopId>,
    Form(form): Form<WordForm>,
) -> Result<Response, PageError> {
    let cx = officer.context(&site);
    let mut errors = FieldErrors::none();
    let answered = match form.word.parse::<Challenge>() {
        Err(_) => {
            errors.add("word", frame.t.stop_word_wrong());
            false
        }
        Ok(word) => match check::answered_challenge(&cx, &site.secrets, id, word).await {
            Ok(()) => true,
            Err(AppError::Refused(refusal)) if words::refused(&mut errors, &refusal) => false,
            Err(error) => return Err(error.into()),
        },
    };
    let mine = stop::one(&cx, id).await?;
    // No code is drawn, because a visitor who has a word does not type a code.
    let mut page = stop_page(&site, &frame.t, &officer, &mine, CodeDisplay::None);
    let status = if answered { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    // An answered word is cleared, so that the QR code is up to date again.
    page.word = if answered { String::new() } else { form.word };
    (page.errors, page.answered) = (errors, answered);
    Ok(Page::new(frame, page).status(status).into_response())
}
