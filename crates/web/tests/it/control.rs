//! The control room (journeys a2 and a3), with clocks moved by hand.

use app::lookups;
use axum::http::StatusCode;
use domain::record::follow::SignKind;
use domain::{Role, State, StreamId, StreamKind};
use web::control::{
    AlarmPage, AlarmView, BoardPage, BoardView, CallView, CallerPage, ConflictPage, RepeatedView, StopPage, StopView,
    ToldPage,
};
use web::hook::Outcome;
use web::texts::Language;
use web::{FieldErrors, Frame};

use crate::room::{Room, made_up};
use crate::samples::{holds, render_all};
use crate::site::{TestSite, asked};

const PRESENT: &str = "An officer who is not on duty";
const MADE_UP: &str = "A code that was never given out";
const COVERT: &str = "A covert officer";

#[tokio::test]
async fn whoever_is_not_signed_in_sees_no_board() {
    let room = Room::open().await;
    let page = room.send(asked(axum::http::Method::GET, "/control", &[], "")).await;
    assert_eq!((page.status, page.header("location")), (StatusCode::SEE_OTHER, "/control/sign-in"));
    let headers = [("accept", "text/event-stream")];
    let stream = room.send(asked(axum::http::Method::GET, "/control/live", &headers, "")).await;
    assert_eq!(stream.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn each_desk_sees_its_own() {
    let room = Room::open().await;
    let control = room.desk("Mara Quill", Role::ControlRoom, "northmere").await;
    let ccu = room.desk("Odd Penn", Role::Ccu, "northmere").await;
    let covert_desk = room.desk("Ivo Strand", Role::CovertDesk, "northmere").await;
    let elsewhere = room.desk("Una Vance", Role::ControlRoom, "eastmarsh").await;
    let off = room.street("Abel Thorn", "northmere", true).await;
    let on = room.street("Cora Beck", "northmere", false).await;
    room.check(made_up()).await;
    let gone = room.street("Dana Frost", "northmere", false).await;
    room.book_off(&gone.officer).await;
    room.check(gone.code).await;
    let hidden = room.street("Eli Marsh", "northmere", false).await;
    room.make_covert(&hidden.officer).await;
    room.check(hidden.code).await;

    let board = control.board().await;
    holds("the board", &board, Language::English);
    assert!(board.contains("<title>(2) Control room"), "{board}");
    assert!(board.contains("officers on duty have booked on within the hour"), "{board}");
    assert!(board.contains(PRESENT) && board.contains(MADE_UP) && !board.contains(COVERT), "{board}");
    assert!(board.contains(&format!("call-{}", off.stop)) && board.contains(&format!("stop-{}", on.stop)));
    assert!(board.contains("marked at 18:06:00 for the duty superintendent: ring them"), "{board}");
    assert!(board.contains("18:04:00: not verified: not on duty"), "the last look-ups");
    let at = |id: &str| board.find(&format!("<section class=\"candour-section\" id=\"{id}\"")).expect("a section");
    assert!(at("alarms") < at("calls") && at("calls") < at("stops"), "what is most urgent comes first");

    let board = ccu.board().await;
    assert!(board.contains(PRESENT) && board.contains(MADE_UP) && !board.contains(COVERT), "{board}");
    assert!(!board.contains("id=\"stops\"") && !board.contains("id=\"calls\"") && !board.contains("/control/check\""));
    let board = covert_desk.board().await;
    assert!(board.contains(COVERT) && !board.contains(PRESENT) && !board.contains(MADE_UP), "{board}");
    assert!(!board.contains("id=\"stops\""));
    let board = elsewhere.board().await;
    assert!(board.contains("No alarm is open") && !board.contains(&on.stop.to_string()), "{board}");
}

#[tokio::test]
async fn the_alarm_about_a_covert_officer_is_nobody_elses() {
    let room = Room::open().await;
    let control = room.desk("Mara Quill", Role::ControlRoom, "northmere").await;
    let covert_desk = room.desk("Ivo Strand", Role::CovertDesk, "northmere").await;
    let hidden = room.street("Eli Marsh", "northmere", false).await;
    room.make_covert(&hidden.officer).await;
    let alarm = room.id(room.check(hidden.code).await).await;
    for path in [format!("/control/alarms/{alarm}/take"), format!("/control/alarms/{alarm}/close")] {
        assert_eq!(control.post(&path, "finding=mistyped").await.status, StatusCode::NOT_FOUND);
    }
    assert_eq!(control.get(&format!("/control/alarms/{alarm}")).await.status, StatusCode::NOT_FOUND);
    room.pass(600).await;
    assert!(!control.board().await.contains(COVERT), "it is carried on to nobody who does not have it");
    let taken = covert_desk.post(&format!("/control/alarms/{alarm}/take"), "").await;
    assert_eq!((taken.status, taken.header("location")), (StatusCode::SEE_OTHER, "/control?done=taken#done"));
    let board = covert_desk.get("/control?done=taken").await.body;
    assert!(board.contains("You have taken the alarm") && board.contains("Taken by you at 18:14:00"), "{board}");
    assert!(board.contains("<title>Control room"), "nothing waits any more");
}

#[tokio::test]
async fn of_two_who_take_an_alarm_the_slower_is_told_so() {
    let room = Room::open().await;
    let first = room.desk("Mara Quill", Role::ControlRoom, "northmere").await;
    let second = room.desk("Finn Okoro", Role::ControlRoom, "northmere").await;
    let alarm = room.id(room.check(made_up()).await).await;
    let path = format!("/control/alarms/{alarm}");
    let early = second.post(&format!("{path}/close"), "finding=mistyped").await;
    assert_eq!(early.status, StatusCode::CONFLICT);
    assert!(early.body.contains("Take it before you close it"), "{}", early.body);
    assert_eq!(first.post(&format!("{path}/take"), "").await.status, StatusCode::SEE_OTHER);
    let late = second.post(&format!("{path}/take"), "").await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.body.contains("Somebody else has taken this alarm"), "{}", late.body);
    holds("the slower", &late.body, Language::English);
    assert!(second.board().await.contains("Taken by a colleague at 18:04:00"));

    let empty = first.post(&format!("{path}/close"), "").await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.body.contains("govuk-error-summary") && empty.body.contains("href=\"#finding\""), "{}", empty.body);
    holds("no finding", &empty.body, Language::English);
    let closed = first.post(&format!("{path}/close"), "finding=mistyped").await;
    assert_eq!(closed.header("location"), "/control?done=closed#done");
    assert!(first.board().await.contains("No alarm is open"));
    assert!(first.get(&path).await.body.contains("Closed at 18:04:00: The code was mistyped"));
    assert_eq!(second.post(&format!("{path}/close"), "finding=misuse").await.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn an_alarm_that_nobody_takes_goes_to_the_superintendent_and_then_to_the_neighbour() {
    let room = Room::open().await;
    let own = room.desk("Mara Quill", Role::ControlRoom, "northmere").await;
    let neighbour = room.desk("Una Vance", Role::ControlRoom, "eastmarsh").await;
    let their_ccu = room.desk("Per Lund", Role::Ccu, "eastmarsh").await;
    let alarm = room.id(room.check(made_up()).await).await;
    room.pass(119).await;
    assert!(own.board().await.contains("marked at 18:06:00 for the duty superintendent: ring them"));
    room.pass(1).await;
    let board = own.board().await;
    assert!(board.contains("Marked at 18:06:00 for the duty superintendent: ring them"), "{board}");
    assert!(board.contains("marked at 18:09:00 for the control room of Eastmarsh Police, on their board"), "{board}");
    room.pass(179).await;
    assert!(neighbour.board().await.contains("No alarm is open"));
    assert_eq!(neighbour.post(&format!("/control/alarms/{alarm}/take"), "").await.status, StatusCode::NOT_FOUND);
    room.pass(1).await;
    let board = neighbour.board().await;
    assert!(board.contains("From Northmere Police: nobody took it there") && board.contains(MADE_UP), "{board}");
    assert!(own.board().await.contains(MADE_UP), "it stays where it came from, too");
    assert!(their_ccu.board().await.contains("No alarm is open"), "other desks there are not told");
    assert_eq!(neighbour.post(&format!("/control/alarms/{alarm}/take"), "").await.status, StatusCode::SEE_OTHER);
    assert!(own.board().await.contains("Taken by a colleague at 18:09:00"));
}

#[tokio::test]
async fn a_call_off_duty_waits_is_late_is_escalated_and_is_confirmed_with_a_unit() {
    let room = Room::open().await;
    let control = room.desk("Mara Quill", Role::ControlRoom, "northmere").await;
    let colleague = room.desk("Finn Okoro", Role::ControlRoom, "northmere").await;
    let off = room.street("Abel Thorn", "northmere", true).await;
    let reference = room.check(off.code).await;
    let board = control.board().await;
    assert!(board.contains("Take within 30 seconds: by 18:04:30"));
    assert!(board.contains("Marked at 18:05:00 for the duty superintendent if nobody"), "{board}");
    room.pass(35).await;
    let board = control.board().await;
    assert!(board.contains("for 30 seconds") && board.contains("Late: it should have been taken"), "{board}");
    room.pass(25).await;
    assert!(control.board().await.contains("Marked at 18:05:00: nobody answered. Ring"));

    let path = format!("/control/stops/{}", off.stop);
    let page = control.get(&path).await.body;
    holds("a stop", &page, Language::English);
    for shown in ["Abel Thorn", "TEST5555", "seen trying car doors", "stolen telephones", "Mill Lane", "Plain clothes"]
    {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    let record = StreamId::new(StreamKind::Officer, off.officer.officer().unwrap());
    let looks = room.site.app.store.consultations_of(&record, 10).await.unwrap();
    assert_eq!(looks.len(), 1, "the look is recorded");

    let empty = control.post(&format!("{path}/confirm"), "unit=").await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.body.contains("href=\"#unit\""), "{}", empty.body);
    let confirmed = control.post(&format!("{path}/confirm"), "unit=NM21").await;
    assert_eq!(confirmed.header("location"), "/control?done=confirmed#done");
    let late = colleague.post(&format!("{path}/refuse"), "").await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.body.contains("Somebody else has answered this call"), "{}", late.body);
    assert!(control.board().await.contains("Confirmed at 18:05:00, unit NM21 sent"));
    let told = app::check::answer(&room.site.visitor(), &room.site.checker, reference).await.unwrap();
    assert!(matches!(told, app::check::Answer::Verified(shown) if shown.units_sent), "the visitor's page says so");
}

#[tokio::test]
async fn whoever_is_close_to_an_officer_lets_a_colleague_answer() {
    let room = Room::open().await;
    let control = room.desk("Mara Quill", Role::ControlRoom, "northmere").await;
    let close = room.street_of("Abel Thorn", "Control room", "northmere", true).await;
    let page = control.get(&format!("/control/stops/{}", close.stop)).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert!(page.body.contains("let a colleague answer") && !page.body.contains("Thorn"), "{}", page.body);
    // A form made by hand opens nothing that the page refuses.
    let stop = format!("/control/stops/{}", close.stop);
    let refused = async |path: String, form: &str| {
        let answer = control.post(&path, form).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
        assert!(answer.body.contains("et a colleague answer") && !answer.body.contains("Thorn"), "{}", answer.body);
    };
    refused(format!("{stop}/confirm"), "unit=NM21").await;
    refused(format!("{stop}/refuse"), "").await;
    refused(format!("{stop}/end"), "why=whatever").await;
    let on = room.street_of("Ned Thorn", "Control room", "northmere", false).await;
    room.book_off(&on.officer).await;
    let alarm = format!("/control/alarms/{}", room.id(room.check(on.code).await).await);
    assert_eq!(control.get(&alarm).await.status, StatusCode::FORBIDDEN);
    refused(format!("{alarm}/take"), "").await;
    refused(format!("{alarm}/close"), "finding=misuse").await;
}

#[tokio::test]
async fn an_alarm_says_whom_it_is_about_to_each_desk_that_has_it() {
    let room = Room::open().await;
    let control = room.desk("Mara Quill", Role::ControlRoom, "northmere").await;
    let ccu = room.desk("Odd Penn", Role::Ccu, "northmere").await;
    let covert_desk = room.desk("Ivo Strand", Role::CovertDesk, "northmere").await;
    let neighbour = room.desk("Una Vance", Role::ControlRoom, "eastmarsh").await;
    let gone = room.street("Dana Frost", "northmere", false).await;
    room.book_off(&gone.officer).await;
    let alarm = format!("/control/alarms/{}", room.id(room.check(gone.code).await).await);
    let hidden = room.street("Eli Marsh", "northmere", false).await;
    room.make_covert(&hidden.officer).await;
    let covert = format!("/control/alarms/{}", room.id(room.check(hidden.code).await).await);
    room.pass(301).await;
    room.pass(1).await;
    let stop = format!("href=\"/control/stops/{}\"", gone.stop);
    for (desk, opens) in [(&control, true), (&ccu, false), (&neighbour, false)] {
        let page = desk.get(&alarm).await.body;
        holds("an alarm", &page, Language::English);
        for shown in ["Dana Frost", "TEST5555", "Northmere Police", "seen trying car doors", "Mill Lane"] {
            assert!(page.contains(shown), "{shown}: {page}");
        }
        assert_eq!(page.contains(&stop), opens, "{page}");
        assert!(page.contains("is recorded"), "{page}");
    }
    assert_eq!(control.get(&format!("/control/stops/{}", gone.stop)).await.status, StatusCode::OK);
    let page = covert_desk.get(&covert).await.body;
    assert!(page.contains("Eli Marsh"), "{page}");
    assert_eq!(control.get(&covert).await.status, StatusCode::NOT_FOUND);
    let record = StreamId::new(StreamKind::Officer, gone.officer.officer().unwrap());
    assert_eq!(room.site.app.store.consultations_of(&record, 10).await.unwrap().len(), 4, "each look is recorded");
}

#[tokio::test]
async fn the_control_room_ends_a_stop_that_its_officer_cannot_end() {
    let room = Room::open().await;
    let control = room.desk("Mara Quill", Role::ControlRoom, "northmere").await;
    let open = room.street("Cora Beck", "northmere", false).await;
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
    assert!(board.contains("The stop is ended") && board.contains("No stop is open"), "{board}");
    let page = control.get(&path).await.body;
    assert!(page.contains("The control room ended it") && !page.contains("/end\""), "{page}");
    assert_eq!(control.post(&format!("{path}/end"), "why=again").await.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn the_live_board_comes_at_once_and_again_when_something_changes() {
    let room = Room::open().await;
    let control = room.desk("Mara Quill", Role::ControlRoom, "northmere").await;
    room.street("Cora Beck", "northmere", false).await;
    let mut live = control.live().await;
    let (name, html) = live.next().await.expect("the board as it is");
    assert_eq!(name, "board");
    assert!(html.contains("data-title=\"Control room\"") && html.contains("Mill Lane"), "{html}");
    assert!(!html.contains("<html"), "it is what changes, not a page");
    let alarm = room.id(room.check(made_up()).await).await;
    let (name, html) = live.next().await.expect("the board with the alarm");
    assert_eq!(name, "board");
    assert!(html.contains("data-title=\"(1) Control room\"") && html.contains(&format!("alarm-{alarm}")), "{html}");
    assert!(html.contains("data-new=\"New silent alarm: A code that was never given out"), "{html}");
    assert_eq!(control.post(&format!("/control/alarms/{alarm}/take"), "").await.status, StatusCode::SEE_OTHER);
    assert!(live.next().await.expect("once more").1.contains("Taken by you"));
}

#[tokio::test]
async fn the_live_board_ends_for_whoever_loses_the_device_and_when_the_service_stops() {
    let room = Room::open().await;
    let control = room.desk("Mara Quill", Role::ControlRoom, "northmere").await;
    let other = room.desk("Finn Okoro", Role::ControlRoom, "northmere").await;
    let (mut live, mut others) = (control.live().await, other.live().await);
    assert!(live.next().await.is_some() && others.next().await.is_some());
    room.pass(3 * 3_600).await;
    assert_eq!(live.next().await, None, "the session is over");
    room.site.live.end();
    assert_eq!(others.next().await, None);
}

#[tokio::test]
async fn a_board_that_cannot_be_read_says_that_it_is_not_live() {
    let room = Room::open().await;
    let control = room.desk("Mara Quill", Role::ControlRoom, "northmere").await;
    let mut live = control.live().await;
    assert_eq!(live.next().await.expect("the board").0, "board");
    room.site.app.store.close().await;
    assert_eq!(live.next().await.expect("a word of it").0, "lost");
}

#[tokio::test]
async fn a_caller_is_told_one_of_the_outcomes() {
    let room = Room::open().await;
    let control = room.desk("Mara Quill", Role::ControlRoom, "northmere").await;
    let ccu = room.desk("Odd Penn", Role::Ccu, "northmere").await;
    let (on, off) =
        (room.street("Cora Beck", "northmere", false).await, room.street("Abel Thorn", "northmere", true).await);
    let read_out = async |code: &str| {
        let sent = control.post("/control/check", &format!("code={}", code.replace(' ', "+"))).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
        let page = control.get(sent.header("location")).await.body;
        holds("told", &page, Language::English);
        page
    };
    let verified = read_out(&on.code.to_string()).await;
    assert!(verified.contains("Verified. This is the officer with number TEST4444 of Northmere Police"), "{verified}");
    assert!(verified.contains("lang=\"cy\">Wedi&#39;i wirio") && verified.contains("The reference of the stop is NM-"));
    assert!(read_out(&off.code.to_string()).await.contains("Not yet verified. Stay where other people are"));
    assert!(read_out("2222-2222").await.contains("Treat as not verified. Call 999 now"));
    let wrong = control.post("/control/check", "code=O0").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("href=\"#code\""), "{}", wrong.body);
    assert_eq!(ccu.post("/control/check", "code=22222222").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn an_officer_who_is_checked_in_many_stops_is_told_to_counter_corruption_once_an_hour() {
    let room = Room::open().await;
    let system = || room.site.app.system("control");
    let mut street = room.street("Cora Beck", "northmere", false).await;
    for number in 1..=4 {
        room.check(street.code).await;
        room.check(street.code).await;
        assert_eq!(lookups::repeated(&system()).await.unwrap(), usize::from(number == 4), "{number} stops");
        let finish = app::stop::Finish {
            outcome: domain::stop::StopOutcome::NoFurtherAction,
            power: domain::stop::Power::PaceSection1,
            reason_code: domain::stop::ReasonCode::StolenProperty,
            record: domain::stop::SearchRecord { grounds: "seen".to_owned(), ..Default::default() },
        };
        let cx = room.site.app.context(street.officer.clone());
        app::stop::finish(&cx, street.stop, finish).await.unwrap();
        room.pass(60).await;
        street = room.stop(&street.officer, false).await;
    }
    assert_eq!(lookups::repeated(&system()).await.unwrap(), 0, "told before");
    let stream = StreamId::new(StreamKind::Officer, street.officer.officer().unwrap());
    let Some(State::Officer(officer)) = room.site.app.store.load(&stream).await.unwrap().map(|it| it.state) else {
        panic!("the officer is on record")
    };
    let signs: Vec<SignKind> = officer.followed.signs.iter().map(|(_, sign)| sign.sign).collect();
    assert_eq!(signs, [SignKind::RepeatedLookups]);
    let told: Vec<&str> = officer.followed.notices.iter().map(|(_, notice)| notice.to.as_str()).collect();
    assert_eq!(told, ["ccu"]);
    let ccu = room.desk("Noor Castle", Role::Ccu, "northmere").await.get("/control").await.body;
    assert!(ccu.contains("Checked by the public in 4 stops within an hour, noticed at 18:07:00"), "{ccu}");
    assert!(!ccu.contains("Beck"), "nothing names the officer: {ccu}");
    let elsewhere = room.desk("Ivo Marsh", Role::Ccu, "eastmarsh").await.get("/control").await.body;
    assert!(elsewhere.contains("No officer was checked in more than 3 stops"), "{elsewhere}");
    let control = room.desk("Mara Quill", Role::ControlRoom, "northmere").await.get("/control").await.body;
    assert!(!control.contains("Repeated look-ups"), "{control}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_watch_carries_on_alarms_by_itself_and_ends_the_boards_with_the_service() {
    let room = Room::open().await;
    let control = room.desk("Mara Quill", Role::ControlRoom, "northmere").await;
    room.check(made_up()).await;
    let mut live = control.live().await;
    assert!(live.next().await.is_some());
    let (ask, asked) = tokio::sync::oneshot::channel::<()>();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut background = web::Background::new();
    let site = room.site.clone();
    background.add("control", move |stop| web::watch(site, stop));
    let served =
        tokio::spawn(web::serve(room.site.clone(), listener, None, background, async { asked.await.unwrap() }));
    room.clock.set("2026-11-22T18:06:30Z".parse().unwrap());
    assert!(live.next().await.expect("a change").1.contains("Marked at 18:06:30 for the duty superintendent"));
    ask.send(()).unwrap();
    assert_eq!(live.next().await, None, "nobody waits for a board that is still watched");
    served.await.unwrap().unwrap();
}

fn stop_view(text: &str) -> StopView {
    StopView {
        id: "01999999-0000-7000-8000-000000000001".to_owned(),
        reference: text.to_owned(),
        since: text.to_owned().into(),
        power: text.to_owned(),
        place: text.to_owned(),
        call: Some(text.to_owned().into()),
        ended: true,
    }
}

fn alarm_view(number: u32, text: &str, taken: bool) -> AlarmView {
    AlarmView {
        id: format!("01999999-0000-7000-8000-00000000001{number}"),
        cause: text.to_owned().into(),
        since: text.to_owned().into(),
        reference: text.to_owned(),
        place: Some(text.to_owned()),
        wrong_said: Some(text.to_owned().into()),
        stop: Some(stop_view(text)),
        lookups: vec![text.to_owned().into(); 4],
        neighbour: Some(text.to_owned()),
        escalated: vec![text.to_owned().into()],
        taken: taken.then(|| text.to_owned().into()),
        next: Some(text.to_owned().into()),
        closed: None,
    }
}

#[tokio::test]
async fn every_page_of_the_control_room_escapes_what_stands_in_it() {
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
        BoardView {
            is_control_room: true,
            alarms: vec![alarm_view(1, text, false), alarm_view(2, text, true)],
            calls: vec![call],
            stops: vec![stop_view(text)],
            repeated: Some(vec![RepeatedView {
                id: "1".to_owned(),
                what: text.to_owned().into(),
                stop: Some(stop_view(text)),
            }]),
            booked_on_count: 2,
        }
    };
    let errors = |id, text: &str| {
        let mut errors = FieldErrors::none();
        errors.add(id, text.to_owned());
        errors
    };
    let t = |frame: &Frame| frame.t.clone();
    for still in [false, true] {
        render_all(&site, "/control", |frame, text| BoardPage {
            t: t(&frame),
            frame,
            view: view(text),
            done: Some(text.to_owned().into()),
            still,
        });
    }
    render_all(&site, "/control", |frame, _| BoardPage {
        t: t(&frame),
        frame,
        view: BoardView::default(),
        done: None,
        still: false,
    });
    for taken in [false, true] {
        render_all(&site, "/control/alarms/1", |frame, text| AlarmPage {
            t: t(&frame),
            frame,
            alarm: alarm_view(1, text, taken),
            rows: vec![(text.to_owned().into(), text.to_owned())],
            opens_stop: taken,
            findings: vec![("mistyped", text.to_owned().into())],
            errors: errors("finding", text),
        });
    }
    render_all(&site, "/control/stops/1", |frame, text| StopPage {
        t: t(&frame),
        frame,
        stop: StopView { ended: false, ..stop_view(text) },
        rows: vec![(text.to_owned().into(), text.to_owned())],
        may_not: Some(text.to_owned().into()),
        waits: true,
        unit: text.to_owned(),
        why: text.to_owned(),
        errors: errors("unit", text),
    });
    render_all(&site, "/control/check", |frame, text| CallerPage {
        t: t(&frame),
        frame,
        code: text.to_owned(),
        errors: errors("code", text),
    });
    render_all(&site, "/control/checks/1", |frame, text| ToldPage {
        t: t(&frame),
        frame,
        outcome: Outcome::Verified,
        heading: "Verified".into(),
        reference: Some(text.to_owned()),
        words: vec![(Language::English, text.to_owned()), (Language::Welsh, text.to_owned())],
    });
    render_all(&site, "/control/alarms/1/take", |frame, text| ConflictPage {
        t: t(&frame),
        frame,
        what: text.to_owned().into(),
    });
}
