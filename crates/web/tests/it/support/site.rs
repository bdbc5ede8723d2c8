//! A site on its own record, with a clock and limits whose time the test moves.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use app::{Action, App, FixedClock};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use axum::middleware::from_fn_with_state;
use axum::routing::{any, get};
use policy::Law;
use policy::permission::Permissions;
use shell::{Form, Path, limits};
use store::{Database, FileKey, Store};
use tower::ServiceExt as _;
use web::{Config, PageError, Site};

/// A test site, with access to its internals.
pub struct TestSite {
    pub site: Site,
    pub clock: Arc<FixedClock>,
    seconds: Arc<AtomicU64>,
    router: Router,
}

/// A complete response.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    /// A header as text. Empty if it is missing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("a header of ours is text"))
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    /// The problem in an answer to a program, such as `404 page.missing`.
    pub fn problem(&self) -> String {
        assert_eq!(self.header("content-type"), "application/problem+json");
        format!("{} {}", self.status.as_u16(), self.json()["code"].as_str().expect("a problem has a code"))
    }
}

impl TestSite {
    /// Starts a site with one force at `https://check.example`, where one address may make three checks at once.
    pub async fn start() -> Self {
        Self::configured("public_url = \"https://check.example\"\n[check]\nburst_count = 3\nper_address_per_minute = 6\nproof_bits = 6\n[forces.northmere]\nname = \"Northmere Police\"\nprefix = \"NM\"\n").await
    }

    /// Starts a site with this configuration.
    pub async fn configured(config: &str) -> Self {
        let store = Store::open(&Database::SqliteMemory, Arc::new(FileKey::random().unwrap())).await.unwrap();
        let clock = Arc::new(FixedClock::at("2026-11-22T09:00:00Z".parse().unwrap()));
        let permissions = Permissions::embedded(Action::CODES).unwrap();
        let app =
            App::new(store, Law::embedded().unwrap(), permissions, clock.clone(), Arc::new(synth::seeded_bytes(7)));
        let seconds = Arc::new(AtomicU64::new(0));
        let ticks = Arc::clone(&seconds);
        let config = Config::read("candour.toml", config, []).unwrap();
        let ticks = Arc::new(move || Duration::from_secs(ticks.load(Ordering::Relaxed)));
        let site = Site::with_ticks(Arc::new(app), config, &[7; 32], ticks);
        let router = web::router_with(site.clone(), trials(&site));
        Self { site, clock, seconds, router }
    }

    /// Lets time pass for the limits.
    pub fn wait(&self, seconds: u64) {
        self.seconds.fetch_add(seconds, Ordering::Relaxed);
    }

    /// The time on the record's clock.
    pub fn clock_now(&self) -> jiff::Timestamp {
        self.site.visitor().now
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.expect("a router always answers");
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, 10 << 20).await.unwrap();
        Answer { status: parts.status, headers: parts.headers, body: String::from_utf8_lossy(&body).into_owned() }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(asked(Method::GET, path, &[], "")).await
    }

    /// Sends a form from one of our own pages.
    pub async fn post(&self, path: &str, form: &str) -> Answer {
        let headers = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin")];
        self.send(asked(Method::POST, path, &headers, form)).await
    }
}

/// A request from an IP address that is reserved for documentation.
pub fn asked(method: Method, path: &str, headers: &[(&str, &str)], body: &str) -> Request<Body> {
    let peer: SocketAddr = "203.0.113.7:50000".parse().unwrap();
    let mut request = Request::builder().method(method).uri(path).extension(ConnectInfo(peer));
    if !headers.iter().any(|(name, _)| *name == "host") {
        request = request.header(header::HOST, "check.example");
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(Body::from(body.to_owned())).unwrap()
}

#[derive(serde::Deserialize)]
struct Trial {
    code: String,
    count: Option<u32>,
}

/// Routes that try out what `shell` provides: a form, a limited route, a refusal, a bug.
fn trials(site: &Site) -> Router<Site> {
    let limited = Router::new()
        .route("/trial/limited", any(|| async { "admitted" }))
        .route_layer(from_fn_with_state(site.shell.clone(), limits::gate));
    Router::new()
        .route(
            "/trial/form",
            get(|| async { "ask" }).post(|Form(trial): Form<Trial>| async move {
                format!("{} {}", trial.code.len(), trial.count.unwrap_or(0))
            }),
        )
        .route("/trial/refused", get(refused))
        .route("/trial/bug", get(bug))
        .route("/trial/officers/{id}", get(|Path(id): Path<domain::OfficerId>| async move { id.to_string() }))
        .merge(limited)
}

async fn refused() -> Result<(), PageError> {
    let refusal = domain::Refusal::conflict("matter.already-closed", "the matter was closed before: reopen it first");
    Err(app::AppError::from(refusal))?
}

async fn bug() -> &'static str {
    panic!("somebody's name")
}
