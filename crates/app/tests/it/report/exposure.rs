//! Journey b from step 4: a report of indecent exposure with part of a number plate, linked to an officer serving in
//! another force.

use app::clock::reconcile;
use app::linking::{self, Scope};
use app::matter::suspend;
use app::matter::{self, CriminalEvent, NewAllegation, NewMatter, Work};
use app::report::{self, NewReport};
use app::subject::consult;
use domain::allegation::Category;
use domain::consultation::Purpose;
use domain::matter::{Condition, InvestigationAct, MatterKind, Severity, SuspensionCondition, VictimContact};
use domain::officer::{OfficerEvent, Post, Relation, Vehicle, Verdict};
use domain::record::followed::SignKind;
use domain::report::{Inquiry, PersonDescription, ReportKind, ReportOutcome};
use domain::{Actor, OfficerId, ReportId, Role};
use jiff::civil::date;

use crate::support::cast::{enrol, force, person, posting, staff};
use crate::support::{Following, Stage, on_both, refused};

fn report(
    force_code: &str,
    category: Category,
    words: &str,
    described: PersonDescription,
    reporter: &Actor,
) -> NewReport {
    let domain::ActorIdentity::Person { id } = reporter.who else { panic!("a member of the public") };
    NewReport {
        force: force(force_code),
        report: ReportKind::Crime,
        schedule_3: false,
        category,
        violence_against_women: false,
        reporter: Some(id),
        place: "Ferry Lane, by the allotments".to_owned(),
        words: words.to_owned(),
        described,
        names: None,
    }
}

fn car(plate: &str) -> PersonDescription {
    PersonDescription {
        plate: plate.to_owned(),
        make: "Vauxhall".to_owned(),
        colour: "grey".to_owned(),
        ..PersonDescription::default()
    }
}

/// The officer in Valeshire, who once served elsewhere and declared his car, and colleagues with similar cars.
async fn workforce(stage: &Stage) -> OfficerId {
    let grey =
        |plate: &str| Some(Vehicle { plate: plate.to_owned(), make: "Vauxhall".to_owned(), colour: "grey".to_owned() });
    let valeshire = force("valeshire");
    for (name, plate) in [("Ruth Garston", "QK51 ABD"), ("Ian Hollis", "QA61 TUV"), ("Petra Ings", "QZ66 TRN")] {
        enrol(stage, name, posting(&valeshire, "Traffic", Post::Response, date(2016, 5, 2)), grey(plate)).await;
    }
    enrol(stage, "Neil Jarrow", posting(&valeshire, "Response B", Post::Response, date(2014, 2, 3)), grey("QK61 TXB"))
        .await
}

/// The link that was proposed between a report and an officer.
async fn proposed(stage: &Stage, report: ReportId, officer: OfficerId) -> domain::LinkId {
    let report = stage.report(report).await;
    let found = report.proposals.iter().find(|(proposal, _)| proposal.officer == officer);
    found.unwrap_or_else(|| panic!("no such proposal among {:?}", report.proposals)).0.link
}

on_both! {
    async fn part_of_a_plate_leads_to_an_officer_of_another_force_and_two_reports_become_one_series(stage: &Stage) {
        stage.now("2026-09-01 09:00");
        let neil = workforce(stage).await;
        let ccu = staff(stage, "Vera Kestle", Role::Ccu, &force("valeshire")).await;
        let authority = staff(stage, "Una Lyndon", Role::AppropriateAuthority, &force("valeshire")).await;
        let investigator = staff(stage, "Max Morven", Role::PsdInvestigator, &force("valeshire")).await;

        // An old report in Eastmarsh, which was never traced to anyone.
        let old = person(11, Role::Public);
        let exposure = Category::IndecentExposure;
        let old = stage.as_(&old).claimed("2019-03-02T18:00:00Z".parse().unwrap());
        let old = report::receive(&old, report("eastmarsh", exposure, "a man in a car", car("QK61 T??"), &old.actor)).await.unwrap();

        // 2. Saturday, 21:10: the report is made at Northmere. It cannot be filed under a less serious category.
        stage.now("2026-09-05 21:10");
        let reporter = person(12, Role::Public);
        let first = report("northmere", exposure, "he opened the car door and exposed himself", car("?K6? T??"), &reporter);
        let first = report::receive(&stage.as_(&reporter), first).await.unwrap();
        let received = stage.report(first).await;
        assert!(received.received.violence_against_women);
        assert!(received.has_duty("PROMISE-11-CCTV") && received.has_duty("PROMISE-11-VICTIM"));

        // 3. and 4. The engine proposes the officer, so the report may concern a person in policing. An answer is due
        // within an hour.
        stage.now("2026-09-05 21:20");
        linking::propose(&stage.app.system("linking"), Scope::All).await.unwrap();
        let link = proposed(stage, first, neil).await;
        let received = stage.report(first).await;
        let hour = received.duty("PROMISE-11-HIT");
        assert_eq!(hour.due_at, Some(crate::support::at("2026-09-05 22:20")));
        assert!(received.signs().contains(&SignKind::AllegationInAnotherForce), "Northmere's report, Valeshire's officer");
        assert!(stage.officer(neil).await.has_power(), "no protection on a mere proposal");

        // A person answers, with reasons.
        stage.now("2026-09-05 22:00");
        let unexplained = report::judge_link(&stage.as_(&ccu), first, link, Verdict::Confirmed, " ").await;
        assert!(refused(unexplained).starts_with("link.no-reasons"));
        let why = "his declared car, off duty that evening, and he lives two streets away";
        report::judge_link(&stage.as_(&ccu), first, link, Verdict::Confirmed, why).await.unwrap();
        let old_link = proposed(stage, old, neil).await;
        report::judge_link(&stage.as_(&ccu), old, old_link, Verdict::Confirmed, "the same car in 2019").await.unwrap();

        // 5. Related records from other forces are joined within the same second.
        let officer = stage.officer(neil).await;
        assert!(officer.signs().contains(&SignKind::SecondSimilarAllegation), "{:?}", officer.signs());
        assert!(officer.signs().contains(&SignKind::AllegationInAnotherForce));
        for (_, sign) in &officer.followed.signs {
            assert!(!sign.fact.contains("QK6") && !sign.fact.contains("Jarrow"), "a fact names nobody: {}", sign.fact);
        }

        // 6. The authority opens a matter within four hours and, because it is not sure, refers it.
        assert_eq!(stage.report(first).await.duty("PROMISE-11-ACT").due_at, Some(crate::support::at("2026-09-06 02:00")));
        stage.now("2026-09-06 00:30");
        let new = NewMatter {
            force: force("valeshire"),
            subject: neil,
            kind: MatterKind::RecordableConduct,
            reports: vec![first, old],
            allegations: vec![NewAllegation::of(exposure, date(2026, 9, 5), "exposed himself from his car")],
            came_to_attention_on: date(2026, 9, 5),
        };
        let matter = matter::open(&stage.as_(&authority), new).await.unwrap();
        assert!(!stage.report(first).await.has_duty("PROMISE-11-ACT"), "it was acted on");
        let opened = stage.matter(matter).await;
        assert_eq!(opened.regime.as_deref(), Some("conduct-2026"));
        assert_eq!(opened.due("PROMISE-4-SUSPEND"), date(2026, 9, 9), "three working days after Sunday 6 September");
        assert!(opened.told().contains(&"oversight: second-similar-allegation".to_owned()), "{:?}", opened.told());
        assert!(!stage.officer(neil).await.has_power(), "the protections are on");
        matter::refer(&stage.as_(&authority), matter, &["gravity"]).await.unwrap();

        // 7. Criminal investigation and gross misconduct: reg 11B. The default on the screen is to suspend.
        matter::assess_severity(&stage.as_(&authority), matter, Severity::GrossMisconduct, "if proven, dismissal").await.unwrap();
        matter::assign(&stage.as_(&authority), matter, investigator.officer().unwrap()).await.unwrap();
        let crime = CriminalEvent::InvestigationOpened("VS/26/2210".to_owned());
        matter::record_criminal_event(&stage.as_(&investigator), matter, crime).await.unwrap();
        assert_eq!(stage.matter(matter).await.due("PCR-11B"), date(2026, 9, 9));
        let decision = suspend::options(&stage.as_(&authority), matter).await.unwrap();
        assert_eq!(decision.default.as_deref(), Some("suspend"));

        // 9. The clocks that protect the victim.
        let pictures = Work::Act(InvestigationAct::Cctv);
        matter::record_work(&stage.as_(&investigator), matter, pictures).await.unwrap();
        assert!(!stage.report(first).await.has_duty("PROMISE-11-CCTV"), "pictures were asked for");
        let contact = Work::VictimContacted(VictimContact::CrimeNumber);
        matter::record_work(&stage.as_(&investigator), matter, contact).await.unwrap();
        assert!(!stage.report(first).await.has_duty("PROMISE-11-VICTIM"));

        // 10. Eighteen days later in Eastmarsh, this time with physical contact: the reports form a series, and the
        // referral clock starts at once.
        stage.now("2026-09-23 22:40");
        let third = person(13, Role::Public);
        let assault = report("eastmarsh", Category::SexualAssault, "the same car, he grabbed me", car("QK61 TX?"), &third);
        let assault = report::receive(&stage.as_(&third), assault).await.unwrap();
        let series = stage.report(assault).await;
        assert!(series.series.contains(&first) || series.signs().contains(&SignKind::SecondSimilarAllegation), "one series");
        linking::propose(&stage.app.system("linking"), Scope::All).await.unwrap();
        let link = proposed(stage, assault, neil).await;
        report::judge_link(&stage.as_(&ccu), assault, link, Verdict::Confirmed, "the same car, and her description").await.unwrap();
        stage.now("2026-09-26 09:00");
        let allegation = NewAllegation::of(Category::SexualAssault, date(2026, 9, 23), "grabbed her");
        matter::add_allegation(&stage.as_(&authority), matter, allegation, Some(assault)).await.unwrap();
        let matter_now = stage.matter(matter).await;
        assert_eq!(matter_now.reports.len(), 3, "two forces and an older one, one subject");
        assert!(!matter_now.has_duty("PCMR-7"), "it was referred before");

        // Neither he nor anyone close to him can see any of this.
        let himself = Actor::staff(neil, Role::Officer, force("valeshire"));
        assert!(refused(consult::matter(&stage.as_(&himself), matter, Purpose::Other).await).starts_with("record.missing"));
    }

    async fn under_the_law_before_july_2026_the_same_report_leaves_a_power_to_suspend(stage: &Stage) {
        stage.now("2026-05-02 21:10");
        let neil = workforce(stage).await;
        let ccu = staff(stage, "Vera Kestle", Role::Ccu, &force("valeshire")).await;
        let authority = staff(stage, "Una Lyndon", Role::AppropriateAuthority, &force("valeshire")).await;
        let reporter = person(12, Role::Public);
        let new = report("northmere", Category::IndecentExposure, "he exposed himself", car("QK61 TX?"), &reporter);
        let first = report::receive(&stage.as_(&reporter), new).await.unwrap();
        linking::propose(&stage.app.system("linking"), Scope::All).await.unwrap();
        let link = proposed(stage, first, neil).await;
        assert!(!stage.report(first).await.has_duty("PROMISE-11-HIT"), "the promise was adopted in September");
        report::judge_link(&stage.as_(&ccu), first, link, Verdict::Confirmed, "his declared car").await.unwrap();

        stage.now("2026-05-03 00:30");
        let new = NewMatter {
            force: force("valeshire"),
            subject: neil,
            kind: MatterKind::RecordableConduct,
            reports: vec![first],
            allegations: vec![NewAllegation::of(Category::SexualAssault, date(2026, 5, 2), "grabbed her from his car")],
            came_to_attention_on: date(2026, 5, 2),
        };
        let matter = matter::open(&stage.as_(&authority), new).await.unwrap();
        let opened = stage.matter(matter).await;
        assert_eq!(opened.regime.as_deref(), Some("conduct-2025"));
        assert_eq!(opened.due("PCMR-7"), date(2026, 5, 4), "the end of the next day, bank holiday or not");
        assert!(!opened.has_duty("PROMISE-4-SUSPEND"));
        assert!(stage.officer(neil).await.has_power(), "nothing protected the public by itself");

        let why = "if proven, dismissal";
        matter::assess_severity(&stage.as_(&authority), matter, Severity::GrossMisconduct, why).await.unwrap();
        let crime = CriminalEvent::InvestigationOpened("VS/26/0777".to_owned());
        matter::record_criminal_event(&stage.as_(&authority), matter, crime).await.unwrap();
        let arrest = CriminalEvent::Arrested("sexual assault".to_owned(), true);
        matter::record_criminal_event(&stage.as_(&authority), matter, arrest).await.unwrap();
        let now = stage.matter(matter).await;
        assert!(now.has_duty("PCR-11-OLD"), "redeployment is to be considered");
        assert!(!now.has_duty("PCR-11B") && !now.has_duty("PCR-11C"));
        assert_eq!(suspend::options(&stage.as_(&authority), matter).await.unwrap().default, None);
        let answer = suspend::SuspensionDecision {
            answer: domain::matter::SuspensionAnswer::Suspend,
            conditions: vec![Condition { condition: SuspensionCondition::PublicInterest, met: true }],
            exceptional: None,
            reasons: "redeployment was considered; the public interest requires it".to_owned(),
        };
        stage.now("2026-05-05 09:00");
        suspend::decide(&stage.as_(&authority), matter, answer).await.unwrap();
        assert_eq!(stage.matter(matter).await.due("PCR-11-REVIEW-OLD"), date(2026, 6, 2), "four weeks from Wednesday 6 May");
    }

    async fn a_serious_sexual_offence_must_be_referred_by_the_end_of_sunday(stage: &Stage) {
        stage.now("2026-09-26 09:00");
        let valeshire = force("valeshire");
        let authority = staff(stage, "Una Lyndon", Role::AppropriateAuthority, &valeshire).await;
        let neil = enrol(stage, "Neil Jarrow", posting(&valeshire, "Response B", Post::Response, date(2014, 2, 3)), None).await;
        let new = NewMatter {
            force: valeshire,
            subject: neil,
            kind: MatterKind::RecordableConduct,
            reports: Vec::new(),
            allegations: vec![NewAllegation::of(Category::Rape, date(2026, 9, 20), "raped her")],
            came_to_attention_on: date(2026, 9, 26),
        };
        let matter = matter::open(&stage.as_(&authority), new).await.unwrap();
        assert_eq!(stage.matter(matter).await.due("PCMR-7"), date(2026, 9, 27), "the end of the next day; Sunday counts");
        let declined = refused(matter::decline_referral(&stage.as_(&authority), matter, "we can do this ourselves").await);
        assert!(declined.starts_with("referral.mandatory"), "{declined}");
        stage.reconcile("2026-09-28 00:10").await;
        let silent = stage.matter(matter).await;
        assert!(silent.signs().contains(&SignKind::Silence), "nobody referred: {:?}", silent.signs());
        let again = reconcile::run(&stage.app.system("reconciler")).await.unwrap();
        assert_eq!((again.overdue_count, again.signs_count), (0, 0), "running twice changes nothing");
    }

    async fn no_answer_to_a_proposed_link_is_told_to_somebody_else(stage: &Stage) {
        stage.now("2026-09-05 21:10");
        let neil = workforce(stage).await;
        let reporter = person(12, Role::Public);
        let new = report("northmere", Category::IndecentExposure, "he exposed himself", car("QK61 TX?"), &reporter);
        let first = report::receive(&stage.as_(&reporter), new).await.unwrap();
        linking::propose(&stage.app.system("linking"), Scope::All).await.unwrap();
        proposed(stage, first, neil).await;
        stage.reconcile("2026-09-05 22:05").await;
        assert!(!stage.report(first).await.signs().contains(&SignKind::Silence), "the hour is not over");
        stage.reconcile("2026-09-05 22:11").await;
        let late = stage.report(first).await;
        assert!(late.signs().contains(&SignKind::Silence));
        assert!(late.told().contains(&"duty-superintendent: overdue-judge-link".to_owned()), "{:?}", late.told());
        // Nobody asks for footage within 48 hours either.
        stage.reconcile("2026-09-07 21:11").await;
        let late = stage.report(first).await;
        assert!(late.told().contains(&"supervisor: overdue-request-cctv".to_owned()), "{:?}", late.told());
    }

    async fn nobody_close_to_the_proposed_officer_judges_the_link_in_the_reporting_force_either(stage: &Stage) {
        stage.now("2026-09-05 21:10");
        let neil = workforce(stage).await;
        let friend = staff(stage, "Max Morven", Role::PsdInvestigator, &force("northmere")).await;
        let stranger = staff(stage, "Ines Calder", Role::PsdInvestigator, &force("northmere")).await;
        let tie = OfficerEvent::RelationDeclared { other: friend.officer().unwrap(), relation: Relation::Friend };
        stage.befalls(neil, tie).await;
        let reporter = person(12, Role::Public);
        let new = report("northmere", Category::IndecentExposure, "he exposed himself", car("QK61 TX?"), &reporter);
        let first = report::receive(&stage.as_(&reporter), new).await.unwrap();
        linking::propose(&stage.app.system("linking"), Scope::All).await.unwrap();
        let link = proposed(stage, first, neil).await;
        let why = "his declared car";
        let close = report::judge_link(&stage.as_(&friend), first, link, Verdict::Rejected, why).await;
        assert!(refused(close).starts_with("actor.may-not"));
        report::judge_link(&stage.as_(&stranger), first, link, Verdict::Confirmed, why).await.unwrap();
    }

    async fn a_sexual_report_is_not_closed_without_the_inquiries_and_a_supervisor(stage: &Stage) {
        stage.now("2026-09-05 21:10");
        let northmere = force("northmere");
        let handler = staff(stage, "Omar Nance", Role::PsdInvestigator, &northmere).await;
        let supervisor = staff(stage, "Jo Oakden", Role::Supervisor, &northmere).await;
        let reporter = person(12, Role::Public);
        let new = report("northmere", Category::IndecentExposure, "he exposed himself", PersonDescription::default(), &reporter);
        let id = report::receive(&stage.as_(&reporter), new).await.unwrap();
        let some = [Inquiry::Cctv, Inquiry::Anpr];
        let early = refused(report::close(&stage.as_(&handler), id, ReportOutcome::NoFurtherAction, &some, &supervisor).await);
        assert_eq!(early, "report.inquiries-missing: this report cannot be closed before these inquiries: vehicle, workforce");
        let all = Inquiry::ALL;
        let alone = refused(report::close(&stage.as_(&handler), id, ReportOutcome::NoFurtherAction, &all, &handler).await);
        assert!(alone.starts_with("report.same-signature"), "{alone}");
        report::close(&stage.as_(&handler), id, ReportOutcome::NoFurtherAction, &all, &supervisor).await.unwrap();
    }
}
