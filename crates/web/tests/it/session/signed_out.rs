//! A form that was sent after its session had ended.

use web::pages::session::SessionSignedOut;

use crate::support::samples::render_all;
use crate::support::site::TestSite;
use crate::support::staff::{Staff, at};

#[tokio::test]
async fn what_was_sent_after_the_session_ended_can_be_sent_again() {
    let site = TestSite::start().await;
    let officer = Staff::officer(&site, "NM4123").await;
    at(&site, "2026-11-22T09:45:00Z");
    let answer = officer.post("/duty/stops/new", &[("reason", "he ran <from> \"us\""), ("place", "Mill Lane")]).await;
    assert_eq!(answer.status.as_u16(), 401);
    assert!(answer.body.contains("action=\"/duty/stops/new\""), "{}", answer.body);
    assert!(answer.body.contains("name=\"place\" value=\"Mill Lane\""), "{}", answer.body);
    assert!(!answer.body.contains("<from>") && answer.body.contains("he ran"), "{}", answer.body);
}

#[tokio::test]
async fn the_page_escapes_whatever_stands_in_it() {
    let site = TestSite::start().await;
    render_all(&site, "/duty/book-on", |_, text| SessionSignedOut {
        desk: "/duty",
        action: "/duty/book-on".to_owned(),
        fields: vec![(text.to_owned(), text.to_owned())],
    });
}
