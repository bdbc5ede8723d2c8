//! The end of a suspension: with the outcome of the matter, or when the matter is closed.

use app::hearing::{self, Conclusion};
use app::matter::suspend;
use app::matter::{self, NewAllegation, NewMatter, sign};
use domain::MatterId;
use domain::allegation::{Category, Finding};
use domain::matter::{Form, MatterKind, OutcomeGrounds, ProceedingsOutcome, Severity, Suspension, SuspensionAnswer};
use domain::record::followed::DutyState;
use jiff::civil::date;

use super::conduct::{Cast, answer, cast, findings, open, paper};
use crate::support::cast::force;
use crate::support::{Following as _, Stage, on_both};

/// Asserts that neither the matter nor the officer is suspended, and that no review goes overdue afterwards.
async fn nothing_is_left_to_review(stage: &Stage, cast: &Cast, id: MatterId) {
    stage.reconcile("2027-03-01 06:00").await;
    let matter = stage.matter(id).await;
    assert!(matches!(matter.suspension, Suspension::Ended { .. }), "{:?}", matter.suspension);
    assert!(!stage.officer(cast.subject).await.is_suspended());
    let reviews = matter.followed.duties.values().filter(|known| known.duty.name == "review-suspension");
    let states: Vec<&DutyState> = reviews.map(|known| &known.state).collect();
    assert!(matches!(states[..], [DutyState::Cancelled { .. }]), "{states:?}");
    assert!(!matter.told().iter().any(|told| told.contains("review-suspension")), "{:?}", matter.told());
    assert!(!matter.followed.signs.iter().any(|(_, sign)| sign.fact.contains("review-suspension")));
}

/// Suspends the officer. The first review is due at the end of November.
async fn suspended(stage: &Stage, cast: &Cast, id: MatterId) {
    let authority = stage.as_(&cast.authority);
    matter::assess_severity(&authority, id, Severity::GrossMisconduct, "would justify dismissal").await.unwrap();
    suspend::decide(&authority, id, answer(SuspensionAnswer::Suspend, true, None)).await.unwrap();
    assert!(stage.matter(id).await.has_duty("PCR-11-REVIEW-NEW"));
}

/// Has the matter heard and decided on 2 November.
async fn decided(stage: &Stage, cast: &Cast, id: MatterId, finding: Finding, outcome: ProceedingsOutcome) {
    matter::submit_report(&stage.as_(&cast.authority), id).await.unwrap();
    matter::determine(&stage.as_(&cast.authority), id, true, Some(Form::Hearing), "a case to answer").await.unwrap();
    let notice = paper("referral-to-hearing", "2026-09-07 10:00");
    hearing::notify(&stage.as_(&cast.authority), id, notice).await.unwrap();
    hearing::fix_hearing(&stage.as_(&cast.chair), id, date(2026, 11, 2), None).await.unwrap();
    stage.now("2026-11-02 15:00");
    hearing::complete(&stage.as_(&cast.chair), id).await.unwrap();
    let matter = stage.matter(id).await;
    let reasons = "on the balance of probabilities".to_owned();
    let findings = findings(&matter, finding);
    let grounds = OutcomeGrounds::default();
    let concluded = Conclusion { findings, outcome, grounds, exceptional: None, reasons };
    hearing::conclude(&stage.as_(&cast.chair), id, concluded).await.unwrap();
}

on_both! {
    async fn a_suspension_and_its_review_duty_end_with_the_outcome(stage: &Stage) {
        stage.now("2026-09-07 10:00");
        let cast = cast(stage).await;
        let id = open(stage, &cast, date(2026, 9, 6)).await;
        suspended(stage, &cast, id).await;
        decided(stage, &cast, id, Finding::GrossMisconduct, ProceedingsOutcome::Dismissal).await;
        nothing_is_left_to_review(stage, &cast, id).await;
    }

    async fn a_suspension_and_its_review_duty_end_when_nothing_is_proven(stage: &Stage) {
        stage.now("2026-09-07 10:00");
        let cast = cast(stage).await;
        let id = open(stage, &cast, date(2026, 9, 6)).await;
        suspended(stage, &cast, id).await;
        decided(stage, &cast, id, Finding::NotProven, ProceedingsOutcome::NoAction).await;
        nothing_is_left_to_review(stage, &cast, id).await;
        assert!(stage.officer(cast.subject).await.protections.is_empty());
    }

    async fn a_suspension_and_its_review_duty_end_when_the_matter_is_closed(stage: &Stage) {
        stage.now("2026-09-07 10:00");
        let cast = cast(stage).await;
        let context = stage.as_(&cast.authority);
        let new = NewMatter {
            force: force("northmere"),
            subject: cast.subject,
            kind: MatterKind::Complaint,
            reports: Vec::new(),
            allegations: vec![NewAllegation::of(Category::Incivility, date(2026, 9, 6), "shouted at her")],
            came_to_attention_on: context.today(),
        };
        let id = matter::open(&context, new).await.unwrap();
        suspended(stage, &cast, id).await;
        let pending = matter::close(&context, id, "the film shows another officer").await.unwrap();
        sign::sign(&stage.as_(&cast.second), id, pending).await.unwrap();
        nothing_is_left_to_review(stage, &cast, id).await;
    }
}
