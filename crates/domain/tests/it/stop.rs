//! Stops: they need a reason, a vehicle stop needs a uniform, off-duty officers need the control room, and a stop ends
//! once.

use domain::stop::{Ethnicity, Power, ReasonCode, SearchRecord, Stop, StopEvent, StopOpening};
use domain::{Event, Personal, Refusal, StreamKind};
use insta::assert_snapshot;

use crate::samples::opening;
use crate::story::{Story, line, officer, stop, time, words};

fn begun() -> Story {
    Story::of(StreamKind::Stop, stop(1)).then(Stop::open(opening()).unwrap())
}

fn called() -> Story {
    Story::of(StreamKind::Stop, stop(1)).then(Stop::open(StopOpening { off_duty: true, ..opening() }).unwrap())
}

fn ends(stop: &Stop, power: Power, reason: ReasonCode) -> Result<Event, Refusal> {
    stop.close(domain::stop::StopOutcome::NoFurtherAction, power, Some(reason), None)
}

#[test]
fn what_is_refused_and_by_which_rule() {
    let ended = begun().then(ends(&begun().stop(), Power::PaceSection1, ReasonCode::Weapon).unwrap());
    let confirmed = called().then(StopEvent::Confirmed { unit: "NM21".to_owned() });
    let out_of_uniform = |power| Stop::open(StopOpening { uniform: false, vehicle: false, power, ..opening() });
    let table = [
        line(Stop::open(StopOpening { reason: words("  "), ..opening() })),
        line(Stop::open(StopOpening { reason: Personal::Erased { subject: officer(1).into() }, ..opening() })),
        line(Stop::open(StopOpening { uniform: false, vehicle: true, ..opening() })),
        line(out_of_uniform(Power::RoadTrafficSection163)),
        line(out_of_uniform(Power::PublicOrderSection60)),
        line(Stop::begin_in_public(StopOpening { object: None, ..opening() })),
        line(Stop::begin_in_public(StopOpening { reason_code: None, ..opening() })),
        line(Stop::begin_in_public(StopOpening { place: " ".to_owned(), ..opening() })),
        line(Stop::begin_in_public(StopOpening { reason: words(&"long ".repeat(500)), ..opening() })),
        line(ends(&ended.stop(), Power::PaceSection1, ReasonCode::Weapon)),
        line(begun().stop().supplement(words("more"))),
        line(ended.stop().supplement(words(" "))),
        line(begun().stop().confirm("NM21")),
        line(called().stop().confirm(" ")),
        line(confirmed.stop().refuse()),
        line(ended.stop().refuse()),
    ];
    assert_snapshot!(table.join("\n"), @r"
    Invalid stop.no-reason [PACE 1984 s.2(3)]
    Invalid stop.no-reason [PACE 1984 s.2(3)]
    Invalid stop.not-in-uniform [PACE 1984 s.2(9)(b)]
    Invalid stop.power-needs-uniform [Road Traffic Act 1988 s.163(1)]
    Invalid stop.power-needs-uniform [Criminal Justice and Public Order Act 1994 s.60(4)]
    Invalid stop.no-object [PACE 1984 s.2(3)(b)]
    Invalid stop.no-reason-code [PACE Code A 3.8]
    Invalid stop.no-place [PACE 1984 s.3(6)]
    Invalid stop.reason-too-long
    Conflict stop.already-closed
    Conflict stop.not-closed
    Invalid stop.no-words
    Conflict stop.not-called
    Invalid stop.no-unit
    Conflict stop.already-answered
    Conflict stop.not-called
    ");
    assert!(Stop::open(StopOpening { uniform: true, vehicle: true, ..opening() }).is_ok());
    assert!(Stop::open(StopOpening { uniform: false, vehicle: false, ..opening() }).is_ok());
    // An officer in plain clothes may arrest, and search for stolen goods.
    assert!(out_of_uniform(Power::PaceSection24).is_ok() && out_of_uniform(Power::PaceSection1).is_ok());
    // An arrest needs no object.
    let arrest = StopOpening { power: Power::PaceSection24, object: None, ..opening() };
    assert!(Stop::begin_in_public(arrest).is_ok());
}

#[test]
fn a_power_or_reason_that_changes_between_begin_and_end_is_seen() {
    let cases = [
        (Power::PaceSection1, ReasonCode::Weapon, false),
        (Power::MisuseOfDrugsSection23, ReasonCode::Weapon, true),
        (Power::PaceSection1, ReasonCode::StolenProperty, true),
    ];
    for (power, reason, changed) in cases {
        let closed = ends(&begun().stop(), power, reason).unwrap();
        let after = begun().at("2026-03-02T09:20:00Z").then(closed).stop();
        assert_eq!(after.reason_changed, changed);
        assert_eq!(after.opening.reason_code, Some(ReasonCode::Weapon), "what was stated first is kept");
        let closed = after.closed.unwrap();
        assert_eq!((closed.at, closed.power, closed.reason_code), (time("2026-03-02T09:20:00Z"), power, Some(reason)));
    }
}

#[test]
fn a_call_that_nobody_answers_is_carried_on_once_after_a_minute() {
    let waiting = called();
    let opened_at = waiting.stop().opened_at;
    assert_eq!(waiting.stop().escalates_at(), Some(opened_at + domain::stop::CALL_ESCALATES_AFTER));
    assert_eq!(waiting.then(StopEvent::CallEscalated).stop().escalates_at(), None);
    assert_eq!(begun().stop().escalates_at(), None, "somebody on duty waits for nobody");
}

#[test]
fn the_officers_view_of_the_ethnicity_is_kept_only_if_it_differs() {
    let kept = |given, seen| {
        let record =
            SearchRecord { self_defined_ethnicity: given, perceived_ethnicity: seen, ..SearchRecord::default() };
        record.with_differing_view().perceived_ethnicity
    };
    let (white, black) = (Some(Ethnicity::W1), Some(Ethnicity::B1));
    assert_eq!(kept(white, white), None);
    assert_eq!(kept(white, black), black);
    assert_eq!(kept(Some(Ethnicity::Ns), white), white, "a person who does not say cannot agree");
    assert_eq!(kept(None, black), black);
    assert_eq!(kept(black, None), None);
}
