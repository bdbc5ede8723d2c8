//! Duties and signs: they arise, are met in time or late, give warnings, become overdue, are extended or cancelled.

use domain::StreamKind;
use domain::allegation::Category;
use domain::record::followed::{Consequence, DutyNow, DutyState, Label, SignKind};
use insta::assert_snapshot;
use jiff::civil::{Date, date};

use crate::samples::{a_sign, duty_due, opened};
use crate::story::{Story, duty, event_id, line, matter, officer, report, sign, time, words};

const DUE: Date = date(2026, 3, 20);

fn arisen() -> Story {
    Story::of(StreamKind::Matter, matter(1))
        .then(opened(&[Category::IndecentExposure]))
        .then(Consequence::DutyArose(duty_due(1, Some(DUE))))
}

fn now(story: &Story) -> DutyNow {
    story.matter().followed.duties[&duty(1)].clone()
}

#[test]
fn done_on_its_last_evening_is_in_time_and_at_midnight_is_late() {
    for (at, late) in [("2026-03-20T23:59:59Z", false), ("2026-03-21T00:00:00Z", true)] {
        let met = now(&arisen().at(at).then(Consequence::DutyMet { duty: duty(1) }));
        assert_eq!(met.state, DutyState::Met { at: time(at), late });
        assert!(!met.is_open() && met.tell_at().is_none());
    }
}

#[test]
fn a_summer_day_ends_when_it_ends_in_london() {
    assert_eq!(duty_due(1, Some(date(2026, 7, 1))).late_from(), Some(time("2026-07-01T23:00:00Z")));
}

#[test]
fn somebody_is_told_three_days_before_one_day_before_and_when_it_is_late() {
    let mut story = arisen();
    for (told, days) in [("2026-03-17T00:00:00Z", 3), ("2026-03-19T00:00:00Z", 1)] {
        assert_eq!(now(&story).tell_at(), Some(time(told)));
        story = story.then(Consequence::DutyWarned { duty: duty(1), days, told: "chief-officer".to_owned() });
    }
    assert_eq!(now(&story).tell_at(), Some(time("2026-03-21T00:00:00Z")));
    let story = story
        .at("2026-03-21T00:10:00Z")
        .then(Consequence::DutyOverdue { duty: duty(1), told: "local-policing-body".to_owned() });
    let overdue = now(&story);
    assert_eq!(overdue.state, DutyState::Overdue { noticed_at: time("2026-03-21T00:10:00Z") });
    assert!(overdue.is_open() && overdue.tell_at().is_none(), "told once, and still to be done");
    let met = now(&story.then(Consequence::DutyMet { duty: duty(1) }));
    assert!(matches!(met.state, DutyState::Met { late: true, .. }));
}

#[test]
fn a_duty_without_a_day_is_never_late() {
    let story =
        Story::of(StreamKind::Matter, matter(1)).then(opened(&[])).then(Consequence::DutyArose(duty_due(1, None)));
    assert_eq!(now(&story).tell_at(), None);
    let met = now(&story.at("2036-01-01T00:00:00Z").then(Consequence::DutyMet { duty: duty(1) }));
    assert!(matches!(met.state, DutyState::Met { late: false, .. }));
}

#[test]
fn an_absurd_warning_is_passed_over() {
    let mut absurd = duty_due(1, Some(DUE));
    absurd.warn_days = vec![i64::MAX, i64::MIN, 99_999_999];
    let story = Story::of(StreamKind::Matter, matter(1)).then(opened(&[])).then(Consequence::DutyArose(absurd));
    assert_eq!(now(&story).tell_at(), Some(time("2026-03-21T00:00:00Z")));
}

#[test]
fn an_extension_keeps_the_first_day_and_is_warned_of_again() {
    let mut story = arisen().then(Consequence::DutyWarned { duty: duty(1), days: 3, told: "chief-officer".to_owned() });
    for until in [date(2026, 4, 1), date(2026, 4, 20)] {
        let extended = story.matter().followed.extend(duty(1), until, words("counsel is ill")).unwrap();
        story = story.then(extended);
        let now = now(&story);
        assert_eq!((now.first_due, now.duty.due, now.warned.len()), (Some(DUE), Some(until), 0));
    }
    assert_eq!(now(&story).tell_at(), Some(time("2026-04-16T23:00:00Z")));
}

#[test]
fn an_overdue_duty_is_open_again_once_extended() {
    let story = arisen().then(Consequence::DutyOverdue { duty: duty(1), told: "local-policing-body".to_owned() });
    let extended = story.matter().followed.extend(duty(1), date(2026, 4, 1), words("agreed")).unwrap();
    assert_eq!(now(&story.then(extended)).state, DutyState::Open);
}

#[test]
fn an_extension_of_a_clock_in_hours_holds() {
    let mut hours = duty_due(1, None);
    hours.due_at = Some(time("2026-03-03T09:00:00Z"));
    let story = Story::of(StreamKind::Matter, matter(1)).then(opened(&[])).then(Consequence::DutyArose(hours));
    let followed = story.matter().followed;
    assert_eq!(line(followed.extend(duty(1), date(2026, 3, 2), words("so"))), "Invalid duty.not-later");
    let extended = followed.extend(duty(1), date(2026, 3, 5), words("so")).unwrap();
    let now = now(&story.then(extended));
    assert_eq!(now.duty.late_from(), Some(time("2026-03-06T00:00:00Z")));
    assert_eq!(now.first_due, Some(date(2026, 3, 3)));
}

#[test]
fn what_is_refused_of_an_extension() {
    let open = arisen().matter().followed;
    let cancelled = arisen()
        .then(Consequence::DutyCancelled { duty: duty(1), why: domain::record::followed::DutyCancellation::Superseded })
        .matter()
        .followed;
    let later = date(2026, 4, 1);
    let table = [
        line(open.extend(duty(2), later, words("so"))),
        line(cancelled.extend(duty(1), later, words("so"))),
        line(open.extend(duty(1), DUE, words("so"))),
        line(open.extend(duty(1), later, words(" "))),
    ];
    assert_snapshot!(table.join("\n"), @r"
    Conflict duty.not-open
    Conflict duty.not-open
    Invalid duty.not-later
    Invalid duty.no-reasons
    ");
    assert!(matches!(cancelled.duties[&duty(1)].state, DutyState::Cancelled { .. }));
}

#[test]
fn a_duty_is_found_by_what_meets_it_and_the_one_due_first_by_its_name() {
    let story = arisen()
        .then(Consequence::DutyArose(duty_due(2, None)))
        .then(Consequence::DutyArose(duty_due(3, Some(date(2026, 3, 10)))));
    let followed = story.matter().followed;
    assert_eq!(followed.open_named("decide-suspension").map(|now| now.duty.id), Some(duty(3)));
    assert_eq!(followed.met_by("matter.suspension-decided").count(), 3);
    assert_eq!(followed.met_by("matter.closed").count(), 0);
    let met = story.then(Consequence::DutyMet { duty: duty(3) }).matter().followed;
    assert_eq!(met.open_named("decide-suspension").map(|now| now.duty.id), Some(duty(1)));
    assert_eq!((met.open().count(), met.open_named("refer")), (2, None));
}

#[test]
fn what_is_said_of_a_duty_or_sign_that_is_not_there_does_not_fit() {
    for follow in crate::samples::follows() {
        let named =
            !matches!(follow, Consequence::DutyArose(_) | Consequence::NoticeGiven(_) | Consequence::SignRaised(_));
        let story = Story::of(StreamKind::Matter, matter(1)).then(opened(&[])).then(follow.clone());
        assert_eq!(story.fold().is_err(), named, "{follow:?}");
    }
}

#[test]
fn a_sign_is_known_by_its_sources_in_any_order_and_by_what_gave_it_away() {
    let sources =
        [domain::StreamId::new(StreamKind::Officer, officer(1)), domain::StreamId::new(StreamKind::Report, report(2))];
    let names: Vec<String> = sources.iter().map(ToString::to_string).collect();
    let raised = arisen().then(Consequence::SignRaised(a_sign(1, &[&names[1], &names[0]])));
    let followed = raised.matter().followed;
    let kind = SignKind::SecondSimilarAllegation;
    assert!(followed.has_sign_from(kind, &sources));
    assert!(!followed.has_sign_from(kind, &sources[..1]) && !followed.has_sign_from(SignKind::Silence, &sources));
    assert!(followed.has_sign(kind, Some(event_id(2))) && !followed.has_sign(kind, Some(event_id(1))));
    let relabelled = raised.then(Consequence::SignRelabelled { sign: sign(1), label: Label::NotProven });
    assert_eq!(relabelled.matter().followed.signs[0].1.label, Label::NotProven);
}
