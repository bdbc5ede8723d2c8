//! The officer's pages, without script: journeys a1 and a2 as the officer meets them.

use app::check;
use app::officer::shift;
use domain::{Actor, Role};
use web::duty::{
    BlockedPage, CodeShown, FinishForm, FinishPage, HomePage, RecordPage, StartForm, StartPage, StopPage, StopRow,
    StopState,
};
use web::staff::Stay;
use web::{FieldErrors, Frame};

use crate::desk::{self, Staff, at, northmere};
use crate::samples::render_all;
use crate::site::{Answer, TestSite};

const STOP: [(&str, &str); 7] = [
    ("power", "pace-section1"),
    ("reason_code", "stolen-property"),
    ("reason", "He ran from a shop whose alarm rang"),
    ("object", "A stolen watch"),
    ("place", "Mill Lane"),
    ("uniform", "yes"),
    ("vehicle", "no"),
];

const RECORD: [(&str, &str); 7] = [
    ("outcome", "no-further-action"),
    ("power", "pace-section1"),
    ("reason_code", "stolen-property"),
    ("grounds", "He ran from a shop whose alarm rang"),
    ("found", ""),
    ("self_defined_ethnicity", "NS"),
    ("perceived_ethnicity", "W1"),
];

/// The fields with one of them changed.
fn with<'a>(fields: &[(&'a str, &'a str)], name: &str, value: &'a str) -> Vec<(&'a str, &'a str)> {
    fields.iter().map(|(known, old)| (*known, if *known == name { value } else { *old })).collect()
}

/// Begins a stop: its path.
pub async fn begin(officer: &Staff<'_>) -> String {
    let answer = officer.post("/duty/stops/new", &STOP).await;
    assert_eq!(answer.status.as_u16(), 303, "{}", answer.body);
    answer.header("location").to_owned()
}

/// The code on a page, if it shows one.
fn code(page: &Answer) -> Option<String> {
    Some(page.body.split_once("data-code>")?.1.split_once('<')?.0.to_owned())
}

#[tokio::test]
async fn an_officer_books_on_and_off() {
    let site = TestSite::start().await;
    let officer = Staff::officer(&site, "NM4123").await;
    let page = officer.get("/duty").await;
    assert!(page.body.contains("Northmere Police, number NM4123") && page.body.contains("I have had to act"));
    let wrong = officer.post("/duty/book-on", &[("ends", "half five")]).await;
    assert_eq!(wrong.status.as_u16(), 422);
    assert!(wrong.body.contains("value=\"half five\"") && wrong.body.contains("href=\"#ends\""), "{}", wrong.body);
    let long = officer.post("/duty/book-on", &[("ends", "08:00")]).await;
    assert!(long.status.as_u16() == 422 && long.body.contains("within 16 hours"), "{}", long.body);
    officer.post("/duty/book-on", &[("ends", "17:00")]).await;
    let page = officer.get("/duty").await;
    assert!(page.body.contains("until 22 November 2026 at 17:00") && page.body.contains("Start a stop"));
    // Sent twice, it does nothing.
    assert_eq!(officer.post("/duty/book-on", &[("ends", "16:00")]).await.status.as_u16(), 303);
    assert!(officer.get("/duty").await.body.contains("at 17:00"));
    officer.post("/duty/book-off", &[]).await;
    officer.post("/duty/book-off", &[]).await;
    assert!(officer.get("/duty").await.body.contains("You are not booked on"));
}

#[tokio::test]
async fn a_stop_shows_a_code_that_a_member_of_the_public_verifies() {
    let site = TestSite::start().await;
    let officer = Staff::on_duty(&site, "NM4123").await;
    let stop = begin(&officer).await;
    let page = officer.get(&stop).await;
    let code = code(&page).unwrap();
    assert!(code.len() == 9 && code.chars().nth(4) == Some(' '), "four and four: {code}");
    assert!(page.body.contains("<p class=\"candour-address\">check.example/check</p>"), "{}", page.body);
    assert!(page.body.contains("<noscript><meta http-equiv=\"refresh\" content=\"100\"></noscript>"));
    assert!(page.body.contains("Nobody has verified you in this stop yet"));
    let question = check::Question { code: code.parse().unwrap(), leg: domain::check::Leg::Code };
    at(&site, "2026-11-22T09:01:00Z");
    site.site.checker.check(&site.site.visitor(), question).await.unwrap();
    let state = officer.get(&format!("{stop}/state")).await;
    assert!(state.body.contains("Verified at 09:01") && !state.body.contains("<html"), "{}", state.body);
}

#[tokio::test]
async fn a_check_that_was_refused_is_never_shown_to_the_officer() {
    let site = TestSite::start().await;
    let officer = Staff::on_duty(&site, "NM4123").await;
    let stop = begin(&officer).await;
    let before = officer.get(&format!("{stop}/state")).await.body;
    let shown = code(&officer.get(&stop).await).unwrap();
    at(&site, "2026-11-22T09:04:00Z");
    let question = check::Question { code: shown.parse().unwrap(), leg: domain::check::Leg::Code };
    site.site.checker.check(&site.site.visitor(), question).await.unwrap();
    assert_eq!(officer.get(&format!("{stop}/state")).await.body, before);
}

#[tokio::test]
async fn a_new_code_is_drawn_at_most_every_twenty_seconds() {
    let site = TestSite::start().await;
    let officer = Staff::on_duty(&site, "NM4123").await;
    let stop = begin(&officer).await;
    let first = code(&officer.get(&stop).await).unwrap();
    at(&site, "2026-11-22T09:00:08Z");
    let again = officer.get(&stop).await;
    assert_eq!(code(&again), None);
    assert!(again.body.contains("A new code can be shown in 12 seconds"), "{}", again.body);
    assert!(again.body.contains("content=\"13\""), "the page loads itself again then: {}", again.body);
    let early = officer.post_json(&format!("{stop}/code")).await;
    assert_eq!((early.problem().as_str(), early.header("retry-after")), ("429 stop.code-too-soon", "12"));
    at(&site, "2026-11-22T09:00:20Z");
    let drawn = officer.post_json(&format!("{stop}/code")).await.json();
    assert!(drawn["code"] != first.as_str() && drawn["seconds"] == 120, "{drawn}");
}

#[tokio::test]
async fn every_refusal_stands_at_its_field_with_its_citation_and_nothing_typed_is_lost() {
    let site = TestSite::start().await;
    let officer = Staff::on_duty(&site, "NM4123").await;
    let vehicle = with(&with(&STOP, "vehicle", "yes"), "uniform", "no");
    let section_60 = with(&with(&STOP, "power", "public-order-section60"), "uniform", "no");
    let section_163 = with(&with(&STOP, "power", "road-traffic-section163"), "uniform", "no");
    let long = "x".repeat(2_001);
    let cases = [
        (with(&STOP, "reason", " "), "reason", "(PACE 1984 s.2(3))"),
        (with(&STOP, "object", ""), "object", "(PACE 1984 s.2(3)(b))"),
        (with(&STOP, "place", ""), "place", "(PACE 1984 s.3(6))"),
        (vehicle, "uniform", "(PACE 1984 s.2(9)(b))"),
        (section_60, "uniform", "(Criminal Justice and Public Order Act 1994 s.60(4))"),
        (section_163, "uniform", "(Road Traffic Act 1988 s.163(1))"),
        (with(&STOP, "reason_code", ""), "reason_code", "(PACE Code A 3.8)"),
        (with(&STOP, "power", "nonsense"), "power", "Choose the power"),
        (with(&STOP, "uniform", ""), "uniform", "Say whether you are in uniform"),
        (with(&STOP, "vehicle", ""), "vehicle", "Say whether you stop a vehicle"),
        (with(&STOP, "reason", &long), "reason", "2000 characters"),
        (with(&STOP, "object", &long), "object", "2000 characters"),
        (with(&STOP, "place", &long), "place", "2000 characters"),
    ];
    for (fields, field, words) in cases {
        let answer = officer.post("/duty/stops/new", &fields).await;
        assert_eq!(answer.status.as_u16(), 422, "{field}: {words}");
        assert!(answer.body.contains(words), "{words} is not in {}", answer.body);
        assert!(answer.body.contains(&format!("href=\"#{field}\"")), "the summary leads to {field}");
        assert!(answer.body.contains(&format!("id=\"{field}-error\"")), "it stands at {field}");
        for (name, value) in fields.iter().filter(|(name, value)| !value.trim().is_empty() && *name != "power") {
            assert!(answer.body.contains(value), "{name} was typed and is lost: {value}");
        }
        assert!(answer.body.contains("<title>Error:"), "{field}");
    }
    assert!(officer.get("/duty").await.body.contains("None on record"), "nothing was begun");
}

#[tokio::test]
async fn a_stop_that_is_sent_twice_is_one() {
    let site = TestSite::start().await;
    let officer = Staff::on_duty(&site, "NM4123").await;
    let first = begin(&officer).await;
    assert_eq!(begin(&officer).await, first);
    assert_eq!(officer.get("/duty/stops/new").await.header("location"), first);
    // Another one is not begun beside it, and what was typed is kept until the first is finished.
    for field in ["reason", "object", "place"] {
        let other = officer.post("/duty/stops/new", &with(&STOP, field, "by the old mill wheel")).await;
        assert_eq!(other.status.as_u16(), 422, "{field}");
        assert!(other.body.contains("Finish the stop that goes on before you begin another"), "{}", other.body);
        assert!(other.body.contains("by the old mill wheel"), "{}", other.body);
    }
}

#[tokio::test]
async fn an_officer_answers_the_word_of_a_visitors_page() {
    let site = TestSite::start().await;
    let officer = Staff::on_duty(&site, "NM4123").await;
    let stop = begin(&officer).await;
    let (reference, word) = check::ask(&site.site.visitor(), &site.site.settings).await.unwrap();
    let wrong = officer.post(&format!("{stop}/word"), &[("word", "O0O0")]).await;
    assert!(wrong.status.as_u16() == 422 && wrong.body.contains("value=\"O0O0\""), "{}", wrong.body);
    let unknown = officer.post(&format!("{stop}/word"), &[("word", "2222 2222")]).await;
    assert!(
        unknown.status.as_u16() == 422 && unknown.body.contains("No page shows this challenge now"),
        "{}",
        unknown.body
    );
    assert_eq!(code(&unknown), None, "no code is drawn meanwhile");
    let typed = word.to_string().to_lowercase();
    let answer = officer.post(&format!("{stop}/word"), &[("word", &typed)]).await;
    assert!(answer.status.is_success() && answer.body.contains("Answered."), "{}", answer.body);
    let shown = check::answer(&site.site.visitor(), &site.site.checker, reference).await.unwrap();
    assert!(matches!(shown, check::CheckAnswer::Verified(_)), "{shown:?}");
}

#[tokio::test]
async fn off_duty_the_control_room_is_called_and_its_answer_is_shown() {
    let site = TestSite::start().await;
    let officer = Staff::officer(&site, "NM4123").await;
    assert_eq!(officer.get("/duty/stops/new").await.header("location"), "/duty", "not booked on");
    let form = officer.get("/duty/stops/new?off_duty=yes").await;
    assert!(
        form.body.contains("You have had to act off duty") && form.body.contains("name=\"off_duty\" value=\"yes\"")
    );
    let mut fields = STOP.to_vec();
    fields.push(("off_duty", "yes"));
    let stop = officer.post("/duty/stops/new", &fields).await.header("location").to_owned();
    let page = officer.get(&stop).await;
    assert!(page.body.contains("Waiting: the control room has been called") && code(&page).is_some(), "{}", page.body);
    // Somebody who checks them now is told to wait, and that is no verification.
    let question = check::Question { code: code(&page).unwrap().parse().unwrap(), leg: domain::check::Leg::Code };
    site.site.checker.check(&site.site.visitor(), question).await.unwrap();
    let state = officer.get(&format!("{stop}/state")).await;
    assert!(state.body.contains("Nobody has verified you") && !state.body.contains("Verified at"), "{}", state.body);
    let control = Actor::staff(desk::enrol_at(&site, "NM9000", "Control room").await, Role::ControlRoom, northmere());
    let id = stop.rsplit('/').next().unwrap().parse().unwrap();
    app::control::confirm(&site.site.app.context(control), id, "NM21").await.unwrap();
    let state = officer.get(&format!("{stop}/state")).await;
    assert!(state.body.contains("Confirmed: unit NM21 is on its way"), "{}", state.body);
    assert!(state.body.contains("Verified at"), "{}", state.body);
}

#[tokio::test]
async fn a_stop_is_finished_with_its_record_and_then_only_supplemented() {
    let site = TestSite::start().await;
    let officer = Staff::on_duty(&site, "NM4123").await;
    let stop = begin(&officer).await;
    let form = officer.get(&format!("{stop}/finish")).await;
    assert!(form.body.contains("He ran from a shop") && form.body.contains("value=\"pace-section1\" selected"));
    for (name, words) in [
        ("outcome", "Choose how the stop ended"),
        ("grounds", "(PACE 1984 s.3(6))"),
        ("self_defined_ethnicity", "Not stated"),
        ("perceived_ethnicity", "Choose the ethnicity as you see it"),
    ] {
        let answer = officer.post(&format!("{stop}/finish"), &with(&RECORD, name, "")).await;
        assert_eq!(answer.status.as_u16(), 422, "{name}");
        assert!(answer.body.contains(words) && answer.body.contains(&format!("href=\"#{name}\"")), "{name}");
    }
    let long = "ŵ".repeat(2_001);
    for name in ["grounds", "found"] {
        let answer = officer.post(&format!("{stop}/finish"), &with(&RECORD, name, &long)).await;
        assert_eq!(answer.status.as_u16(), 422, "{name}");
        assert!(
            answer.body.contains(&format!("href=\"#{name}\"")) && answer.body.contains("2000 characters"),
            "{name}"
        );
    }
    // Characters are counted, not bytes.
    let fits = "ŵ".repeat(2_000);
    let changed = with(&with(&RECORD, "reason_code", "weapon"), "found", "A <knife>");
    let changed = with(&changed, "grounds", &fits);
    for _ in 0..2 {
        let answer = officer.post(&format!("{stop}/finish"), &changed).await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (303, format!("{stop}/record").as_str()));
    }
    let record = officer.get(&format!("{stop}/record")).await;
    assert!(record.body.contains("Both are kept") && record.body.contains("A weapon is suspected"), "{}", record.body);
    assert!(
        record.body.contains("Stolen property is suspected") && !record.body.contains("<knife>"),
        "{}",
        record.body
    );
    assert_eq!(officer.get(&stop).await.header("location"), format!("{stop}/record"));
    let empty = officer.post(&format!("{stop}/record"), &[("words", "  ")]).await;
    assert!(empty.status.as_u16() == 422 && empty.body.contains("href=\"#words\""), "{}", empty.body);
    for _ in 0..2 {
        officer.post(&format!("{stop}/record"), &[("words", "The watch was his own")]).await;
    }
    let record = officer.get(&format!("{stop}/record")).await;
    assert_eq!(record.body.matches("The watch was his own").count(), 1, "sent twice, added once");
}

#[tokio::test]
async fn nobody_sees_the_stop_of_another() {
    let site = TestSite::start().await;
    let officer = Staff::on_duty(&site, "NM4123").await;
    let other = Staff::on_duty(&site, "NM5000").await;
    let stop = begin(&officer).await;
    for path in [stop.clone(), format!("{stop}/state"), format!("{stop}/finish"), format!("{stop}/record")] {
        assert_eq!(other.get(&path).await.status.as_u16(), 404, "{path}");
    }
    assert_eq!(other.post(&format!("{stop}/finish"), &RECORD).await.status.as_u16(), 404);
    assert_eq!(other.post_json(&format!("{stop}/code")).await.problem(), "404 record.missing");
}

#[tokio::test]
async fn whoever_may_not_act_sees_one_sentence_on_every_page() {
    let site = TestSite::start().await;
    let officer = Staff::on_duty(&site, "NM4123").await;
    let stop = begin(&officer).await;
    let cx = site.site.app.context(desk::human_resources());
    let face = shift::PublicFace { by_number: true, online: false };
    shift::set_public_face(&cx, officer.id, face).await.unwrap();
    let pages = ["/duty", "/duty/stops/new", stop.as_str(), &format!("{stop}/finish"), &format!("{stop}/record")];
    for path in pages {
        let answer = officer.get(path).await;
        assert_eq!(answer.status.as_u16(), 403, "{path}");
        assert!(answer.body.contains("You cannot act as an officer now: speak to your supervisor"), "{path}");
        assert!(
            !answer.body.contains("suspend") && !answer.body.contains("protect") && !answer.body.contains("online")
        );
        assert_eq!(code(&answer), None);
    }
    assert_eq!(officer.post("/duty/stops/new", &STOP).await.status.as_u16(), 403);
    assert_eq!(officer.post_json(&format!("{stop}/code")).await.problem(), "403 officer.may-not-act");
}

#[tokio::test]
async fn a_suspended_officer_who_tries_to_begin_a_stop_leaves_a_trace_and_learns_nothing() {
    let site = TestSite::start().await;
    let officer = Staff::on_duty(&site, "NM4123").await;
    desk::is_suspended(&site, officer.id).await;
    let stream = domain::StreamId::new(domain::StreamKind::Officer, officer.id);
    let attempts = async || {
        let history = site.site.app.store.history(&stream, None).await.unwrap();
        let shown = |event: &&domain::Recorded| {
            matches!(
                &event.event,
                domain::Event::Officer(domain::officer::OfficerEvent::CardPresented { allowed: false, .. })
            )
        };
        history.iter().filter(shown).count()
    };
    assert_eq!(officer.get("/duty/stops/new").await.status.as_u16(), 403);
    assert_eq!(attempts().await, 0, "who only looks has not begun anything");
    let blocked = officer.post("/duty/stops/new", &STOP).await;
    assert_eq!((blocked.status.as_u16(), attempts().await), (403, 1));
    assert_eq!(blocked.body, officer.get("/duty").await.body);
    // Also where nothing can be read of what they sent.
    assert_eq!(officer.post("/duty/stops/new", &[]).await.status.as_u16(), 403);
    assert_eq!(attempts().await, 2);
}

#[tokio::test]
async fn when_the_shift_is_over_no_code_is_shown_but_the_stop_can_be_finished() {
    let site = TestSite::start().await;
    let officer = Staff::on_duty(&site, "NM4123").await;
    let stop = begin(&officer).await;
    officer.post("/duty/book-off", &[]).await;
    let page = officer.get(&stop).await;
    assert!(page.body.contains("no code of yours would be verified") && code(&page).is_none(), "{}", page.body);
    assert_eq!(officer.post(&format!("{stop}/finish"), &RECORD).await.status.as_u16(), 303);
}

#[tokio::test]
async fn without_a_force_key_nothing_is_attested_and_the_code_still_works() {
    let site = TestSite::start().await;
    let officer = Staff::on_duty(&site, "NM4123").await;
    let stop = begin(&officer).await;
    let answer = officer.get_json(&format!("{stop}/attestation")).await;
    assert_eq!(answer.problem(), "409 stop.no-force-key");
    assert!(code(&officer.get(&stop).await).is_some());
}

#[tokio::test]
async fn another_device_of_the_officer_attests_nothing_of_the_stop() {
    let site = TestSite::start().await;
    let officer = Staff::on_duty(&site, "NM4123").await;
    let stop = begin(&officer).await;
    let device = desk::bind(&site, officer.id, Role::Officer).await;
    let cookie = desk::sign_in::<web::staff::Duty>(&site, officer.id, Role::Officer, device).await;
    let other = Staff { site: &site, id: officer.id, device, cookie };
    let answer = other.get_json(&format!("{stop}/attestation")).await;
    assert_eq!(answer.problem(), "409 stop.other-device");
}

#[tokio::test]
async fn the_pages_hold_whatever_is_written_on_them() {
    let site = TestSite::start().await;
    let stay = || Stay { area: "/duty", ends_at: "18:00".into(), seconds: 1800 };
    let errors = |field: &'static str, text: &str| {
        let mut errors = FieldErrors::none();
        errors.add(field, text.to_owned());
        errors
    };
    render_all(&site, "/duty", |frame, _| BlockedPage { t: frame.t.clone(), frame, stay: stay() });
    render_all(&site, "/duty", |frame: Frame, text| HomePage {
        t: frame.t.clone(),
        frame,
        stay: stay(),
        number: text.to_owned(),
        force: text.to_owned(),
        on_duty: None,
        ends: text.to_owned(),
        errors: errors("ends", text),
        open: None,
        stops: vec![StopRow {
            href: "/duty/stops/1".to_owned(),
            reference: text.to_owned(),
            began: text.to_owned().into(),
            power: text.to_owned().into(),
            outcome: text.to_owned().into(),
        }],
    });
    render_all(&site, "/duty/stops/new", |frame, text| {
        let text = text.to_owned();
        let form = StartForm {
            power: text.clone(),
            reason_code: text.clone(),
            reason: text.clone(),
            object: text.clone(),
            place: text.clone(),
            uniform: text.clone(),
            vehicle: text.clone(),
            off_duty: "yes".to_owned(),
        };
        StartPage::new(frame, stay(), form, errors("reason", &text))
    });
    let codes = |text: &str| {
        [
            CodeShown::Code { code: text.to_owned(), until: "18:00".into() },
            CodeShown::Wait { seconds: 7, until: "18:00".into() },
            CodeShown::ShiftOver,
            CodeShown::None,
        ]
    };
    for number in 0..4 {
        render_all(&site, "/duty/stops/1", |frame, text| StopPage {
            t: frame.t.clone(),
            stay: stay(),
            path: "/duty/stops/1".to_owned(),
            reference: text.to_owned(),
            code: codes(text).into_iter().nth(number).unwrap(),
            state: StopState {
                t: frame.t.clone(),
                call: text.to_owned().into(),
                verified_at: vec![text.to_owned().into()],
            },
            address: text.to_owned(),
            word: text.to_owned(),
            errors: errors("word", text),
            answered: number % 2 == 0,
            frame,
        });
    }
    render_all(&site, "/duty/stops/1/finish", |frame, text| {
        let form = FinishForm { grounds: text.to_owned(), found: text.to_owned(), ..FinishForm::default() };
        let names = ("/duty/stops/1".to_owned(), text.to_owned());
        FinishPage::new(frame, stay(), names, form, errors("grounds", text))
    });
    render_all(&site, "/duty/stops/1/record", |frame, text| RecordPage {
        t: frame.t.clone(),
        frame,
        stay: stay(),
        path: "/duty/stops/1".to_owned(),
        reference: text.to_owned(),
        rows: vec![(text.to_owned().into(), text.to_owned().into())],
        changed: true,
        supplements: vec![(text.to_owned().into(), text.to_owned())],
        words: text.to_owned(),
        errors: errors("words", text),
    });
}
