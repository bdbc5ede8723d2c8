//! Rules that a second check of the statute corrected: outcomes, victims, accelerated hearings, methods of service, and
//! complaints from one incident.

use app::hearing::{self, Conclusion, ProceedingsStep};
use app::matter::{self, CriminalEvent, NewAllegation, NewMatter, Paper, Work};
use app::report::{self, NewReport};
use domain::allegation::{Category, Finding};
use domain::matter::{CourtEvent, Form, MatterKind, OutcomeGrounds, ProceedingsOutcome, Severity, VictimContact};
use domain::officer::Post;
use domain::report::{PersonDescription, ReportKind};
use domain::{ActorIdentity, MatterId, Role, StreamId, StreamKind};
use jiff::civil::date;

use super::conduct::{Cast, cast, findings, open, paper};
use crate::support::cast::{enrol, force, person, posting};
use crate::support::{Following, Stage, on_both, refused};

/// Opens a matter on 7 September and assesses it as gross misconduct.
async fn grave(stage: &Stage, cast: &Cast) -> MatterId {
    stage.now("2026-09-07 10:00");
    let id = open(stage, cast, date(2026, 9, 6)).await;
    matter::assess_severity(&stage.as_(&cast.authority), id, Severity::GrossMisconduct, "grave").await.unwrap();
    id
}

/// Certifies such a matter for an accelerated hearing, and serves the notice.
async fn accelerated(stage: &Stage, cast: &Cast) -> MatterId {
    let id = grave(stage, cast).await;
    let authority = stage.as_(&cast.authority);
    matter::submit_report(&authority, id).await.unwrap();
    assert!(stage.matter(id).await.has_duty("PCR-49"));
    hearing::certify_accelerated(&authority, id, "written evidence suffices, and the public interest asks")
        .await
        .unwrap();
    hearing::notify(&authority, id, paper("accelerated", "2026-09-07 10:00")).await.unwrap();
    id
}

on_both! {
    async fn misconduct_under_a_final_written_warning_may_end_in_dismissal(stage: &Stage) {
        stage.now("2026-09-07 10:00");
        let cast = cast(stage).await;
        let id = open(stage, &cast, date(2026, 9, 6)).await;
        let authority = stage.as_(&cast.authority);
        matter::assess_severity(&authority, id, Severity::Misconduct, "would justify a warning").await.unwrap();
        matter::submit_report(&authority, id).await.unwrap();
        let why = "a final written warning was in force when it was assessed";
        matter::determine(&authority, id, true, Some(Form::Hearing), why).await.unwrap();
        hearing::notify(&authority, id, paper("referral-to-hearing", "2026-09-07 10:00")).await.unwrap();
        hearing::fix_hearing(&stage.as_(&cast.chair), id, date(2026, 9, 25), None).await.unwrap();
        stage.now("2026-09-25 15:00");
        hearing::complete(&stage.as_(&cast.chair), id).await.unwrap();
        let known = stage.matter(id).await;
        let none = OutcomeGrounds::default();
        let concluded = |outcome, grounds| Conclusion {
            findings: findings(&known, Finding::Misconduct),
            outcome,
            grounds,
            exceptional: None,
            reasons: "proven on the balance of probabilities".to_owned(),
        };
        let refusal = refused(hearing::conclude(&stage.as_(&cast.chair), id, concluded(ProceedingsOutcome::Dismissal, none)).await);
        assert!(refusal.starts_with("matter.more-than-a-warning"), "{refusal}");
        let warned = OutcomeGrounds { written_warning: true, ..none };
        let second = hearing::conclude(&stage.as_(&cast.chair), id, concluded(ProceedingsOutcome::WrittenWarning, warned)).await;
        let refusal = refused(second);
        assert!(refusal.starts_with("outcome.not-allowed: only where misconduct is found, and no written"), "{refusal}");
        assert!(refusal.ends_with("(Police (Conduct) Regulations 2020, reg 42; seen in a copy)"), "{refusal}");
        let finally = OutcomeGrounds { final_written_warning: true, ..none };
        hearing::conclude(&stage.as_(&cast.chair), id, concluded(ProceedingsOutcome::Dismissal, finally)).await.unwrap();
        assert!(!stage.officer(cast.subject).await.is_serving());
    }

    async fn a_victim_is_told_of_an_interview_under_caution_and_of_a_change_of_bail(stage: &Stage) {
        stage.now("2026-10-23 18:00");
        let cast = cast(stage).await;
        let id = open(stage, &cast, date(2026, 10, 20)).await;
        let interview = CriminalEvent::Court(CourtEvent::InterviewedUnderCaution);
        matter::record_criminal_event(&stage.as_(&cast.authority), id, interview).await.unwrap();
        let matter = stage.matter(id).await;
        assert_eq!(matter.due("VC-INFORM"), date(2026, 10, 30), "five working days after Friday 23 October");
        assert!(!matter.has_duty("VC-COURT") && !matter.has_duty("PCMR-41"), "nothing has happened in court");
        let told = Work::VictimContacted(VictimContact::CriminalCase);
        matter::record_work(&stage.as_(&cast.authority), id, told).await.unwrap();
        assert!(!stage.matter(id).await.has_duty("VC-INFORM"));
        stage.now("2026-10-30 12:00");
        let bail = CriminalEvent::Court(CourtEvent::BailChanged);
        matter::record_criminal_event(&stage.as_(&cast.authority), id, bail).await.unwrap();
        assert_eq!(stage.matter(id).await.due("VC-INFORM"), date(2026, 11, 6));
        let acquitted = CriminalEvent::Court(CourtEvent::Acquitted);
        matter::record_criminal_event(&stage.as_(&cast.authority), id, acquitted).await.unwrap();
        let matter = stage.matter(id).await;
        assert!(matter.has_duty("VC-COURT") && matter.has_duty("PCMR-41"), "the complainant is asked what they want");
    }

    async fn after_the_criminal_case_the_complainant_has_28_days_to_say_whether_the_investigation_resumes(stage: &Stage) {
        stage.now("2026-12-21 10:00");
        let cast = cast(stage).await;
        let id = open(stage, &cast, date(2026, 12, 1)).await;
        let authority = stage.as_(&cast.authority);
        let acquitted = CriminalEvent::Court(CourtEvent::Acquitted);
        matter::record_criminal_event(&authority, id, acquitted).await.unwrap();
        let bare = matter::record_work(&authority, id, Work::ResumptionAsked(" ".to_owned())).await;
        assert!(refused(bare).starts_with("notice.no-receipt"));
        matter::record_work(&authority, id, Work::ResumptionAsked("letter 71 delivered".to_owned())).await.unwrap();
        let matter = stage.matter(id).await;
        assert!(!matter.has_duty("PCMR-41"), "the complainant was asked");
        assert_eq!(matter.due("PCMR-41-SILENCE"), date(2027, 1, 18), "28 days starting with 22 December");
        matter::record_work(&authority, id, Work::ResumptionAnswered(false)).await.unwrap();
        let matter = stage.matter(id).await;
        assert!(!matter.has_duty("PCMR-41-SILENCE") && !matter.has_duty("PCMR-41-RESUME"));
        assert!(matter.has_duty("PCMR-41-NO"), "the public interest is decided all the same");
    }

    async fn the_officer_may_propose_another_day_for_an_interview(stage: &Stage) {
        stage.now("2026-09-07 10:00");
        let cast = cast(stage).await;
        let id = open(stage, &cast, date(2026, 9, 6)).await;
        let fixed = Work::InterviewFixed(date(2026, 9, 18));
        matter::record_work(&stage.as_(&cast.authority), id, fixed).await.unwrap();
        assert_eq!(stage.matter(id).await.due("PCMR-21"), date(2026, 9, 25), "five working days after Friday 18 September");
    }

    async fn an_accelerated_hearing_is_held_in_its_window(stage: &Stage) {
        let cast = cast(stage).await;
        let id = accelerated(stage, &cast).await;
        let matter = stage.matter(id).await;
        let window = matter.duty("PCR-52");
        assert_eq!((window.not_before, window.due), (Some(date(2026, 9, 22)), Some(date(2026, 9, 28))));
        let early = hearing::fix_hearing(&stage.as_(&cast.chair), id, date(2026, 9, 21), None).await;
        assert!(refused(early).starts_with("hearing.too-early"));
        hearing::fix_hearing(&stage.as_(&cast.chair), id, date(2026, 9, 25), None).await.unwrap();
    }

    async fn a_replaced_panel_has_a_new_window_in_the_place_of_the_first(stage: &Stage) {
        let cast = cast(stage).await;
        let id = accelerated(stage, &cast).await;
        stage.now("2026-09-14 10:00");
        hearing::record_step(&stage.as_(&cast.chair), id, ProceedingsStep::PanelReplaced).await.unwrap();
        let matter = stage.matter(id).await;
        assert!(!matter.has_duty("PCR-52"), "the first window is over");
        let window = matter.duty("PCR-52-REPLACED");
        assert_eq!((window.not_before, window.due), (Some(date(2026, 9, 29)), Some(date(2026, 10, 5))));
        let early = hearing::fix_hearing(&stage.as_(&cast.chair), id, date(2026, 9, 25), None).await;
        assert!(refused(early).starts_with("hearing.too-early"));
        hearing::fix_hearing(&stage.as_(&cast.chair), id, date(2026, 10, 2), None).await.unwrap();
    }

    async fn an_offence_that_was_not_investigated_at_first_can_be_investigated_later(stage: &Stage) {
        let cast = cast(stage).await;
        let id = grave(stage, &cast).await;
        let authority = stage.as_(&cast.authority);
        let not = CriminalEvent::Court(CourtEvent::NotInvestigated);
        matter::record_criminal_event(&authority, id, not).await.unwrap();
        assert!(!stage.matter(id).await.has_duty("PCR-11B"));
        stage.now("2026-09-14 10:00");
        let opened = CriminalEvent::InvestigationOpened("NM/26/7781".to_owned());
        matter::record_criminal_event(&authority, id, opened).await.unwrap();
        assert!(stage.matter(id).await.has_duty("PCR-11B"), "whether to suspend is decided within three days");
    }

    async fn severity_is_not_lowered_to_what_the_law_rules_out(stage: &Stage) {
        let cast = cast(stage).await;
        let id = grave(stage, &cast).await;
        let authority = stage.as_(&cast.authority);
        let convicted = CriminalEvent::Convicted("robbery".to_owned(), true);
        matter::record_criminal_event(&authority, id, convicted).await.unwrap();
        stage.now("2026-09-08 10:00");
        matter::record_work(&authority, id, Work::WelfareContacted).await.unwrap();
        let stream = StreamId::new(StreamKind::Matter, id);
        let fact = stage.app.store.history(&stream, None).await.unwrap().pop().unwrap().id;
        let lower = matter::downgrade(&authority, id, Severity::Misconduct, fact, "less grave than it seemed").await;
        assert!(refused(lower).starts_with("severity.not-allowed"));
    }

    async fn a_notice_by_email_is_refused_in_a_matter_that_is_older_than_the_rule(stage: &Stage) {
        stage.now("2026-09-07 10:00");
        let cast = cast(stage).await;
        let new = NewMatter {
            force: force("northmere"),
            subject: cast.subject,
            kind: MatterKind::Conduct,
            reports: Vec::new(),
            allegations: vec![NewAllegation::of(Category::Dishonesty, date(2025, 3, 3), "made up an expense")],
            came_to_attention_on: date(2025, 5, 27),
        };
        let id = matter::open(&stage.as_(&cast.authority), new).await.unwrap();
        assert_eq!(stage.matter(id).await.regime.as_deref(), Some("conduct-2020"));
        let by = |method: &str| Paper { method: method.to_owned(), ..paper("investigation", "2026-09-07 09:00") };
        let refusal = refused(matter::serve_notice(&stage.as_(&cast.authority), id, by("email")).await);
        assert!(refusal.starts_with("notice.method: `email` is a way of serving only in matters"), "{refusal}");
        matter::serve_notice(&stage.as_(&cast.authority), id, by("agreed")).await.unwrap();
        assert_eq!(stage.matter(id).await.due("PCR-18"), date(2026, 9, 21), "ten working days after Monday 7 September");
    }

    async fn a_complaint_from_the_incident_of_a_referred_one_is_referred_too(stage: &Stage) {
        stage.now("2026-09-07 10:00");
        let cast = cast(stage).await;
        let other = enrol(stage, "Ivor Medlar", posting(&force("northmere"), "Response C", Post::Response, date(2018, 4, 2)), None).await;
        let reporter = person(41, Role::Public);
        let ActorIdentity::Person { id: subject } = reporter.who else { panic!("a member of the public") };
        let new = NewReport {
            force: force("northmere"),
            report: ReportKind::Complaint,
            schedule_3: true,
            category: Category::Incivility,
            violence_against_women: false,
            reporter: Some(subject),
            place: "Harbour Street".to_owned(),
            words: "one hit me and the other swore at me".to_owned(),
            described: PersonDescription::default(),
            names: None,
        };
        let report = report::receive(&stage.as_(&reporter), new).await.unwrap();
        let complaint = |subject| NewMatter {
            force: force("northmere"),
            subject,
            kind: MatterKind::Complaint,
            reports: vec![report],
            allegations: vec![NewAllegation::of(Category::Incivility, date(2026, 9, 6), "swore at her")],
            came_to_attention_on: date(2026, 9, 7),
        };
        let first = matter::open(&stage.as_(&cast.authority), complaint(cast.subject)).await.unwrap();
        assert!(!stage.matter(first).await.has_duty("PCMR-4"));
        matter::refer(&stage.as_(&cast.authority), first, &["gravity"]).await.unwrap();
        let second = matter::open(&stage.as_(&cast.authority), complaint(other)).await.unwrap();
        assert_eq!(stage.matter(second).await.due("PCMR-4"), date(2026, 9, 8), "the same incident");
    }
}
