//! The public desk: open to everybody without a cookie, in both languages.

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use shell::limits::gate;

use crate::Site;
use crate::pages::{about, check, receipt};

/// The pages that exist in both languages.
pub(crate) fn pages(site: &Site) -> Router<Site> {
    let limited = Router::new()
        .route("/check", post(check::start::check))
        .route("/check/ask", post(check::start::ask))
        .route("/check/scan", post(check::start::scan))
        .route("/check/{reference}/receipt", post(check::receipt::give).get(check::back))
        .route("/receipt", post(receipt::show::show))
        .route("/receipt/complaint", post(receipt::complain::complain).get(receipt::ask::to_ask))
        .route_layer(from_fn_with_state(site.shell.clone(), gate));
    Router::new()
        .route("/", get(about::start::show))
        .route("/accessibility", get(about::accessibility::show))
        .route("/privacy", get(about::privacy::show))
        .route("/stay-safe", get(about::stay_safe::show))
        .route("/about/forces", get(about::forces::ask).post(about::forces::show))
        .route("/check", get(check::start::start))
        .route("/check/offline", get(check::offline::offline))
        .route("/check/{reference}", get(check::answer))
        .route("/check/{reference}/photo", get(check::verified::photo))
        // A silent alarm never requires a proof of work. Instead, the number of alarms per check is limited.
        .route("/check/{reference}/wrong", post(check::wrong).get(check::back))
        .route("/check/{reference}/place", post(check::refused::place).get(check::back))
        .route("/receipt", get(receipt::ask::ask))
        .route("/receipt/{reference}/complained", get(receipt::complain::complained))
        .merge(limited)
}

/// The routes that have no language.
pub(crate) fn once() -> Router<Site> {
    Router::new()
        .route("/check/worker.js", get(check::offline::worker))
        .route("/check/app.webmanifest", get(check::offline::manifest))
        .route("/check/keys", get(check::offline::keys))
}
