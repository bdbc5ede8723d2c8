//! Calls of off-duty officers, and stops that the control room ends.

use axum::http::StatusCode;
use domain::{Role, StreamId, StreamKind};
use shell::FieldErrors;
use shell::texts::Language;
use web::pages::call::{CallShow, StopView};

use crate::support::board::stop_view;
use crate::support::control_room::ControlRoom;
use crate::support::samples::{holds, render_all};
use crate::support::site::TestSite;

#[tokio::test]
async fn a_call_off_duty_waits_is_late_is_escalated_and_is_confirmed_with_a_unit() {
    let control_room = ControlRoom::open().await;
    let control = control_room.desk("Mara Quill", Role::ControlRoom, "northmere").await;
    let colleague = control_room.desk("Finn Okoro", Role::ControlRoom, "northmere").await;
    let off = control_room.street("Abel Thorn", "northmere", true).await;
    let reference = control_room.check(off.code).await;
    let board = control.board().await;
    assert!(board.contains("Answer by 18:04:30 (within 30 seconds)"));
    assert!(
        board.contains("If nobody answers, it will be escalated to the duty superintendent at 18:05:00"),
        "{board}"
    );
    control_room.pass(35).await;
    let board = control.board().await;
    assert!(board.contains("for 30 seconds") && board.contains("Late: it should have been answered"), "{board}");
    control_room.pass(25).await;
    assert!(control.board().await.contains("Escalated at 18:05:00: nobody answered. Ring"));

    let path = format!("/control/stops/{}", off.stop);
    let page = control.get(&path).await.body;
    holds("a stop", &page, Language::English);
    for shown in
        ["Abel Thorn", "TEST5555", "seen trying car doors", "stolen telephones", "Mill Lane", "In plain clothes"]
    {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    let record = StreamId::new(StreamKind::Officer, off.officer.officer().unwrap());
    let looks = control_room.site.app.store.consultations_of(&record, 10).await.unwrap();
    assert_eq!(looks.len(), 1, "the look is recorded");

    let empty = control.post(&format!("{path}/confirm"), "unit=").await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.body.contains("href=\"#unit\""), "{}", empty.body);
    let confirmed = control.post(&format!("{path}/confirm"), "unit=NM21").await;
    assert_eq!(confirmed.header("location"), "/control?done=confirmed#done");
    let late = colleague.post(&format!("{path}/refuse"), "").await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.body.contains("A colleague has answered this call"), "{}", late.body);
    assert!(control.board().await.contains("Confirmed at 18:05:00, unit NM21 sent"));
    let told = app::check::answer(&control_room.site.visitor(), &control_room.site.checker, reference).await.unwrap();
    assert!(matches!(told, app::check::CheckAnswer::Verified(shown) if shown.units_sent), "the visitor's page says so");
}

#[tokio::test]
async fn whoever_is_close_to_an_officer_lets_a_colleague_answer() {
    let control_room = ControlRoom::open().await;
    let control = control_room.desk("Mara Quill", Role::ControlRoom, "northmere").await;
    let close = control_room.street_of("Abel Thorn", "Control room", "northmere", true).await;
    let page = control.get(&format!("/control/stops/{}", close.stop)).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert!(page.body.contains("let a colleague answer") && !page.body.contains("Thorn"), "{}", page.body);
    // A hand-made form opens nothing that the page refuses.
    let stop = format!("/control/stops/{}", close.stop);
    let refused = async |path: String, form: &str| {
        let answer = control.post(&path, form).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
        assert!(answer.body.contains("et a colleague answer") && !answer.body.contains("Thorn"), "{}", answer.body);
    };
    refused(format!("{stop}/confirm"), "unit=NM21").await;
    refused(format!("{stop}/refuse"), "").await;
    refused(format!("{stop}/end"), "why=whatever").await;
    let on = control_room.street_of("Ned Thorn", "Control room", "northmere", false).await;
    control_room.book_off(&on.officer).await;
    let alarm = format!("/control/alarms/{}", control_room.id(control_room.check(on.code).await).await);
    assert_eq!(control.get(&alarm).await.status, StatusCode::FORBIDDEN);
    refused(format!("{alarm}/take"), "").await;
    refused(format!("{alarm}/close"), "finding=misuse").await;
}

#[tokio::test]
async fn the_control_room_ends_a_stop_that_its_officer_cannot_end() {
    let control_room = ControlRoom::open().await;
    let control = control_room.desk("Mara Quill", Role::ControlRoom, "northmere").await;
    let open = control_room.street("Cora Beck", "northmere", false).await;
    let path = format!("/control/stops/{}", open.stop);
    let page = control.get(&path).await.body;
    assert!(page.contains(&format!("action=\"{path}/end\"")), "{page}");
    let empty = control.post(&format!("{path}/end"), "why=+").await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.body.contains("href=\"#why\""), "{}", empty.body);
    holds("no reason", &empty.body, Language::English);
    let ended = control.post(&format!("{path}/end"), "why=The+device+was+lost").await;
    assert_eq!(ended.header("location"), "/control?done=ended#done");
    let board = control.get("/control?done=ended").await.body;
    assert!(board.contains("You have ended the stop") && board.contains("There are no open stops"), "{board}");
    let page = control.get(&path).await.body;
    assert!(page.contains("The control room ended it") && !page.contains("/end\""), "{page}");
    assert_eq!(control.post(&format!("{path}/end"), "why=again").await.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn the_page_escapes_whatever_stands_in_it() {
    let site = TestSite::start().await;
    let errors = |text: &str| {
        let mut errors = FieldErrors::none();
        errors.add("unit", text.to_owned());
        errors
    };
    render_all(&site, "/control/stops/1", |_, text| CallShow {
        stop: StopView { ended: false, ..stop_view(text) },
        rows: vec![(text.to_owned().into(), text.to_owned())],
        may_not: Some(text.to_owned().into()),
        waits: true,
        unit: text.to_owned(),
        why: text.to_owned(),
        errors: errors(text),
    });
}
