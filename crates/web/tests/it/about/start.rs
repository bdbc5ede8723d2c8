//! The start page, and features that all public pages share.

use axum::http::StatusCode;
use shell::texts::Language;
use web::pages::about::AboutStart;

use crate::support::samples::{holds, render_all};
use crate::support::site::TestSite;

#[tokio::test]
async fn a_visitor_reads_every_page_in_both_languages_and_gets_no_cookie() {
    let site = TestSite::start().await;
    for language in Language::ALL {
        for path in ["/", "/accessibility", "/privacy", "/stay-safe", "/about/forces"] {
            let answer = site.get(&language.address(path)).await;
            assert_eq!(answer.status, StatusCode::OK, "{path}");
            assert_eq!(answer.header("set-cookie"), "");
            assert_eq!(answer.header("cache-control"), "no-store");
            holds(path, &answer.body, language);
        }
    }
}

#[tokio::test]
async fn the_switch_of_languages_leads_to_the_same_page() {
    let site = TestSite::start().await;
    let english = site.get("/privacy").await.body;
    assert!(english.contains("href=\"/cy/privacy\" rel=\"alternate\" lang=\"cy\""), "{english}");
    let welsh = site.get("/cy/privacy").await.body;
    assert!(
        welsh.contains("href=\"/privacy\" rel=\"alternate\" lang=\"en\"") && welsh.contains("Preifatrwydd"),
        "{welsh}"
    );
    assert!(welsh.contains("href=\"/cy/stay-safe\""), "links stay in the language: {welsh}");
}

#[tokio::test]
async fn only_a_page_in_welsh_says_that_its_welsh_awaits_review() {
    let site = TestSite::start().await;
    assert!(!site.get("/").await.body.contains("candour-review"));
    let welsh = site.get("/cy").await.body;
    assert!(welsh.contains("candour-review") && welsh.contains("has not been checked by a Welsh speaker"), "{welsh}");
}

#[tokio::test]
async fn the_way_out_is_a_link_that_needs_no_script() {
    let site = TestSite::configured("[check]\nexit_url = \"https://weather.example/\"\n").await;
    let page = site.get("/").await.body;
    assert!(page.contains("<a href=\"https://weather.example/\" role=\"button\""), "{page}");
}

#[test]
fn every_text_that_awaits_review_is_welsh_and_listed() {
    assert!(web::texts::unreviewed().all(|(language, _)| *language == Language::Welsh));
    assert!(web::texts::unreviewed().any(|it| *it == (Language::Welsh, "missing-title")));
}

#[tokio::test]
async fn the_page_holds_what_all_pages_promise() {
    let site = TestSite::start().await;
    render_all(&site, "/", |_, _| AboutStart);
}

#[tokio::test]
async fn a_service_has_no_demonstration_and_no_mark_of_one() {
    let site = TestSite::start().await;
    for path in ["", "/officer", "/control", "/standards", "/away"] {
        for language in Language::ALL {
            let answer = site.get(&language.address(&format!("/demonstration{path}"))).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        }
    }
    for path in ["be/detective", "suspend", "reinstate", "end-stop", "codes", "outage", "time"] {
        let answer = site.post(&format!("/demonstration/{path}"), "minutes=1").await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
    let start = site.get("/").await;
    assert!(!start.body.to_lowercase().contains("demonstration"), "{}", start.body);
    assert!(start.header("content-security-policy").contains("frame-ancestors 'none'"));
}
