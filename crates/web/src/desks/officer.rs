//! The officer's desk, at `/duty`: their shift and their own stops.

use axum::Router;
use axum::routing::{get, post};
use domain::Role;

use crate::Site;
use crate::pages::{shift, stop};
use crate::session::{self, Desk};

#[derive(Clone, Copy, Debug)]
pub struct OfficerDesk;

impl Desk for OfficerDesk {
    const PATH: &'static str = "/duty";
    const COOKIE: &'static str = "candour-duty";
    const ROLES: &'static [Role] = &[Role::Officer];
}

/// The pages for signed-in officers.
pub(crate) fn routes(site: &Site) -> Router<Site> {
    let pages = Router::new()
        .route("/duty", get(shift::home::page))
        .route("/duty/book-on", post(shift::home::book_on))
        .route("/duty/book-off", post(shift::home::book_off))
        .route("/duty/stops/new", get(stop::start::page).post(stop::start::begin))
        .route("/duty/stops/{id}", get(stop::show::page))
        .route("/duty/stops/{id}/code", post(stop::show::code))
        .route("/duty/stops/{id}/state", get(stop::show::state))
        .route("/duty/stops/{id}/word", post(stop::show::answer))
        .route("/duty/stops/{id}/attestation", get(stop::attestation))
        .route("/duty/stops/{id}/finish", get(stop::finish::page).post(stop::finish::finish))
        .route("/duty/stops/{id}/record", get(stop::supplement::record).post(stop::supplement::supplement));
    session::around::<OfficerDesk>(site, pages)
}
