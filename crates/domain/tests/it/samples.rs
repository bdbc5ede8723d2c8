//! Samples: every variant of every event at least once. A test compares this list with the sources.

use domain::allegation::{Allegation, Basis, Category, Finding, Reliability};
use domain::check::{self, Cause, CheckEvent, CheckResult, Escalation, Leg};
use domain::codes::LawCode;
use domain::consultation::{ConsultationEvent, LookRefusal, Purpose};
use domain::erasure::{ErasedData, ErasureEvent};
use domain::force::ForceEvent;
use domain::matter::{
    AppealResult, Condition, CourtEvent, DocumentRecipient, Downgrade, Form, InvestigationAct, MatterEvent, MatterKind,
    Mode, OutcomeGrounds, ProceedingsOutcome, RemovalReason, RepresentationsAbout, Restriction, RestrictionScope,
    ReviewAnswer, ServedNotice, Severity, SharedOpportunity, SuspensionAnswer, SuspensionCondition, UnsignedDecision,
    VictimContact,
};
use domain::officer::{
    Clearance, Concern, ConcernKind, Identity, Joining, Leaving, OfficerEvent, Photo, Post, Posting, Probation,
    Protection, Relation, SamePerson, Vehicle, Verdict, VettingDecision, Workforce,
};
use domain::record::followed::{Consequence, Duty, Label, Notice, Sign, SignKind};
use domain::report::{
    Inquiry, PersonDescription, Proposal, ReceivedReport, ReportEvent, ReportKind, ReportOutcome, SeriesTie,
};
use domain::stop::{Power, ReasonCode, SearchRecord, StopEvent, StopOpening, StopOutcome};
use domain::{Event, Personal, StreamKind};
use jiff::civil::date;

use crate::story::{
    allegation, authority, citation, decided, device, duty, event_id, force, link, matter, officer, pending, report,
    reviewer, sign, stop, subject, time, words,
};

/// Creates a code as if it were on the list of the loaded law.
pub fn of_law<C: LawCode>(code: &str) -> C {
    C::listed(code, &[code.to_owned()]).unwrap()
}

pub fn posting(code: &str, unit: &str, from: jiff::civil::Date) -> Posting {
    Posting {
        force: force(code),
        unit: unit.to_owned(),
        post: Post::Response,
        rank: Some(domain::officer::PoliceRank::Constable),
        from,
        joining: Joining::Moved,
    }
}

pub fn enrolled() -> OfficerEvent {
    OfficerEvent::Enrolled {
        workforce: Workforce::Officer,
        identity: Personal::about(
            officer(1),
            Identity { surname: "SECRET Marlow".to_owned(), born: Some(date(1990, 4, 1)), ..Identity::default() },
        ),
        warrant: words("SECRET 4711"),
        posting: posting("northmere", "harbour", date(2015, 1, 5)),
        probationer: true,
    }
}

pub fn duty_due(number: u128, due: Option<jiff::civil::Date>) -> Duty {
    Duty {
        id: duty(number),
        name: "decide-suspension".to_owned(),
        title: "decide whether to suspend".to_owned(),
        owner: "appropriate-authority".to_owned(),
        force: Some(force("northmere")),
        due,
        not_before: None,
        due_at: None,
        explanation: "5 working days".to_owned(),
        met_by: vec!["matter.suspension-decided".to_owned()],
        warn_days: vec![3, 1],
        escalate_to: Some("local-policing-body".to_owned()),
        citation: citation(),
    }
}

pub fn a_sign(number: u128, sources: &[&str]) -> Sign {
    Sign {
        id: sign(number),
        sign: SignKind::SecondSimilarAllegation,
        rule: "second-similar-allegation".to_owned(),
        officer: Some(officer(1)),
        fact: "a second allegation of the same family".to_owned(),
        rests_on: vec![event_id(1), event_id(2)],
        sources: sources.iter().map(|source| (*source).to_owned()).collect(),
        occurred: Some(date(2026, 1, 2)),
        label: Label::Alleged,
        ask: vec![officer(7)],
    }
}

pub fn follows() -> Vec<Consequence> {
    vec![
        Consequence::DutyArose(duty_due(1, Some(date(2026, 3, 20)))),
        Consequence::DutyMet { duty: duty(1) },
        Consequence::DutyWarned { duty: duty(1), days: 3, told: "appropriate-authority".to_owned() },
        Consequence::DutyOverdue { duty: duty(1), told: "local-policing-body".to_owned() },
        Consequence::DutyExtended {
            duty: duty(1),
            until: date(2026, 4, 1),
            reasons: words("SECRET asked for by counsel"),
        },
        Consequence::DutyCancelled { duty: duty(1), why: domain::record::followed::DutyCancellation::Superseded },
        Consequence::NoticeGiven(Notice {
            to: "oversight".to_owned(),
            about: "not-suspended".to_owned(),
            citation: citation(),
        }),
        Consequence::SignRaised(a_sign(1, &["officer/1"])),
        Consequence::SignRelabelled { sign: sign(1), label: Label::NotProven },
    ]
}

pub fn received(category: Category) -> ReceivedReport {
    ReceivedReport {
        force: force("northmere"),
        report: ReportKind::Crime,
        schedule_3: false,
        category,
        violence_against_women: category.presumed_violence_against_women(),
        reporter: Some(subject(5)),
        place: Personal::about(subject(5), "SECRET car park".to_owned()),
        words: Personal::about(subject(5), "SECRET he followed me".to_owned()),
        described: Personal::about(
            subject(5),
            PersonDescription { plate: "SECRET AB?2".to_owned(), ..PersonDescription::default() },
        ),
        names: None,
    }
}

pub fn proposal(number: u128, of: u128) -> Proposal {
    Proposal {
        link: link(number),
        officer: officer(of),
        weight_centibits: 1_234,
        because: vec!["matches 4 of 7 characters of a declared plate".to_owned()],
        model: "reports-1".to_owned(),
    }
}

pub fn alleged(number: u128, category: Category) -> Allegation {
    Allegation {
        id: allegation(number),
        category,
        violence_against_women: category.presumed_violence_against_women(),
        reliability: Reliability::Untested,
        basis: Basis::Fact,
        arose_on: Some(date(2025, 11, 30)),
        words: words("SECRET what is alleged"),
        finding: Finding::Undecided,
    }
}

pub fn opened(categories: &[Category]) -> MatterEvent {
    let allegations = (1..).zip(categories).map(|(number, category)| alleged(number, *category)).collect();
    MatterEvent::Opened {
        force: force("northmere"),
        subject: officer(1),
        matter: MatterKind::Conduct,
        reports: vec![report(1)],
        allegations,
        came_to_attention_on: date(2026, 3, 1),
    }
}

pub fn served() -> ServedNotice {
    ServedNotice {
        notice: of_law("investigation"),
        method: of_law("email"),
        sent_at: time("2026-03-03T10:00:00Z"),
        deemed_served_on: date(2026, 3, 4),
        receipt: "r-1".to_owned(),
    }
}

pub fn conditions(met: bool) -> Vec<Condition> {
    vec![Condition { condition: SuspensionCondition::PublicInterest, met }]
}

pub fn suspends(answer: SuspensionAnswer) -> MatterEvent {
    MatterEvent::SuspensionDecided {
        answer,
        conditions: conditions(true),
        exceptional: None,
        decided: decided("SECRET so"),
        second: None,
    }
}

pub fn determined(form: Option<Form>) -> MatterEvent {
    MatterEvent::CaseDetermined { case_to_answer: form.is_some(), form, decided: decided("SECRET so") }
}

pub fn fixed() -> MatterEvent {
    MatterEvent::HearingFixed { on: date(2026, 6, 1), extension: Some(words("SECRET ill")) }
}

fn of_forces() -> Vec<ForceEvent> {
    vec![
        ForceEvent::Founded { name: "Northmere Police".to_owned(), from: date(1968, 4, 1) },
        ForceEvent::Renamed { name: "North and Mere Police".to_owned(), from: date(2010, 4, 1) },
        ForceEvent::Merged { into: force("greatmere"), from: date(2030, 4, 1) },
    ]
}

fn of_officers() -> Vec<OfficerEvent> {
    let mut all = vec![
        enrolled(),
        OfficerEvent::Posted(posting("northmere", "docks", date(2018, 2, 1))),
        OfficerEvent::IdentityChanged { identity: Personal::about(officer(1), Identity::default()) },
        OfficerEvent::ProbationChanged { change: Probation::Completed, on: date(2017, 1, 5) },
        OfficerEvent::VehicleDeclared {
            vehicle: Personal::about(
                officer(1),
                Vehicle { plate: "SECRET AB12".to_owned(), make: String::new(), colour: "grey".to_owned() },
            ),
        },
        OfficerEvent::RelationDeclared { other: officer(2), relation: Relation::Friend },
        OfficerEvent::VettingDecided {
            level: Clearance::Management,
            decision: VettingDecision::Granted,
            expires: Some(date(2033, 1, 1)),
            rationale: words("SECRET nothing known"),
        },
        OfficerEvent::ConcernRecorded(Concern {
            concern: ConcernKind::Nickname,
            words: words("SECRET nickname"),
            source: Personal::about(officer(3), officer(3)),
            force: force("northmere"),
        }),
        OfficerEvent::Protected { protection: Protection::AccessWatch, matter: matter(1), citation: citation() },
        OfficerEvent::ProtectionLifted { protection: Protection::AccessWatch, matter: matter(1) },
        OfficerEvent::Suspended { matter: matter(1) },
        OfficerEvent::SuspensionEnded { matter: matter(1) },
        OfficerEvent::Left { how: Leaving::Resigned, on: date(2026, 1, 31) },
        OfficerEvent::CardPresented { place: "high street".to_owned(), allowed: false },
        OfficerEvent::DutyBegan { until: "2026-03-02T17:00:00Z".parse().unwrap() },
        OfficerEvent::DutyEnded,
        OfficerEvent::PublicFaceSet { by_number: true, online: false },
        OfficerEvent::PhotoTaken {
            photo: Personal::about(
                officer(1),
                Photo { media_type: domain::officer::PhotoType::Png, base64: "SECRETpng".to_owned() },
            ),
        },
        OfficerEvent::DeviceBound {
            device: device(1),
            name: "phone 4711".to_owned(),
            key: Some("BAx".to_owned()),
            role: domain::Role::Officer,
            passkey: "47DEQpj8".to_owned(),
        },
        OfficerEvent::DeviceRemoved { device: device(1) },
        OfficerEvent::SamePersonProposed(SamePerson {
            link: link(1),
            other: officer(9),
            weight_centibits: 900,
            because: vec!["born".to_owned()],
            model: "people-1".to_owned(),
        }),
        OfficerEvent::SamePersonJudged { link: link(1), verdict: Verdict::Confirmed },
        OfficerEvent::Annotated { of: event_id(1), words: words("SECRET note") },
    ];
    all.extend(follows().into_iter().map(OfficerEvent::Followed));
    all
}

fn of_reports() -> Vec<ReportEvent> {
    let mut all = vec![
        ReportEvent::Received(received(Category::IndecentExposure)),
        ReportEvent::LinkProposed(proposal(1, 1)),
        ReportEvent::LinkJudged { link: link(1), verdict: Verdict::Rejected, reasons: words("SECRET abroad") },
        ReportEvent::SeriesJoined { with: report(2), because: vec![SeriesTie::Vehicle] },
        ReportEvent::MatterOpened { matter: matter(1) },
        ReportEvent::ReporterVisited { by: officer(4) },
        ReportEvent::Withdrawn { words: Personal::about(subject(5), "SECRET tired".to_owned()) },
        ReportEvent::FoundFalse { how: words("SECRET footage") },
        ReportEvent::Closed {
            outcome: ReportOutcome::NoFurtherAction,
            inquiries: vec![Inquiry::Cctv],
            supervisor: authority(),
        },
        ReportEvent::Annotated { of: event_id(1), words: words("SECRET note") },
    ];
    all.extend(follows().into_iter().map(ReportEvent::Followed));
    all
}

fn of_matters() -> Vec<MatterEvent> {
    let closed = MatterEvent::Closed { decided: decided("SECRET done"), second: reviewer() };
    let mut all = vec![
        opened(&[Category::IndecentExposure]),
        MatterEvent::AllegationAdded { allegation: alleged(2, Category::Stalking), report: Some(report(2)) },
        MatterEvent::SeverityAssessed { severity: Severity::Misconduct, decided: decided("SECRET so") },
        MatterEvent::SeverityReassessed {
            from: Severity::Misconduct,
            to: Severity::GrossMisconduct,
            downgrade: Some(Downgrade { new_fact: event_id(4), second: reviewer() }),
            decided: decided("SECRET worse"),
        },
        MatterEvent::InvestigatorAssigned { investigator: officer(20) },
        MatterEvent::InvestigatorRemoved { investigator: officer(20), why: RemovalReason::ConflictOfInterest },
        MatterEvent::CriminalInvestigationOpened { crime_number: "c-1".to_owned() },
        MatterEvent::Arrested { offence: "exposure".to_owned(), listed: true },
        MatterEvent::Charged { offence: "exposure".to_owned(), listed: true },
        MatterEvent::Convicted { offence: "exposure".to_owned(), indictable_only: false },
        MatterEvent::CourtEvent { what: CourtEvent::Verdict },
        MatterEvent::PrejudiceDecided { would_prejudice: true, decided: decided("SECRET so") },
        suspends(SuspensionAnswer::Suspend),
        MatterEvent::SuspensionReviewed {
            answer: ReviewAnswer::Continue,
            conditions: conditions(true),
            decided: decided("SECRET so"),
        },
        MatterEvent::CircumstancesChanged { words: words("SECRET moved") },
        MatterEvent::Referred { grounds: vec![of_law("serious-sexual-offence")] },
        MatterEvent::ReferralDeclined { decided: decided("SECRET so"), second: reviewer() },
        MatterEvent::ModeDecided { mode: Mode::Directed },
        MatterEvent::CalledIn { reasons: words("SECRET too slow") },
        MatterEvent::NoticeServed(served()),
        MatterEvent::RepresentationsReceived { about: RepresentationsAbout::Suspension, words: words("SECRET unfair") },
        MatterEvent::DelayStated { reason: words("SECRET lab"), expected_end: Some(date(2026, 9, 1)) },
        MatterEvent::ComplainantUpdated { receipt: "r-2".to_owned() },
        MatterEvent::VictimContacted { about: VictimContact::Progress },
        MatterEvent::WelfareContacted,
        MatterEvent::ActRecorded { act: InvestigationAct::Cctv },
        MatterEvent::OpportunityRecorded {
            how: SharedOpportunity::ChatGroup,
            people: vec![officer(3), officer(4)],
            reported: vec![officer(3)],
        },
        MatterEvent::ReportSubmitted,
        determined(Some(Form::Hearing)),
        MatterEvent::AcceleratedCertified { decided: decided("SECRET plain") },
        MatterEvent::ProceedingsNotified(served()),
        MatterEvent::DocumentsSupplied { supplied_to: DocumentRecipient::Chair, prehearing_ordered: true },
        MatterEvent::OfficerResponded,
        MatterEvent::WitnessListsExchanged,
        fixed(),
        MatterEvent::InterviewFixed { on: date(2026, 5, 4) },
        MatterEvent::ChairDelegated,
        MatterEvent::PanelReplaced,
        MatterEvent::PublicNoticePublished,
        MatterEvent::RestrictionImposed(Restriction {
            number: 1,
            scope: RestrictionScope::Name,
            ground: of_law("criminal-proceedings"),
            expires_on: date(2026, 12, 1),
            ends_with: Some(CourtEvent::Verdict),
            maker: authority(),
        }),
        MatterEvent::RestrictionLapsed { number: 1 },
        MatterEvent::HearingCompleted,
        MatterEvent::OutcomeRecorded {
            findings: vec![(allegation(1), Finding::GrossMisconduct)],
            outcome: ProceedingsOutcome::Dismissal,
            grounds: OutcomeGrounds { unconnected_incidents: true, ..OutcomeGrounds::default() },
            exceptional: Some(words("SECRET rare")),
            decided: decided("SECRET so"),
        },
        MatterEvent::NotProven,
        MatterEvent::OutcomeReported,
        MatterEvent::OutcomePublished,
        MatterEvent::BarredListReported { receipt: "r-3".to_owned() },
        MatterEvent::AdvisoryListReported { receipt: "r-4".to_owned() },
        MatterEvent::Appealed,
        MatterEvent::AppealDecided { result: AppealResult::Upheld },
        MatterEvent::BarredEntryCorrected { receipt: "r-5".to_owned() },
        MatterEvent::ComplaintWithdrawn { report: report(1) },
        MatterEvent::ResumptionAsked { receipt: "r-6".to_owned() },
        MatterEvent::ResumptionAnswered { resume: true },
        MatterEvent::SignatureRequested {
            pending: pending(1),
            decision: UnsignedDecision::Closure { decided: decided("SECRET done") },
        },
        MatterEvent::SignatureRefused { pending: pending(1), reasons: words("SECRET no") },
        closed,
        MatterEvent::Vindicated { told: vec!["vetting".to_owned()] },
        MatterEvent::Annotated { of: event_id(1), words: words("SECRET note") },
    ];
    all.extend(follows().into_iter().map(MatterEvent::Followed));
    all
}

pub fn opening() -> StopOpening {
    StopOpening {
        reference: "NM-7Q4K-29".parse().unwrap(),
        officer: officer(1),
        force: force("northmere"),
        device: None,
        power: Power::PaceSection1,
        reason_code: Some(ReasonCode::Weapon),
        reason: words("SECRET a knife was seen"),
        object: Some(words("SECRET a knife")),
        place: "high street".to_owned(),
        uniform: true,
        vehicle: false,
        off_duty: false,
    }
}

/// A check with this outcome.
pub fn made(found: check::CheckOutcome) -> CheckResult {
    CheckResult {
        reference: "7Q4K-29MP-XW3T".parse().unwrap(),
        leg: Leg::Code,
        found,
        stop: Some(stop(1)),
        officer: Some(officer(1)),
        force: Some(force("northmere")),
    }
}

/// Every variant at least once. The events for one kind of stream are ordered so that as many as possible can follow
/// each other.
pub fn all() -> Vec<(StreamKind, Event)> {
    let mut all: Vec<(StreamKind, Event)> = Vec::new();
    all.extend(of_forces().into_iter().map(|event| (StreamKind::Force, Event::Force(event))));
    all.extend(of_officers().into_iter().map(|event| (StreamKind::Officer, Event::Officer(event))));
    all.extend(of_reports().into_iter().map(|event| (StreamKind::Report, Event::Report(event))));
    all.extend(of_matters().into_iter().map(|event| (StreamKind::Matter, Event::Matter(event))));
    let stops = [
        StopEvent::Opened(StopOpening { off_duty: true, ..opening() }),
        StopEvent::CallEscalated,
        StopEvent::Confirmed { unit: "NM21".to_owned() },
        StopEvent::Refused,
        StopEvent::Closed {
            outcome: StopOutcome::Arrest,
            power: Power::PaceSection24,
            reason_code: Some(ReasonCode::OffenceSuspected),
            record: Some(Personal::about(
                subject(7),
                SearchRecord { grounds: "SECRET seen on the roof".to_owned(), ..SearchRecord::default() },
            )),
        },
        StopEvent::Supplemented { words: words("SECRET more") },
    ];
    all.extend(stops.map(|event| (StreamKind::Stop, Event::Stop(event))));
    let checks = [
        CheckEvent::Asked { reference: "7Q4K-29MP-XW3T".parse().unwrap() },
        CheckEvent::Made(made(check::CheckOutcome::Refused(Cause::Suspended))),
        CheckEvent::Turned { cause: Cause::Suspended },
        CheckEvent::WrongSaid { place: Some(words("SECRET bus stop at the quay")) },
        CheckEvent::PlaceShared { place: words("SECRET quay") },
        CheckEvent::AlarmAcknowledged,
        CheckEvent::AlarmEscalated { to: Escalation::DutySuperintendent },
        CheckEvent::AlarmClosed { finding: check::AlarmFinding::Impersonation },
        CheckEvent::ReceiptGiven,
        CheckEvent::Complained { report: report(1) },
    ];
    all.extend(checks.map(|event| (StreamKind::Check, Event::Check(event))));
    let looks = [
        ConsultationEvent::Made { purpose: Purpose::Decision, task: true },
        ConsultationEvent::Refused { code: LookRefusal::MayNot },
    ];
    all.extend(looks.map(|event| (StreamKind::Consultation, Event::Consultation(event))));
    let erased = ErasureEvent::Done {
        subject: subject(5),
        category: ErasedData::Complainant,
        law: "DPA 2018 s.47".to_owned(),
        approved_by: authority(),
    };
    all.push((StreamKind::Erasure, Event::Erasure(erased)));
    all
}
