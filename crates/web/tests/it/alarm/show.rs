//! Silent alarms: who receives them, and to whom they are escalated.

use axum::http::StatusCode;
use domain::{Role, StreamId, StreamKind};
use shell::FieldErrors;
use shell::texts::Language;
use web::pages::alarm::AlarmShow;

use crate::support::board::alarm_view;
use crate::support::control_room::{ControlRoom, made_up};
use crate::support::samples::{holds, render_all};
use crate::support::site::TestSite;

const MADE_UP: &str = "A code that was never given out";

const COVERT: &str = "A covert officer";

#[tokio::test]
async fn the_alarm_about_a_covert_officer_is_nobody_elses() {
    let control_room = ControlRoom::open().await;
    let control = control_room.desk("Mara Quill", Role::ControlRoom, "northmere").await;
    let covert_desk = control_room.desk("Ivo Strand", Role::CovertDesk, "northmere").await;
    let hidden = control_room.street("Eli Marsh", "northmere", false).await;
    control_room.make_covert(&hidden.officer).await;
    let alarm = control_room.id(control_room.check(hidden.code).await).await;
    for path in [format!("/control/alarms/{alarm}/take"), format!("/control/alarms/{alarm}/close")] {
        assert_eq!(control.post(&path, "finding=mistyped").await.status, StatusCode::NOT_FOUND);
    }
    assert_eq!(control.get(&format!("/control/alarms/{alarm}")).await.status, StatusCode::NOT_FOUND);
    control_room.pass(600).await;
    assert!(!control.board().await.contains(COVERT), "it is carried on to nobody who does not have it");
    let taken = covert_desk.post(&format!("/control/alarms/{alarm}/take"), "").await;
    assert_eq!((taken.status, taken.header("location")), (StatusCode::SEE_OTHER, "/control?done=taken#done"));
    let board = covert_desk.get("/control?done=taken").await.body;
    assert!(board.contains("You have taken the alarm") && board.contains("Taken by you at 18:14:00"), "{board}");
    assert!(board.contains("<title>Control room"), "nothing waits any more");
}

#[tokio::test]
async fn an_alarm_that_nobody_takes_goes_to_the_superintendent_and_then_to_the_neighbour() {
    let control_room = ControlRoom::open().await;
    let own = control_room.desk("Mara Quill", Role::ControlRoom, "northmere").await;
    let neighbour = control_room.desk("Una Vance", Role::ControlRoom, "eastmarsh").await;
    let their_ccu = control_room.desk("Per Lund", Role::Ccu, "eastmarsh").await;
    let alarm = control_room.id(control_room.check(made_up()).await).await;
    control_room.pass(119).await;
    assert!(own.board().await.contains("it will be escalated to the duty superintendent at 18:06:00"));
    control_room.pass(1).await;
    let board = own.board().await;
    assert!(board.contains("Escalated to the duty superintendent at 18:06:00. Ring them."), "{board}");
    assert!(board.contains("it will be escalated to the control room of Eastmarsh Police at 18:09:00"), "{board}");
    control_room.pass(179).await;
    assert!(neighbour.board().await.contains("There are no open alarms"));
    assert_eq!(neighbour.post(&format!("/control/alarms/{alarm}/take"), "").await.status, StatusCode::NOT_FOUND);
    control_room.pass(1).await;
    let board = neighbour.board().await;
    assert!(board.contains("From Northmere Police, where nobody took it") && board.contains(MADE_UP), "{board}");
    assert!(own.board().await.contains(MADE_UP), "it stays where it came from, too");
    assert!(their_ccu.board().await.contains("There are no open alarms"), "other desks there are not told");
    assert_eq!(neighbour.post(&format!("/control/alarms/{alarm}/take"), "").await.status, StatusCode::SEE_OTHER);
    assert!(own.board().await.contains("Taken by a colleague at 18:09:00"));
}

#[tokio::test]
async fn an_alarm_says_whom_it_is_about_to_each_desk_that_has_it() {
    let control_room = ControlRoom::open().await;
    let control = control_room.desk("Mara Quill", Role::ControlRoom, "northmere").await;
    let ccu = control_room.desk("Odd Penn", Role::Ccu, "northmere").await;
    let covert_desk = control_room.desk("Ivo Strand", Role::CovertDesk, "northmere").await;
    let neighbour = control_room.desk("Una Vance", Role::ControlRoom, "eastmarsh").await;
    let gone = control_room.street("Dana Frost", "northmere", false).await;
    control_room.book_off(&gone.officer).await;
    let alarm = format!("/control/alarms/{}", control_room.id(control_room.check(gone.code).await).await);
    let hidden = control_room.street("Eli Marsh", "northmere", false).await;
    control_room.make_covert(&hidden.officer).await;
    let covert = format!("/control/alarms/{}", control_room.id(control_room.check(hidden.code).await).await);
    control_room.pass(301).await;
    control_room.pass(1).await;
    let stop = format!("href=\"/control/stops/{}\"", gone.stop);
    for (desk, opens) in [(&control, true), (&ccu, false), (&neighbour, false)] {
        let page = desk.get(&alarm).await.body;
        holds("an alarm", &page, Language::English);
        for shown in ["Dana Frost", "TEST5555", "Northmere Police", "seen trying car doors", "Mill Lane"] {
            assert!(page.contains(shown), "{shown}: {page}");
        }
        assert_eq!(page.contains(&stop), opens, "{page}");
        assert!(page.contains("It is recorded that you looked"), "{page}");
    }
    assert_eq!(control.get(&format!("/control/stops/{}", gone.stop)).await.status, StatusCode::OK);
    let page = covert_desk.get(&covert).await.body;
    assert!(page.contains("Eli Marsh"), "{page}");
    assert_eq!(control.get(&covert).await.status, StatusCode::NOT_FOUND);
    let record = StreamId::new(StreamKind::Officer, gone.officer.officer().unwrap());
    assert_eq!(
        control_room.site.app.store.consultations_of(&record, 10).await.unwrap().len(),
        4,
        "each look is recorded"
    );
}

#[tokio::test]
async fn the_page_escapes_whatever_stands_in_it() {
    let site = TestSite::start().await;
    let errors = |text: &str| {
        let mut errors = FieldErrors::none();
        errors.add("finding", text.to_owned());
        errors
    };
    for taken in [false, true] {
        render_all(&site, "/control/alarms/1", |_, text| AlarmShow {
            alarm: alarm_view(1, text, taken),
            rows: vec![(text.to_owned().into(), text.to_owned())],
            opens_stop: taken,
            findings: vec![("mistyped", text.to_owned().into())],
            errors: errors(text),
        });
    }
}
