//! The live board: one look at the record a second for each force and desk, and a stream of events for each open page.

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
use crate::desks::Control;
use crate::error::PageError;
use crate::session::{AtControl, Watching};
use crate::texts::Words as _;

/// Between two looks at the record.
const EVERY: Duration = Duration::from_secs(1);
/// Between two signs of life: a page that hears none for three times as long says that it is not live.
const ALIVE_EVERY: Duration = Duration::from_secs(10);
/// Looks after which a stream asks whether its reader may still see the board.
const ASKS_AGAIN: u64 = 5;
/// Looks after which a stream ends: the page opens another, which asks for the session anew.
const LIVES: u64 = 300;

/// The boards that somebody watches, each read once a second however many do.
#[derive(Default)]
pub struct Live {
    boards: Mutex<Boards>,
}

#[derive(Default)]
struct Boards {
    watched: HashMap<(ForceId, Role), Arc<watch::Sender<Seen>>>,
    ended: bool,
}

/// What the last look saw.
#[derive(Clone, Default, PartialEq)]
enum Seen {
    /// There was none yet.
    #[default]
    Nothing,
    /// The board.
    Board(Arc<Board>),
    /// The record could not be read: the page must not look as if it were live.
    Lost,
}

impl Live {
    /// Ends all streams: the service is asked to stop.
    pub fn end(&self) {
        let mut boards = self.lock();
        boards.ended = true;
        boards.watched.clear();
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Boards> {
        self.boards.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The board of an actor's force and desk; starts looking where nobody did.
    fn of(site: &Site, actor: &Actor) -> watch::Receiver<Seen> {
        let mut boards = site.live.lock();
        let Some(force) = actor.force.clone().filter(|_| !boards.ended) else { return watch::channel(Seen::Nothing).1 };
        let key = (force, actor.role);
        if let Some(known) = boards.watched.get(&key) {
            return known.subscribe();
        }
        let (sender, receiver) = watch::channel(Seen::Nothing);
        let sender = Arc::new(sender);
        boards.watched.insert(key.clone(), Arc::clone(&sender));
        drop(boards);
        tokio::spawn(look(site.clone(), actor.clone(), key, sender));
        receiver
    }

    /// Whether somebody still watches; where nobody does, the board is taken off. Under the lock nobody can begin meanwhile.
    fn goes_on(&self, key: &(ForceId, Role), sender: &watch::Sender<Seen>) -> bool {
        let mut boards = self.lock();
        if sender.receiver_count() == 0 || boards.ended {
            boards.watched.remove(key);
            return false;
        }
        true
    }
}

async fn look(site: Site, actor: Actor, key: (ForceId, Role), sender: Arc<watch::Sender<Seen>>) {
    while site.live.goes_on(&key, &sender) {
        let cx = site.app.context(actor.clone());
        let seen = match control::desk(&cx, &site.settings).await {
            Ok(board) => Seen::Board(Arc::new(board)),
            Err(error) => {
                tracing::error!(code = error.code(), %error, "a board could not be read");
                Seen::Lost
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

/// What changes of the board, as the stream of events sends it.
#[derive(Template)]
#[template(path = "board/live.html")]
pub struct Fragment {
    /// Its texts.
    pub t: Texts,
    /// The board.
    pub view: BoardView,
}

/// A stream of one page.
struct Page {
    site: Site,
    at: AtControl,
    frame: Frame,
    board: watch::Receiver<Seen>,
    sent: Option<String>,
    is_lost: bool,
    looks: u64,
}

impl Page {
    /// What the page shows now: the fragment, or that it cannot be told.
    fn now(&mut self) -> Option<Result<String, ()>> {
        let seen = self.board.borrow_and_update().clone();
        let cx = self.at.context(&self.site);
        match seen {
            Seen::Nothing => None,
            Seen::Lost => Some(Err(())),
            Seen::Board(board) => {
                let t = self.frame.t.clone();
                let board = Board::clone(&board).seen_by(&self.at.actor);
                let view = BoardView::new(&t, &self.site.settings, &self.at.actor, &board, cx.now);
                // Lines of an event end with a line feed alone.
                Some(Fragment { t, view }.render().map(|html| html.replace('\r', "")).map_err(|_| ()))
            }
        }
    }

    /// Whether the reader may still see the board: neither signed out by time, nor suspended, nor without the device.
    async fn may(&self) -> bool {
        let cx = self.site.app.system("sign-in");
        let Some(officer) = self.at.actor.officer().filter(|_| cx.now < self.at.ends_at) else { return false };
        app::staff::actor(&cx, officer, self.at.actor.role, self.at.device).await.is_ok()
    }

    /// The next event; none when the stream ends.
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

fn events(page: Page) -> impl Stream<Item = Result<Event, Infallible>> + Send {
    futures_util::stream::unfold(page, |mut page| async move { page.next().await.map(|event| (Ok(event), page)) })
}

/// `GET /control/live`
pub(crate) async fn stream(
    State(site): State<Site>,
    Watching(at): Watching<Control>,
    frame: Frame,
) -> Result<Response, PageError> {
    // A desk that may see nothing is told so at once, and not by a stream that stays empty.
    control::board(&at.context(&site), &site.settings).await?;
    let board = Live::of(&site, &at.actor);
    let page = Page { site, at, frame, board, sent: None, is_lost: false, looks: 0 };
    let alive =
        KeepAlive::new().interval(ALIVE_EVERY).event(Event::default().comment("alive").event("alive").data("1"));
    let mut response = Sse::new(events(page)).keep_alive(alive).into_response();
    // Proxies would hold the events back until there are many.
    response.headers_mut().insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    Ok(response)
}
