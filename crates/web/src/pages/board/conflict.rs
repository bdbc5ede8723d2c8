//! The page for a colleague who acted too late: it says what the other did, and nothing of theirs is recorded.

use app::AppError;
use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::ErrorKind;
use shell::texts::{Text, Texts};
use shell::{Frame, Page};

use crate::desks::ControlDesk;
use crate::error::PageError;
use crate::session::Desk as _;
use crate::texts::Words as _;

/// The page for a colleague who acted too late.
#[derive(Template)]
#[template(path = "board/conflict.html")]
pub struct BoardConflict {
    /// The sentence about what the other did.
    pub what: Text,
}

/// Leads back to the board, which confirms the action, or shows what a colleague did meanwhile.
pub(crate) fn back(done: &str, result: Result<(), AppError>, frame: Frame) -> Result<Response, PageError> {
    match result {
        Ok(()) => Ok(Redirect::to(&format!("{}?done={done}#done", ControlDesk::PATH)).into_response()),
        Err(error) if error.kind() == ErrorKind::Conflict => {
            let what = what(&frame.t, error.code());
            Ok(Page::new(frame, BoardConflict { what }).status(StatusCode::CONFLICT).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

fn what(t: &Texts, code: &str) -> Text {
    match code {
        "alarm.already-acknowledged" => t.board_conflict_taken(),
        "alarm.not-open" => t.board_conflict_closed(),
        "alarm.not-acknowledged" => t.board_conflict_not_taken(),
        "stop.already-answered" => t.board_conflict_answered(),
        "stop.already-closed" => t.board_conflict_ended(),
        _ => t.board_conflict_other(),
    }
}
