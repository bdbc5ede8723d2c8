//! Journey (i): stories about abuse and fairness.

use app::hearing::{self, Conclusion};
use app::matter::sign;
use app::matter::{self, NewAllegation, NewMatter, Paper, Work};
use app::officer;
use app::oversight;
use app::report::{self, NewReport};
use app::subject::erase::{self, ErasureRequest};
use app::subject::{consult, fairness};
use domain::allegation::{Category, Finding};
use domain::consultation::Purpose;
use domain::matter::{
    Condition, Form, InvestigationAct, MatterKind, OutcomeGrounds, ProceedingsOutcome, Severity, SuspensionCondition,
};
use domain::officer::{Leaving, Post, Relation};
use domain::record::followed::{Label, SignKind};
use domain::report::{PersonDescription, ReportKind};
use domain::{Actor, MatterId, OfficerId, Role, SubjectId};
use jiff::civil::{Date, date};
use uuid::Uuid;

use crate::support::cast::{enrol, force, oversight, person, posting, staff};
use crate::support::{Following, Stage, at, on_both, refused};

async fn complaint(stage: &Stage, reporter: &Actor, about: OfficerId, category: Category) -> domain::ReportId {
    let domain::ActorIdentity::Person { id } = reporter.who else { panic!("a member of the public") };
    let new = NewReport {
        force: force("northmere"),
        report: ReportKind::Complaint,
        schedule_3: true,
        category,
        violence_against_women: false,
        reporter: Some(id),
        place: "Harbour Street".to_owned(),
        words: "he shouted and would not give his number".to_owned(),
        described: PersonDescription::default(),
        names: Some(about),
    };
    report::receive(&stage.as_(reporter), new).await.unwrap()
}

async fn subject(stage: &Stage, name: &str, unit: &str, from: Date) -> OfficerId {
    enrol(stage, name, posting(&force("northmere"), unit, Post::Response, from), None).await
}

async fn open(stage: &Stage, authority: &Actor, subject: OfficerId, category: Category) -> MatterId {
    let context = stage.as_(authority);
    let new = NewMatter {
        force: force("northmere"),
        subject,
        kind: MatterKind::Conduct,
        reports: Vec::new(),
        allegations: vec![NewAllegation::of(category, date(2026, 9, 1), "what is alleged")],
        came_to_attention_on: context.today(),
    };
    matter::open(&context, new).await.unwrap()
}

on_both! {
    async fn what_is_not_proven_is_labelled_so_for_ever_and_everybody_who_heard_is_told(stage: &Stage) {
        stage.now("2026-09-07 09:00");
        let authority = staff(stage, "Helen Ashdown", Role::AppropriateAuthority, &force("northmere")).await;
        let chair = staff(stage, "Owen Draycott", Role::Chair, &force("northmere")).await;
        let dale = subject(stage, "Dale Everard", "Response A", date(2018, 9, 3)).await;
        let first = open(stage, &authority, dale, Category::SexualHarassment).await;
        matter::assess_severity(&stage.as_(&authority), first, Severity::Misconduct, "if proven, a warning").await.unwrap();
        let early = refused(fairness::vindicate(&stage.as_(&authority), first).await);
        assert!(early.starts_with("matter.not-cleared"), "{early}");
        matter::submit_report(&stage.as_(&authority), first).await.unwrap();
        matter::determine(&stage.as_(&authority), first, true, Some(Form::Hearing), "to be heard").await.unwrap();
        let paper = Paper {
            notice: "referral-to-hearing".to_owned(),
            method: "personal".to_owned(),
            sent_at: at("2026-09-07 09:00"),
            receipt: "signed".to_owned(),
        };
        hearing::notify(&stage.as_(&authority), first, paper).await.unwrap();
        hearing::fix_hearing(&stage.as_(&chair), first, date(2026, 11, 2), None).await.unwrap();
        stage.now("2026-11-02 15:00");
        hearing::complete(&stage.as_(&chair), first).await.unwrap();
        let matter = stage.matter(first).await;
        let concluded = Conclusion {
            findings: matter.allegations.keys().map(|id| (*id, Finding::NotProven)).collect(),
            outcome: ProceedingsOutcome::NoAction,
            grounds: OutcomeGrounds::default(),
            exceptional: None,
            reasons: "the witness was mistaken".to_owned(),
        };
        hearing::conclude(&stage.as_(&chair), first, concluded).await.unwrap();
        assert!(stage.matter(first).await.has_duty("PROMISE-16-VINDICATION"));
        assert!(stage.officer(dale).await.has_power(), "the protections of this matter are lifted");
        fairness::vindicate(&stage.as_(&authority), first).await.unwrap();
        let matter = stage.matter(first).await;
        assert!(!matter.has_duty("PROMISE-16-VINDICATION") && matter.vindicated_at.is_some());
        assert_eq!(matter.finding(), Finding::NotProven);
        assert!(stage.officer(dale).await.followed.signs.iter().all(|(_, sign)| sign.label != Label::Alleged));
    }

    async fn a_withdrawal_after_a_visit_by_a_friend_closes_nothing_and_is_seen(stage: &Stage) {
        stage.now("2026-09-07 09:00");
        let dale = subject(stage, "Dale Everard", "Response A", date(2018, 9, 3)).await;
        let friend = subject(stage, "Karl Foxley", "Response A", date(2019, 1, 7)).await;
        let stranger = subject(stage, "Mona Greaves", "Neighbourhood C", date(2019, 1, 7)).await;
        let supervisor = staff(stage, "Jo Oakden", Role::Supervisor, &force("northmere")).await;
        let reporter = person(31, Role::Public);
        let id = complaint(stage, &reporter, dale, Category::Incivility).await;
        stage.now("2026-09-10 18:00");
        report::record_visit(&stage.as_(&supervisor), id, friend).await.unwrap();
        report::record_visit(&stage.as_(&supervisor), id, stranger).await.unwrap();
        stage.now("2026-09-12 09:00");
        let meddler = person(99, Role::Public);
        let meddling = refused(report::withdraw(&stage.as_(&meddler), id, "never mind").await);
        assert!(meddling.starts_with("record.missing"), "only who complained can withdraw: {meddling}");
        report::withdraw(&stage.as_(&reporter), id, "I do not want trouble").await.unwrap();
        let report = stage.report(id).await;
        let signs: Vec<_> = report.followed.signs.iter().map(|(_, sign)| (sign.sign, sign.ask.clone())).collect();
        assert_eq!(signs, [(SignKind::WithdrawnAfterVisit, vec![friend])], "the stranger's visit means nothing");
        assert_eq!(report.handling, domain::report::Handling::Open, "a withdrawal is not a closure");
        assert_eq!(report.due("PROMISE-11-WITHDRAWN"), date(2026, 9, 18), "somebody else asks, in five working days");
    }

    async fn reports_found_false_are_a_pattern_for_a_person_and_the_next_one_is_still_received(stage: &Stage) {
        stage.now("2026-09-07 09:00");
        let dale = subject(stage, "Dale Everard", "Response A", date(2018, 9, 3)).await;
        let ccu = staff(stage, "Vera Kestle", Role::Ccu, &force("northmere")).await;
        let reporter = person(32, Role::Public);
        let mut last = None;
        for _ in 0..3 {
            let id = complaint(stage, &reporter, dale, Category::Incivility).await;
            report::find_false(&stage.as_(&ccu), id, "the film shows another officer in another town").await.unwrap();
            last = Some(id);
        }
        assert_eq!(stage.report(last.unwrap()).await.signs(), [SignKind::ProvablyFalseReports]);
        complaint(stage, &reporter, dale, Category::UseOfForce).await;
    }

    async fn a_friend_who_looks_again_and_again_without_a_task_is_seen(stage: &Stage) {
        stage.now("2026-09-07 09:00");
        let dale = subject(stage, "Dale Everard", "Response A", date(2018, 9, 3)).await;
        let looker = staff(stage, "Ines Calder", Role::VettingOfficer, &force("northmere")).await;
        let id = looker.officer().unwrap();
        for _ in 0..6 {
            consult::officer(&stage.as_(&looker), dale, Purpose::Other).await.unwrap();
        }
        assert!(stage.officer(dale).await.signs().is_empty(), "nothing ties them");
        let clerk = crate::support::cast::human_resources(&force("northmere"));
        officer::declare_relation(&stage.as_(&clerk), id, dale, Relation::Friend).await.unwrap();
        let refusal = refused(consult::officer(&stage.as_(&looker), dale, Purpose::Other).await);
        assert!(refusal.starts_with("record.missing"), "the view stops when the tie appears");
        let signs = stage.officer(dale).await.followed.signs;
        let signs: Vec<_> = signs.iter().map(|(_, sign)| (sign.sign, sign.officer)).collect();
        assert_eq!(signs, [(SignKind::ViewedWithoutTask, Some(id))], "and all seven looks are put before a person");
    }

    async fn who_leaves_before_the_hearing_is_heard_all_the_same(stage: &Stage) {
        stage.now("2026-09-07 09:00");
        let authority = staff(stage, "Helen Ashdown", Role::AppropriateAuthority, &force("northmere")).await;
        let chair = staff(stage, "Owen Draycott", Role::Chair, &force("northmere")).await;
        let dale = subject(stage, "Dale Everard", "Response A", date(2018, 9, 3)).await;
        let id = open(stage, &authority, dale, Category::Corruption).await;
        matter::assess_severity(&stage.as_(&authority), id, Severity::GrossMisconduct, "grave").await.unwrap();
        matter::submit_report(&stage.as_(&authority), id).await.unwrap();
        matter::determine(&stage.as_(&authority), id, true, Some(Form::Hearing), "to be heard").await.unwrap();
        let paper = Paper {
            notice: "referral-to-hearing".to_owned(),
            method: "personal".to_owned(),
            sent_at: at("2026-09-07 09:00"),
            receipt: "signed".to_owned(),
        };
        hearing::notify(&stage.as_(&authority), id, paper).await.unwrap();
        hearing::fix_hearing(&stage.as_(&chair), id, date(2026, 10, 14), None).await.unwrap();
        stage.now("2026-10-12 16:00");
        let clerk = crate::support::cast::human_resources(&force("northmere"));
        officer::leave(&stage.as_(&clerk), dale, Leaving::Retired, date(2026, 10, 12)).await.unwrap();
        let matter = stage.matter(id).await;
        assert!(matter.signs().contains(&SignKind::LeftBeforeHearing));
        assert_eq!(matter.due("PA-88I"), date(2026, 10, 16), "five working days beginning with Monday 12 October");
        stage.now("2026-10-14 15:00");
        hearing::complete(&stage.as_(&chair), id).await.unwrap();
        let concluded = Conclusion {
            findings: matter.allegations.keys().map(|id| (*id, Finding::GrossMisconduct)).collect(),
            outcome: ProceedingsOutcome::WouldHaveBeenDismissed,
            grounds: OutcomeGrounds::default(),
            exceptional: None,
            reasons: "proven".to_owned(),
        };
        hearing::conclude(&stage.as_(&chair), id, concluded).await.unwrap();
        assert_eq!(stage.matter(id).await.due("PA-88A-FORMER"), date(2026, 10, 20));
    }

    async fn a_tie_that_becomes_known_later_takes_the_investigator_off_the_matter(stage: &Stage) {
        stage.now("2026-09-07 09:00");
        let authority = staff(stage, "Helen Ashdown", Role::AppropriateAuthority, &force("northmere")).await;
        let dale = subject(stage, "Dale Everard", "Response A", date(2018, 9, 3)).await;
        let investigator = staff(stage, "Ines Calder", Role::PsdInvestigator, &force("northmere")).await;
        let id = open(stage, &authority, dale, Category::Corruption).await;
        matter::assign(&stage.as_(&authority), id, investigator.officer().unwrap()).await.unwrap();
        matter::record_work(&stage.as_(&investigator), id, Work::Act(InvestigationAct::Interview)).await.unwrap();
        // Human resources enters late that she served in Response A until 2024.
        let clerk = crate::support::cast::human_resources(&force("northmere"));
        let ines = investigator.officer().unwrap();
        officer::declare_relation(&stage.as_(&clerk), ines, dale, Relation::FormerPartner).await.unwrap();
        let stopped = matter::record_work(&stage.as_(&investigator), id, Work::Act(InvestigationAct::Interview)).await;
        assert!(refused(stopped).starts_with("actor.may-not"), "her access ends at once");
        stage.reconcile("2026-09-08 02:00").await;
        let matter = stage.matter(id).await;
        assert!(matter.investigators.is_empty(), "the nightly check takes her off");
        assert!(matter.signs().contains(&SignKind::ConflictOfInterest));
        assert!(matter.told().contains(&"oversight: conflict-of-interest".to_owned()));
    }

    async fn a_called_in_matter_takes_additions_but_no_decisions_of_the_force(stage: &Stage) {
        stage.now("2026-09-07 09:00");
        let authority = staff(stage, "Helen Ashdown", Role::AppropriateAuthority, &force("northmere")).await;
        let dale = subject(stage, "Dale Everard", "Response A", date(2018, 9, 3)).await;
        let id = open(stage, &authority, dale, Category::Corruption).await;
        oversight::call_in(&stage.as_(&oversight()), id, "the first report was not acted on").await.unwrap();
        let refusal = refused(
            matter::assess_severity(&stage.as_(&authority), id, Severity::Misconduct, "a warning would do").await,
        );
        assert!(refusal.starts_with("actor.may-not") || refusal.starts_with("matter.called-in"), "{refusal}");
    }

    async fn a_suspended_officer_who_shows_a_card_sets_off_a_silent_alarm(stage: &Stage) {
        stage.now("2026-09-07 09:00");
        let authority = staff(stage, "Helen Ashdown", Role::AppropriateAuthority, &force("northmere")).await;
        let dale = subject(stage, "Dale Everard", "Response A", date(2018, 9, 3)).await;
        let himself = Actor::staff(dale, Role::Officer, force("northmere"));
        assert!(officer::present_card(&stage.as_(&himself), dale, "Harbour Street").await.unwrap());
        let other = subject(stage, "Mona Greaves", "Neighbourhood C", date(2019, 1, 7)).await;
        let borrowed = refused(officer::present_card(&stage.as_(&himself), other, "Harbour Street").await);
        assert!(borrowed.starts_with("actor.may-not"), "{borrowed}");
        let id = open(stage, &authority, dale, Category::Stalking).await;
        let answer = matter::suspend::SuspensionDecision {
            answer: domain::matter::SuspensionAnswer::Suspend,
            conditions: vec![Condition { condition: SuspensionCondition::PublicInterest, met: true }],
            exceptional: None,
            reasons: "the public interest requires it".to_owned(),
        };
        matter::suspend::decide(&stage.as_(&authority), id, answer).await.unwrap();
        stage.now("2026-09-09 22:00");
        assert!(!officer::present_card(&stage.as_(&himself), dale, "Harbour Street").await.unwrap());
        let officer = stage.officer(dale).await;
        assert!(officer.signs().contains(&SignKind::ActedWhileSuspended));
        assert!(officer.told().contains(&"ccu: silent-alarm".to_owned()), "{:?}", officer.told());
    }

    async fn erasure_takes_two_people_waits_for_open_matters_and_leaves_the_record_provable(stage: &Stage) {
        stage.now("2026-09-07 09:00");
        let authority = staff(stage, "Helen Ashdown", Role::AppropriateAuthority, &force("northmere")).await;
        let second = staff(stage, "Tom Birkett", Role::AppropriateAuthority, &force("northmere")).await;
        let dale = subject(stage, "Dale Everard", "Response A", date(2018, 9, 3)).await;
        let reporter = person(41, Role::Public);
        let report = complaint(stage, &reporter, dale, Category::Incivility).await;
        let context = stage.as_(&authority);
        let new = NewMatter {
            force: force("northmere"),
            subject: dale,
            kind: MatterKind::Complaint,
            reports: vec![report],
            allegations: vec![NewAllegation::of(Category::Incivility, date(2026, 9, 1), "shouted")],
            came_to_attention_on: context.today(),
        };
        let matter = matter::open(&context, new).await.unwrap();
        let controller = Actor { force: Some(force("northmere")), ..person(42, Role::DataController) };
        let erase = |approved_by: &Actor| ErasureRequest {
            subject: SubjectId::new(Uuid::from_u128(41)),
            category: domain::erasure::ErasedData::Complainant,
            law: "DPA 2018 s.47".to_owned(),
            approved_by: approved_by.clone(),
        };
        let alone = refused(erase::subject(&stage.as_(&controller), erase(&controller)).await);
        assert!(alone.starts_with("erasure.one-person"), "{alone}");
        let early = refused(erase::subject(&stage.as_(&controller), erase(&authority)).await);
        assert!(early.starts_with("erasure.open-matter"), "{early}");
        matter::assess_severity(&stage.as_(&authority), matter, Severity::None, "service only").await.unwrap();
        let pending = matter::close(&stage.as_(&authority), matter, "explained and apologised").await.unwrap();
        sign::sign(&stage.as_(&second), matter, pending).await.unwrap();
        erase::subject(&stage.as_(&controller), erase(&authority)).await.unwrap();
        let known = stage.report(report).await;
        assert_eq!(known.received.words.known(), None, "what she said is gone");
        assert_eq!(known.received.category, Category::Incivility, "that she said something is not");
    }
}
