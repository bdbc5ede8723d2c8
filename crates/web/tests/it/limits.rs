//! The limits on checks, as visitors experience them.

use axum::http::{Method, StatusCode};

use crate::support::samples::holds;
use crate::support::site::{Answer, TestSite, asked};

const PATH: &str = "/trial/limited";

async fn hurried(site: &TestSite) -> Answer {
    for _ in 0..3 {
        assert_eq!(site.post(PATH, "code=ABCD").await.body, "admitted");
    }
    site.post(PATH, "code=%3Cscript%3E").await
}

fn attribute<'a>(page: &'a str, name: &str) -> &'a str {
    let start = page.find(&format!("{name}=\"")).expect("the attribute is there") + name.len() + 2;
    page[start..].split('"').next().expect("it ends")
}

#[tokio::test]
async fn beyond_a_burst_a_page_asks_for_work_keeps_what_was_typed_and_says_how_else_to_check() {
    let site = TestSite::start().await;
    let page = hurried(&site).await;
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(page.header("retry-after"), "10");
    holds("too many", &page.body, shell::texts::Language::English);
    assert!(page.body.contains("name=\"code\" value=\"&#60;script&#62;\""), "{}", page.body);
    assert!(page.body.contains("Wait 10 seconds") && page.body.contains("ring 101"), "{}", page.body);
}

#[tokio::test]
async fn whoever_solves_it_goes_on_and_whoever_waits_does_too() {
    let site = TestSite::start().await;
    let page = hurried(&site).await.body;
    let challenge = shell::limits::WorkChallenge { token: attribute(&page, "data-challenge").to_owned(), bits: 6 };
    assert_eq!(attribute(&page, "data-bits"), "6");
    let proof = challenge.solve();
    assert_eq!(site.post(&format!("{PATH}?proof={proof}"), "code=ABCD").await.body, "admitted");
    assert_eq!(site.post(&format!("{PATH}?proof={proof}"), "code=ABCD").await.status, StatusCode::TOO_MANY_REQUESTS);
    site.wait(10);
    assert_eq!(site.post(PATH, "code=ABCD").await.body, "admitted");
}

#[tokio::test]
async fn whoever_has_to_wait_keeps_what_was_typed_and_is_asked_to_prove_nothing() {
    let site = TestSite::configured(
        "[check]\nburst_count = 3\nper_address_per_minute = 6\nper_area_per_minute = 1\nproof_bits = 6\n",
    )
    .await;
    assert_eq!(site.post(PATH, "code=ABCD").await.body, "admitted");
    let page = site.post(PATH, "code=%3Cscript%3E&words=He+laughed").await;
    assert_eq!((page.status, page.header("retry-after")), (StatusCode::TOO_MANY_REQUESTS, "60"));
    holds("wait", &page.body, shell::texts::Language::English);
    assert!(page.body.contains("name=\"code\" value=\"&#60;script&#62;\""), "{}", page.body);
    assert!(page.body.contains("name=\"words\" value=\"He laughed\""), "{}", page.body);
    assert!(page.body.contains(&format!("<form method=\"post\" action=\"{PATH}\">")), "{}", page.body);
    assert!(!page.body.contains("data-challenge") && !page.body.contains("puzzle"), "{}", page.body);
    site.wait(60);
    assert_eq!(site.post(PATH, "code=ABCD").await.body, "admitted");
}

#[tokio::test]
async fn a_program_gets_the_challenge_in_its_problem() {
    let site = TestSite::start().await;
    hurried(&site).await;
    let answer = site.send(asked(Method::GET, PATH, &[("accept", "application/json")], "")).await;
    assert_eq!(answer.problem(), "429 request.prove-work");
    assert_eq!(answer.json()["proof"]["bits"], 6);
}

#[tokio::test]
async fn a_stranger_who_names_other_addresses_is_one_address() {
    let site = TestSite::start().await;
    for number in 0..4 {
        let forwarded = format!("198.51.100.{number}");
        let answer = site.send(asked(Method::GET, PATH, &[("x-forwarded-for", &forwarded)], "")).await;
        assert_eq!(answer.status == StatusCode::OK, number < 3, "{number}");
    }
}

#[tokio::test]
async fn pages_without_the_gate_are_not_limited() {
    let site = TestSite::start().await;
    hurried(&site).await;
    assert_eq!(site.get("/stay-safe").await.status, StatusCode::OK);
}
