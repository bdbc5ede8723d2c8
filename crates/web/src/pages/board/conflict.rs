//! Two people at once: whoever was slower is told what the other did, and nothing of theirs is recorded.

use app::AppError;
use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::ErrorKind;
use shell::texts::{Text, Texts};
use shell::{Frame, Page};

use crate::desks::Control;
use crate::error::PageError;
use crate::session::Area as _;
use crate::texts::Words as _;

/// Somebody was faster.
#[derive(Template)]
#[template(path = "board/conflict.html")]
pub struct ConflictPage {
    /// What the other did.
    pub what: Text,
}

/// Back to the board, saying what was done; or what somebody else did meanwhile.
pub(crate) fn back(done: &str, result: Result<(), AppError>, frame: Frame) -> Result<Response, PageError> {
    match result {
        Ok(()) => Ok(Redirect::to(&format!("{}?done={done}#done", Control::PATH)).into_response()),
        Err(error) if error.kind() == ErrorKind::Conflict => {
            let what = what(&frame.t, error.code());
            Ok(Page::new(frame, ConflictPage { what }).status(StatusCode::CONFLICT).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

fn what(t: &Texts, code: &str) -> Text {
    match code {
        "alarm.already-acknowledged" => t.control_conflict_taken(),
        "alarm.not-open" => t.control_conflict_closed(),
        "alarm.not-acknowledged" => t.control_conflict_not_taken(),
        "stop.already-answered" => t.control_conflict_answered(),
        "stop.already-closed" => t.control_conflict_ended(),
        _ => t.control_conflict_other(),
    }
}
