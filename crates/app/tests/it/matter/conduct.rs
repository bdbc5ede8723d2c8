//! Journey e: from an allegation to the barred list, under the law in force from 13 July 2026 and under the earlier
//! law.

use app::change::replay;
use app::hearing::{self, Conclusion, OutcomeStep, ProceedingsStep};
use app::matter::sign;
use app::matter::suspend::{self, DecisionEffect, SuspensionDecision};
use app::matter::{self, CriminalEvent, NewAllegation, NewMatter, Paper, Work};
use app::subject::consult;
use domain::allegation::{Category, Finding};
use domain::consultation::Purpose;
use domain::matter::{
    AppealResult, Condition, CourtEvent, Form, InvestigationAct, Matter, MatterKind, OutcomeGrounds,
    ProceedingsOutcome, RestrictionScope, ReviewAnswer, Severity, SuspensionAnswer, SuspensionCondition,
};
use domain::officer::{Post, Protection};
use domain::{Actor, MatterId, OfficerId, Role};
use jiff::civil::{Date, date};

use crate::support::cast::{enrol, force, oversight, posting, staff};
use crate::support::{Following, Stage, at, on_both, refused};

/// The people involved in one matter.
pub(super) struct Cast {
    pub(super) authority: Actor,
    pub(super) second: Actor,
    pub(super) investigator: Actor,
    pub(super) chair: Actor,
    pub(super) subject: OfficerId,
}

pub(super) async fn cast(stage: &Stage) -> Cast {
    let northmere = force("northmere");
    Cast {
        authority: staff(stage, "Helen Ashdown", Role::AppropriateAuthority, &northmere).await,
        second: staff(stage, "Tom Birkett", Role::AppropriateAuthority, &northmere).await,
        investigator: staff(stage, "Ines Calder", Role::PsdInvestigator, &northmere).await,
        chair: staff(stage, "Owen Draycott", Role::Chair, &northmere).await,
        subject: enrol(
            stage,
            "Dale Everard",
            posting(&northmere, "Response A", Post::Response, date(2018, 9, 3)),
            None,
        )
        .await,
    }
}

pub(super) async fn open(stage: &Stage, cast: &Cast, arose_on: Date) -> MatterId {
    let context = stage.as_(&cast.authority);
    let new = NewMatter {
        force: force("northmere"),
        subject: cast.subject,
        kind: MatterKind::Complaint,
        reports: Vec::new(),
        allegations: vec![NewAllegation::of(Category::SexualHarassment, arose_on, "followed her home and waited")],
        came_to_attention_on: context.today(),
    };
    matter::open(&context, new).await.unwrap()
}

fn condition(condition: SuspensionCondition, met: bool) -> Condition {
    Condition { condition, met }
}

pub(super) fn answer(answer: SuspensionAnswer, met: bool, exceptional: Option<&str>) -> SuspensionDecision {
    SuspensionDecision {
        answer,
        conditions: vec![
            condition(SuspensionCondition::InvestigationPrejudiced, met),
            condition(SuspensionCondition::PublicInterest, met),
        ],
        exceptional: exceptional.map(str::to_owned),
        reasons: "what is alleged concerns members of the public whom the officer meets alone".to_owned(),
    }
}

pub(super) fn paper(notice: &str, sent_at: &str) -> Paper {
    Paper {
        notice: notice.to_owned(),
        method: "personal".to_owned(),
        sent_at: at(sent_at),
        receipt: format!("signed for, {notice}"),
    }
}

pub(super) fn findings(matter: &Matter, finding: Finding) -> Vec<(domain::AllegationId, Finding)> {
    matter.allegations.keys().map(|id| (*id, finding)).collect()
}

on_both! {
    async fn an_accused_officer_is_suspended_heard_dismissed_and_barred_under_the_law_from_july_2026(stage: &Stage) {
        stage.now("2026-09-07 10:00");
        let cast = cast(stage).await;

        // 1. The allegation opens the decision and starts its clock within the same second, with reversible
        // protections.
        let id = open(stage, &cast, date(2026, 9, 6)).await;
        let matter = stage.matter(id).await;
        assert_eq!(matter.regime.as_deref(), Some("conduct-2026"));
        assert!(matter.violence_against_women(), "the category presumes it");
        assert_eq!(matter.due("PROMISE-4-SUSPEND"), date(2026, 9, 10), "three working days after Monday 7 September");
        assert_eq!(matter.due("PCMR-13"), date(2027, 9, 6), "twelve months beginning with 7 September 2026");
        assert!(matter.has_duty("PCMR-16"), "in a complaint, the investigator assesses the severity");
        assert!(!matter.has_duty("PCR-14"), "Part 3 of the Conduct Regulations does not apply");
        let subject = stage.officer(cast.subject).await;
        for protection in Protection::ALL {
            assert!(subject.is_protected_by(protection), "{protection:?}");
        }
        assert!(!subject.has_power());
        let cited = subject.protections.iter().map(|known| known.citation.rule.as_str()).collect::<Vec<_>>();
        assert!(cited.iter().all(|rule| *rule == "PROMISE-4-SUSPEND"), "{cited:?}");

        // An investigator who served with the officer cannot be assigned.
        let friend = enrol(
            stage,
            "Karl Foxley",
            posting(&force("northmere"), "Response A", Post::Response, date(2017, 1, 9)),
            None,
        )
        .await;
        let refusal = refused(matter::assign(&stage.as_(&cast.authority), id, friend).await);
        assert_eq!(
            refusal,
            "matter.conflict-of-interest: this person has an interest (a shared posting within five years): assign \
             somebody of another authority (Candour promise, demand 11)"
        );
        let investigator = cast.investigator.officer().unwrap();
        matter::assign(&stage.as_(&cast.authority), id, investigator).await.unwrap();
        assert_eq!(stage.matter(id).await.due("PCMR-34"), date(2026, 10, 5), "four weeks from Monday 7 September");

        // 2. Severity, and 3. the notice of investigation.
        stage.now("2026-09-07 15:00");
        matter::assess_severity(&stage.as_(&cast.authority), id, Severity::GrossMisconduct, "would justify dismissal")
            .await
            .unwrap();
        stage.now("2026-09-08 09:00");
        matter::serve_notice(&stage.as_(&cast.investigator), id, paper("investigation", "2026-09-08 09:00")).await.unwrap();
        let matter = stage.matter(id).await;
        assert_eq!(matter.due("PCMR-20"), date(2026, 9, 22), "ten working days after Tuesday 8 September");
        assert_eq!(matter.due("PROMISE-16-WELFARE"), date(2026, 9, 15), "five working days, in the officer's favour");

        // 4. Criminal investigation and gross misconduct: reg 11B. Arrest for a listed offence: reg 11C.
        let crime = CriminalEvent::InvestigationOpened("NM/26/0417".to_owned());
        matter::record_criminal_event(&stage.as_(&cast.investigator), id, crime).await.unwrap();
        assert_eq!(stage.matter(id).await.due("PCR-11B"), date(2026, 9, 11), "three working days after Tuesday");
        stage.now("2026-09-09 11:00");
        let arrest = CriminalEvent::Arrested("stalking".to_owned(), true);
        matter::record_criminal_event(&stage.as_(&cast.investigator), id, arrest).await.unwrap();
        assert_eq!(stage.matter(id).await.due("PCR-11C"), date(2026, 9, 14), "over a weekend");
        let decision = suspend::options(&stage.as_(&cast.authority), id).await.unwrap();
        assert_eq!(decision.default.as_deref(), Some("suspend"));
        assert!(decision.departure.exceptional_circumstances && decision.departure.second_signature);
        let presumed: Vec<&str> = decision.presumptions.iter().map(|known| known.citation.rule.as_str()).collect();
        assert_eq!(presumed, ["PCR-11C", "PROMISE-4-SUSPEND"], "statute first");

        // If a condition is met, the officer must be suspended. If none is, not suspending still requires exceptional
        // circumstances.
        stage.now("2026-09-10 09:30");
        let authority = stage.as_(&cast.authority);
        let refusal = refused(suspend::decide(&authority, id, answer(SuspensionAnswer::DoNotSuspend, true, None)).await);
        assert!(refusal.starts_with("suspension.not-allowed"), "{refusal}");
        assert!(refusal.ends_with("(Police (Conduct) Regulations 2020, reg 11 (from 13 July 2026); unverified)"), "{refusal}");
        let refusal = refused(suspend::decide(&authority, id, answer(SuspensionAnswer::DoNotSuspend, false, None)).await);
        assert_eq!(
            refusal,
            "suspension.no-exceptional-circumstances: the rule presumes suspension: not to suspend needs exceptional \
             circumstances, recorded here (Police (Conduct) Regulations 2020, reg 11C and Sch 3; unverified)"
        );
        let done = suspend::decide(&authority, id, answer(SuspensionAnswer::Suspend, true, None)).await.unwrap();
        assert_eq!(done, DecisionEffect::Stands);
        let matter = stage.matter(id).await;
        assert!(stage.officer(cast.subject).await.is_suspended());
        assert_eq!(matter.due("PCR-11-REPRESENTATIONS"), date(2026, 9, 21), "seven working days after Thursday");
        assert_eq!(matter.due("PCR-11-REVIEW-NEW"), date(2026, 12, 3), "twelve weeks from Friday 11 September");
        for rule in ["PCR-11B", "PCR-11C", "PROMISE-4-SUSPEND", "PCR-11-NEW"] {
            assert!(!matter.has_duty(rule), "the decision met {rule}");
        }

        // An approaching review is announced seven and two days in advance; a missed one is reported to another person.
        stage.reconcile("2026-11-26 06:00").await;
        let warned = |matter: &Matter| {
            matter.followed.open().find(|known| known.duty.citation.rule == "PCR-11-REVIEW-NEW").unwrap().warned.clone()
        };
        assert_eq!(warned(&stage.matter(id).await), [7]);
        stage.now("2026-12-01 10:00");
        let conditions = vec![condition(SuspensionCondition::InvestigationPrejudiced, false), condition(SuspensionCondition::PublicInterest, true)];
        suspend::review(&stage.as_(&cast.authority), id, ReviewAnswer::Continue, conditions, "charge is expected")
            .await
            .unwrap();
        assert_eq!(stage.matter(id).await.due("PCR-11-REVIEW-NEW-NEXT"), date(2027, 2, 23), "twelve weeks from 2 December");

        // 6. Only a provider's receipt stops the clock for an update, and the next clock starts from it.
        let update = Work::ComplainantUpdated(String::new());
        let refusal = refused(matter::record_work(&stage.as_(&cast.investigator), id, update).await);
        assert!(refusal.starts_with("notice.no-receipt"), "{refusal}");
        let update = Work::ComplainantUpdated("mail 4711 delivered".to_owned());
        matter::record_work(&stage.as_(&cast.investigator), id, update).await.unwrap();
        assert_eq!(stage.matter(id).await.due("PCMR-34-NEXT"), date(2026, 12, 29), "four weeks from 1 December");

        // 7. Proceedings would prejudice the criminal case: decided with reasons, and again after each court event.
        matter::decide_prejudice(&stage.as_(&cast.authority), id, true, "the witnesses are the same").await.unwrap();
        let charge = CriminalEvent::Charged("stalking".to_owned(), true);
        matter::record_criminal_event(&stage.as_(&cast.investigator), id, charge).await.unwrap();
        assert!(stage.matter(id).await.has_duty("PCR-10"), "to be decided again");
        let refusal = refused(matter::close(&stage.as_(&cast.authority), id, "").await);
        assert!(refusal.starts_with("decision.no-reasons"), "{refusal}");

        // 8. The report and the determination of a case to answer. Gross misconduct goes to a hearing.
        stage.now("2027-01-04 09:00");
        matter::submit_report(&stage.as_(&cast.investigator), id).await.unwrap();
        assert_eq!(stage.matter(id).await.due("PCR-23"), date(2027, 1, 25), "fifteen working days after Monday 4 January");
        stage.now("2027-01-15 09:00");
        let meeting = matter::determine(&stage.as_(&cast.authority), id, true, Some(Form::Meeting), "a case to answer").await;
        assert_eq!(
            refused(meeting),
            "matter.needs-a-hearing: gross misconduct is answered at a hearing (Police (Conduct) Regulations 2020, reg 23)"
        );
        matter::determine(&stage.as_(&cast.authority), id, true, Some(Form::Hearing), "a case to answer").await.unwrap();

        // 9. The notice, the response, the lists, the pre-hearing, the hundred days and the public notice.
        stage.now("2027-01-18 09:00");
        let notice = paper("referral-to-hearing", "2027-01-18 09:00");
        hearing::notify(&stage.as_(&cast.authority), id, notice).await.unwrap();
        let matter = stage.matter(id).await;
        assert_eq!(matter.due("PCR-29"), date(2027, 6, 11), "a hundred working days, over Easter and two May holidays");
        assert_eq!(matter.due("PCR-30-OBJECTION"), date(2027, 1, 21));
        stage.now("2027-01-19 09:00");
        hearing::record_step(&stage.as_(&cast.authority), id, ProceedingsStep::DocumentsToOfficer).await.unwrap();
        assert_eq!(stage.matter(id).await.due("PCR-31"), date(2027, 2, 9));
        stage.now("2027-02-09 16:00");
        hearing::record_step(&stage.as_(&cast.authority), id, ProceedingsStep::OfficerResponded).await.unwrap();
        let matter = stage.matter(id).await;
        assert_eq!(matter.due("PCR-31-LISTS"), date(2027, 2, 12));
        assert_eq!(matter.due("PCR-32"), date(2027, 2, 23), "the documents do not wait for the lists");
        stage.now("2027-02-12 09:00");
        hearing::record_step(&stage.as_(&cast.authority), id, ProceedingsStep::WitnessListsExchanged).await.unwrap();
        assert_eq!(stage.matter(id).await.due("PCR-32-LISTS"), date(2027, 2, 26));
        stage.now("2027-02-23 09:00");
        let to_chair = ProceedingsStep::DocumentsToChair { prehearing_ordered: true };
        hearing::record_step(&stage.as_(&cast.authority), id, to_chair).await.unwrap();
        assert_eq!(stage.matter(id).await.due("PCR-33"), date(2027, 3, 16));
        stage.now("2027-03-10 09:00");
        let late = hearing::fix_hearing(&stage.as_(&cast.chair), id, date(2027, 6, 14), None).await;
        assert!(refused(late).starts_with("hearing.too-late: the first day must be no later than 2027-06-11"));
        hearing::fix_hearing(&stage.as_(&cast.chair), id, date(2027, 3, 24), None).await.unwrap();
        assert_eq!(stage.matter(id).await.due("PCR-36"), date(2027, 3, 16), "five clear working days before");
        hearing::restrict(&stage.as_(&cast.chair), id, RestrictionScope::Name, "criminal-proceedings", date(2027, 12, 1), Some(CourtEvent::Verdict))
            .await
            .unwrap();
        hearing::record_step(&stage.as_(&cast.authority), id, ProceedingsStep::PublicNoticePublished).await.unwrap();
        stage.now("2027-03-22 12:00");
        assert_eq!(stage.matter(id).await.restrictions.len(), 1);
        let verdict = CriminalEvent::Court(CourtEvent::Verdict);
        matter::record_criminal_event(&stage.as_(&cast.investigator), id, verdict).await.unwrap();
        assert!(stage.matter(id).await.restrictions.is_empty(), "the restriction ended with the verdict");

        // 10. Dismissal is presumed. Any lesser outcome requires exceptional circumstances.
        stage.now("2027-03-24 15:00");
        hearing::complete(&stage.as_(&cast.chair), id).await.unwrap();
        assert_eq!(stage.matter(id).await.due("PCR-43"), date(2027, 4, 2), "five working days, without the Easter holidays");
        let matter = stage.matter(id).await;
        let concluded = |outcome| Conclusion {
            findings: findings(&matter, Finding::GrossMisconduct),
            outcome,
            grounds: OutcomeGrounds::default(),
            exceptional: None,
            reasons: "proven on the balance of probabilities".to_owned(),
        };
        let warning = hearing::conclude(&stage.as_(&cast.chair), id, concluded(ProceedingsOutcome::FinalWrittenWarning)).await;
        let refusal = refused(warning);
        assert!(refusal.starts_with("matter.no-exceptional-circumstances: dismissal is presumed"), "{refusal}");
        assert!(refusal.ends_with("reg 42, as amended 28 May 2025; unverified)"), "{refusal}");
        hearing::conclude(&stage.as_(&cast.chair), id, concluded(ProceedingsOutcome::Dismissal)).await.unwrap();

        // 12. The day of the dismissal counts, but Good Friday and Easter Monday do not.
        let subject = stage.officer(cast.subject).await;
        assert!(!subject.is_serving() && !subject.has_power() && !subject.is_suspended());
        let matter = stage.matter(id).await;
        assert_eq!(matter.due("PA-88A"), date(2027, 4, 1), "24, 25, 30, 31 March and 1 April");
        let closing = matter::close(&stage.as_(&cast.authority), id, "all done").await;
        assert!(refused(closing).contains("report-barred-list"), "the list is to be told first");
        stage.reconcile("2027-04-02 06:00").await;
        let barred = stage.matter(id).await;
        let overdue = barred.followed.duties.values().find(|known| known.duty.citation.rule == "PA-88A").unwrap();
        assert!(matches!(overdue.state, domain::record::followed::DutyState::Overdue { .. }), "{:?}", overdue.state);
        stage.now("2027-04-02 09:00");
        let listed = OutcomeStep::BarredList("College 9001".to_owned());
        hearing::report_outcome(&stage.as_(&cast.authority), id, listed).await.unwrap();
        hearing::report_outcome(&stage.as_(&cast.chair), id, OutcomeStep::Reported).await.unwrap();
        assert!(stage.matter(id).await.has_duty("PCR-43P"), "the report is to be published");
        hearing::report_outcome(&stage.as_(&cast.authority), id, OutcomeStep::Published).await.unwrap();

        // 13. The appeal leads to a correction of the entry (s.88F).
        let dismissed = Actor::staff(cast.subject, Role::Officer, force("northmere"));
        hearing::appeal(&stage.as_(&dismissed), id, None).await.unwrap();
        let own = hearing::appeal(&stage.as_(&dismissed), id, Some(AppealResult::Upheld)).await;
        assert!(refused(own).starts_with("actor.may-not"), "nobody decides their own appeal");
        hearing::appeal(&stage.as_(&cast.authority), id, Some(AppealResult::Upheld)).await.unwrap();
        assert!(stage.matter(id).await.has_duty("PA-88F"));
        let corrected = OutcomeStep::BarredEntryCorrected("College 9002".to_owned());
        hearing::report_outcome(&stage.as_(&cast.authority), id, corrected).await.unwrap();
        assert!(!stage.matter(id).await.has_duty("PA-88F"));

        // What the decision maker could see when deciding to suspend can be proven, and does not include later facts.
        let matter_stream = domain::StreamId::new(domain::StreamKind::Matter, id);
        let events = stage.app.store.history(&matter_stream, None).await.unwrap();
        let decided = events.iter().find(|event| event.event.encode().unwrap().0 == "matter.suspension-decided").unwrap();
        let replayed = replay::decision(&stage.as_(&oversight()), decided.id).await.unwrap();
        assert!(replayed.proven);
        let Some((_, Some(domain::State::Matter(then)))) = replayed.then.first() else { panic!("the matter was shown") };
        assert!(!then.criminal.charged && then.criminal.arrested);
        let early = replay::as_known_at(&stage.as_(&oversight()), &matter_stream, at("2026-09-07 12:00")).await.unwrap();
        let Some(domain::State::Matter(early)) = early else { panic!("the matter was known") };
        assert_eq!(early.severity(), None);
    }

    async fn the_law_before_july_2026_leaves_a_power_and_four_weeks(stage: &Stage) {
        stage.now("2026-05-05 10:00");
        let cast = cast(stage).await;
        let id = open(stage, &cast, date(2026, 5, 1)).await;
        assert_eq!(stage.matter(id).await.regime.as_deref(), Some("conduct-2025"));
        assert!(!stage.matter(id).await.has_duty("PROMISE-4-SUSPEND"), "the promise was adopted in September");
        let authority = stage.as_(&cast.authority);
        matter::assess_severity(&authority, id, Severity::GrossMisconduct, "would justify dismissal").await.unwrap();
        let matter = stage.matter(id).await;
        assert!(matter.has_duty("PCR-11-OLD") && !matter.has_duty("PCR-11-NEW"));
        let crime = CriminalEvent::InvestigationOpened("NM/26/0101".to_owned());
        matter::record_criminal_event(&stage.as_(&cast.authority), id, crime).await.unwrap();
        let arrest = CriminalEvent::Arrested("stalking".to_owned(), true);
        matter::record_criminal_event(&stage.as_(&cast.authority), id, arrest).await.unwrap();
        let matter = stage.matter(id).await;
        assert!(!matter.has_duty("PCR-11B") && !matter.has_duty("PCR-11C"), "these came in July");
        let decision = suspend::options(&stage.as_(&cast.authority), id).await.unwrap();
        assert_eq!(decision.default, None, "nothing was presumed");

        stage.now("2026-05-07 10:00");
        suspend::decide(&stage.as_(&cast.authority), id, answer(SuspensionAnswer::Suspend, true, None)).await.unwrap();
        assert_eq!(stage.matter(id).await.due("PCR-11-REVIEW-OLD"), date(2026, 6, 4), "four weeks from Friday 8 May");
        stage.now("2026-06-03 10:00");
        let conditions = || vec![condition(SuspensionCondition::InvestigationPrejudiced, true)];
        let reviewed = suspend::review(&stage.as_(&cast.authority), id, ReviewAnswer::Continue, conditions(), "as before").await;
        reviewed.unwrap();
        assert_eq!(stage.matter(id).await.due("PCR-11-REVIEW-OLD-NEXT"), date(2026, 7, 1), "four weeks from 4 June");

        // The review lapses. A chief officer is told, and the missed deadline is a sign.
        stage.reconcile("2026-07-02 06:00").await;
        let matter = stage.matter(id).await;
        assert!(matter.told().contains(&"chief-officer: overdue-review-suspension".to_owned()), "{:?}", matter.told());
        assert!(matter.signs().contains(&domain::record::followed::SignKind::Silence));

        // A suspension must end if none of its conditions is met.
        stage.now("2026-07-03 10:00");
        let none = vec![condition(SuspensionCondition::InvestigationPrejudiced, false), condition(SuspensionCondition::PublicInterest, false)];
        let going_on = suspend::review(&stage.as_(&cast.authority), id, ReviewAnswer::Continue, none.clone(), "habit").await;
        assert!(refused(going_on).starts_with("suspension.conditions-not-met"));
        suspend::review(&stage.as_(&cast.authority), id, ReviewAnswer::End, none, "nothing speaks for it now").await.unwrap();
        assert!(!stage.officer(cast.subject).await.is_suspended());

        // Dismissal two days before Christmas: 23, 24, 29, 30 and 31 December count.
        stage.now("2026-10-05 09:00");
        matter::submit_report(&stage.as_(&cast.authority), id).await.unwrap();
        matter::determine(&stage.as_(&cast.authority), id, true, Some(Form::Hearing), "a case to answer").await.unwrap();
        let notice = paper("referral-to-hearing", "2026-10-05 09:00");
        hearing::notify(&stage.as_(&cast.authority), id, notice).await.unwrap();
        hearing::fix_hearing(&stage.as_(&cast.chair), id, date(2026, 12, 23), None).await.unwrap();
        stage.now("2026-12-23 15:00");
        hearing::complete(&stage.as_(&cast.chair), id).await.unwrap();
        let matter = stage.matter(id).await;
        let concluded = Conclusion {
            findings: findings(&matter, Finding::GrossMisconduct),
            outcome: ProceedingsOutcome::Dismissal,
            grounds: OutcomeGrounds::default(),
            exceptional: None,
            reasons: "proven".to_owned(),
        };
        hearing::conclude(&stage.as_(&cast.chair), id, concluded).await.unwrap();
        assert_eq!(stage.matter(id).await.due("PA-88A"), date(2026, 12, 31), "without Christmas and the substitute day");
    }

    async fn not_suspending_takes_a_second_signature_from_outside_and_oversight_hears_of_it(stage: &Stage) {
        stage.now("2026-09-07 10:00");
        let cast = cast(stage).await;
        let id = open(stage, &cast, date(2026, 9, 6)).await;
        let exceptional = Some("the officer is in hospital until October and has no access to anything");
        let decided =
            suspend::decide(&stage.as_(&cast.authority), id, answer(SuspensionAnswer::DoNotSuspend, false, exceptional)).await;
        let DecisionEffect::Waits(pending) = decided.unwrap() else { panic!("it waits for a signature") };
        assert!(stage.matter(id).await.has_duty("PROMISE-4-SUSPEND"), "nothing is decided yet");
        let own = refused(sign::sign(&stage.as_(&cast.authority), id, pending).await);
        assert!(own.starts_with("signature.inside-the-chain"), "{own}");
        sign::sign(&stage.as_(&cast.second), id, pending).await.unwrap();
        let matter = stage.matter(id).await;
        assert!(!matter.has_duty("PROMISE-4-SUSPEND"));
        assert!(matter.told().contains(&"oversight: accused-officer-not-suspended".to_owned()), "{:?}", matter.told());
        assert!(!stage.officer(cast.subject).await.has_power(), "the protections stay");
    }

    async fn a_downgrade_takes_a_new_fact_and_a_second_key_and_others_hear_of_it(stage: &Stage) {
        stage.now("2026-09-07 10:00");
        let cast = cast(stage).await;
        let id = open(stage, &cast, date(2026, 9, 6)).await;
        let stream = domain::StreamId::new(domain::StreamKind::Matter, id);
        let old_fact = stage.app.store.history(&stream, None).await.unwrap()[0].id;
        stage.now("2026-09-07 11:00");
        matter::assess_severity(&stage.as_(&cast.authority), id, Severity::GrossMisconduct, "grave").await.unwrap();
        let quietly = matter::assess_severity(&stage.as_(&cast.authority), id, Severity::Misconduct, "less").await;
        assert!(refused(quietly).starts_with("matter.downgrade-needs-a-fact"));
        stage.now("2026-09-08 11:00");
        let stale = matter::downgrade(&stage.as_(&cast.authority), id, Severity::Misconduct, old_fact, "less").await;
        assert!(refused(stale).starts_with("matter.no-new-fact"));
        matter::record_work(&stage.as_(&cast.authority), id, Work::Act(InvestigationAct::Statement)).await.unwrap();
        let events = stage.app.store.history(&stream, None).await.unwrap();
        let new_fact = events.iter().rev().find(|event| event.event.encode().unwrap().0 == "matter.act-recorded").unwrap().id;
        let pending = matter::downgrade(&stage.as_(&cast.authority), id, Severity::Misconduct, new_fact, "a new statement").await.unwrap();
        assert_eq!(stage.matter(id).await.severity(), Some(Severity::GrossMisconduct), "until it is signed");
        sign::sign(&stage.as_(&cast.second), id, pending).await.unwrap();
        let matter = stage.matter(id).await;
        assert_eq!(matter.severity(), Some(Severity::Misconduct));
        for told in ["oversight: severity-downgraded", "victim: severity-downgraded"] {
            assert!(matter.told().contains(&told.to_owned()), "{:?}", matter.told());
        }
    }

    async fn a_decision_among_many_in_one_batch_is_proven_too(stage: &Stage) {
        stage.now("2026-09-07 10:00");
        let cast = cast(stage).await;
        let batch = stage.app.batch().await.unwrap();
        let context = stage.as_(&cast.authority).within(&batch);
        let new = NewMatter {
            force: force("northmere"),
            subject: cast.subject,
            kind: MatterKind::Conduct,
            reports: Vec::new(),
            allegations: vec![NewAllegation::of(Category::Corruption, date(2026, 9, 1), "sold what he knew")],
            came_to_attention_on: date(2026, 9, 7),
        };
        let id = matter::open(&context, new).await.unwrap();
        matter::assess_severity(&context, id, Severity::GrossMisconduct, "would justify dismissal").await.unwrap();
        batch.commit().await.unwrap();
        let stream = domain::StreamId::new(domain::StreamKind::Matter, id);
        let events = stage.app.store.history(&stream, None).await.unwrap();
        let decided = events.iter().find(|event| event.event.encode().unwrap().0 == "matter.severity-assessed").unwrap();
        let replayed = replay::decision(&stage.as_(&oversight()), decided.id).await.unwrap();
        assert!(replayed.proven && replayed.seen.streams[0].1 > 0, "{:?}", replayed.seen);
    }

    async fn twelve_months_without_an_end_are_stated_and_again_after_six(stage: &Stage) {
        stage.now("2026-09-07 10:00");
        let cast = cast(stage).await;
        let id = open(stage, &cast, date(2026, 9, 6)).await;
        stage.reconcile("2027-09-07 06:00").await;
        stage.now("2027-09-08 09:00");
        let why = Work::DelayStated("the laboratory has 40 devices of this case in its queue".to_owned(), Some(date(2027, 12, 1)));
        matter::record_work(&stage.as_(&cast.authority), id, why).await.unwrap();
        assert_eq!(stage.matter(id).await.due("PCMR-13-NEXT"), date(2028, 3, 6), "six months after 6 September 2027");
        let again = Work::DelayStated("they have 12 left".to_owned(), None);
        stage.now("2028-03-06 09:00");
        matter::record_work(&stage.as_(&cast.authority), id, again).await.unwrap();
        assert_eq!(stage.matter(id).await.due("PCMR-13-NEXT"), date(2028, 9, 6));
    }

    async fn the_subject_and_their_friends_find_nothing(stage: &Stage) {
        stage.now("2026-09-07 10:00");
        let cast = cast(stage).await;
        let id = open(stage, &cast, date(2026, 9, 6)).await;
        let friend = enrol(
            stage,
            "Karl Foxley",
            posting(&force("northmere"), "Response A", Post::Response, date(2017, 1, 9)),
            None,
        )
        .await;
        let subject = Actor::staff(cast.subject, Role::Officer, force("northmere"));
        let friend = Actor::staff(friend, Role::PsdInvestigator, force("northmere"));
        for nosy in [&subject, &friend] {
            let refusal = refused(consult::matter(&stage.as_(nosy), id, Purpose::Other).await);
            assert_eq!(refusal, "record.missing: there is no such matter", "it does not even exist for them");
        }
        let looks = domain::StreamId::new(domain::StreamKind::Consultation, format!("matter/{id}"));
        assert_eq!(stage.app.store.history(&looks, None).await.unwrap().len(), 2, "both attempts are on record");
        consult::matter(&stage.as_(&cast.authority), id, Purpose::Decision).await.unwrap();
        assert_eq!(stage.app.store.history(&looks, None).await.unwrap().len(), 3);
    }
}
