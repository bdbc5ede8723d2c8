//! Reading: each question is answered from the rows that the events made, and no other.

use domain::allegation::{Allegation, Basis, Category, Finding, Reliability};
use domain::consultation::{ConsultationEvent, Consultations, Purpose};
use domain::matter::{MatterEvent, MatterKind};
use domain::officer::{
    Concern, ConcernKind, Joining, Leaving, OfficerEvent, Post, Posting, Protection, Relation, Verdict,
};
use domain::record::follow::{Citation, Duty, Follow, Label, Layer, Notice, Sign, SignKind};
use domain::report::{Described, Proposal, Received, ReportEvent, ReportKind};
use domain::{
    AllegationId, DutyId, Event, ForceId, LinkId, MatterId, OfficerId, Personal, ReportId, SignId, StreamId,
    StreamKind, SubjectId,
};
use jiff::civil::date;
use store::Store;
use uuid::Uuid;

use crate::samples::*;
use crate::trial::{on_both, random};

/// Who and what is in the busy record.
pub struct Busy {
    ada: OfficerId,
    bea: OfficerId,
    reporter: SubjectId,
    report: ReportId,
    matter: MatterId,
    link: LinkId,
}

fn citation() -> Citation {
    Citation { rule: "made-up.rule".into(), layer: Layer::Statute, text: "Made-up Act s.1".into(), verified: false }
}

fn duty(name: &str, due: jiff::civil::Date) -> Duty {
    Duty {
        id: DutyId::new(Uuid::from_u128(random())),
        name: name.into(),
        title: "Assess".into(),
        owner: "appropriate-authority".into(),
        force: None,
        due: Some(due),
        not_before: None,
        due_at: None,
        explanation: "made up".into(),
        met_by: vec!["matter.severity-assessed".into()],
        warn_days: vec![2],
        escalate_to: None,
        citation: citation(),
    }
}

/// A force, two officers who know each other, a report with a link, a matter with a duty, a look at it.
pub async fn a_busy_record(store: &Store) -> Busy {
    let (ada, bea) = (an_officer(store, "Ada", "Marlow").await, an_officer(store, "Bea", "Quill").await);
    let reporter = subject_id();
    let (report, matter) = (ReportId::new(Uuid::from_u128(random())), MatterId::new(Uuid::from_u128(random())));
    let link = LinkId::new(Uuid::from_u128(random()));
    record(store, &force_stream(), 0, at(1), vec![founded()]).await.unwrap();

    let concern = Concern {
        concern: ConcernKind::Remark,
        words: Personal::about(ada, "a remark".to_owned()),
        source: Personal::about(bea, bea),
        force: northmere(),
    };
    let moved = Posting {
        force: northmere(),
        unit: "Dockside Armed".into(),
        post: Post::Armed,
        rank: Some(domain::officer::PoliceRank::Sergeant),
        from: date(2024, 2, 1),
        joining: Joining::Moved,
    };
    let protected =
        OfficerEvent::Protected { protection: Protection::ArmedDutiesBlocked, matter, citation: citation() };
    let sign = Sign {
        id: SignId::new(Uuid::from_u128(random())),
        sign: SignKind::ConcernBySeveralColleagues,
        rule: "made-up.sign".into(),
        officer: Some(ada),
        fact: "two colleagues".into(),
        rests_on: vec![],
        sources: vec![],
        occurred: None,
        label: Label::OnRecord,
        ask: vec![],
    };
    let events = vec![
        Event::Officer(OfficerEvent::Posted(moved)),
        Event::Officer(OfficerEvent::RelationDeclared { other: bea, relation: Relation::Friend }),
        Event::Officer(OfficerEvent::ConcernRecorded(concern)),
        Event::Officer(protected),
        Event::Officer(OfficerEvent::Suspended { matter }),
        Event::Officer(OfficerEvent::Followed(Follow::SignRaised(sign))),
    ];
    record(store, &officer_stream(ada), 1, at(10), events).await.unwrap();
    let left = Event::Officer(OfficerEvent::Left { how: Leaving::Resigned, on: date(2025, 6, 30) });
    record(store, &officer_stream(bea), 1, at(11), vec![left]).await.unwrap();

    let received = Received {
        force: northmere(),
        report: ReportKind::Complaint,
        schedule_3: true,
        category: Category::Incivility,
        violence_against_women: false,
        reporter: Some(reporter),
        place: Personal::about(report, "Quay Street".to_owned()),
        words: Personal::about(reporter, "was rude".to_owned()),
        described: Personal::about(report, Described::default()),
        names: None,
    };
    let proposal = Proposal {
        link,
        officer: ada,
        weight_centibits: 1234,
        because: vec!["plate".into()],
        model: "made-up 1".into(),
    };
    let stream = StreamId::new(StreamKind::Report, report);
    let events = [ReportEvent::Received(received), ReportEvent::LinkProposed(proposal)].map(Event::Report);
    record(store, &stream, 0, at(20), events.into()).await.unwrap();

    let allegation = Allegation {
        id: AllegationId::new(Uuid::from_u128(random())),
        category: Category::Incivility,
        violence_against_women: false,
        reliability: Reliability::Untested,
        basis: Basis::Fact,
        arose_on: Some(date(2026, 9, 1)),
        words: Personal::about(reporter, "was rude".to_owned()),
        finding: Finding::default(),
    };
    let opened = MatterEvent::Opened {
        force: northmere(),
        subject: ada,
        matter: MatterKind::Complaint,
        reports: vec![report],
        allegations: vec![allegation],
        came_to_attention_on: date(2026, 9, 2),
    };
    let notice = Notice { to: "oversight".into(), about: "not-suspended".into(), citation: citation() };
    let events = [
        opened,
        MatterEvent::InvestigatorAssigned { investigator: bea },
        MatterEvent::Followed(Follow::DutyArose(duty("assess", date(2026, 9, 30)))),
        MatterEvent::Followed(Follow::DutyArose(duty("update", date(2026, 10, 30)))),
        MatterEvent::Followed(Follow::NoticeGiven(notice)),
    ];
    let stream = StreamId::new(StreamKind::Matter, matter);
    record(store, &stream, 0, at(30), events.map(Event::Matter).into()).await.unwrap();

    let looks = Consultations::stream(&officer_stream(ada));
    let made = ConsultationEvent::Made { purpose: Purpose::Decision, task: true };
    let refused = ConsultationEvent::Refused { code: domain::consultation::LookRefusal::MayNot };
    record(store, &looks, 0, at(40), vec![Event::Consultation(made), Event::Consultation(refused)]).await.unwrap();
    Busy { ada, bea, reporter, report, matter, link }
}

on_both! {
    async fn officers_are_read_as_they_are_now(trial: &Trial) {
        let busy = a_busy_record(&trial.store).await;
        let ada = trial.store.officer_row(busy.ada).await.unwrap().unwrap();
        assert_eq!((ada.unit.as_str(), ada.rank.as_str(), ada.post.as_str()), ("Dockside Armed", "sergeant", "armed"));
        assert_eq!((ada.armed, ada.verifiable, ada.suspended_since), (false, false, Some(at(10))));
        assert_eq!((ada.service.as_str(), ada.protections_count, ada.clearance), ("serving", 1, None));
        let bea = trial.store.officer_row(busy.bea).await.unwrap().unwrap();
        assert_eq!((bea.service.as_str(), bea.left_on, bea.verifiable), ("resigned", Some(date(2025, 6, 30)), false));
        assert_eq!(trial.store.officer_row(officer_id()).await.unwrap(), None);
        let mut both = vec![busy.ada.to_string(), busy.bea.to_string()];
        both.sort();
        let page = trial.store.officers_of_force(&northmere(), "", 10).await.unwrap();
        assert_eq!(page.iter().map(|row| row.id.to_string()).collect::<Vec<_>>(), both);
        let page = trial.store.officers_of_force(&northmere(), &both[0], 10).await.unwrap();
        assert_eq!(page.iter().map(|row| row.id.to_string()).collect::<Vec<_>>(), both[1..]);
        assert_eq!(trial.store.protections_of(busy.ada).await.unwrap()[0].matter, busy.matter);
        assert_eq!(trial.store.force_row(&northmere()).await.unwrap().unwrap().name, "Northmere Police");
    }

    async fn who_served_with_whom_is_found_by_unit_and_time(trial: &Trial) {
        let busy = a_busy_record(&trial.store).await;
        let at_harbour = async |from, to| {
            let rows = trial.store.postings_at(&northmere(), "Harbour Response", from, to).await.unwrap();
            let mut who: Vec<OfficerId> = rows.iter().map(|row| row.officer).collect();
            who.sort();
            who
        };
        let mut both = vec![busy.ada, busy.bea];
        both.sort();
        assert_eq!(at_harbour(date(2021, 1, 1), date(2021, 5, 3)).await, both, "the first day counts");
        assert_eq!(at_harbour(date(2024, 2, 1), date(2025, 1, 1)).await, [busy.bea], "Ada had moved");
        assert_eq!(at_harbour(date(2025, 7, 1), date(2026, 1, 1)).await, [], "and Bea had left");
        assert_eq!(at_harbour(date(2020, 1, 1), date(2021, 5, 2)).await, []);
        assert_eq!(trial.store.relations_of(busy.bea).await.unwrap()[0].officer, busy.ada, "declared by the other side");
        assert_eq!(trial.store.concerns_about(busy.ada).await.unwrap()[0].source, busy.bea.into());
    }

    async fn reports_links_and_matters_are_found_from_each_other(trial: &Trial) {
        let busy = a_busy_record(&trial.store).await;
        let reports = trial.store.reports_by(busy.reporter).await.unwrap();
        assert_eq!((reports.len(), reports[0].id, reports[0].officer), (1, busy.report, None));
        assert_eq!(trial.store.reports_about(busy.ada).await.unwrap(), vec![]);
        let links = trial.store.links_open(10).await.unwrap();
        assert_eq!((links.len(), links[0].id, links[0].officer, links[0].weight_centibits), (1, busy.link, busy.ada, 1234));

        let reasons = Personal::about(busy.report, "the plate is theirs".to_owned());
        let judged = ReportEvent::LinkJudged { link: busy.link, verdict: Verdict::Confirmed, reasons };
        let stream = StreamId::new(StreamKind::Report, busy.report);
        record(&trial.store, &stream, 2, at(50), vec![Event::Report(judged)]).await.unwrap();
        assert_eq!(trial.store.links_open(10).await.unwrap(), vec![]);
        assert_eq!(trial.store.reports_about(busy.ada).await.unwrap()[0].id, busy.report);

        let matter = trial.store.matters_from(busy.report).await.unwrap().remove(0);
        assert_eq!((matter.id, matter.officer, matter.stage.as_str()), (busy.matter, busy.ada, "open"));
        assert_eq!(trial.store.matters_open_of(busy.ada).await.unwrap(), vec![matter.clone()]);
        assert_eq!(trial.store.matters_assigned_to(busy.bea).await.unwrap(), vec![matter.clone()]);
        assert_eq!(trial.store.matters_open(&northmere(), 10).await.unwrap(), [matter]);
        assert_eq!(trial.store.matters_open(&ForceId::parse("southmere").unwrap(), 10).await.unwrap(), []);
        assert_eq!(trial.store.allegations_about(busy.ada).await.unwrap()[0].matter, busy.matter);
    }

    async fn duties_come_by_when_they_are_late(trial: &Trial) {
        let busy = a_busy_record(&trial.store).await;
        let late_from: jiff::Timestamp = "2026-09-30T23:00:00Z".parse().unwrap();
        assert_eq!(trial.store.duties_due(late_from, 10).await.unwrap(), []);
        let due = trial.store.duties_due(late_from + jiff::SignedDuration::from_secs(1), 10).await.unwrap();
        assert_eq!((due.len(), due[0].name.as_str(), due[0].late_from), (1, "assess", Some(late_from)));
        assert_eq!((due[0].officer, due[0].owner.as_str()), (Some(busy.ada), "appropriate-authority"));
        assert_eq!(trial.store.duties_unnoticed(late_from, 10).await.unwrap(), due);
        let stream = StreamId::new(StreamKind::Matter, busy.matter);
        let overdue = Follow::DutyOverdue { duty: due[0].id, told: "chair".into() };
        let overdue = Event::Matter(MatterEvent::Followed(overdue));
        record(&trial.store, &stream, 5, at(60), vec![overdue]).await.unwrap();
        assert_eq!(trial.store.duties_unnoticed(late_from, 10).await.unwrap(), []);
        assert_eq!(trial.store.duties_owned(&northmere(), "appropriate-authority", 10).await.unwrap().len(), 2);
        let met = Event::Matter(MatterEvent::Followed(Follow::DutyMet { duty: due[0].id }));
        record(&trial.store, &stream, 6, at(61), vec![met]).await.unwrap();
        let of_stream = trial.store.duties_of(&stream).await.unwrap();
        let states: Vec<_> = of_stream.iter().map(|row| (row.name.as_str(), row.state.as_str())).collect();
        assert_eq!(states, [("assess", "met"), ("update", "open")]);
        assert_eq!(trial.store.notices_in(&stream).await.unwrap()[0].recipient, "oversight");
        assert_eq!(trial.store.signs_about(busy.ada).await.unwrap()[0].label, "on-record");
    }

    async fn looks_are_found_by_record_and_by_viewer(trial: &Trial) {
        let busy = a_busy_record(&trial.store).await;
        let looks = trial.store.consultations_of(&officer_stream(busy.ada), 10).await.unwrap();
        assert_eq!(looks.iter().map(|look| look.purpose.as_deref()).collect::<Vec<_>>(), [None, Some("decision")]);
        let viewer = looks[0].viewer.clone();
        assert_eq!(trial.store.consultations_by(&viewer, at(40), at(41)).await.unwrap().len(), 2);
        assert_eq!(trial.store.consultations_by(&viewer, at(0), at(40)).await.unwrap(), []);
        assert_eq!(trial.store.consultations_by_on(&viewer, &officer_stream(busy.bea)).await.unwrap(), []);
    }
}
