//! The demonstration's pages on the street: every page carries the banner, and every action goes through a use case.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use app::{Action, App};
use askama::Template;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use policy::Law;
use policy::permission::Permissions;
use shell::texts::{Language, Text};
use shell::{Frame, Page};
use store::{Database, FileKey, Store};
use tower::ServiceExt as _;
use trial::demonstration::{ChoicePage, MovedClock, Standards, marked, routes};
use web::Site;

const MARK: &str = "Demonstration: nobody here is real";
const PAGES: [&str; 5] = [
    "/demonstration",
    "/demonstration/officer",
    "/demonstration/control",
    "/demonstration/standards",
    "/demonstration/away",
];

/// The street, on a record in memory.
struct Street {
    site: Site,
    router: Router,
}

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: String,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

impl Street {
    async fn begin() -> Self {
        let store = Store::open(&Database::SqliteMemory, Arc::new(FileKey::random().unwrap())).await.unwrap();
        let (law, permissions) = (Law::embedded().unwrap(), Permissions::embedded(Action::CODES).unwrap());
        let clock = Arc::new(MovedClock::default());
        let app = App::new(store, law, permissions, clock.clone(), Arc::new(synth::seeded_bytes(7)));
        let config = trial::street::config("127.0.0.1:8080".parse().unwrap(), Path::new("nowhere")).unwrap();
        let site = marked(Site::new(Arc::new(app), config, &[7; 32]));
        let (demonstration, _) = trial::street::fill(&site, clock).await.unwrap();
        let router = web::router_with(site.clone(), routes(demonstration));
        Self { site, router }
    }

    async fn send(&self, method: Method, path: &str, from: &str) -> Answer {
        let peer: SocketAddr = "203.0.113.7:50000".parse().unwrap();
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "localhost:8080")
            .header(header::ACCEPT, "text/html")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", from)
            .extension(ConnectInfo(peer))
            .body(Body::empty())
            .unwrap();
        let (parts, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
        let body = to_bytes(body, 10 << 20).await.unwrap();
        Answer { status: parts.status, headers: parts.headers, body: String::from_utf8_lossy(&body).into_owned() }
    }

    async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, "same-origin").await
    }

    async fn post(&self, path: &str) -> Answer {
        self.send(Method::POST, path, "same-origin").await
    }
}

#[tokio::test]
async fn every_page_of_a_demonstration_says_what_it_is_and_may_be_framed_by_itself_alone() {
    let street = Street::begin().await;
    for path in PAGES.into_iter().chain(["/", "/privacy"]) {
        let answer = street.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert!(answer.body.contains(MARK), "{path}");
        assert!(answer.header("content-security-policy").contains("frame-ancestors 'self'"), "{path}");
        assert_eq!(answer.body.matches("<h1").count(), 1, "{path}");
        assert!(!answer.body.contains("/assets/missing"), "{path}");
        let welsh = street.get(&Language::Welsh.address(path)).await;
        assert!(welsh.body.contains("nid oes neb yma yn berson go iawn"), "{path}");
        assert!(welsh.body.contains("<html lang=\"cy\""), "{path}");
    }
    let missing = street.get("/nowhere").await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
    assert!(missing.body.contains(MARK), "an error says so too: {}", missing.body);
}

#[tokio::test]
async fn the_detective_can_be_suspended_and_let_back_and_either_twice_changes_nothing_more() {
    let street = Street::begin().await;
    let standing = async || {
        let page = street.get("/demonstration/standards").await.body;
        if page.contains("Imogen Vance is suspended") { "suspended" } else { "serves" }
    };
    assert_eq!(standing().await, "serves");
    for (path, then) in
        [("suspend", "suspended"), ("suspend", "suspended"), ("reinstate", "serves"), ("reinstate", "serves")]
    {
        let answer = street.post(&format!("/demonstration/{path}")).await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/demonstration/standards"));
        assert_eq!(standing().await, then, "after {path}");
    }
    let sent = street.send(Method::POST, "/demonstration/suspend", "cross-site").await;
    assert_eq!(sent.status, StatusCode::FORBIDDEN, "another website suspends nobody, even here");
    assert_eq!(standing().await, "serves");
}

#[tokio::test]
async fn a_newcomer_is_signed_in_to_one_area_and_nobody_else_can_be_played() {
    let street = Street::begin().await;
    let answer = street.post("/demonstration/be/detective").await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/duty"));
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("candour-duty=") && cookie.contains("Path=/duty"), "{cookie}");
    for part in ["dismissed", "chief"] {
        let answer = street.post(&format!("/demonstration/be/{part}")).await;
        assert_eq!((answer.status, answer.header("set-cookie")), (StatusCode::NOT_FOUND, ""), "{part}");
    }
}

/// Renders a page in both languages with an empty, a hostile and a very long text.
fn rendered<T: Template>(site: &Site, template: impl Fn(&str) -> T) {
    const HOSTILE: &str = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)> &amp; {{7*7}}";
    for language in Language::ALL {
        for text in ["", HOSTILE, &"abcdefghij".repeat(1_000)] {
            let frame = Frame::new(site.shell.clone(), &language.address("/demonstration"));
            let html = Page::new(frame, template(text)).html().unwrap();
            assert!(!html.contains("<script>") && !html.contains("<img src=x"), "something was not escaped: {html}");
        }
    }
}

#[tokio::test]
async fn its_pages_escape_whatever_is_written_in_them() {
    let street = Street::begin().await;
    let own = |text: &str| -> Text { text.to_owned().into() };
    rendered(&street.site, |text| ChoicePage { heading: own(text), people: vec![("detective", own(text), own(text))] });
    rendered(&street.site, |text| Standards {
        detective: text.to_owned(),
        is_suspended: text.is_empty(),
        codes: vec![(own(text), text.to_owned(), own(text), own(text))],
    });
}
