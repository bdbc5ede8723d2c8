//! A visitor types or scans a code.

use axum::http::StatusCode;
use shell::FieldErrors;
use shell::texts::Language;
use web::pages::check::{CheckStart, ControlRoomLine};
use web::texts::Words as _;

use crate::support::samples::{holds, render_all};
use crate::support::site::TestSite;
use crate::support::street::NORTHMERE;

#[tokio::test]
async fn what_is_no_code_is_said_to_be_none_and_nothing_is_recorded() {
    let site = TestSite::configured(NORTHMERE).await;
    for (typed, told) in [("", "Enter the code"), ("7Q4K29M0", "never 0, O, 1, I or L"), ("%3Cscript%3E", "never 0, O")]
    {
        let answer = site.post("/check", &format!("code={typed}")).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        holds("a wrong code", &answer.body, Language::English);
        assert!(answer.body.contains(told) && answer.body.contains("href=\"#code\""), "{}", answer.body);
    }
    assert_eq!(site.site.app.store.event_count().await.unwrap(), 0);
}

#[tokio::test]
async fn junk_that_is_scanned_is_a_refusal_with_an_alarm_or_is_too_large() {
    let site = TestSite::configured(NORTHMERE).await;
    for junk in ["1", "99999999999999999", &"7".repeat(4_999), "x<>&"] {
        let answer = site.post("/check/scan", &format!("presentation={junk}")).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        assert!(site.get(answer.header("location")).await.body.contains("We cannot confirm this"));
    }
    let alarms = site.site.app.store.alarms_of_no_force("control-room", 10).await.unwrap();
    assert!(alarms.len() == 4 && alarms.iter().all(|alarm| alarm.cause == "forged"), "{alarms:?}");
    let huge = site.post("/check/scan", &format!("presentation={}", "7".repeat(1 << 20))).await;
    assert_eq!(huge.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn the_page_escapes_whatever_stands_in_it() {
    let site = TestSite::start().await;
    render_all(&site, "/check", |t, text| {
        let mut errors = FieldErrors::none();
        errors.add("code", t.check_code_wrong());
        let control = Some(ControlRoomLine { force: text.to_owned(), telephone: text.to_owned() });
        let bsl_url = Some("https://video.example/bsl".to_owned());
        CheckStart { errors, code: text.to_owned(), address: text.to_owned(), bsl_url, control }
    });
}
