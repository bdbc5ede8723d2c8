//! Everything that can happen in a history, as one enum of plain data. The actors and the
//! order are decided elsewhere.

use jiff::civil::{Date, DateTime};

use super::people::{ForceNumber, PersonNumber, SynthVehicle};

/// The number of a report, dense from 0.
pub type ReportNumber = u32;
/// The number of a matter, dense from 0.
pub type MatterNumber = u32;

/// A recorded event.
#[derive(Clone, Debug, PartialEq)]
pub struct Happening {
    /// Time of recording. Happenings are sorted by it.
    pub at: DateTime,
    /// Claimed time of the event, if it differs from `at`.
    pub happened: Option<DateTime>,
    pub what: HappeningContent,
    /// The needle to which it belongs, `N1` to `N12`.
    pub needle: Option<&'static str>,
}

/// The content of a happening. Every number in it refers to something recorded earlier.
///
/// Fixed words (`power`, `category`, `reason` of a stop and so on) come from small
/// vocabularies in kebab or plain form.
#[derive(Clone, Debug, PartialEq)]
pub enum HappeningContent {
    /// Appointment: the first happening of a service record.
    Joined {
        person: PersonNumber,
        force: ForceNumber,
        /// Rank, or `staff`, `special constable`, `community support officer`.
        rank: &'static str,
        /// The first unit: `Response 3`.
        unit: String,
        /// The first role: `response`.
        role: &'static str,
        /// True if a probation begins.
        probation: bool,
        /// True if earlier police service, if any, was declared in the application.
        declared: bool,
    },
    /// A posting within the force. If it was entered late, `happened` holds its start.
    Posted {
        person: PersonNumber,
        force: ForceNumber,
        /// The new unit: `Roads Policing 2`.
        unit: String,
        /// The new role; `armed` needs management vetting.
        role: &'static str,
        /// The last day of a past posting that was entered late.
        until: Option<Date>,
    },
    /// A move to another force; the record moves with the person.
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
    /// A probation ends early, without confirmation in the rank.
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
        /// The member who declares.
        one: PersonNumber,
        /// The member who is named.
        other: PersonNumber,
        kind: Relationship,
    },
    /// A vetting decision. If it was entered later, as recruitment vetting is on the first
    /// day, `happened` holds its time.
    VettingDecided {
        person: PersonNumber,
        /// The vetting officer.
        by: Option<PersonNumber>,
        level: VettingLevel,
        decision: SynthVettingDecision,
        /// The last day of a granted clearance.
        expires: Option<Date>,
        /// The recorded reasons, shorter than twelve words in 18 % of adverse decisions.
        rationale: String,
    },
    /// A low-level concern: not an allegation.
    ConcernRecorded {
        about: PersonNumber,
        /// The colleague who raises it.
        by: PersonNumber,
        /// The force whose register records it.
        force: ForceNumber,
        kind: SynthConcern,
        /// The colleague's words.
        words: String,
    },
    /// A report comes in.
    ReportReceived {
        report: ReportNumber,
        force: ForceNumber,
        reporter: Reporter,
        kind: SynthReportKind,
        /// True if a complaint is recorded under Schedule 3 of the Police Reform Act 2002.
        schedule3: bool,
        /// The gravest allegation, one of [`super::words::CATEGORIES`].
        category: &'static str,
        /// Further allegations in the same report.
        further: Vec<&'static str>,
        /// True if violence against women or girls is alleged.
        vawg: bool,
        /// The alleged place; `happened` holds the alleged time.
        place: String,
        /// The reporter's words.
        words: String,
        /// The reporter's description of the person.
        described: Box<SynthDescription>,
        /// The officer, if the force knows the person from the start.
        names_officer: Option<PersonNumber>,
        /// The truth: the person it is about, if a member of the workforce. Never an input of a use case.
        truth: Option<PersonNumber>,
    },
    /// A judgement: is a report about a member of the workforce?
    LinkJudged {
        report: ReportNumber,
        /// The member proposed.
        person: PersonNumber,
        verdict: LinkVerdict,
        by: PersonNumber,
    },
    MatterOpened {
        matter: MatterNumber,
        /// The originating report; a conduct matter may have none.
        report: Option<ReportNumber>,
        force: ForceNumber,
        /// The subject.
        person: PersonNumber,
        kind: SynthMatterKind,
        /// The allegations, the gravest first.
        categories: Vec<&'static str>,
        /// The day on which it came to attention. It selects the law, which changed on 13 July 2026.
        arose: Date,
        by: PersonNumber,
    },
    InvestigatorAssigned {
        matter: MatterNumber,
        investigator: PersonNumber,
        /// The authority that appoints.
        by: PersonNumber,
    },
    /// A severity assessment (regulation 14).
    SeverityAssessed {
        matter: MatterNumber,
        by: PersonNumber,
        /// The severity if proved.
        severity: Severity,
    },
    /// A later, milder assessment.
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
    /// A decision on suspending the subject.
    SuspensionDecided {
        matter: MatterNumber,
        /// True if the subject is suspended from this time on.
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
    /// The complainant is told about progress or, at the end, about the result.
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
    /// The investigator submits the report of the investigation.
    ReportSubmitted {
        matter: MatterNumber,
        by: PersonNumber,
    },
    /// The appropriate authority determines if there is a case to answer (regulation 23).
    CaseDetermined {
        matter: MatterNumber,
        /// True if there is a case to answer.
        answer: bool,
        form: Proceedings,
        by: PersonNumber,
    },
    /// A hearing or meeting is fixed, and notice of it is given.
    HearingFixed {
        matter: MatterNumber,
        on: Date,
    },
    /// A group chat is found in the evidence of a matter.
    ChatGroupRecorded {
        matter: MatterNumber,
        /// Everybody in it.
        members: Vec<PersonNumber>,
        /// Members who had reported it.
        reporters: Vec<PersonNumber>,
    },
    /// Somebody had an opportunity to know and to report.
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
        /// The person who signs second.
        second: PersonNumber,
    },
    /// A report that became no matter is closed, and the complainant is informed.
    ReportClosed {
        report: ReportNumber,
        by: PersonNumber,
        result: ReportResult,
    },
    /// The complainant withdraws. This alone closes nothing.
    ComplaintWithdrawn {
        report: ReportNumber,
        reason: &'static str,
    },
    /// A member of the workforce visits the complainant.
    Visited {
        report: ReportNumber,
        by: PersonNumber,
    },
    /// Evidence proves that the reported event did not happen, which is more than "not proven".
    FoundFalse {
        report: ReportNumber,
        /// The proof.
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
        /// True if the person stopped asked for verification and it succeeded.
        verified: bool,
        /// The outcome, such as `no further action`.
        outcome: &'static str,
    },
    /// A member of the workforce looks at a colleague's record.
    Consulted {
        by: PersonNumber,
        about: PersonNumber,
        /// The code of the task, such as `investigation` or `vetting`; `None` without a task.
        purpose: Option<&'static str>,
    },
    /// A warrant card is shown to a member of the public, who asks for verification.
    CardPresented {
        person: PersonNumber,
        place: String,
    },
}

/// A reporter's description of the person reported; any of it can be misspelt, partial or missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SynthDescription {
    /// A first name or an initial.
    pub first_name: Option<String>,
    pub surname: Option<String>,
    /// A phone number that was used or given.
    pub phone: Option<String>,
    /// A plate with `?` for unseen characters: `?K6? T??`.
    pub plate: Option<String>,
    pub make: Option<&'static str>,
    pub colour: Option<&'static str>,
    /// The number on the shoulder or card, `TEST` and digits.
    pub collar: Option<String>,
    /// The person's appearance; empty if nothing was said.
    pub appearance: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reporter {
    /// A member of the public: index in [`super::History::public`].
    Public(u32),
    Colleague(PersonNumber),
    Anonymous,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SynthLeaving {
    Resigned,
    Retired,
    Dismissed,
}

/// A relationship between two members of the workforce.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relationship {
    Friend,
    /// Married, or partners.
    Spouse,
    Relative,
    FormerPartner,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VettingLevel {
    /// Recruitment vetting, ten years.
    Rv,
    /// Management vetting, seven years: armed and other designated posts.
    Mv,
    /// Non-police personnel vetting, level 2, three years.
    Nppv2,
    /// Non-police personnel vetting, level 3, five years.
    Nppv3,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SynthVettingDecision {
    Granted,
    /// An adverse decision.
    Refused,
    /// An adverse decision: an existing clearance ends.
    Withdrawn,
}

/// Kinds of low-level concern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SynthConcern {
    /// A name that colleagues use for the person.
    Nickname,
    Remark,
    /// Jokes at the expense of others.
    Banter,
    /// Somebody feels uneasy.
    Discomfort,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SynthReportKind {
    /// A complaint of a member of the public about a force.
    Complaint,
    /// A crime by anybody.
    Crime,
    /// A colleague's report, in confidence.
    ColleagueReport,
}

/// The answer to the question if a report is about a member of the workforce.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkVerdict {
    Confirmed,
    /// The report is about somebody else.
    NotHim,
    /// The material does not allow an answer.
    CannotTell,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SynthMatterKind {
    /// A matter from a complaint recorded under Schedule 3.
    Complaint,
    /// Conduct that the force records itself.
    Conduct,
}

/// The severity of an allegation if it were proved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// Grave enough for at least a written warning.
    Misconduct,
    /// Grave enough for dismissal.
    GrossMisconduct,
    PracticeRequiringImprovement,
    NoCase,
}

/// Steps of an investigation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// A request for camera recordings.
    Cctv,
    /// A request for number plate readings.
    Anpr,
    /// An enquiry about the keeper or user of a vehicle.
    VehicleEnquiry,
    /// A check if somebody in policing could be meant.
    WorkforceCheck,
    Interview,
    Statement,
    VictimContact,
}

/// Proceedings after a case to answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proceedings {
    /// Before a panel, in public.
    Hearing,
    /// Before a manager.
    Meeting,
    None,
}

/// The opportunity that a person had to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SynthOpportunity {
    /// Membership of the group chat.
    ChatMember,
    /// Presence at the scene.
    Witness,
    /// A seat in the same car.
    DoubleCrewed,
    /// Information given to the supervisor.
    Supervisor,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SynthFinding {
    GrossMisconduct,
    Misconduct,
    NotProven,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SynthOutcome {
    /// Dismissal without notice; for a person who has left, "would have been dismissed".
    Dismissal,
    /// In force for two years or more.
    FinalWrittenWarning,
    /// In force for eighteen months.
    WrittenWarning,
    NoAction,
}

/// The result of a report that became no matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportResult {
    /// The complainant is satisfied.
    Resolved,
    /// The service provided by the force was acceptable.
    Acceptable,
    /// The service provided by the force was not acceptable.
    NotAcceptable,
    NoFurtherAction,
}
