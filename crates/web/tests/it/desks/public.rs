//! The public desk: the addresses that people type, and the absence of cookies.

use axum::http::StatusCode;

use crate::support::site::TestSite;
use crate::support::staff::Staff;
use crate::support::street::NORTHMERE;

#[tokio::test]
async fn an_address_that_was_typed_with_capitals_is_found() {
    let site = TestSite::configured(NORTHMERE).await;
    for (typed, meant) in
        [("/Check", "/check"), ("/CHECK/", "/check"), ("/cy/Receipt", "/cy/receipt"), ("/check/", "/check")]
    {
        assert_eq!(site.get(typed).await.header("location"), meant, "{typed}");
    }
    for typed in ["//check.example/check", "/checks", "/Check/7Q4K"] {
        assert_eq!(site.get(typed).await.status, StatusCode::NOT_FOUND, "{typed}");
    }
}

#[tokio::test]
async fn public_pages_set_no_cookie() {
    let site = TestSite::start().await;
    let officer = Staff::officer(&site, "NM4123").await;
    for path in ["/", "/check", "/privacy", "/duty/sign-in", "/nowhere"] {
        assert_eq!(site.get(path).await.header("set-cookie"), "", "{path}");
        assert_eq!(officer.get(path).await.header("set-cookie"), "", "{path}");
    }
}
