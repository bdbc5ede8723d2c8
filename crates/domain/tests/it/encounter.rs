//! Stops: never without a reason, no vehicle out of uniform, confirmed by the control room off duty, ended once.

use domain::encounter::{Encounter, EncounterEvent, Power, ReasonCode, Stop};
use domain::{Event, Personal, Refusal, StreamKind};
use insta::assert_snapshot;

use crate::samples::stop;
use crate::story::{Story, encounter, line, officer, time, words};

fn begun() -> Story {
    Story::of(StreamKind::Encounter, encounter(1)).then(Encounter::open(stop()).unwrap())
}

fn called() -> Story {
    Story::of(StreamKind::Encounter, encounter(1)).then(Encounter::open(Stop { off_duty: true, ..stop() }).unwrap())
}

fn ends(stop: &Encounter, power: Power, reason: ReasonCode) -> Result<Event, Refusal> {
    stop.close("no-further-action".to_owned(), power, Some(reason), None)
}

#[test]
fn what_is_refused_and_by_which_rule() {
    let ended = begun().then(ends(&begun().encounter(), Power::PaceSection1, ReasonCode::Weapon).unwrap());
    let confirmed = called().then(EncounterEvent::Confirmed { unit: "NM21".to_owned() });
    let out_of_uniform = |power| Encounter::open(Stop { uniform: false, vehicle: false, power, ..stop() });
    let table = [
        line(Encounter::open(Stop { reason: words("  "), ..stop() })),
        line(Encounter::open(Stop { reason: Personal::Erased { subject: officer(1).into() }, ..stop() })),
        line(Encounter::open(Stop { uniform: false, vehicle: true, ..stop() })),
        line(out_of_uniform(Power::RoadTrafficSection163)),
        line(out_of_uniform(Power::PublicOrderSection60)),
        line(Encounter::begin_in_public(Stop { object: None, ..stop() })),
        line(Encounter::begin_in_public(Stop { reason_code: None, ..stop() })),
        line(Encounter::begin_in_public(Stop { place: " ".to_owned(), ..stop() })),
        line(Encounter::begin_in_public(Stop { reason: words(&"long ".repeat(500)), ..stop() })),
        line(ends(&ended.encounter(), Power::PaceSection1, ReasonCode::Weapon)),
        line(begun().encounter().supplement(words("more"))),
        line(ended.encounter().supplement(words(" "))),
        line(begun().encounter().confirm("NM21")),
        line(called().encounter().confirm(" ")),
        line(confirmed.encounter().refuse()),
        line(ended.encounter().refuse()),
    ];
    assert_snapshot!(table.join("\n"), @r"
    Invalid encounter.no-reason [PACE 1984 s.2(3)]
    Invalid encounter.no-reason [PACE 1984 s.2(3)]
    Invalid encounter.not-in-uniform [PACE 1984 s.2(9)(b)]
    Invalid encounter.power-needs-uniform [Road Traffic Act 1988 s.163(1)]
    Invalid encounter.power-needs-uniform [Criminal Justice and Public Order Act 1994 s.60(4)]
    Invalid encounter.no-object [PACE 1984 s.2(3)(b)]
    Invalid encounter.no-reason-code [PACE Code A 3.8]
    Invalid encounter.no-place [PACE 1984 s.3(6)]
    Invalid encounter.reason-too-long
    Conflict encounter.already-closed
    Conflict encounter.not-closed
    Invalid encounter.no-words
    Conflict encounter.not-called
    Invalid encounter.no-unit
    Conflict encounter.already-answered
    Conflict encounter.not-called
    ");
    assert!(Encounter::open(Stop { uniform: true, vehicle: true, ..stop() }).is_ok());
    assert!(Encounter::open(Stop { uniform: false, vehicle: false, ..stop() }).is_ok());
    // Somebody in plain clothes may arrest, and search for stolen goods.
    assert!(out_of_uniform(Power::PaceSection24).is_ok() && out_of_uniform(Power::PaceSection1).is_ok());
    // An arrest states no object.
    let arrest = Stop { power: Power::PaceSection24, object: None, ..stop() };
    assert!(Encounter::begin_in_public(arrest).is_ok());
}

#[test]
fn a_power_or_reason_that_changes_between_begin_and_end_is_seen() {
    let cases = [
        (Power::PaceSection1, ReasonCode::Weapon, false),
        (Power::MisuseOfDrugsSection23, ReasonCode::Weapon, true),
        (Power::PaceSection1, ReasonCode::StolenProperty, true),
    ];
    for (power, reason, changed) in cases {
        let closed = ends(&begun().encounter(), power, reason).unwrap();
        let after = begun().at("2026-03-02T09:20:00Z").then(closed).encounter();
        assert_eq!(after.reason_changed, changed);
        assert_eq!(after.stop.reason_code, Some(ReasonCode::Weapon), "what was stated first is kept");
        let closed = after.closed.unwrap();
        assert_eq!((closed.at, closed.power, closed.reason_code), (time("2026-03-02T09:20:00Z"), power, Some(reason)));
    }
}

#[test]
fn a_call_that_nobody_answers_is_carried_on_once_after_a_minute() {
    let waiting = called();
    let opened_at = waiting.encounter().opened_at;
    assert_eq!(waiting.encounter().escalates_at(), Some(opened_at + domain::encounter::CALL_ESCALATES_AFTER));
    assert_eq!(waiting.then(EncounterEvent::CallEscalated).encounter().escalates_at(), None);
    assert_eq!(begun().encounter().escalates_at(), None, "somebody on duty waits for nobody");
}
