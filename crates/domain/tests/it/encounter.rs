//! Stops: never without a reason, no vehicle out of uniform, ended once.

use domain::encounter::{Encounter, EncounterEvent, Power, Stop};
use domain::{Personal, StreamKind};
use insta::assert_snapshot;

use crate::samples::stop;
use crate::story::{Story, encounter, line, officer, time, words};

fn begun() -> Story {
    Story::of(StreamKind::Encounter, encounter(1)).then(Encounter::open(stop()).unwrap())
}

#[test]
fn what_is_refused_and_by_which_rule() {
    let ended = begun().then(EncounterEvent::Closed { outcome: "arrest".to_owned(), power: Power::PaceSection24 });
    let table = [
        line(Encounter::open(Stop { reason: words("  "), ..stop() })),
        line(Encounter::open(Stop { reason: Personal::Erased { subject: officer(1).into() }, ..stop() })),
        line(Encounter::open(Stop { uniform: false, vehicle: true, ..stop() })),
        line(ended.encounter().close("warning".to_owned(), Power::PaceSection1)),
    ];
    assert_snapshot!(table.join("\n"), @r"
    Invalid encounter.no-reason [PACE 1984 s.2(3)]
    Invalid encounter.no-reason [PACE 1984 s.2(3)]
    Invalid encounter.not-in-uniform [PACE 1984 s.2(9)(b)]
    Conflict encounter.already-closed
    ");
    assert!(Encounter::open(Stop { uniform: true, vehicle: true, ..stop() }).is_ok());
    assert!(Encounter::open(Stop { uniform: false, vehicle: false, ..stop() }).is_ok());
}

#[test]
fn a_power_that_changes_between_begin_and_end_is_seen() {
    for (power, changed) in [(Power::PaceSection1, false), (Power::MisuseOfDrugsSection23, true)] {
        let story = begun().at("2026-03-02T09:05:00Z").then(EncounterEvent::Checked { verified: true });
        let closed = story.encounter().close("no-further-action".to_owned(), power).unwrap();
        let after = story.at("2026-03-02T09:20:00Z").then(closed).encounter();
        assert_eq!(after.reason_changed, changed);
        assert_eq!(after.checks, [(time("2026-03-02T09:05:00Z"), true)]);
        assert_eq!(after.closed, Some((time("2026-03-02T09:20:00Z"), "no-further-action".to_owned())));
    }
}
