//! The halves of the ceremonies of passkeys that need no browser.

use axum::http::Method;

use crate::support::site::{Answer, TestSite, asked};

/// `name=value` of the cookie that an answer sets.
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
