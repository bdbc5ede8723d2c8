//! An officer starts a stop.

use shell::FieldErrors;
use web::pages::stop::{StopStart, StopStartForm};
use web::session::Stay;

use crate::support::officer_stop::{STOP, begin, with};
use crate::support::samples::render_all;
use crate::support::site::TestSite;
use crate::support::staff::{self, Staff};

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
        (with(&STOP, "vehicle", ""), "vehicle", "Say whether you are stopping a vehicle"),
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
    assert!(officer.get("/duty").await.body.contains("You have no stops on record"), "nothing was begun");
}

#[tokio::test]
async fn a_stop_that_is_sent_twice_is_one() {
    let site = TestSite::start().await;
    let officer = Staff::on_duty(&site, "NM4123").await;
    let first = begin(&officer).await;
    assert_eq!(begin(&officer).await, first);
    assert_eq!(officer.get("/duty/stops/new").await.header("location"), first);
    // A second stop is not started during the first, and the typed fields are kept until the first one is finished.
    for field in ["reason", "object", "place"] {
        let other = officer.post("/duty/stops/new", &with(&STOP, field, "by the old mill wheel")).await;
        assert_eq!(other.status.as_u16(), 422, "{field}");
        assert!(other.body.contains("Finish the stop in progress before you start another"), "{}", other.body);
        assert!(other.body.contains("by the old mill wheel"), "{}", other.body);
    }
}

#[tokio::test]
async fn a_suspended_officer_who_tries_to_begin_a_stop_leaves_a_trace_and_learns_nothing() {
    let site = TestSite::start().await;
    let officer = Staff::on_duty(&site, "NM4123").await;
    staff::is_suspended(&site, officer.id).await;
    let stream = domain::StreamId::new(domain::StreamKind::Officer, officer.id);
    let attempts = async || {
        let history = site.site.app.store.history(&stream, None).await.unwrap();
        let shown = |event: &&domain::RecordedEvent| {
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
    // The same applies if nothing in their form can be read.
    assert_eq!(officer.post("/duty/stops/new", &[]).await.status.as_u16(), 403);
    assert_eq!(attempts().await, 2);
}

#[tokio::test]
async fn the_page_escapes_whatever_stands_in_it() {
    let site = TestSite::start().await;
    let stay = || Stay { desk: "/duty", ends_at: "18:00".into(), seconds: 1800 };
    let errors = |text: &str| {
        let mut errors = FieldErrors::none();
        errors.add("reason", text.to_owned());
        errors
    };
    render_all(&site, "/duty/stops/new", |t, text| {
        let form = StopStartForm {
            power: text.to_owned(),
            reason_code: text.to_owned(),
            reason: text.to_owned(),
            object: text.to_owned(),
            place: text.to_owned(),
            uniform: text.to_owned(),
            vehicle: text.to_owned(),
            off_duty: "yes".to_owned(),
        };
        StopStart::new(t, stay(), form, errors(text))
    });
}
