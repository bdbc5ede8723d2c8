//! A record with a little of everything, for stories about reading.

use domain::allegation::{Allegation, Basis, Category, Finding, Reliability};
use domain::consultation::{ConsultationEvent, Consultations, Purpose};
use domain::matter::{MatterEvent, MatterKind};
use domain::officer::{Concern, ConcernKind, Joining, Leaving, OfficerEvent, Post, Posting, Protection, Relation};
use domain::record::followed::{Consequence, Duty, Label, Notice, RuleCitation, RuleLayer, RuleStatus, Sign, SignKind};
use domain::report::{PersonDescription, Proposal, ReceivedReport, ReportEvent, ReportKind};
use domain::{
    AllegationId, DutyId, Event, LinkId, MatterId, OfficerId, Personal, ReportId, SignId, Stream as _, StreamId,
    StreamKind, SubjectId,
};
use jiff::civil::date;
use store::Store;
use uuid::Uuid;

use super::samples::*;
use super::trial::random;

pub struct Busy {
    pub ada: OfficerId,
    pub bea: OfficerId,
    pub reporter: SubjectId,
    pub report: ReportId,
    pub matter: MatterId,
    pub link: LinkId,
}

fn citation() -> RuleCitation {
    let status = RuleStatus::Unverified;
    RuleCitation { rule: "made-up.rule".into(), layer: RuleLayer::Statute, text: "Made-up Act s.1".into(), status }
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

/// Records a force, two officers who know each other, a report with a link, a matter with a duty, and a consultation.
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
        Event::Officer(OfficerEvent::Followed(Consequence::SignRaised(sign))),
    ];
    record(store, &officer_stream(ada), 1, at(10), events).await.unwrap();
    let left = Event::Officer(OfficerEvent::Left { how: Leaving::Resigned, on: date(2025, 6, 30) });
    record(store, &officer_stream(bea), 1, at(11), vec![left]).await.unwrap();

    let received = ReceivedReport {
        force: northmere(),
        report: ReportKind::Complaint,
        schedule_3: true,
        category: Category::Incivility,
        violence_against_women: false,
        reporter: Some(reporter),
        place: Personal::about(report, "Quay Street".to_owned()),
        words: Personal::about(reporter, "was rude".to_owned()),
        described: Personal::about(report, PersonDescription::default()),
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
        MatterEvent::Followed(Consequence::DutyArose(duty("assess", date(2026, 9, 30)))),
        MatterEvent::Followed(Consequence::DutyArose(duty("update", date(2026, 10, 30)))),
        MatterEvent::Followed(Consequence::NoticeGiven(notice)),
    ];
    let stream = StreamId::new(StreamKind::Matter, matter);
    record(store, &stream, 0, at(30), events.map(Event::Matter).into()).await.unwrap();

    let looks = Consultations::stream(officer_stream(ada));
    let made = ConsultationEvent::Made { purpose: Purpose::Decision, task: true };
    let refused = ConsultationEvent::Refused { code: domain::consultation::LookRefusal::MayNot };
    record(store, &looks, 0, at(40), vec![Event::Consultation(made), Event::Consultation(refused)]).await.unwrap();
    Busy { ada, bea, reporter, report, matter, link }
}
