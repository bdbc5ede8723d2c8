//! Health, metrics and an orderly shutdown, for operators.

use std::io::Read as _;
use std::io::Write as _;
use std::net::TcpStream;

use axum::http::StatusCode;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use web::Background;

use crate::support::site::TestSite;

#[tokio::test]
async fn a_service_whose_database_answers_is_ready() {
    let site = TestSite::start().await;
    assert_eq!(site.get("/health/live").await.body, "live\n");
    let ready = site.get("/health/ready").await;
    assert_eq!(ready.json(), serde_json::json!({"database": true, "log_queue": 0}));
}

#[tokio::test]
async fn a_service_whose_database_is_gone_lives_and_is_not_ready() {
    let site = TestSite::start().await;
    site.site.app.store.close().await;
    assert_eq!(site.get("/health/ready").await.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(site.get("/health/live").await.status, StatusCode::OK);
}

#[tokio::test]
async fn requests_are_counted_by_route_and_never_by_address() {
    let site = TestSite::start().await;
    let id = "0195f7d2-0000-7000-8000-000000000001";
    assert_eq!(site.get(&format!("/trial/officers/{id}")).await.status, StatusCode::OK);
    let figures = site.site.shell.metrics.render();
    assert!(figures.contains("route=\"/trial/officers/{id}\",status=\"200\""), "{figures}");
    assert!(!figures.contains(id));
}

fn fetched(address: std::net::SocketAddr, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    text
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_answers_on_its_listeners_until_it_is_stopped_and_its_tasks_end() {
    let site = TestSite::start().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let figures = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (address, figures_at) = (listener.local_addr().unwrap(), figures.local_addr().unwrap());
    let (stop, stopped) = oneshot::channel::<()>();
    let (ended, has_ended) = oneshot::channel();
    let mut background = Background::new();
    background.add("trial", |stop| async move {
        stop.asked().await;
        ended.send("ended").unwrap();
    });
    let serving = web::serve(site.site.clone(), listener, Some(figures), background, async {
        stopped.await.ok();
    });
    let serving = tokio::spawn(serving);
    let page = tokio::task::spawn_blocking(move || fetched(address, "/")).await.unwrap();
    assert!(page.starts_with("HTTP/1.1 200"), "{page}");
    let text = tokio::task::spawn_blocking(move || fetched(figures_at, "/metrics")).await.unwrap();
    assert!(text.contains("candour_http_requests_total"), "{text}");
    let hidden = tokio::task::spawn_blocking(move || fetched(address, "/metrics")).await.unwrap();
    assert!(hidden.starts_with("HTTP/1.1 404"), "figures are not for the public: {hidden}");
    stop.send(()).unwrap();
    serving.await.unwrap().unwrap();
    assert_eq!(has_ended.await.unwrap(), "ended");
    assert!(TcpStream::connect(address).is_err(), "nothing listens any more");
}
