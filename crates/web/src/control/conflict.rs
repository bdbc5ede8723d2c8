//! Two people at once: whoever was slower is told what the other did, and nothing of theirs is recorded.

use app::AppError;
use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::ErrorKind;
use domain::check::AlarmRefusal;
use domain::stop::StopRefusal;

use crate::error::PageError;
use crate::texts::{Text, Texts};
use crate::{Frame, Page};

/// Somebody was faster.
#[derive(Template)]
#[template(path = "control/conflict.html")]
pub struct ConflictPage {
    /// What stands around it.
    pub frame: Frame,
    /// Its texts.
    pub t: Texts,
    /// What the other did.
    pub what: Text,
}

/// Back to the board, saying what was done; or what somebody else did meanwhile.
pub(super) fn back(done: &str, result: Result<(), AppError>, frame: Frame) -> Result<Response, PageError> {
    match result {
        Ok(()) => Ok(Redirect::to(&format!("{}?done={done}#done", super::BOARD)).into_response()),
        Err(error) if error.kind() == ErrorKind::Conflict => {
            let t = frame.t.clone();
            let what = what(&t, error.code());
            Ok(Page::new(ConflictPage { frame, t, what }).status(StatusCode::CONFLICT).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

fn what(t: &Texts, code: &str) -> Text {
    match (AlarmRefusal::parse(code), StopRefusal::parse(code)) {
        (Some(AlarmRefusal::AlreadyAcknowledged), _) => t.control_conflict_taken(),
        (Some(AlarmRefusal::NotOpen), _) => t.control_conflict_closed(),
        (Some(AlarmRefusal::NotAcknowledged), _) => t.control_conflict_not_taken(),
        (_, Some(StopRefusal::AlreadyAnswered)) => t.control_conflict_answered(),
        (_, Some(StopRefusal::AlreadyClosed)) => t.control_conflict_ended(),
        _ => t.control_conflict_other(),
    }
}
