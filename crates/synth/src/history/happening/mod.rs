//! Everything that can happen in a history, as one enum of plain data. The actors and the order come from elsewhere.

mod matter;
mod report;
mod service;

use jiff::civil::{Date, DateTime};

use super::people::{ForceNumber, PersonNumber, SynthVehicle};
pub use matter::{Act, Proceedings, Severity, SynthFinding, SynthMatterKind, SynthOpportunity, SynthOutcome};
pub use report::{LinkVerdict, ReportResult, Reporter, SynthDescription, SynthReportKind};
pub use service::{Relationship, SynthConcern, SynthLeaving, SynthVettingDecision, VettingLevel};

/// The number of a report. Numbers start at 0 and have no gaps.
pub type ReportNumber = u32;

/// The number of a matter. Numbers start at 0 and have no gaps.
pub type MatterNumber = u32;

/// A recorded event.
#[derive(Clone, Debug, PartialEq)]
pub struct Happening {
    /// The time of recording, by which happenings are sorted.
    pub at: DateTime,
    /// The claimed time of the event, if it differs from `at`.
    pub happened: Option<DateTime>,
    pub what: HappeningContent,
    /// The needle to which the happening belongs, `N1` to `N12`.
    pub needle: Option<&'static str>,
}

/// The content of a happening. Every number in it refers to something that was recorded earlier.
///
/// Fixed words (`power`, `category`, `reason` of a stop and so on) come from small vocabularies.
#[derive(Clone, Debug, PartialEq)]
pub enum HappeningContent {
    /// An appointment, which is the first happening in a service record.
    Joined {
        person: PersonNumber,
        force: ForceNumber,
        /// A rank, or `staff`, `special constable` or `community support officer`.
        rank: &'static str,
        /// The first unit, such as `Response 3`.
        unit: String,
        /// The first role, such as `response`.
        role: &'static str,
        /// True if a probation period begins.
        probation: bool,
        /// True if any earlier police service was declared in the application.
        declared: bool,
    },
    /// A posting within the force. If it was entered late, `happened` is its first day.
    Posted {
        person: PersonNumber,
        force: ForceNumber,
        /// The new unit, such as `Roads Policing 2`.
        unit: String,
        /// The new role; `armed` needs management vetting.
        role: &'static str,
        /// The last day of a past posting that was entered late.
        until: Option<Date>,
    },
    /// A move to another force. The record moves with the person.
    Transferred {
        person: PersonNumber,
        from: ForceNumber,
        to: ForceNumber,
        unit: String,
        role: &'static str,
        rank: &'static str,
    },
    /// A probation is extended.
    ProbationExtended {
        person: PersonNumber,
        reason: &'static str,
    },
    /// A probation ends early, and the person is not confirmed in the rank.
    ProbationEndedEarly {
        person: PersonNumber,
        reason: &'static str,
    },
    /// The service record ends.
    Left {
        person: PersonNumber,
        how: SynthLeaving,
    },
    /// A vehicle is declared to the force.
    VehicleDeclared {
        person: PersonNumber,
        /// One of [`super::people::ServiceRecord::plates`].
        vehicle: SynthVehicle,
    },
    /// Two members of the workforce declare a relationship.
    RelationshipDeclared {
        /// The member who makes the declaration.
        one: PersonNumber,
        /// The member who is named in it.
        other: PersonNumber,
        kind: Relationship,
    },
    /// A vetting decision. If it was entered later, as recruitment vetting is on the first day, `happened` is the time
    /// of the decision.
    VettingDecided {
        person: PersonNumber,
        /// The vetting officer.
        by: Option<PersonNumber>,
        level: VettingLevel,
        decision: SynthVettingDecision,
        /// The last day of a granted clearance.
        expires: Option<Date>,
        /// The recorded reasons. In 18 % of adverse decisions they are shorter than twelve words.
        rationale: String,
    },
    /// A low-level concern, which is not an allegation.
    ConcernRecorded {
        about: PersonNumber,
        /// The colleague who raises it.
        by: PersonNumber,
        /// The force in whose register it is recorded.
        force: ForceNumber,
        kind: SynthConcern,
        /// The colleague's words.
        words: String,
    },
    /// A report is received.
    ReportReceived {
        report: ReportNumber,
        force: ForceNumber,
        reporter: Reporter,
        kind: SynthReportKind,
        /// True for a complaint recorded under Schedule 3 to the Police Reform Act 2002.
        schedule3: bool,
        /// The gravest allegation, one of [`super::words::CATEGORIES`].
        category: &'static str,
        /// Further allegations in the same report.
        further: Vec<&'static str>,
        /// True if violence against women or girls is alleged.
        vawg: bool,
        /// The alleged place. The alleged time is in `happened`.
        place: String,
        /// The reporter's words.
        words: String,
        /// The reporter's description of the person they report.
        described: Box<SynthDescription>,
        /// The officer, if the force can identify the person from the start.
        names_officer: Option<PersonNumber>,
        /// The truth: the person whom the report is about, if a member of the workforce. Never an input of a use case.
        truth: Option<PersonNumber>,
    },
    /// A judgement on whether a report is about a member of the workforce.
    LinkJudged {
        report: ReportNumber,
        /// The member who was proposed.
        person: PersonNumber,
        verdict: LinkVerdict,
        by: PersonNumber,
    },
    MatterOpened {
        matter: MatterNumber,
        /// The report from which the matter arose; a conduct matter may have none.
        report: Option<ReportNumber>,
        force: ForceNumber,
        person: PersonNumber,
        kind: SynthMatterKind,
        /// The allegations, gravest first.
        categories: Vec<&'static str>,
        /// The day on which the matter came to attention. It determines the law, which changed on 13 July 2026.
        arose: Date,
        by: PersonNumber,
    },
    InvestigatorAssigned {
        matter: MatterNumber,
        investigator: PersonNumber,
        /// The authority that makes the appointment.
        by: PersonNumber,
    },
    /// A severity assessment (regulation 14).
    SeverityAssessed {
        matter: MatterNumber,
        by: PersonNumber,
        /// The severity that the conduct would have if proved.
        severity: Severity,
    },
    /// A later assessment, which is milder.
    SeverityDowngraded {
        matter: MatterNumber,
        by: PersonNumber,
        to: Severity,
        reason: &'static str,
    },
    /// A criminal investigation of the subject begins.
    CriminalInvestigation {
        matter: MatterNumber,
    },
    Arrested {
        matter: MatterNumber,
        /// The offence, such as `indecent exposure`.
        offence: &'static str,
    },
    Charged {
        matter: MatterNumber,
        offence: &'static str,
    },
    Convicted {
        matter: MatterNumber,
        offence: &'static str,
    },
    /// A decision on whether to suspend the subject.
    SuspensionDecided {
        matter: MatterNumber,
        /// True if the subject is suspended from then on.
        suspended: bool,
        reasons: &'static str,
        by: PersonNumber,
    },
    /// A suspension is reviewed.
    SuspensionReviewed {
        matter: MatterNumber,
        /// True if the suspension continues.
        continues: bool,
        by: PersonNumber,
    },
    /// The notice of investigation is served (regulation 17).
    NoticeServed {
        matter: MatterNumber,
    },
    /// The subject answers the notice (regulation 18).
    RepresentationsReceived {
        matter: MatterNumber,
    },
    /// A step of an investigation.
    InvestigativeAct {
        /// The report, if there is no matter yet.
        report: Option<ReportNumber>,
        matter: Option<MatterNumber>,
        kind: Act,
        by: PersonNumber,
    },
    /// The complainant is informed of the progress or, at the end, of the result.
    ComplainantUpdated {
        /// The complainant's report.
        report: ReportNumber,
        /// The matter, if the report became one.
        matter: Option<MatterNumber>,
    },
    /// The matter is referred to the national oversight body.
    Referred {
        matter: MatterNumber,
        by: PersonNumber,
    },
    /// The investigator submits the investigation report.
    ReportSubmitted {
        matter: MatterNumber,
        by: PersonNumber,
    },
    /// The appropriate authority determines whether there is a case to answer (regulation 23).
    CaseDetermined {
        matter: MatterNumber,
        /// True if there is a case to answer.
        answer: bool,
        form: Proceedings,
        by: PersonNumber,
    },
    /// A hearing or meeting is fixed and notice of it given.
    HearingFixed {
        matter: MatterNumber,
        on: Date,
    },
    /// A group chat is found in the evidence of a matter.
    ChatGroupRecorded {
        matter: MatterNumber,
        /// Everybody in the chat.
        members: Vec<PersonNumber>,
        /// The members who had reported it.
        reporters: Vec<PersonNumber>,
    },
    /// A person had an opportunity to know something and to report it.
    OpportunityRecorded {
        matter: MatterNumber,
        /// The person who had the opportunity.
        person: PersonNumber,
        how: SynthOpportunity,
        /// True if they reported within seven days.
        reported: bool,
    },
    /// Proceedings end with a finding and an outcome.
    OutcomeRecorded {
        matter: MatterNumber,
        finding: SynthFinding,
        outcome: SynthOutcome,
    },
    /// The matter is closed.
    MatterClosed {
        matter: MatterNumber,
        by: PersonNumber,
        /// The person who gives the second signature.
        second: PersonNumber,
    },
    /// A report that did not become a matter is closed, and the complainant is informed.
    ReportClosed {
        report: ReportNumber,
        by: PersonNumber,
        result: ReportResult,
    },
    /// The complainant withdraws. This alone does not close anything.
    ComplaintWithdrawn {
        report: ReportNumber,
        reason: &'static str,
    },
    /// A member of the workforce visits the complainant.
    Visited {
        report: ReportNumber,
        by: PersonNumber,
    },
    /// Evidence proves that the reported event did not happen, which goes further than "not proven".
    FoundFalse {
        report: ReportNumber,
        /// The evidence that proves it.
        how: &'static str,
        by: PersonNumber,
    },
    /// An officer stops a person.
    StopRecorded {
        person: PersonNumber,
        force: ForceNumber,
        /// The power used, such as `PACE s.1`.
        power: &'static str,
        reason: &'static str,
        plain_clothes: bool,
        place: String,
        /// True if the person who was stopped asked for verification and it succeeded.
        verified: bool,
        /// The outcome, such as `no further action`.
        outcome: &'static str,
    },
    /// A member of the workforce views a colleague's record.
    Consulted {
        by: PersonNumber,
        about: PersonNumber,
        /// The code of the task, such as `investigation` or `vetting`; `None` if there was no task.
        purpose: Option<&'static str>,
    },
    /// A warrant card is shown to a member of the public, who asks for verification.
    CardPresented {
        person: PersonNumber,
        place: String,
    },
}
