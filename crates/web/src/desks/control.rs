//! The control room's desk, at `/control`: the live board, alarms, stops with calls to confirm, and checks for callers.

use axum::Router;
use axum::routing::{get, post};
use domain::Role;

use crate::Site;
use crate::pages::{alarm, board, call, caller};
use crate::session::{self, Desk};

#[derive(Clone, Copy, Debug)]
pub struct ControlDesk;

impl Desk for ControlDesk {
    const PATH: &'static str = "/control";
    const COOKIE: &'static str = "candour-control";
    const ROLES: &'static [Role] = &[Role::ControlRoom, Role::Ccu, Role::CovertDesk];
}

/// The pages for signed-in staff.
pub(crate) fn routes(site: &Site) -> Router<Site> {
    let pages = Router::new()
        .route("/control", get(board::show::show))
        .route("/control/live", get(board::live::stream))
        .route("/control/alarms/{check}", get(alarm::show::show))
        .route("/control/alarms/{check}/take", post(alarm::show::take))
        .route("/control/alarms/{check}/close", post(alarm::show::close))
        .route("/control/stops/{stop}", get(call::show::show))
        .route("/control/stops/{stop}/confirm", post(call::show::confirm))
        .route("/control/stops/{stop}/refuse", post(call::show::refuse))
        .route("/control/stops/{stop}/end", post(call::show::end))
        .route("/control/check", get(caller::ask::show).post(caller::ask::check))
        .route("/control/checks/{reference}", get(caller::answer::told));
    session::around::<ControlDesk>(site, pages)
}
