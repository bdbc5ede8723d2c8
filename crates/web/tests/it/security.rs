//! Security headers, and posts from other websites.

use axum::http::{Method, StatusCode};
use insta::assert_snapshot;

use crate::support::site::{TestSite, asked};

const HEADERS: [&str; 9] = [
    "content-security-policy",
    "referrer-policy",
    "x-content-type-options",
    "permissions-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "strict-transport-security",
    "x-frame-options",
    "cache-control",
];

#[tokio::test]
async fn every_answer_tells_the_browser_what_it_may_not_do() {
    let site = TestSite::start().await;
    for path in ["/", "/nothing", "/trial/bug", "/health/live"] {
        let answer = site.get(path).await;
        for header in HEADERS {
            assert!(!answer.header(header).is_empty(), "{path}: {header}");
        }
    }
    assert_snapshot!(site.get("/").await.header("content-security-policy"), @"default-src 'none'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; manifest-src 'self'; worker-src 'self'; script-src 'self'; frame-src 'none'; frame-ancestors 'none'");
}

#[tokio::test]
async fn a_site_without_tls_does_not_promise_it() {
    let site = TestSite::configured("").await;
    assert_eq!(site.get("/").await.header("strict-transport-security"), "");
}

#[tokio::test]
async fn a_form_from_another_website_is_refused_in_words() {
    let site = TestSite::start().await;
    let kind = ("content-type", "application/x-www-form-urlencoded");
    for headers in [
        [kind, ("sec-fetch-site", "cross-site")],
        [kind, ("sec-fetch-site", "same-site")],
        [kind, ("origin", "https://evil.example")],
    ] {
        let answer = site.send(asked(Method::POST, "/trial/form", &headers, "code=a")).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{headers:?}");
        assert!(answer.body.contains("This came from another website"), "{}", answer.body);
    }
    let ours = [kind, ("origin", "https://check.example")];
    assert_eq!(site.send(asked(Method::POST, "/trial/form", &ours, "code=abc")).await.body, "3 0");
}
