//! The live board: reads the record once a second for each force and role, and streams events to each open page.

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use app::control::{self, Board};
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use domain::{Actor, ForceId, Role};
use futures_util::Stream;
use shell::Frame;
use shell::texts::Texts;
use tokio::sync::watch;

use super::BoardView;
use crate::Site;
use crate::desks::ControlDesk;
use crate::error::PageError;
use crate::session::{ControlStaff, WatchingStaff};
use crate::texts::Words as _;

/// Interval between two readings of the record.
const EVERY: Duration = Duration::from_secs(1);
/// Interval between two signs of life. A page that misses three in a row says that it is no longer live.
const ALIVE_EVERY: Duration = Duration::from_secs(10);
/// The number of readings after which a stream checks that its reader is still allowed to see the board.
const ASKS_AGAIN: u64 = 5;
/// The number of readings after which a stream ends. The page then opens a new one, which checks the session again.
const LIVES: u64 = 300;

/// The boards that are being watched now. Each is read once a second, however many readers it has.
#[derive(Default)]
pub struct LiveBoards {
    boards: Mutex<Boards>,
}

#[derive(Default)]
struct Boards {
    watched: HashMap<(ForceId, Role), Arc<watch::Sender<BoardReading>>>,
    ended: bool,
}

/// The result of the last reading.
#[derive(Clone, Default, PartialEq)]
enum BoardReading {
    /// The record has not been read yet.
    #[default]
    Nothing,
    Board(Arc<Board>),
    /// The record could not be read, so the page must not look live.
    Lost,
}

impl LiveBoards {
    /// Ends all streams, because the service stops.
    pub fn end(&self) {
        let mut boards = self.lock();
        boards.ended = true;
        boards.watched.clear();
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Boards> {
        self.boards.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The board of an actor's force and role. Starts reading it if nobody is watching it yet.
    fn of(site: &Site, actor: &Actor) -> watch::Receiver<BoardReading> {
        let mut boards = site.live.lock();
        let Some(force) = actor.force.clone().filter(|_| !boards.ended) else {
            return watch::channel(BoardReading::Nothing).1;
        };
        let key = (force, actor.role);
        if let Some(known) = boards.watched.get(&key) {
            return known.subscribe();
        }
        let (sender, receiver) = watch::channel(BoardReading::Nothing);
        let sender = Arc::new(sender);
        boards.watched.insert(key.clone(), Arc::clone(&sender));
        drop(boards);
        tokio::spawn(look(site.clone(), actor.clone(), key, sender));
        receiver
    }

    /// True while the board is watched. If it is not, removes it under the lock, so that no reader can join meanwhile.
    fn goes_on(&self, key: &(ForceId, Role), sender: &watch::Sender<BoardReading>) -> bool {
        let mut boards = self.lock();
        if sender.receiver_count() == 0 || boards.ended {
            boards.watched.remove(key);
            return false;
        }
        true
    }
}

#[expect(clippy::disallowed_methods, reason = "the edge: a board is read again at intervals while somebody watches it")]
async fn look(site: Site, actor: Actor, key: (ForceId, Role), sender: Arc<watch::Sender<BoardReading>>) {
    while site.live.goes_on(&key, &sender) {
        let cx = site.app.context(actor.clone());
        let seen = match control::desk(&cx, &site.secrets).await {
            Ok(board) => BoardReading::Board(Arc::new(board)),
            Err(error) => {
                tracing::error!(code = error.code(), %error, "a board could not be read");
                BoardReading::Lost
            }
        };
        sender.send_if_modified(|known| {
            let changed = *known != seen;
            *known = seen;
            changed
        });
        tokio::time::sleep(EVERY).await;
    }
}

/// The part of the board that changes, for the stream of events.
#[derive(Template)]
#[template(path = "board/live.html")]
pub struct BoardLive {
    pub t: Texts,
    pub view: BoardView,
}

/// The stream for one page.
struct BoardStream {
    site: Site,
    at: ControlStaff,
    frame: Frame,
    board: watch::Receiver<BoardReading>,
    sent: Option<String>,
    is_lost: bool,
    looks: u64,
}

impl BoardStream {
    /// The fragment to show now. `Err` if the record cannot be read; `None` if it has not been read yet.
    fn now(&mut self) -> Option<Result<String, ()>> {
        let seen = self.board.borrow_and_update().clone();
        let cx = self.at.context(&self.site);
        match seen {
            BoardReading::Nothing => None,
            BoardReading::Lost => Some(Err(())),
            BoardReading::Board(board) => {
                let t = self.frame.t.clone();
                let board = Board::clone(&board).seen_by(&self.at.actor);
                let view = BoardView::new(&t, &self.site.secrets, &self.at.actor, &board, cx.now);
                // The lines of an event must end with a line feed only.
                Some(BoardLive { t, view }.render().map(|html| html.replace('\r', "")).map_err(|_| ()))
            }
        }
    }

    /// True while the reader is allowed to see the board: the session has not ended, they are not suspended, and the
    /// device is still theirs.
    async fn may(&self) -> bool {
        let cx = self.site.app.system("sign-in");
        let Some(officer) = self.at.actor.officer().filter(|_| cx.now < self.at.ends_at) else { return false };
        app::device::actor(&cx, officer, self.at.actor.role, self.at.device).await.is_ok()
    }

    /// The next event. `None` ends the stream.
    #[expect(
        clippy::disallowed_methods,
        reason = "the edge: the stream asks at intervals whether its reader may still see it"
    )]
    async fn next(&mut self) -> Option<Event> {
        loop {
            let fresh = self.now();
            match fresh {
                Some(Ok(html)) if self.sent.as_ref() != Some(&html) => {
                    let event = Event::default().event("board").data(&html);
                    self.sent = Some(html);
                    self.is_lost = false;
                    return Some(event);
                }
                Some(Err(())) if !self.is_lost => {
                    self.sent = None;
                    self.is_lost = true;
                    return Some(Event::default().event("lost").data("lost"));
                }
                _ => {}
            }
            tokio::select! {
                changed = self.board.changed() => changed.ok()?,
                () = tokio::time::sleep(EVERY) => {}
            }
            self.looks += 1;
            if self.looks >= LIVES || (self.looks.is_multiple_of(ASKS_AGAIN) && !self.may().await) {
                return None;
            }
        }
    }
}

fn events(page: BoardStream) -> impl Stream<Item = Result<Event, Infallible>> + Send {
    futures_util::stream::unfold(page, |mut page| async move { page.next().await.map(|event| (Ok(event), page)) })
}

/// `GET /control/live`
pub(crate) async fn stream(
    State(site): State<Site>,
    WatchingStaff(at): WatchingStaff<ControlDesk>,
    frame: Frame,
) -> Result<Response, PageError> {
    // A reader who is not allowed to see anything gets an error at once, not a stream that stays empty.
    control::board(&at.context(&site), &site.secrets).await?;
    let board = LiveBoards::of(&site, &at.actor);
    let page = BoardStream { site, at, frame, board, sent: None, is_lost: false, looks: 0 };
    let alive =
        KeepAlive::new().interval(ALIVE_EVERY).event(Event::default().comment("alive").event("alive").data("1"));
    let mut response = Sse::new(events(page)).keep_alive(alive).into_response();
    // Without this header, proxies hold events back until there are many of them.
    response.headers_mut().insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    Ok(response)
}
