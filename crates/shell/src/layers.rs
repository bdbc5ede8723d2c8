//! The layers around all routes of a service, and the routes that every service has.

use std::any::Any;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRef};
use axum::http::{Method, StatusCode, Uri};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

use crate::error::ShellError;
use crate::{Shell, assets, error, health, request, security};

/// The maximum size of a request body.
pub const BODY_LIMIT_BYTES: usize = 64 * 1024;
/// The longest time that a response may take.
const TIME_LIMIT: Duration = Duration::from_secs(15);

/// The routes that every service has: `/assets/…` and `/health/live`.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S>
where
    Shell: FromRef<S>,
{
    Router::new().route("/assets/{file}", get(assets::serve)).route("/health/live", get(health::live))
}

/// Serves pages at `/…` in English and at `/cy/…` in Welsh.
pub fn in_both_languages<S: Clone + Send + Sync + 'static>(pages: Router<S>) -> Router<S> {
    Router::new().merge(pages.clone()).nest("/cy", pages)
}

/// The same pages, compressed for slow networks. Only for pages without secrets: a staff page shows text written by
/// others next to data that its compressed length must not reveal.
pub fn compressed<S: Clone + Send + Sync + 'static>(pages: Router<S>) -> Router<S> {
    pages.layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
}

/// All routes of a service, inside the layers that every request passes through. `typed` lists the addresses that
/// people type.
pub fn around<S: Clone + Send + Sync + 'static>(
    routes: Router<S>,
    shell: &Shell,
    typed: &'static [&'static str],
) -> Router<S> {
    // Read the layers from the bottom: the last one sees a request first and its response last.
    routes
        .fallback(move |method: Method, uri: Uri| async move { missing(typed, &method, &uri) })
        .layer(DefaultBodyLimit::disable())
        .layer(RequestBodyLimitLayer::new(BODY_LIMIT_BYTES))
        .layer(from_fn_with_state(shell.clone(), security::same_site))
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, TIME_LIMIT))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(shell.clone(), error::show))
        .layer(from_fn_with_state(shell.clone(), security::headers))
        .layer(from_fn_with_state(shell.clone(), request::observe))
}

/// Redirects a typed address that has capital letters or a slash at the end. People in the street type addresses from a
/// card.
fn missing(typed: &[&str], method: &Method, uri: &Uri) -> Result<Redirect, ShellError> {
    let meant = uri.path().trim_end_matches('/').to_ascii_lowercase();
    let known = typed.contains(&meant.strip_prefix("/cy").unwrap_or(&meant));
    if *method == Method::GET && known && meant != uri.path() {
        return Ok(Redirect::to(&meant));
    }
    Err(ShellError::missing())
}

/// Ends one request, not the whole service. The panic's payload may be personal, so it is dropped.
fn panicked(_: Box<dyn Any + Send + 'static>) -> Response {
    ShellError::bug("a handler panicked").into_response()
}
