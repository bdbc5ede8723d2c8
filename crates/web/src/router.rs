//! The router, with every path of the service.

use axum::Router;
use axum::routing::get;

use crate::{Site, desks, health, hook};

/// The pages that exist in both languages, at `/…` and `/cy/…`.
fn in_both_languages(site: &Site) -> Router<Site> {
    shell::in_both_languages(shell::compressed(desks::public::pages(site)))
}

/// The routes that have no language: assets, health, APIs, and the staff desks, which are in English.
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

/// The service with additional routes inside the same layers, for trials and tests.
pub fn router_with(site: Site, further: Router<Site>) -> Router {
    let routes = in_both_languages(&site).merge(once(&site)).merge(further);
    shell::around(routes, &site.shell, &TYPED).with_state(site)
}

/// Paths that people type.
const TYPED: [&str; 4] = ["/check", "/receipt", "/duty", "/control"];
