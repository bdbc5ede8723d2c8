//! Suspension: decided on conditions, declined against a presumption only as the law allows, reviewed, ended.

use domain::allegation::Category;
use domain::matter::{
    DepartureRequirements, Matter, MatterEvent, ProposedDecision, ReviewAnswer, Suspension, SuspensionAnswer,
};
use domain::{Personal, Refusal, StreamKind};
use insta::assert_snapshot;

use crate::samples::{conditions, opened, suspends};
use crate::story::{Story, decided, line, matter, officer, pending, reviewer, words};

fn begun() -> Story {
    Story::of(StreamKind::Matter, matter(1)).then(opened(&[Category::IndecentExposure]))
}

fn presumed() -> Option<DepartureRequirements> {
    Some(DepartureRequirements {
        exceptional_circumstances: true,
        second_signature: true,
        citation: Some("Police (Conduct) Regulations 2020, reg 11B".to_owned()),
    })
}

fn not_to_suspend(
    matter: &Matter,
    exceptional: Option<Personal<String>>,
    departure: Option<DepartureRequirements>,
) -> Result<ProposedDecision, Refusal> {
    let answer = SuspensionAnswer::DoNotSuspend;
    matter.decide_suspension(answer, conditions(true), exceptional, decided("so"), departure, pending(1))
}

#[test]
fn to_suspend_stands_at_once_even_where_it_is_presumed() {
    let answer = SuspensionAnswer::Suspend;
    let matter = begun().matter();
    let proposed = matter.decide_suspension(answer, conditions(true), None, decided("so"), presumed(), pending(1));
    let Ok(ProposedDecision::Stands(event)) = proposed else { panic!("{proposed:?}") };
    assert!(begun().then(event).matter().is_suspended());
}

#[test]
fn not_to_suspend_stands_where_nothing_is_presumed() {
    let proposed = not_to_suspend(&begun().matter(), None, None).unwrap();
    assert!(matches!(&proposed, ProposedDecision::Stands(_)));
    let after = begun().then(proposed.into_event()).matter();
    assert!(matches!(after.suspension, Suspension::NotSuspended { .. }));
}

#[test]
fn not_to_suspend_against_a_presumption_waits_for_a_second_signature() {
    let story = begun();
    let proposed = not_to_suspend(&story.matter(), Some(words("she is abroad for a year")), presumed()).unwrap();
    assert!(matches!(&proposed, ProposedDecision::Waits(_)));
    let story = story.then(proposed.into_event());
    assert_eq!(story.matter().suspension, Suspension::Undecided);
    let signed = story.matter().sign(pending(1), &reviewer()).unwrap();
    let after = story.then(signed).matter();
    assert!(matches!(after.suspension, Suspension::NotSuspended { .. }) && after.pending.is_empty());
}

#[test]
fn a_presumption_without_second_signature_needs_the_circumstances_only() {
    let departure = presumed().map(|known| DepartureRequirements { second_signature: false, ..known });
    let proposed = not_to_suspend(&begun().matter(), Some(words("abroad")), departure).unwrap();
    assert!(matches!(proposed, ProposedDecision::Stands(_)));
}

#[test]
fn what_is_refused_and_by_which_rule() {
    let matter = begun().matter();
    let suspended = begun().then(suspends(SuspensionAnswer::Suspend)).matter();
    let decide = |matter: &Matter, conditions, reasons| {
        let answer = SuspensionAnswer::Suspend;
        line(matter.decide_suspension(answer, conditions, None, decided(reasons), None, pending(1)))
    };
    let review = |matter: &Matter, answer, conditions, reasons| {
        line(matter.review_suspension(answer, conditions, decided(reasons)))
    };
    let uncited = presumed().map(|known| DepartureRequirements { citation: None, ..known });
    let erased = Some(Personal::Erased { subject: officer(1).into() });
    let table = [
        decide(&matter, conditions(true), "  "),
        decide(&suspended, conditions(true), "so"),
        decide(&matter, Vec::new(), "so"),
        line(not_to_suspend(&matter, None, presumed())),
        line(not_to_suspend(&matter, Some(words(" ")), presumed())),
        line(not_to_suspend(&matter, erased, uncited)),
        review(&suspended, ReviewAnswer::Continue, conditions(true), ""),
        review(&matter, ReviewAnswer::Continue, conditions(true), "so"),
        review(&suspended, ReviewAnswer::Continue, Vec::new(), "so"),
        review(&suspended, ReviewAnswer::Continue, conditions(false), "so"),
    ];
    assert_snapshot!(table.join("\n"), @r"
    Invalid decision.no-reasons
    Conflict suspension.already
    Invalid suspension.no-conditions [Police (Conduct) Regulations 2020, reg 11]
    Invalid suspension.no-exceptional-circumstances [Police (Conduct) Regulations 2020, reg 11B]
    Invalid suspension.no-exceptional-circumstances [Police (Conduct) Regulations 2020, reg 11B]
    Invalid suspension.no-exceptional-circumstances
    Invalid decision.no-reasons
    Conflict suspension.none
    Invalid suspension.no-conditions
    Invalid suspension.conditions-not-met [Police (Conduct) Regulations 2020, reg 11]
    ");
}

#[test]
fn a_suspension_is_reviewed_twice_and_ends() {
    let mut story = begun().then(suspends(SuspensionAnswer::Suspend));
    for count in 1..=2 {
        let review = story.matter().review_suspension(ReviewAnswer::Continue, conditions(true), decided("so")).unwrap();
        story = story.then(review);
        let Suspension::Suspended { reviews_count, since, reviewed_at } = story.matter().suspension else { panic!() };
        assert_eq!((reviews_count, reviewed_at.is_some_and(|at| at > since)), (count, true));
    }
    let review = story.matter().review_suspension(ReviewAnswer::End, conditions(false), decided("so")).unwrap();
    let ended = story.then(review);
    assert!(matches!(ended.matter().suspension, Suspension::Ended { .. }));
    let again = ended.matter().decide_suspension(
        SuspensionAnswer::Suspend,
        conditions(true),
        None,
        decided("charged since"),
        None,
        pending(2),
    );
    assert!(again.is_ok_and(|proposed| matches!(proposed.into_event(), MatterEvent::SuspensionDecided { .. })));
}
