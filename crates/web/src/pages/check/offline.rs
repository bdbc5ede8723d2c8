//! The check without a network: the installable page, its service worker, and the forces' public keys.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;
use shell::{Frame, Page, Rights};

use crate::Site;
use crate::error::PageError;
use crate::texts::Words as _;

/// `/check/offline`
#[derive(Template)]
#[template(path = "check/offline.html")]
pub struct CheckOffline {
    /// The address that people should look for.
    pub address: String,
}

pub(crate) async fn offline(State(site): State<Site>, frame: Frame) -> Page<CheckOffline> {
    let address = site.secrets.address.clone();
    let rights = Rights { runs_verifier: true, ..Rights::default() };
    Page::new(frame, CheckOffline { address }).with(rights)
}

/// The files that the installed page stores in addition to its pages.
const KEPT: [&str; 6] =
    ["govuk-frontend.css", "candour.css", "candour.js", "govuk-frontend.js", "check.js", "verifier.wasm"];

/// The service worker. It stores the pages of the check, their files and the keys, and nothing about any person.
pub(crate) async fn worker(State(site): State<Site>) -> Response {
    let files: Vec<&str> = KEPT.iter().map(|name| site.shell.assets.address(name)).collect();
    let pages = ["/check", "/cy/check", "/check/offline", "/cy/check/offline", "/check/keys"];
    let kept = json!({ "version": env!("CARGO_PKG_VERSION"), "files": files, "pages": pages });
    let text = format!("const KEPT = {kept};\n{}", include_str!("../../../assets/own/worker.js"));
    script(text)
}

fn script(text: String) -> Response {
    let kind = HeaderValue::from_static("text/javascript; charset=utf-8");
    let scope = HeaderValue::from_static("/");
    let mut response = ([(header::CONTENT_TYPE, kind)], text).into_response();
    response.headers_mut().insert("service-worker-allowed", scope);
    response
}

/// The manifest that lets a browser put the page on a home screen.
pub(crate) async fn manifest(State(site): State<Site>) -> Response {
    let manifest = json!({
        "name": "Check", "short_name": "Check", "start_url": "/check", "scope": "/", "display": "minimal-ui",
        "background_color": "#ffffff", "theme_color": "#1d70b8",
        "icons": [{ "src": site.shell.assets.address("check-icon.svg"), "sizes": "any", "type": "image/svg+xml" }],
    });
    let kind = HeaderValue::from_static("application/manifest+json");
    ([(header::CONTENT_TYPE, kind)], manifest.to_string()).into_response()
}

/// The forces' public keys, for the verifier.
pub(crate) async fn keys(State(site): State<Site>) -> Result<Response, PageError> {
    let keys: Arc<str> = site.secrets.public_keys(site.visitor().now).ok_or_else(PageError::missing)?;
    let kind = HeaderValue::from_static("application/json");
    Ok(([(header::CONTENT_TYPE, kind)], keys.to_string()).into_response())
}
