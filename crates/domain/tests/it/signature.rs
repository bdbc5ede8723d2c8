//! Second signatures: a decision that departs from a presumption, downgrades or closes waits for an independent signer.

use domain::allegation::Category;
use domain::matter::{Form, MatterEvent, RemovalReason, Severity, Stage, UnsignedDecision};
use domain::{Actor, ErrorKind, Event, Role, StreamKind};
use jiff::civil::date;

use crate::samples::{determined, duty_due, opened, served};
use crate::story::{Story, authority, decided, force, line, matter, officer, pending, reviewer, time, words};

const NOW: &str = "2026-03-05T09:00:00Z";

fn begun() -> Story {
    Story::of(StreamKind::Matter, matter(1)).then(opened(&[Category::IndecentExposure]))
}

fn closing() -> Story {
    let story = begun();
    let asked = story.matter().close(decided("nothing more to do"), pending(1), time(NOW)).unwrap();
    story.then(asked)
}

#[test]
fn closing_waits_until_somebody_outside_signs_and_then_nothing_waits() {
    let asked = closing();
    assert_eq!(asked.matter().stage, Stage::Open);
    assert_eq!(asked.matter().pending[&pending(1)].asked_by, authority());
    let signed = asked.matter().sign(pending(1), &reviewer()).unwrap();
    assert!(matches!(&signed, MatterEvent::Closed { second, .. } if *second == reviewer()));
    let closed = asked.then(signed).matter();
    assert!(closed.stage.is_closed() && closed.pending.is_empty());
    assert_eq!(line(closed.may_be_altered_by(&reviewer())), "Conflict matter.already-closed");
    assert_eq!(line(closed.sign(pending(1), &reviewer())), "Conflict signature.none");
}

#[test]
fn nobody_inside_the_chain_signs() {
    let asked = closing()
        .then(MatterEvent::InvestigatorAssigned { investigator: officer(20) })
        .then(MatterEvent::InvestigatorRemoved { investigator: officer(20), why: RemovalReason::Moved });
    let staff = |id| Actor::staff(officer(id), Role::AppropriateAuthority, force("northmere"));
    // The person who asked, the subject, a former investigator, and a program.
    for signer in [authority(), staff(1), staff(20), Actor::system("sweep")] {
        let refusal = asked.matter().sign(pending(1), &signer).unwrap_err();
        assert_eq!((refusal.kind, refusal.code), (ErrorKind::Forbidden, "signature.inside-the-chain"), "{signer:?}");
        let refused = asked.matter().refuse_to_sign(pending(1), &signer, words("no"));
        assert_eq!(line(refused), "Forbidden signature.inside-the-chain");
    }
    assert!(asked.matter().sign(pending(1), &staff(30)).is_ok());
}

#[test]
fn one_who_asked_in_another_role_is_still_the_one_who_asked() {
    let other_hat = Actor::staff(officer(90), Role::LpbReviewer, force("greatmere"));
    assert_eq!(line(closing().matter().sign(pending(1), &other_hat)), "Forbidden signature.inside-the-chain");
}

#[test]
fn a_refusal_to_sign_needs_reasons_and_ends_the_waiting() {
    let asked = closing();
    let wordless = asked.matter().refuse_to_sign(pending(1), &reviewer(), words(" "));
    assert_eq!(line(wordless), "Invalid decision.no-reasons");
    assert_eq!(line(asked.matter().refuse_to_sign(pending(2), &reviewer(), words("no"))), "Conflict signature.none");
    let refused = asked.matter().refuse_to_sign(pending(1), &reviewer(), words("the footage was not seen")).unwrap();
    let after = asked.then(refused.clone());
    assert!(after.matter().pending.is_empty() && after.matter().stage == Stage::Open);
    assert!(after.then(refused).fold().is_err(), "what does not wait cannot be refused");
}

#[test]
fn answering_one_question_ends_the_waiting_of_the_same_question_only() {
    let second = MatterEvent::SignatureRequested {
        pending: pending(2),
        decision: UnsignedDecision::Closure { decided: decided("other reasons") },
    };
    let stays = MatterEvent::SignatureRequested {
        pending: pending(3),
        decision: UnsignedDecision::NoSuspension {
            conditions: crate::samples::conditions(true),
            exceptional: None,
            decided: decided("SECRET so"),
        },
    };
    let asked = closing().then(second).then(stays);
    let signed = asked.matter().sign(pending(2), &reviewer()).unwrap();
    let after = asked.then(signed).matter();
    assert_eq!(after.pending.keys().collect::<Vec<_>>(), [&pending(3)]);
}

#[test]
fn a_worse_assessment_ends_the_waiting_of_a_downgrade() {
    let story = begun().then(MatterEvent::SeverityAssessed { severity: Severity::Misconduct, decided: decided("so") });
    let fact = crate::story::event_id(77);
    let known = Some(time("2026-03-04T09:00:00Z"));
    let asked = story.matter().downgrade(Severity::None, fact, known, decided("new"), pending(1)).unwrap();
    let story = story.then(asked);
    assert_eq!(story.matter().severity(), Some(Severity::Misconduct), "nothing changes before it is signed");
    let worse = story.matter().assess_severity(Severity::GrossMisconduct, decided("worse")).unwrap();
    let story = story.then(worse);
    assert_eq!(line(story.matter().sign(pending(1), &reviewer())), "Conflict signature.none");
    assert_eq!(story.matter().severity(), Some(Severity::GrossMisconduct));
}

#[test]
fn a_closure_is_not_signed_when_proceedings_have_begun_since() {
    let story = begun().then(MatterEvent::ReportSubmitted).then(determined(Some(Form::Hearing)));
    let asked = story.matter().close(decided("so"), pending(1), time(NOW)).unwrap();
    let story = story.then(asked).then(MatterEvent::ProceedingsNotified(served()));
    assert_eq!(line(story.matter().sign(pending(1), &reviewer())), "Conflict matter.wrong-stage");
}

#[test]
fn a_closure_is_not_signed_when_a_duty_to_decide_arose_since() {
    let story = closing().then(domain::record::followed::Consequence::DutyArose(duty_due(1, Some(date(2026, 3, 20)))));
    assert_eq!(line(story.matter().sign(pending(1), &reviewer())), "Conflict matter.duties-open");
    assert!(story.matter().refuse_to_sign(pending(1), &reviewer(), words("decide on suspension first")).is_ok());
}

#[test]
fn not_to_refer_is_not_signed_when_it_was_referred_since() {
    let story = begun();
    let asked = story.matter().decline_referral(decided("no ground"), pending(1)).unwrap();
    let story = story.then(asked).then(MatterEvent::Referred { grounds: Vec::new() });
    assert_eq!(line(story.matter().sign(pending(1), &reviewer())), "Conflict matter.already-referred");
}

#[test]
fn a_signed_decision_is_an_event_of_its_own_kind() {
    let from_gross = (Severity::GrossMisconduct, Severity::Misconduct);
    let unsigned = [
        UnsignedDecision::Closure { decided: decided("so") },
        UnsignedDecision::NoReferral { decided: decided("so") },
        UnsignedDecision::NoSuspension { conditions: Vec::new(), exceptional: None, decided: decided("so") },
        UnsignedDecision::Downgrade {
            from: from_gross.0,
            to: from_gross.1,
            new_fact: crate::story::event_id(7),
            decided: decided("so"),
        },
    ];
    for decision in unsigned {
        let (kind, waits) = (decision.kind(), serde_json::to_value(&decision).unwrap());
        let (signed, payload) = Event::Matter(decision.signed_by(&reviewer())).encode().unwrap();
        assert_eq!((signed.as_str(), waits["kind"].as_str()), (kind, Some(kind)));
        assert!(payload.to_string().contains(&crate::story::subject(91).to_string()), "{payload} names who signed");
    }
}
