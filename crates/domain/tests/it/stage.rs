//! The stages of a matter: every transition from every stage, either allowed or refused with its code.

use std::fmt::Write as _;

use domain::Refusal;
use domain::matter::{Form, ProceedingsOutcome, Stage};
use insta::assert_snapshot;
use jiff::civil::date;

use crate::story::{line, time};

#[test]
fn every_transition_from_every_stage() {
    let at = time("2026-03-02T09:00:00Z");
    let on = date(2026, 6, 1);
    let form = Form::Hearing;
    let stages = [
        ("open", Stage::Open),
        ("reported", Stage::Reported { at }),
        ("no case", Stage::Determined { form: None, at }),
        ("case", Stage::Determined { form: Some(form), at }),
        ("notified", Stage::Proceedings { form, notified_at: at, hearing_on: None }),
        ("fixed", Stage::Proceedings { form, notified_at: at, hearing_on: Some(on) }),
        ("heard", Stage::Heard { form, at }),
        ("heard meeting", Stage::Heard { form: Form::Meeting, at }),
        ("concluded", Stage::Concluded { form, outcome: ProceedingsOutcome::Dismissal, at }),
        ("closed", Stage::Closed { at, outcome: None }),
    ];
    type Step = fn(Stage, jiff::Timestamp) -> Result<Stage, Refusal>;
    let steps: [(&str, Step); 9] = [
        ("report", |stage, at| stage.report(at)),
        ("determine", |stage, at| stage.determine(Some(Form::Meeting), at)),
        ("accelerate", |stage, at| stage.accelerate(at)),
        ("notify", |stage, at| stage.notify(at)),
        ("fix", |stage, _| stage.fix(date(2026, 7, 1))),
        ("complete", |stage, at| stage.complete(at)),
        ("warn", |stage, at| stage.conclude(ProceedingsOutcome::FinalWrittenWarning, at)),
        ("dismiss", |stage, at| stage.conclude(ProceedingsOutcome::Dismissal, at)),
        ("close", |stage, at| stage.close(at)),
    ];
    let mut table = String::new();
    for (name, stage) in stages {
        write!(table, "{name}:").unwrap();
        for (step, take) in steps {
            let next = match take(stage.clone(), at) {
                Ok(next) => next.as_str().to_owned(),
                Err(refusal) if refusal.code == "matter.wrong-stage" => continue,
                Err(refusal) => line::<Stage>(Err(refusal)),
            };
            write!(table, " {step} -> {next};").unwrap();
        }
        table.push('\n');
    }
    // A step that is missing from a row is refused with `matter.wrong-stage`.
    assert_snapshot!(table, @r"
    open: report -> reported; close -> closed;
    reported: determine -> determined; accelerate -> determined; close -> closed;
    no case: determine -> determined; accelerate -> determined; close -> closed;
    case: determine -> determined; accelerate -> determined; notify -> proceedings; close -> closed;
    notified: fix -> proceedings;
    fixed: fix -> proceedings; complete -> heard;
    heard: warn -> concluded; dismiss -> concluded;
    heard meeting: warn -> concluded; dismiss -> Invalid matter.beyond-a-meeting [Police (Conduct) Regulations 2020, reg 42];
    concluded: close -> closed;
    closed: report -> Conflict matter.already-closed; determine -> Conflict matter.already-closed; accelerate -> Conflict matter.already-closed; notify -> Conflict matter.already-closed; fix -> Conflict matter.already-closed; complete -> Conflict matter.already-closed; warn -> Conflict matter.already-closed; dismiss -> Conflict matter.already-closed; close -> Conflict matter.already-closed;
    ");
}

#[test]
fn a_wrong_stage_says_which_stage_it_is() {
    let refusal = Stage::Open.notify(time("2026-03-02T09:00:00Z")).unwrap_err();
    assert_eq!((refusal.code, refusal.citation), ("matter.wrong-stage", None));
    assert!(refusal.message.ends_with("the matter is `open`"), "{}", refusal.message);
}

#[test]
fn a_closed_matter_keeps_its_outcome_and_a_new_day_replaces_the_old() {
    let at = time("2026-03-02T09:00:00Z");
    let concluded = Stage::Concluded { form: Form::Hearing, outcome: ProceedingsOutcome::WrittenWarning, at };
    assert_eq!(concluded.close(at), Ok(Stage::Closed { at, outcome: Some(ProceedingsOutcome::WrittenWarning) }));
    let fixed = Stage::Proceedings { form: Form::Hearing, notified_at: at, hearing_on: Some(date(2026, 6, 1)) };
    assert_eq!(fixed.fix(date(2026, 7, 1)).unwrap().hearing_on(), Some(date(2026, 7, 1)));
    assert_eq!(Stage::Open.hearing_on(), None);
}
