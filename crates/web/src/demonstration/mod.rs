//! The demonstration: a page that lets a newcomer play officer, member of the public and control room side by side, on a
//! record of made-up people. It is there only where a site is given a [`Demonstration`]: never in `candour serve`.
//!
//! What is done here is done by the use cases, as everywhere; only the passkeys are left out, and time can be moved.

mod cast;
mod codes;
mod pages;
mod play;
mod standards;
mod time;

use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::routing::{get, post};
use domain::MatterId;

use crate::Site;

pub use cast::{Area, Cast, Part, Person};
pub use codes::{Drawn, LastDrawn, draw_all};
pub use pages::{Away, Choose, Play, Standards};
pub use standards::{reinstate, suspend};
pub use time::MovedClock;

/// What makes a site a demonstration.
pub struct Demonstration {
    /// Who plays.
    pub cast: Cast,
    /// The clock of the record, which can be moved on.
    pub clock: Arc<MovedClock>,
    codes: Mutex<LastDrawn>,
    /// The matter in which the detective is suspended.
    matter: Mutex<Option<MatterId>>,
}

impl Demonstration {
    /// With these people on the record, and its clock.
    pub fn new(cast: Cast, clock: Arc<MovedClock>) -> Self {
        Self { cast, clock, codes: Mutex::default(), matter: Mutex::default() }
    }

    /// The codes that were drawn last.
    pub fn codes(&self) -> LastDrawn {
        self.codes.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Keeps the codes that were drawn last.
    pub fn keep_codes(&self, drawn: LastDrawn) {
        *self.codes.lock().unwrap_or_else(PoisonError::into_inner) = drawn;
    }

    fn matter(&self) -> Option<MatterId> {
        *self.matter.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn keep_matter(&self, matter: Option<MatterId>) {
        *self.matter.lock().unwrap_or_else(PoisonError::into_inner) = matter;
    }
}

impl std::fmt::Debug for Demonstration {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Demonstration(..)")
    }
}

/// The routes, for both languages.
pub(crate) fn routes() -> Router<Site> {
    Router::new()
        .route("/demonstration", get(pages::play))
        .route("/demonstration/officer", get(pages::officers))
        .route("/demonstration/control", get(pages::desks))
        .route("/demonstration/standards", get(pages::standards))
        .route("/demonstration/away", get(pages::away))
        .route("/demonstration/be/{part}", post(play::be))
        .route("/demonstration/suspend", post(play::suspend))
        .route("/demonstration/reinstate", post(play::reinstate))
        .route("/demonstration/end-stop", post(play::end_stop))
        .route("/demonstration/codes", post(play::draw))
        .route("/demonstration/outage", post(play::outage))
        .route("/demonstration/time", post(play::pass_time))
}
