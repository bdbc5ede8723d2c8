//! Checks: who may act now, the life of an alarm, and codes in all the ways in which people write them.

use domain::check::{
    Alarm, AlarmFinding, CallState, Cause, Check, CheckEvent, CheckOutcome, Checkable, Desk, Escalation, SAID_MAXIMUM,
    Standing, StopEnd,
};
use domain::record::letters::LETTERS;
use domain::{CheckRef, Event, LiveCode, Personal, Pin, Refusal, State, StopRef, StreamKind};
use insta::assert_snapshot;
use jiff::Timestamp;
use proptest::prelude::*;
use uuid::Uuid;

use crate::samples::made;
use crate::story::{self, Story, line, subject, time};

fn story(found: CheckOutcome) -> Story {
    Story::of(StreamKind::Check, Uuid::from_u128(8)).then(CheckEvent::Made(made(found)))
}

fn check(story: &Story) -> Check {
    match story.state() {
        State::Check(check) => check,
        _ => panic!("not a check"),
    }
}

fn on_duty() -> Standing {
    let shift = Some((time("2026-03-02T08:00:00Z"), time("2026-03-02T18:00:00Z")));
    Standing { serving: true, suspended: false, verification_off: false, online: true, on_duty: shift }
}

#[test]
fn each_reason_why_somebody_may_not_act_has_its_cause() {
    let now = time("2026-03-02T09:00:00Z");
    let cases: [(Standing, Timestamp, Result<(), Cause>); 8] = [
        (on_duty(), now, Ok(())),
        (Standing { serving: false, ..on_duty() }, now, Err(Cause::Left)),
        (Standing { suspended: true, ..on_duty() }, now, Err(Cause::Suspended)),
        (Standing { verification_off: true, ..on_duty() }, now, Err(Cause::VerificationOff)),
        (Standing { online: false, ..on_duty() }, now, Err(Cause::NotVerifiableOnline)),
        (Standing { on_duty: None, ..on_duty() }, now, Err(Cause::NotOnDuty)),
        (on_duty(), time("2026-03-02T18:00:00Z"), Err(Cause::NotOnDuty)),
        (on_duty(), time("2026-03-02T07:59:59Z"), Err(Cause::NotOnDuty)),
    ];
    for (standing, now, expected) in cases {
        assert_eq!(standing.on_duty_since(now).map(|_| ()), expected, "{standing:?}");
    }
    // An officer who left while suspended counts as having left. Either cause would do, but it must always be the same
    // one.
    assert_eq!(Standing { serving: false, suspended: true, ..on_duty() }.may_serve(), Err(Cause::Left));
}

fn checkable(off_duty: bool, call: Option<CallState>, end: StopEnd) -> Checkable {
    let standing = if off_duty { Standing { on_duty: None, ..on_duty() } } else { on_duty() };
    let (stop, officer, force) = (story::stop(1), story::officer(1), story::force("northmere"));
    Checkable { stop, officer, force, end, off_duty, call, standing }
}

#[test]
fn the_verdict_is_one_for_the_code_the_scan_and_the_page() {
    let now = time("2026-03-02T09:00:00Z");
    let refused = CheckOutcome::Refused;
    let [waiting, confirmed, no] = CallState::ALL.map(Some);
    // Columns: off duty; the control room's answer; the verdict while the stop is open; the verdict on the page of an
    // earlier check once the stop has ended. A new check is always refused by then.
    let table = [
        (false, None, CheckOutcome::Verified, CheckOutcome::Verified),
        (true, confirmed, CheckOutcome::Verified, CheckOutcome::Verified),
        (true, waiting, CheckOutcome::Pending, refused(Cause::ControlRefused)),
        (true, no, refused(Cause::ControlRefused), refused(Cause::ControlRefused)),
        // No sequence of events leads to the remaining rows; each gives the cautious answer.
        (true, None, CheckOutcome::Pending, refused(Cause::ControlRefused)),
        (false, waiting, CheckOutcome::Pending, refused(Cause::ControlRefused)),
        (false, no, refused(Cause::ControlRefused), refused(Cause::ControlRefused)),
    ];
    for (off_duty, call, open, on_page) in table {
        let at = |end| checkable(off_duty, call, end);
        assert_eq!(at(StopEnd::Open).outcome(now), open, "{off_duty} {call:?}");
        assert_eq!(at(StopEnd::AfterCheck).outcome(now), on_page, "{off_duty} {call:?}");
        assert_eq!(at(StopEnd::BeforeCheck).outcome(now), refused(Cause::StopEnded), "{off_duty} {call:?}");
        assert_eq!(at(StopEnd::Open).outcome_by_code(false, now), open, "{off_duty} {call:?}");
        assert_eq!(at(StopEnd::Open).outcome_by_code(true, now), refused(Cause::StaleCode), "{off_duty} {call:?}");
    }
}

#[test]
fn whatever_else_is_wrong_only_the_covert_desk_hears_of_a_covert_officer() {
    let now = time("2026-03-02T09:00:00Z");
    let covert = CheckOutcome::Refused(Cause::NotVerifiableOnline);
    for end in [StopEnd::Open, StopEnd::BeforeCheck, StopEnd::AfterCheck] {
        for call in [None, Some(CallState::Waiting), Some(CallState::Confirmed), Some(CallState::Refused)] {
            let shown = checkable(true, call, end);
            let it = Checkable { standing: Standing { online: false, ..shown.standing }, ..shown };
            assert_eq!(it.outcome(now), covert, "{end:?} {call:?}");
            assert_eq!((it.outcome_by_code(true, now), it.outcome_by_code(false, now)), (covert, covert), "{call:?}");
        }
    }
}

#[test]
fn a_refusal_raises_an_alarm_and_a_verification_none() {
    for cause in Cause::ALL {
        let alarm = check(&story(CheckOutcome::Refused(cause))).alarm.unwrap();
        let covert = cause == Cause::NotVerifiableOnline;
        assert_eq!(alarm.desk, if covert { Desk::CovertDesk } else { Desk::ControlRoom }, "{cause:?}");
        assert_eq!(Cause::parse(cause.as_str()), Some(cause));
    }
    assert_eq!(check(&story(CheckOutcome::Verified)).alarm, None);
    assert_eq!(check(&story(CheckOutcome::Pending)).alarm, None);
}

fn next(alarm: &Alarm) -> Option<(i64, Escalation)> {
    alarm.next_escalation().map(|(at, to)| (at.duration_since(alarm.raised_at).as_secs(), to))
}

#[test]
fn an_alarm_that_nobody_takes_is_carried_on_after_two_and_five_minutes() {
    let raised = story(CheckOutcome::Refused(Cause::Suspended));
    assert_eq!(next(&check(&raised).alarm.unwrap()), Some((120, Escalation::DutySuperintendent)));
    let once = raised.then(CheckEvent::AlarmEscalated { to: Escalation::DutySuperintendent });
    assert_eq!(next(&check(&once).alarm.unwrap()), Some((300, Escalation::NeighbouringForce)));
    let twice = once.then(CheckEvent::AlarmEscalated { to: Escalation::NeighbouringForce });
    assert_eq!(next(&check(&twice).alarm.unwrap()), None);
    let taken = story(CheckOutcome::Refused(Cause::Suspended)).then(CheckEvent::AlarmAcknowledged);
    assert_eq!(next(&check(&taken).alarm.unwrap()), None);
    // The neighbouring force is skipped, because it would learn of a covert officer.
    let covert = story(CheckOutcome::Refused(Cause::NotVerifiableOnline))
        .then(CheckEvent::AlarmEscalated { to: Escalation::DutySuperintendent });
    assert_eq!(next(&check(&covert).alarm.unwrap()), None);
}

#[test]
fn an_alarm_is_taken_once_and_closed_with_a_finding() {
    let raised = story(CheckOutcome::Refused(Cause::UnknownCode));
    let taken = story(CheckOutcome::Refused(Cause::UnknownCode)).then(CheckEvent::AlarmAcknowledged);
    let closed = story(CheckOutcome::Refused(Cause::UnknownCode))
        .then(CheckEvent::AlarmAcknowledged)
        .then(CheckEvent::AlarmClosed { finding: AlarmFinding::Mistyped });
    let table = [
        line(check(&raised).close_alarm(AlarmFinding::Mistyped)),
        line(check(&taken).acknowledge()),
        line(check(&closed).close_alarm(AlarmFinding::Mistyped)),
        line(check(&story(CheckOutcome::Verified)).acknowledge()),
    ];
    assert_snapshot!(table.join("\n"), @r"
    Conflict alarm.not-acknowledged
    Conflict alarm.already-acknowledged
    Conflict alarm.not-open
    Conflict alarm.not-open
    ");
    let said = |refused: Result<Event, Refusal>| refused.unwrap_err().message;
    assert_eq!(said(check(&story(CheckOutcome::Verified)).acknowledge()), "this check has raised no alarm");
    assert!(said(check(&closed).acknowledge()).starts_with("this alarm has been closed already"));
    assert!(said(check(&taken).acknowledge()).starts_with("this alarm has been taken already"));
    assert!(check(&raised).acknowledge().is_ok() && check(&taken).close_alarm(AlarmFinding::Impersonation).is_ok());
}

#[test]
fn something_wrong_raises_an_alarm_after_a_verification_and_again_after_one_was_closed() {
    let said = || CheckEvent::WrongSaid { place: Some(Personal::about(subject(9), "by the fountain".to_owned())) };
    let first = check(&story(CheckOutcome::Verified).then(said()));
    assert_eq!(first.alarm.as_ref().map(|alarm| alarm.cause.as_str()), Some("something-wrong"));
    assert_eq!(first.place(), Some("by the fountain"));
    // An alarm that is already open keeps its cause.
    let open = check(&story(CheckOutcome::Refused(Cause::Suspended)).then(said()));
    assert_eq!(open.alarm.map(|alarm| alarm.cause.as_str()), Some("suspended"));
    let again = story(CheckOutcome::Refused(Cause::Suspended))
        .then(CheckEvent::AlarmAcknowledged)
        .then(CheckEvent::AlarmClosed { finding: AlarmFinding::Mistyped })
        .then(said());
    let alarm = check(&again).alarm.unwrap();
    assert_eq!((alarm.cause.as_str(), alarm.closed), ("something-wrong", None));
}

#[test]
fn a_page_that_turns_raises_an_alarm_once_for_each_cause() {
    for found in [CheckOutcome::Verified, CheckOutcome::Pending] {
        let stood = check(&story(found));
        assert!(stood.turn(Cause::Suspended).is_some());
        let turned = || story(found).then(CheckEvent::Turned { cause: Cause::NotOnDuty });
        let alarm = check(&turned()).alarm.unwrap();
        assert_eq!((alarm.cause.as_str(), alarm.desk), ("not-on-duty", Desk::ControlRoom));
        assert!(check(&turned()).turn(Cause::NotOnDuty).is_none(), "it is on record");
        assert!(check(&turned()).turn(Cause::Suspended).is_some(), "that is another thing");
    }
    assert!(check(&story(CheckOutcome::Refused(Cause::Left))).turn(Cause::Left).is_none(), "it never stood");
}

#[test]
fn an_alarm_that_somebody_took_stays_theirs_when_the_check_is_refused_and_is_the_covert_desks_alone_when_it_must_be() {
    let said = || {
        Story::of(StreamKind::Check, Uuid::from_u128(8))
            .then(CheckEvent::Asked { reference: "7Q4K-29MP-XW3T".parse().unwrap() })
            .then(CheckEvent::WrongSaid { place: None })
            .then(CheckEvent::AlarmAcknowledged)
    };
    let taken = check(&said()).alarm.unwrap();
    assert!(taken.acknowledged.is_some());
    let refused = check(&said().then(CheckEvent::Made(made(CheckOutcome::Refused(Cause::Suspended))))).alarm.unwrap();
    assert_eq!(refused.cause.as_str(), "suspended");
    assert_eq!((refused.acknowledged, refused.raised_at), (taken.acknowledged.clone(), taken.raised_at));
    let covert = said().then(CheckEvent::Made(made(CheckOutcome::Refused(Cause::NotVerifiableOnline))));
    let covert = check(&covert).alarm.unwrap();
    assert_eq!((covert.desk, covert.acknowledged), (Desk::CovertDesk, None));
    // A page that refuses promises help to visitors who share their location, so there is an alarm whatever happened
    // before.
    let place = || CheckEvent::PlaceShared { place: Personal::about(subject(9), "by the fountain".to_owned()) };
    assert!(check(&story(CheckOutcome::Verified).then(place())).alarm.is_some());
    let closed = said().then(CheckEvent::AlarmClosed { finding: AlarmFinding::Mistyped }).then(place());
    assert_eq!(check(&closed).alarm.unwrap().closed, None);
}

#[test]
fn a_visitor_is_heard_twenty_times_and_again_when_the_alarm_was_closed() {
    let mut told = story(CheckOutcome::Refused(Cause::Suspended));
    for number in 0..SAID_MAXIMUM {
        assert!(check(&told).hears(), "{number}");
        told = match number % 2 {
            0 => told.then(CheckEvent::WrongSaid { place: None }),
            _ => told.then(CheckEvent::PlaceShared { place: Personal::about(subject(9), "the quay".to_owned()) }),
        };
    }
    assert!(!check(&told).hears());
    let told = told.then(CheckEvent::AlarmAcknowledged);
    assert!(!check(&told).hears());
    assert!(check(&told.then(CheckEvent::AlarmClosed { finding: AlarmFinding::Misuse })).hears());
}

#[test]
fn codes_and_references_are_read_as_people_write_them() {
    let code: LiveCode = "7Q4K 29MP".parse().unwrap();
    for written in ["7q4k29mp", " 7q4k-29mp ", "7Q4K\u{a0}29MP", "7 Q 4 K 2 9 M P", "7Q4K\u{2011}29MP"] {
        assert_eq!(written.parse::<LiveCode>(), Ok(code), "{written}");
    }
    for other in ["", "7Q4K29M", "7Q4K29MPX", "7Q4K29M0", "7Q4K29MO", "7Q4K29MI", "7Q4K29ML", "7Q4K29M1", "7Q4K29Mé"] {
        assert!(other.parse::<LiveCode>().is_err(), "{other}");
    }
    assert_eq!("nm7q4k29".parse::<StopRef>().unwrap().to_string(), "NM-7Q4K-29");
    assert!("N-7Q4K-29".parse::<StopRef>().is_err() && "99-7Q4K-29".parse::<StopRef>().is_err());
    assert_eq!("012 345".parse::<Pin>().unwrap().to_string(), "012345");
    assert!("12345".parse::<Pin>().is_err() && "12345x".parse::<Pin>().is_err());
    // Secrets that grant access do not end up in a log by accident.
    assert_eq!(format!("{code:?} {:?}", "012345".parse::<Pin>().unwrap()), "LiveCode(..) Pin(..)");
}

proptest! {
    #[test]
    fn what_is_drawn_and_printed_is_read_again(random in proptest::collection::vec(any::<u8>(), 64)) {
        let reference = CheckRef::draw(&random).unwrap();
        prop_assert_eq!(reference.to_string().parse(), Ok(reference));
        prop_assert!(reference.letters().iter().all(|letter| LETTERS.contains(letter)));
        let stop = StopRef::draw("NM", &random).unwrap();
        prop_assert_eq!(stop.to_string().parse(), Ok(stop));
        let pin = Pin::draw(&random).unwrap();
        prop_assert_eq!(pin.to_string().parse(), Ok(pin));
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC*") {
        let _ = text.parse::<LiveCode>();
        let _ = text.parse::<StopRef>();
        let _ = text.parse::<Pin>();
    }
}
