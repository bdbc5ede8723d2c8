//! The control room's pages: the live board, alarms, stops with calls to confirm, and checks for callers. In English, as all
//! pages of staff.

mod alarm;
mod board;
mod caller;
mod conflict;
mod live;
mod stop;
mod watch;
mod words;

use axum::Router;
use axum::routing::{get, post};

use crate::Site;
use crate::staff::{self, Control};

pub use alarm::AlarmPage;
pub use board::{AlarmView, BoardPage, BoardView, CallView, Fragment, RepeatedView, StopView};
pub use caller::{CallerPage, ToldPage};
pub use conflict::ConflictPage;
pub use live::Live;
pub use stop::StopPage;
pub use watch::watch;

/// The board's address.
const BOARD: &str = "/control";

/// The routes, for who is signed in at a desk.
pub(crate) fn routes(site: &Site) -> Router<Site> {
    let pages = Router::new()
        .route(BOARD, get(board::show))
        .route("/control/live", get(live::stream))
        .route("/control/alarms/{check}", get(alarm::show))
        .route("/control/alarms/{check}/take", post(alarm::take))
        .route("/control/alarms/{check}/close", post(alarm::close))
        .route("/control/stops/{stop}", get(stop::show))
        .route("/control/stops/{stop}/confirm", post(stop::confirm))
        .route("/control/stops/{stop}/refuse", post(stop::refuse))
        .route("/control/stops/{stop}/end", post(stop::end))
        .route("/control/check", get(caller::show).post(caller::check))
        .route("/control/checks/{reference}", get(caller::told));
    staff::area::<Control>(site, pages)
}
