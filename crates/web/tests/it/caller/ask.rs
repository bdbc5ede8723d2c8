//! A caller reads out a code.

use axum::http::StatusCode;
use domain::Role;
use shell::FieldErrors;
use shell::texts::Language;
use web::pages::caller::CallerAsk;

use crate::support::control_room::ControlRoom;
use crate::support::samples::{holds, render_all};
use crate::support::site::TestSite;

#[tokio::test]
async fn a_caller_is_told_one_of_the_outcomes() {
    let control_room = ControlRoom::open().await;
    let control = control_room.desk("Mara Quill", Role::ControlRoom, "northmere").await;
    let ccu = control_room.desk("Odd Penn", Role::Ccu, "northmere").await;
    let (on, off) = (
        control_room.street("Cora Beck", "northmere", false).await,
        control_room.street("Abel Thorn", "northmere", true).await,
    );
    let read_out = async |code: &str| {
        let sent = control.post("/control/check", &format!("code={}", code.replace(' ', "+"))).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
        let page = control.get(sent.header("location")).await.body;
        holds("told", &page, Language::English);
        page
    };
    let verified = read_out(&on.code.to_string()).await;
    assert!(verified.contains("Verified. This is officer number TEST4444 of Northmere Police"), "{verified}");
    assert!(verified.contains("lang=\"cy\">Wedi&#39;i wirio") && verified.contains("The stop reference is NM-"));
    assert!(read_out(&off.code.to_string()).await.contains("Not yet verified. Stay near other people"));
    assert!(read_out("2222-2222").await.contains("Treat this person as not verified. Call 999 now"));
    let wrong = control.post("/control/check", "code=O0").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("href=\"#code\""), "{}", wrong.body);
    assert_eq!(ccu.post("/control/check", "code=22222222").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn the_page_escapes_whatever_stands_in_it() {
    let site = TestSite::start().await;
    let errors = |text: &str| {
        let mut errors = FieldErrors::none();
        errors.add("code", text.to_owned());
        errors
    };
    render_all(&site, "/control/check", |_, text| CallerAsk { code: text.to_owned(), errors: errors(text) });
}
