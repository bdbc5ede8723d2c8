//! The page of the board: silent alarms, off-duty officers waiting to be confirmed, and open stops.

use app::control::{self, Board, RepeatedLookups};
use app::secrets::Secrets;
use askama::Template;
use axum::extract::State;
use domain::{Actor, Role};
use jiff::Timestamp;
use serde::Deserialize;
use shell::texts::{Text, Texts};
use shell::{Frame, Page, Query};

use crate::Site;
use crate::error::PageError;
use crate::pages::alarm::AlarmView;
use crate::pages::board as words;
use crate::pages::call::{CallView, StopView};
use crate::session::ControlStaff;
use crate::texts::Words as _;

/// The board, as text for a page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BoardView {
    /// True for the role that confirms officers and sees stops.
    pub is_control_room: bool,
    /// The alarms: first those that nobody has taken, then the others, each from the oldest on.
    pub alarms: Vec<AlarmView>,
    /// Calls that are waiting to be answered, oldest first.
    pub calls: Vec<CallView>,
    /// The other open stops, oldest first.
    pub stops: Vec<StopView>,
    /// Repeated look-ups, newest first. `None` for a role that is not allowed to see them.
    pub repeated: Option<Vec<RepeatedView>>,
    /// The number of officers who booked on within the last hour.
    pub booked_on_count: u64,
}

/// Repeated look-ups of one officer, as text for a page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RepeatedView {
    /// The id of the recorded sign.
    pub id: String,
    /// The number of stops, and the time.
    pub what: Text,
    /// The latest of these stops.
    pub stop: Option<StopView>,
}

impl BoardView {
    /// The board as this actor sees it at this time.
    pub(super) fn new(t: &Texts, secrets: &Secrets, actor: &Actor, board: &Board, now: Timestamp) -> Self {
        let mut alarms: Vec<AlarmView> =
            board.alarms.iter().map(|alarm| AlarmView::new(t, secrets, actor, alarm, now)).collect();
        alarms.sort_by_key(|alarm| alarm.taken.is_some());
        Self {
            is_control_room: actor.role == Role::ControlRoom,
            alarms,
            calls: board.calls.iter().map(|stop| CallView::new(t, stop, now)).collect(),
            stops: board.stops.iter().map(|stop| StopView::new(t, stop, now)).collect(),
            repeated: (board.repeated.as_ref())
                .map(|all| all.iter().map(|one| RepeatedView::new(t, one, now)).collect()),
            booked_on_count: board.booked_on_count,
        }
    }

    /// The number of alarms that nobody has taken.
    pub fn untaken_count(&self) -> usize {
        self.alarms.iter().filter(|alarm| alarm.taken.is_none()).count()
    }

    /// The title of the page, such as `(2) Control room`.
    pub fn title(&self, t: &Texts) -> Text {
        match self.untaken_count() {
            0 => t.board_heading(),
            count => t.board_title_counted(count),
        }
    }
}

impl RepeatedView {
    fn new(t: &Texts, repeated: &RepeatedLookups, now: Timestamp) -> Self {
        Self {
            id: repeated.sign.to_string(),
            what: t.board_repeated_in(words::moment(t, repeated.raised_at, now), repeated.stops_count),
            stop: repeated.last.as_ref().map(|stop| StopView::new(t, stop, now)),
        }
    }
}

/// `/control`
#[derive(Template)]
#[template(path = "board/show.html")]
pub struct BoardShow {
    pub view: BoardView,
    /// The confirmation of the latest action.
    pub done: Option<Text>,
    /// True if automatic refresh is off.
    pub still: bool,
}

/// The query string of the board.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct BoardQuery {
    done: Option<String>,
    still: Option<String>,
}

/// `GET /control`
pub(crate) async fn show(
    State(site): State<Site>,
    at: ControlStaff,
    Query(asked): Query<BoardQuery>,
    frame: Frame,
) -> Result<Page<BoardShow>, PageError> {
    let cx = at.context(&site);
    let board = control::board(&cx, &site.secrets).await?;
    let t = &frame.t;
    let view = BoardView::new(t, &site.secrets, &at.actor, &board, cx.now);
    let done = asked.done.as_deref().and_then(|code| done(t, code));
    Ok(Page::new(frame, BoardShow { view, done, still: asked.still.is_some() }))
}

/// The confirmation for the code of an action.
fn done(t: &Texts, code: &str) -> Option<Text> {
    match code {
        "taken" => Some(t.board_done_taken()),
        "closed" => Some(t.board_done_closed()),
        "confirmed" => Some(t.board_done_confirmed()),
        "refused" => Some(t.board_done_refused()),
        "ended" => Some(t.board_done_ended()),
        _ => None,
    }
}
