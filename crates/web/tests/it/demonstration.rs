//! The demonstration: there where it was asked for, marked on every page, and nowhere else.

use std::sync::Arc;

use axum::http::{Method, StatusCode};
use domain::officer::{Identity, Joining, Post, Posting, Workforce};
use domain::{Actor, DeviceId, ForceId, Role};
use web::demonstration::{Cast, Demonstration, MovedClock, Part, Person};
use web::texts::Language;

use crate::samples::{holds, render_all};
use crate::site::{TestSite, asked};

const MARK: &str = "Demonstration: nobody here is real";
const PAGES: [&str; 5] = [
    "/demonstration",
    "/demonstration/officer",
    "/demonstration/control",
    "/demonstration/standards",
    "/demonstration/away",
];

/// A site with a detective and two who decide.
async fn demonstrating() -> TestSite {
    let site = TestSite::start().await;
    let force = ForceId::parse("northmere").unwrap();
    let mut officers = Vec::new();
    for number in ["5120", "0042", "0057"] {
        let enrolment = app::officers::Enrolment {
            workforce: Workforce::Officer,
            identity: Identity::default(),
            warrant: number.to_owned(),
            posting: Posting {
                force: force.clone(),
                // Nobody decides about somebody they share a posting with.
                unit: format!("unit of {number}"),
                post: Post::Detective,
                rank: Some(domain::officer::PoliceRank::Constable),
                from: jiff::civil::date(2019, 4, 1),
                joining: Joining::Recruited,
            },
            probationer: false,
            vehicles: Vec::new(),
        };
        officers.push(app::officers::enrol(&site.site.app.system("test"), enrolment).await.unwrap());
    }
    let deciding = |at: usize| Actor::staff(officers[at], Role::AppropriateAuthority, force.clone());
    let detective = Person {
        part: Part::Detective,
        name: "Imogen Vance".to_owned(),
        number: "5120".to_owned(),
        officer: officers[0],
        force: force.clone(),
        device: DeviceId::new(uuid::Uuid::nil()),
        stop: None,
    };
    let cast = Cast { people: vec![detective], authorities: [deciding(1), deciding(2)] };
    site.demonstrating(Demonstration::new(cast, Arc::new(MovedClock::default())))
}

#[tokio::test]
async fn a_service_has_no_demonstration_and_no_mark_of_one() {
    let site = TestSite::start().await;
    for path in PAGES {
        for language in Language::ALL {
            assert_eq!(site.get(&language.address(path)).await.status, StatusCode::NOT_FOUND, "{path}");
        }
    }
    for path in ["be/detective", "suspend", "reinstate", "end-stop", "codes", "outage", "time"] {
        let answer = site.post(&format!("/demonstration/{path}"), "minutes=1").await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
    let start = site.get("/").await;
    assert!(!start.body.contains(MARK) && !start.body.contains("demonstration"), "{}", start.body);
    assert!(start.header("content-security-policy").contains("frame-ancestors 'none'"));
}

#[tokio::test]
async fn every_page_of_a_demonstration_says_what_it_is_and_may_be_framed_by_itself_alone() {
    let site = demonstrating().await;
    for path in PAGES.into_iter().chain(["/", "/privacy"]) {
        let answer = site.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert!(answer.body.contains(MARK), "{path}");
        assert!(answer.header("content-security-policy").contains("frame-ancestors 'self'"), "{path}");
        holds(path, &answer.body, Language::English);
        let welsh = site.get(&Language::Welsh.address(path)).await;
        assert!(welsh.body.contains("nid oes neb yma yn berson go iawn"), "{path}");
        holds(path, &welsh.body, Language::Welsh);
    }
    let missing = site.send(asked(Method::GET, "/nowhere", &[("accept", "text/html")], "")).await;
    assert!(missing.body.contains(MARK), "also an error says so: {}", missing.body);
}

#[tokio::test]
async fn who_is_suspended_can_be_let_back_and_either_twice_changes_nothing_more() {
    let site = demonstrating().await;
    let standing = async || {
        let page = site.get("/demonstration/standards").await.body;
        if page.contains("Imogen Vance is suspended") { "suspended" } else { "serves" }
    };
    assert_eq!(standing().await, "serves");
    for (path, then) in
        [("suspend", "suspended"), ("suspend", "suspended"), ("reinstate", "serves"), ("reinstate", "serves")]
    {
        let answer = site.post(&format!("/demonstration/{path}"), "").await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/demonstration/standards"));
        assert_eq!(standing().await, then, "after {path}");
    }
    let sent = asked(Method::POST, "/demonstration/suspend", &[("sec-fetch-site", "cross-site")], "");
    assert_eq!(site.send(sent).await.status, StatusCode::FORBIDDEN, "another website suspends nobody, even here");
    assert_eq!(standing().await, "serves");
}

#[tokio::test]
async fn a_newcomer_is_signed_in_to_one_area_and_nobody_else_can_be_played() {
    let site = demonstrating().await;
    let answer = site.post("/demonstration/be/detective", "").await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/duty"));
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("candour-duty=") && cookie.contains("Path=/duty"), "{cookie}");
    for part in ["dismissed", "constable", "chief"] {
        let answer = site.post(&format!("/demonstration/be/{part}"), "").await;
        assert_eq!((answer.status, answer.header("set-cookie")), (StatusCode::NOT_FOUND, ""), "{part}");
    }
}

#[tokio::test]
async fn its_pages_escape_whatever_stands_in_them() {
    let site = TestSite::start().await;
    let own = |text: &str| -> web::texts::Text { text.to_owned().into() };
    render_all(&site, "/demonstration/officer", |frame, text| web::demonstration::Choose {
        t: frame.t.clone(),
        frame,
        heading: own(text),
        people: vec![("detective", own(text), own(text))],
    });
    render_all(&site, "/demonstration/standards", |frame, text| web::demonstration::Standards {
        t: frame.t.clone(),
        frame,
        detective: text.to_owned(),
        is_suspended: text.is_empty(),
        codes: vec![(own(text), text.to_owned(), own(text), own(text))],
    });
}
