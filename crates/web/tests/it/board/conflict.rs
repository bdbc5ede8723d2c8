//! Two colleagues who act at the same time.

use axum::http::StatusCode;
use domain::Role;
use shell::texts::Language;
use web::pages::board::BoardConflict;

use crate::support::control_room::{ControlRoom, made_up};
use crate::support::samples::{holds, render_all};
use crate::support::site::TestSite;

#[tokio::test]
async fn of_two_who_take_an_alarm_the_slower_is_told_so() {
    let control_room = ControlRoom::open().await;
    let first = control_room.desk("Mara Quill", Role::ControlRoom, "northmere").await;
    let second = control_room.desk("Finn Okoro", Role::ControlRoom, "northmere").await;
    let alarm = control_room.id(control_room.check(made_up()).await).await;
    let path = format!("/control/alarms/{alarm}");
    let early = second.post(&format!("{path}/close"), "finding=mistyped").await;
    assert_eq!(early.status, StatusCode::CONFLICT);
    assert!(early.body.contains("Take it before you close it"), "{}", early.body);
    assert_eq!(first.post(&format!("{path}/take"), "").await.status, StatusCode::SEE_OTHER);
    let late = second.post(&format!("{path}/take"), "").await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.body.contains("A colleague has taken this alarm"), "{}", late.body);
    holds("the slower", &late.body, Language::English);
    assert!(second.board().await.contains("Taken by a colleague at 18:04:00"));

    let empty = first.post(&format!("{path}/close"), "").await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.body.contains("govuk-error-summary") && empty.body.contains("href=\"#finding\""), "{}", empty.body);
    holds("no finding", &empty.body, Language::English);
    let closed = first.post(&format!("{path}/close"), "finding=mistyped").await;
    assert_eq!(closed.header("location"), "/control?done=closed#done");
    assert!(first.board().await.contains("There are no open alarms"));
    assert!(first.get(&path).await.body.contains("Closed at 18:04:00: The code was mistyped"));
    assert_eq!(second.post(&format!("{path}/close"), "finding=misuse").await.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn the_page_escapes_whatever_stands_in_it() {
    let site = TestSite::start().await;
    render_all(&site, "/control/alarms/1/take", |_, text| BoardConflict { what: text.to_owned().into() });
}
