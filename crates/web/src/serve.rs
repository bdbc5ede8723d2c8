//! Serving all pages on a listener.

use std::future::Future;
use std::io;

use axum::Router;
use shell::Background;
use tokio::net::TcpListener;

use crate::{Site, health, router_with};

/// Serves the pages on one listener and the metrics on another, until `stop` resolves.
///
/// # Errors
/// If a listener fails.
pub async fn serve(
    site: Site,
    listener: TcpListener,
    figures: Option<TcpListener>,
    background: Background,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    serve_with(site, Router::new(), listener, figures, background, stop).await
}

/// Serves the pages together with additional routes.
///
/// # Errors
/// If a listener fails.
pub async fn serve_with(
    site: Site,
    further: Router<Site>,
    listener: TcpListener,
    figures: Option<TcpListener>,
    mut background: Background,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let (watched, shell) = (site.clone(), site.shell.clone());
    background.add("the queue of the log", move |stop| health::watch_queue(watched, stop));
    shell::serve(router_with(site, further), shell, listener, figures, background, stop).await
}
