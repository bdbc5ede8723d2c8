//! The parts of passkey ceremonies that need no browser.

use axum::http::Method;

use crate::support::site::{Answer, TestSite, asked};

/// The cookie that an answer sets, as `name=value`.
pub fn cookie(answer: &Answer) -> String {
    answer.header("set-cookie").split(';').next().unwrap().to_owned()
}

pub async fn json(site: &TestSite, path: &str, cookie: &str, body: &str) -> Answer {
    let headers = [
        ("cookie", cookie),
        ("accept", "application/json"),
        ("content-type", "application/json"),
        ("sec-fetch-site", "same-origin"),
    ];
    site.send(asked(Method::POST, path, &headers, body)).await
}
