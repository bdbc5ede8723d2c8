//! The page for staff who acted too late: it says what a colleague did first. Their own action is not recorded.

use app::AppError;
use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::ErrorKind;
use domain::check::AlarmRefusal;
use domain::stop::StopRefusal;
use shell::texts::{Text, Texts};
use shell::{Frame, Page};

use crate::desks::ControlDesk;
use crate::error::PageError;
use crate::session::Desk as _;
use crate::texts::Words as _;

/// The page for staff who acted too late.
#[derive(Template)]
#[template(path = "board/conflict.html")]
pub struct BoardConflict {
    /// The sentence that says what the colleague did.
    pub what: Text,
}

/// Redirects to the board, which confirms the action; or shows what a colleague did in the meantime.
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
    match (AlarmRefusal::parse(code), StopRefusal::parse(code)) {
        (Some(AlarmRefusal::AlreadyAcknowledged), _) => t.board_conflict_taken(),
        (Some(AlarmRefusal::NotOpen), _) => t.board_conflict_closed(),
        (Some(AlarmRefusal::NotAcknowledged), _) => t.board_conflict_not_taken(),
        (_, Some(StopRefusal::AlreadyAnswered)) => t.board_conflict_answered(),
        (_, Some(StopRefusal::AlreadyClosed)) => t.board_conflict_ended(),
        _ => t.board_conflict_other(),
    }
}
