//! The demonstration: a page on which a newcomer plays the officer, the member of the public and the control room side
//! by side, on a record of made-up people. Its buttons call the same use cases as every other page; only passkeys are
//! left out, and time can be moved forward.

mod cast;
mod codes;
mod pages;
mod play;
mod standards;
mod time;

use std::sync::{Arc, Mutex, PoisonError};

use axum::routing::{get, post};
use axum::{Extension, Router};
use domain::MatterId;
use shell::Banner;
use shell::assets::SourceFile;
use web::Site;

use crate::texts::Words as _;

pub use cast::{Area, Cast, DemonstrationPerson, Part};
pub use codes::{DrawnCode, LastCodes, draw_all};
pub use pages::{AwayPage, ChoicePage, PlayPage, Standards};
pub use standards::{reinstate, suspend};
pub use time::MovedClock;

/// The style sheet for the banner.
const FILES: &[SourceFile] = &[("demonstration.css", include_bytes!("../../assets/demonstration.css"))];

/// The banner on every page, which says that nobody is real.
const BANNER: Banner = Banner {
    label: |t| t.demonstration_label(),
    words: |t| t.demonstration_mark(),
    style: "demonstration.css",
    class: "candour-demonstration",
};

/// The demonstration's own state, which is not in the record.
pub struct Demonstration {
    pub cast: Cast,
    /// The clock by which events are recorded.
    pub clock: Arc<MovedClock>,
    codes: Mutex<LastCodes>,
    /// The matter in which the detective is suspended, if there is one.
    matter: Mutex<Option<MatterId>>,
}

impl Demonstration {
    pub fn new(cast: Cast, clock: Arc<MovedClock>) -> Self {
        Self { cast, clock, codes: Mutex::default(), matter: Mutex::default() }
    }

    pub fn codes(&self) -> LastCodes {
        self.codes.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Replaces the codes from the latest draw.
    pub fn keep_codes(&self, drawn: LastCodes) {
        *self.codes.lock().unwrap_or_else(PoisonError::into_inner) = drawn;
    }

    fn matter(&self) -> Option<MatterId> {
        *self.matter.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn keep_matter(&self, matter: Option<MatterId>) {
        *self.matter.lock().unwrap_or_else(PoisonError::into_inner) = matter;
    }
}

/// Adds the banner to every page of a site, and allows the pages in frames, because the demonstration shows three of
/// them side by side.
#[must_use]
pub fn marked(mut site: Site) -> Site {
    site.shell = site.shell.with_files(FILES).with_banner(BANNER).framed();
    site
}

/// The demonstration's routes, in both languages.
pub fn routes(demonstration: Arc<Demonstration>) -> Router<Site> {
    let pages = Router::new()
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
        .route("/demonstration/time", post(play::pass_time));
    shell::in_both_languages(pages).layer(Extension(demonstration))
}
