//! Every address of the service.

use axum::Router;
use axum::routing::get;

use crate::{Site, desks, health, hook};

/// The pages in both languages, at `/…` and `/cy/…`.
fn in_both_languages(site: &Site) -> Router<Site> {
    shell::in_both_languages(shell::compressed(desks::public::pages(site)))
}

/// The routes without a language: assets, health, APIs, and the desks of staff, which are in English.
// New desk? Merge its routes here.
fn once(site: &Site) -> Router<Site> {
    shell::routes()
        .route("/health/ready", get(health::ready))
        .merge(hook::routes(site))
        .merge(desks::public::once())
        .merge(desks::officer::routes(site))
        .merge(desks::control::routes(site))
}

pub fn router(site: Site) -> Router {
    router_with(site, Router::new())
}

/// The service with further routes inside the same layers: those of a trial or a test.
pub fn router_with(site: Site, further: Router<Site>) -> Router {
    let routes = in_both_languages(&site).merge(once(&site)).merge(further);
    shell::around(routes, &site.shell, &TYPED).with_state(site)
}

/// Addresses that people type.
const TYPED: [&str; 4] = ["/check", "/receipt", "/duty", "/control"];
