//! A check while the database is down.

use axum::http::StatusCode;
use shell::texts::Language;
use web::pages::check::{CheckUndetermined, ControlRoomLine};

use crate::support::samples::{holds, render_all};
use crate::support::site::TestSite;
use crate::support::street::NORTHMERE;
use crate::support::visitor::checks;

#[tokio::test]
async fn without_the_database_it_could_not_be_determined() {
    let site = TestSite::configured(NORTHMERE).await;
    let (address, _) = checks(&site, "2345 6789").await;
    site.site.app.store.close().await;
    for answer in
        [site.post("/check", "code=2345+6789").await, site.get(&address).await, site.post("/check/ask", "").await]
    {
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{}", answer.body);
        holds("undetermined", &answer.body, Language::English);
        assert!(answer.body.contains("This does not mean that the officer is genuine or false"), "{}", answer.body);
        assert!(!answer.body.contains("Treat this person as not verified") && !answer.body.contains("may act now"));
    }
}

#[tokio::test]
async fn the_page_escapes_whatever_stands_in_it() {
    let site = TestSite::start().await;
    render_all(&site, "/check/X", |_, text| {
        let control = Some(ControlRoomLine { force: text.to_owned(), telephone: text.to_owned() });
        CheckUndetermined { control }
    });
}
