//! Every address of the service.

use axum::Router;
use axum::routing::get;

use crate::{Site, about, check, control, demonstration, duty, health, hook, record, staff};

/// The pages that are there in both languages, at `/…` and `/cy/…`.
// New area of public pages? Merge its routes here.
fn in_both_languages(site: &Site) -> Router<Site> {
    let pages = Router::new().merge(about::routes()).merge(check::routes(site)).merge(record::routes(site));
    let pages = shell::compressed(pages);
    let pages = if site.demonstration.is_some() { pages.merge(demonstration::routes()) } else { pages };
    shell::in_both_languages(pages)
}

/// What is there once: assets, health, APIs, pages of staff in English.
// New area that is in one language? Merge its routes here.
fn once(site: &Site) -> Router<Site> {
    shell::routes()
        .route("/health/ready", get(health::ready))
        .merge(control::routes(site))
        .merge(hook::routes(site))
        .merge(check::once())
        .merge(staff::area::<staff::Duty>(site, duty::pages()))
}

/// The service.
pub fn router(site: Site) -> Router {
    router_with(site, Router::new())
}

/// The service with further routes within all that lies around it: the demonstration's, or those of a test.
pub fn router_with(site: Site, further: Router<Site>) -> Router {
    let routes = in_both_languages(&site).merge(once(&site)).merge(further);
    shell::around(routes, &site.shell, &TYPED).with_state(site)
}

/// Addresses that people type.
const TYPED: [&str; 4] = ["/check", "/record", "/duty", "/control"];
