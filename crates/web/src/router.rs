//! Every address of the service, and what lies around all of them.

use std::any::Any;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{Method, StatusCode, Uri};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

use crate::error::PageError;
use crate::{
    Site, about, assets, check, control, demonstration, duty, error, health, hook, record, request, security, staff,
};

/// The most that a request may send.
pub const BODY_LIMIT_BYTES: usize = 64 * 1024;
/// The longest that an answer may take.
const TIME_LIMIT: Duration = Duration::from_secs(15);

/// The pages that are there in both languages, at `/…` and `/cy/…`.
// New area of public pages? Merge its routes here.
fn in_both_languages(site: &Site) -> Router<Site> {
    let pages = Router::new().merge(about::routes()).merge(check::routes(site)).merge(record::routes(site));
    // Smaller on a slow network. Only here: a page of staff holds what others have written beside what it must not give away.
    let pages = pages.layer(CompressionLayer::new().quality(CompressionLevel::Fastest));
    if site.demonstration.is_some() { pages.merge(demonstration::routes()) } else { pages }
}

/// What is there once: assets, health, APIs, pages of staff in English.
// New area that is in one language? Merge its routes here.
fn once(site: &Site) -> Router<Site> {
    Router::new()
        .route("/assets/{file}", get(assets::serve))
        .route("/health/live", get(health::live))
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
    let pages = in_both_languages(&site);
    // Read from the bottom: the last layer sees a request first and its answer last.
    Router::new()
        .merge(pages.clone())
        .nest("/cy", pages)
        .merge(once(&site))
        .merge(further)
        .fallback(missing)
        .layer(DefaultBodyLimit::disable())
        .layer(RequestBodyLimitLayer::new(BODY_LIMIT_BYTES))
        .layer(from_fn_with_state(site.clone(), security::same_site))
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, TIME_LIMIT))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(site.clone(), error::show))
        .layer(from_fn_with_state(site.clone(), security::headers))
        .layer(from_fn_with_state(site.clone(), request::observe))
        .with_state(site)
}

/// Addresses are typed from a card in the street: a capital letter or a stroke at the end is no reason to find nothing.
async fn missing(method: Method, uri: Uri) -> Result<Redirect, PageError> {
    let meant = uri.path().trim_end_matches('/').to_ascii_lowercase();
    let known = TYPED.contains(&meant.strip_prefix("/cy").unwrap_or(&meant));
    if method == Method::GET && known && meant != uri.path() {
        return Ok(Redirect::to(&meant));
    }
    Err(PageError::missing())
}

/// Addresses that people type.
const TYPED: [&str; 4] = ["/check", "/record", "/duty", "/control"];

/// A bug ends one request and not the service. What the panic carried may be personal, and is not repeated.
fn panicked(_: Box<dyn Any + Send + 'static>) -> Response {
    PageError::bug("a handler panicked").into_response()
}
