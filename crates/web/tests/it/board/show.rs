//! The board as staff at each desk see it.

use app::control::lookups;
use axum::http::StatusCode;
use domain::record::followed::SignKind;
use domain::{Role, State, StreamId, StreamKind};
use shell::texts::Language;
use web::pages::board::{BoardShow, BoardView, RepeatedView};
use web::pages::call::{CallView, StopView};

use crate::support::board::{alarm_view, stop_view};
use crate::support::control_room::{ControlRoom, made_up};
use crate::support::samples::{holds, render_all};
use crate::support::site::{TestSite, asked};

const PRESENT: &str = "An officer who is not on duty";

const MADE_UP: &str = "A code that was never given out";

const COVERT: &str = "A covert officer";

#[tokio::test]
async fn whoever_is_not_signed_in_sees_no_board() {
    let control_room = ControlRoom::open().await;
    let page = control_room.send(asked(axum::http::Method::GET, "/control", &[], "")).await;
    assert_eq!((page.status, page.header("location")), (StatusCode::SEE_OTHER, "/control/sign-in"));
    let headers = [("accept", "text/event-stream")];
    let stream = control_room.send(asked(axum::http::Method::GET, "/control/live", &headers, "")).await;
    assert_eq!(stream.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn each_desk_sees_its_own() {
    let control_room = ControlRoom::open().await;
    let control = control_room.desk("Mara Quill", Role::ControlRoom, "northmere").await;
    let ccu = control_room.desk("Odd Penn", Role::Ccu, "northmere").await;
    let covert_desk = control_room.desk("Ivo Strand", Role::CovertDesk, "northmere").await;
    let elsewhere = control_room.desk("Una Vance", Role::ControlRoom, "eastmarsh").await;
    let off = control_room.street("Abel Thorn", "northmere", true).await;
    let on = control_room.street("Cora Beck", "northmere", false).await;
    control_room.check(made_up()).await;
    let gone = control_room.street("Dana Frost", "northmere", false).await;
    control_room.book_off(&gone.officer).await;
    control_room.check(gone.code).await;
    let hidden = control_room.street("Eli Marsh", "northmere", false).await;
    control_room.make_covert(&hidden.officer).await;
    control_room.check(hidden.code).await;

    let board = control.board().await;
    holds("the board", &board, Language::English);
    assert!(board.contains("<title>(2) Control room"), "{board}");
    assert!(board.contains("officers have booked on within the last hour"), "{board}");
    assert!(board.contains(PRESENT) && board.contains(MADE_UP) && !board.contains(COVERT), "{board}");
    assert!(board.contains(&format!("call-{}", off.stop)) && board.contains(&format!("stop-{}", on.stop)));
    assert!(board.contains("it will be escalated to the duty superintendent at 18:06:00"), "{board}");
    assert!(board.contains("18:04:00: not verified: the officer is not on duty"), "the last look-ups");
    let at = |id: &str| board.find(&format!("<section class=\"candour-section\" id=\"{id}\"")).expect("a section");
    assert!(at("alarms") < at("calls") && at("calls") < at("stops"), "what is most urgent comes first");

    let board = ccu.board().await;
    assert!(board.contains(PRESENT) && board.contains(MADE_UP) && !board.contains(COVERT), "{board}");
    assert!(!board.contains("id=\"stops\"") && !board.contains("id=\"calls\"") && !board.contains("/control/check\""));
    let board = covert_desk.board().await;
    assert!(board.contains(COVERT) && !board.contains(PRESENT) && !board.contains(MADE_UP), "{board}");
    assert!(!board.contains("id=\"stops\""));
    let board = elsewhere.board().await;
    assert!(board.contains("There are no open alarms") && !board.contains(&on.stop.to_string()), "{board}");
}

#[tokio::test]
async fn an_officer_who_is_checked_in_many_stops_is_told_to_counter_corruption_once_an_hour() {
    let control_room = ControlRoom::open().await;
    let system = || control_room.site.app.system("control");
    let mut street = control_room.street("Cora Beck", "northmere", false).await;
    for number in 1..=4 {
        control_room.check(street.code).await;
        control_room.check(street.code).await;
        assert_eq!(lookups::repeated(&system()).await.unwrap(), usize::from(number == 4), "{number} stops");
        let finish = app::stop::EndOfStop {
            outcome: domain::stop::StopOutcome::NoFurtherAction,
            power: domain::stop::Power::PaceSection1,
            reason_code: domain::stop::ReasonCode::StolenProperty,
            record: domain::stop::SearchRecord { grounds: "seen".to_owned(), ..Default::default() },
        };
        let cx = control_room.site.app.context(street.officer.clone());
        app::stop::finish(&cx, street.stop, finish).await.unwrap();
        control_room.pass(60).await;
        street = control_room.stop(&street.officer, false).await;
    }
    assert_eq!(lookups::repeated(&system()).await.unwrap(), 0, "told before");
    let stream = StreamId::new(StreamKind::Officer, street.officer.officer().unwrap());
    let Some(State::Officer(officer)) = control_room.site.app.store.load(&stream).await.unwrap().map(|it| it.state)
    else {
        panic!("the officer is on record")
    };
    let signs: Vec<SignKind> = officer.followed.signs.iter().map(|(_, sign)| sign.sign).collect();
    assert_eq!(signs, [SignKind::RepeatedLookups]);
    let told: Vec<&str> = officer.followed.notices.iter().map(|(_, notice)| notice.to.as_str()).collect();
    assert_eq!(told, ["ccu"]);
    let ccu = control_room.desk("Noor Castle", Role::Ccu, "northmere").await.get("/control").await.body;
    assert!(ccu.contains("Checked by the public in 4 stops within an hour, noticed at 18:07:00"), "{ccu}");
    assert!(!ccu.contains("Beck"), "nothing names the officer: {ccu}");
    let elsewhere = control_room.desk("Ivo Marsh", Role::Ccu, "eastmarsh").await.get("/control").await.body;
    assert!(elsewhere.contains("no officer was checked in more than 3 stops"), "{elsewhere}");
    let control = control_room.desk("Mara Quill", Role::ControlRoom, "northmere").await.get("/control").await.body;
    assert!(!control.contains("Repeated look-ups"), "{control}");
}

#[tokio::test]
async fn the_page_escapes_whatever_stands_in_it() {
    let site = TestSite::start().await;
    let view = |text: &str| {
        let other = StopView { id: "01999999-0000-7000-8000-000000000002".to_owned(), ..stop_view(text) };
        let call = CallView {
            stop: other,
            since: text.to_owned().into(),
            waiting: text.to_owned().into(),
            take_by: Some(text.to_owned().into()),
            escalated: Some(text.to_owned().into()),
            next: Some(text.to_owned().into()),
        };
        let repeated = RepeatedView { id: "1".to_owned(), what: text.to_owned().into(), stop: Some(stop_view(text)) };
        BoardView {
            is_control_room: true,
            alarms: vec![alarm_view(1, text, false), alarm_view(2, text, true)],
            calls: vec![call],
            stops: vec![stop_view(text)],
            repeated: Some(vec![repeated]),
            booked_on_count: 2,
        }
    };
    for still in [false, true] {
        render_all(&site, "/control", |_, text| BoardShow {
            view: view(text),
            done: Some(text.to_owned().into()),
            still,
        });
    }
    render_all(&site, "/control", |_, _| BoardShow { view: BoardView::default(), done: None, still: false });
}
