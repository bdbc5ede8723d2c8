//! What can happen in a history: one enum of plain data. Not who does it, nor in what order.

use jiff::civil::{Date, DateTime};

use super::people::{ForceNumber, PersonNumber, Vehicle};

/// A report: dense from 0.
pub type ReportNumber = u32;
/// A matter: dense from 0.
pub type MatterNumber = u32;

/// Something that was written down.
#[derive(Clone, Debug, PartialEq)]
pub struct Happening {
    /// When it was recorded. Happenings are in this order.
    pub at: DateTime,
    /// When it is claimed to have happened, where that is another time than `at`.
    pub happened: Option<DateTime>,
    /// What was recorded.
    pub what: What,
    /// The needle that it belongs to, `N1` to `N12`.
    pub needle: Option<&'static str>,
}

/// What is recorded. A number in it always belongs to something recorded before.
///
/// Fixed words (`power`, `category`, `reason` of a stop and so on) come from small vocabularies in kebab or plain form.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// Somebody is appointed: the first happening of a service record.
    Joined {
        /// The record that begins.
        person: PersonNumber,
        /// The force that appoints.
        force: ForceNumber,
        /// Rank, or `staff`, `special constable`, `community support officer`.
        rank: &'static str,
        /// The first unit: `Response 3`.
        unit: String,
        /// The first role: `response`.
        role: &'static str,
        /// Whether a probation begins.
        probation: bool,
        /// Whether earlier police service, if there was any, was declared in the application.
        declared: bool,
    },
    /// A posting within the force. `happened` is when it began, if it was entered late.
    Posted {
        /// Who is posted.
        person: PersonNumber,
        /// Their force.
        force: ForceNumber,
        /// The new unit: `Roads Policing 2`.
        unit: String,
        /// The new role; `armed` needs management vetting.
        role: &'static str,
        /// For a past posting entered late: its last day.
        until: Option<Date>,
    },
    /// A move to another force; the record goes with the person.
    Transferred {
        /// Who moves.
        person: PersonNumber,
        /// The force left.
        from: ForceNumber,
        /// The new force.
        to: ForceNumber,
        /// The first unit there.
        unit: String,
        /// The role there.
        role: &'static str,
        /// The rank there.
        rank: &'static str,
    },
    /// A probation lasts longer than planned.
    ProbationExtended {
        /// The probationer.
        person: PersonNumber,
        /// Why, in a few words.
        reason: &'static str,
    },
    /// A probation ends before its time, without confirmation in the rank.
    ProbationEndedEarly {
        /// The probationer.
        person: PersonNumber,
        /// Why, in a few words.
        reason: &'static str,
    },
    /// The service record ends.
    Left {
        /// Whose record.
        person: PersonNumber,
        /// How it ended.
        how: Leaving,
    },
    /// A vehicle is declared to the force.
    VehicleDeclared {
        /// The keeper or user.
        person: PersonNumber,
        /// One of [`super::people::Person::plates`].
        vehicle: Vehicle,
    },
    /// Two members of the workforce declare what they are to each other.
    RelationshipDeclared {
        /// Who declares.
        one: PersonNumber,
        /// Who is named.
        other: PersonNumber,
        /// What they are.
        kind: Relationship,
    },
    /// A vetting decision. `happened` tells when, if it was entered later: recruitment vetting is, on the first day.
    VettingDecided {
        /// Whose clearance.
        person: PersonNumber,
        /// The vetting officer.
        by: Option<PersonNumber>,
        /// The level decided on.
        level: VettingLevel,
        /// What was decided.
        decision: VettingDecision,
        /// The last day of a clearance granted.
        expires: Option<Date>,
        /// The reasons written down. Under twelve words in 18 % of the adverse ones.
        rationale: String,
    },
    /// A low-level concern: not an allegation.
    ConcernRecorded {
        /// Whom it is about.
        about: PersonNumber,
        /// The colleague who raises it.
        by: PersonNumber,
        /// The force whose register it goes in.
        force: ForceNumber,
        /// What sort of concern.
        kind: Concern,
        /// The colleague's words.
        words: String,
    },
    /// A report comes in.
    ReportReceived {
        /// Its number.
        report: ReportNumber,
        /// The force that receives it.
        force: ForceNumber,
        /// Who reports.
        reporter: Reporter,
        /// A complaint, a crime or a colleague's report.
        kind: ReportKind,
        /// Whether a complaint is recorded under Schedule 3 of the Police Reform Act 2002.
        schedule3: bool,
        /// The gravest allegation, of [`super::words::CATEGORIES`].
        category: &'static str,
        /// Further allegations in the same report.
        further: Vec<&'static str>,
        /// Whether violence against women or girls is alleged.
        vawg: bool,
        /// Where it is said to have happened; `happened` tells when.
        place: String,
        /// The reporter's words.
        words: String,
        /// What the reporter knows of the person.
        described: Box<Described>,
        /// The officer, if the force knows at once whom it is about.
        names_officer: Option<PersonNumber>,
        /// The truth: whom it is about, if it is about a member of the workforce. Never an input of a use case.
        truth: Option<PersonNumber>,
    },
    /// Somebody judges if a report is about a member of the workforce.
    LinkJudged {
        /// The report.
        report: ReportNumber,
        /// The member proposed.
        person: PersonNumber,
        /// The answer.
        verdict: LinkVerdict,
        /// Who answers.
        by: PersonNumber,
    },
    /// A matter is opened.
    MatterOpened {
        /// Its number.
        matter: MatterNumber,
        /// The report it comes from; a conduct matter can have none.
        report: Option<ReportNumber>,
        /// The force that handles it.
        force: ForceNumber,
        /// The subject.
        person: PersonNumber,
        /// A complaint, or conduct found by the force.
        kind: MatterKind,
        /// What is alleged, the gravest first.
        categories: Vec<&'static str>,
        /// The day on which it came to attention: it selects the law, which changed on 13 July 2026.
        arose: Date,
        /// Who opens it.
        by: PersonNumber,
    },
    /// An investigator is appointed.
    InvestigatorAssigned {
        /// The matter.
        matter: MatterNumber,
        /// The investigator.
        investigator: PersonNumber,
        /// Who appoints.
        by: PersonNumber,
    },
    /// A severity assessment (regulation 14).
    SeverityAssessed {
        /// The matter.
        matter: MatterNumber,
        /// The assessor.
        by: PersonNumber,
        /// If proved, what it would be.
        severity: Severity,
    },
    /// A later assessment that is milder.
    SeverityDowngraded {
        /// The matter.
        matter: MatterNumber,
        /// The assessor.
        by: PersonNumber,
        /// The new severity.
        to: Severity,
        /// The reason given.
        reason: &'static str,
    },
    /// A criminal investigation of the subject begins.
    CriminalInvestigation {
        /// The matter.
        matter: MatterNumber,
    },
    /// The subject is arrested.
    Arrested {
        /// The matter.
        matter: MatterNumber,
        /// The offence: `indecent exposure`.
        offence: &'static str,
    },
    /// The subject is charged.
    Charged {
        /// The matter.
        matter: MatterNumber,
        /// The offence.
        offence: &'static str,
    },
    /// The subject is convicted.
    Convicted {
        /// The matter.
        matter: MatterNumber,
        /// The offence.
        offence: &'static str,
    },
    /// A decision whether to suspend the subject.
    SuspensionDecided {
        /// The matter.
        matter: MatterNumber,
        /// Whether the subject is suspended from this moment.
        suspended: bool,
        /// The reasons written down.
        reasons: &'static str,
        /// Who decides.
        by: PersonNumber,
    },
    /// A suspension is looked at again.
    SuspensionReviewed {
        /// The matter.
        matter: MatterNumber,
        /// Whether it goes on.
        continues: bool,
        /// Who reviews.
        by: PersonNumber,
    },
    /// The notice of investigation is served (regulation 17).
    NoticeServed {
        /// The matter.
        matter: MatterNumber,
    },
    /// The subject answers the notice (regulation 18).
    RepresentationsReceived {
        /// The matter.
        matter: MatterNumber,
    },
    /// Something is done to find out.
    InvestigativeAct {
        /// The report it is about, if there is no matter yet.
        report: Option<ReportNumber>,
        /// The matter it is about.
        matter: Option<MatterNumber>,
        /// What is done.
        kind: Act,
        /// Who does it.
        by: PersonNumber,
    },
    /// The complainant is told how it goes; at the end, how it went.
    ComplainantUpdated {
        /// The report of the complainant.
        report: ReportNumber,
        /// The matter, if the report became one.
        matter: Option<MatterNumber>,
    },
    /// The matter is referred to the national oversight body.
    Referred {
        /// The matter.
        matter: MatterNumber,
        /// Who refers.
        by: PersonNumber,
    },
    /// The investigator submits the report.
    ReportSubmitted {
        /// The matter.
        matter: MatterNumber,
        /// The investigator.
        by: PersonNumber,
    },
    /// The appropriate authority determines if there is a case to answer (regulation 23).
    CaseDetermined {
        /// The matter.
        matter: MatterNumber,
        /// Whether there is a case to answer.
        answer: bool,
        /// The proceedings that follow.
        form: Proceedings,
        /// Who determines.
        by: PersonNumber,
    },
    /// A hearing or meeting gets a date, and its notice is given.
    HearingFixed {
        /// The matter.
        matter: MatterNumber,
        /// Its first day.
        on: Date,
    },
    /// A group chat is found in the evidence of a matter.
    ChatGroupRecorded {
        /// The matter.
        matter: MatterNumber,
        /// Everybody in it.
        members: Vec<PersonNumber>,
        /// Those of them who had reported it.
        reporters: Vec<PersonNumber>,
    },
    /// Somebody had an opportunity to know and to report.
    OpportunityRecorded {
        /// The matter.
        matter: MatterNumber,
        /// Who had it.
        person: PersonNumber,
        /// What it was.
        how: Opportunity,
        /// Whether they reported within seven days.
        reported: bool,
    },
    /// Proceedings end with a finding and an outcome.
    OutcomeRecorded {
        /// The matter.
        matter: MatterNumber,
        /// What was found.
        finding: Finding,
        /// What follows.
        outcome: Outcome,
    },
    /// The matter is closed.
    MatterClosed {
        /// The matter.
        matter: MatterNumber,
        /// Who closes it.
        by: PersonNumber,
        /// Who signs second.
        second: PersonNumber,
    },
    /// A report that became no matter is closed, and the complainant told of it.
    ReportClosed {
        /// The report.
        report: ReportNumber,
        /// Who closes it.
        by: PersonNumber,
        /// How it ended.
        result: ReportResult,
    },
    /// The complainant withdraws. It closes nothing by itself.
    ComplaintWithdrawn {
        /// The report.
        report: ReportNumber,
        /// The reason given.
        reason: &'static str,
    },
    /// Somebody of the workforce visits the complainant.
    Visited {
        /// The report.
        report: ReportNumber,
        /// Who visits.
        by: PersonNumber,
    },
    /// Evidence proves that what was reported did not happen. More than "not proven".
    FoundFalse {
        /// The report.
        report: ReportNumber,
        /// What proves it.
        how: &'static str,
        /// Who finds it.
        by: PersonNumber,
    },
    /// An officer stops somebody.
    StopRecorded {
        /// The officer.
        person: PersonNumber,
        /// Their force.
        force: ForceNumber,
        /// The power used: `PACE s.1`.
        power: &'static str,
        /// The reason given.
        reason: &'static str,
        /// Whether the officer was in plain clothes.
        plain_clothes: bool,
        /// Where.
        place: String,
        /// Whether the person stopped asked for verification, and it succeeded.
        verified: bool,
        /// How it ended: `no further action`.
        outcome: &'static str,
    },
    /// Somebody looks at a colleague's record.
    Consulted {
        /// Who looks.
        by: PersonNumber,
        /// Whose record.
        about: PersonNumber,
        /// The code of the task, `investigation` or `vetting` and so on; none if there is no task.
        purpose: Option<&'static str>,
    },
    /// A warrant card is shown to a member of the public, who asks for verification.
    CardPresented {
        /// Whose card.
        person: PersonNumber,
        /// Where.
        place: String,
    },
}

/// What the reporter knows of the person reported; any of it can be misspelt, partial or missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Described {
    /// A first name or initial.
    pub first_name: Option<String>,
    /// A surname.
    pub surname: Option<String>,
    /// A phone number that was used or given.
    pub phone: Option<String>,
    /// A plate; characters not seen are `?`: `?K6? T??`.
    pub plate: Option<String>,
    /// Make of the vehicle.
    pub make: Option<&'static str>,
    /// Colour of the vehicle.
    pub colour: Option<&'static str>,
    /// The number on the shoulder or card, `TEST` and digits.
    pub collar: Option<String>,
    /// What the person looks like; empty if nothing was said.
    pub appearance: String,
}

/// Who reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reporter {
    /// A member of the public: index in [`super::History::public`].
    Public(u32),
    /// A member of the workforce.
    Colleague(PersonNumber),
    /// Nobody knows.
    Anonymous,
}

/// How a service record ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaving {
    /// By one's own decision.
    Resigned,
    /// At the end of a career.
    Retired,
    /// By the outcome of proceedings.
    Dismissed,
}

/// What two members of the workforce are to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relationship {
    /// Friends outside work.
    Friend,
    /// Married, or partners.
    Spouse,
    /// Of one family.
    Relative,
    /// Once partners.
    FormerPartner,
}

/// A level of clearance.
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

/// What was decided on a clearance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VettingDecision {
    /// Clearance is given.
    Granted,
    /// Clearance is not given. Adverse.
    Refused,
    /// A clearance held is taken away. Adverse.
    Withdrawn,
}

/// A sort of low-level concern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Concern {
    /// What colleagues call somebody.
    Nickname,
    /// Something said.
    Remark,
    /// Jokes at the cost of others.
    Banter,
    /// Somebody feels uneasy.
    Discomfort,
}

/// A sort of report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportKind {
    /// Dissatisfaction of a member of the public with a force.
    Complaint,
    /// A crime, whoever did it.
    Crime,
    /// By a colleague, in confidence.
    ColleagueReport,
}

/// The answer of somebody asked if a report is about a member of the workforce.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkVerdict {
    /// It is.
    Confirmed,
    /// It is somebody else.
    NotHim,
    /// The material does not allow an answer.
    CannotTell,
}

/// A sort of matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MatterKind {
    /// From a complaint recorded under Schedule 3.
    Complaint,
    /// Conduct that the force records itself.
    Conduct,
}

/// What an allegation would be if proved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// At least a written warning.
    Misconduct,
    /// Dismissal.
    GrossMisconduct,
    /// Practice requiring improvement.
    PracticeRequiringImprovement,
    /// None of these.
    NoCase,
}

/// Something done to find out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Recordings of cameras are asked for.
    Cctv,
    /// Number plate readings are asked for.
    Anpr,
    /// Who keeps or uses a vehicle.
    VehicleEnquiry,
    /// Whether somebody in policing could be meant.
    WorkforceCheck,
    /// The subject is interviewed.
    Interview,
    /// A witness gives a statement.
    Statement,
    /// The victim is spoken to.
    VictimContact,
}

/// Proceedings after a case to answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proceedings {
    /// Before a panel, in public.
    Hearing,
    /// Before a manager.
    Meeting,
    /// None.
    None,
}

/// How somebody had an opportunity to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opportunity {
    /// In the group chat.
    ChatMember,
    /// Was there.
    Witness,
    /// In the same car.
    DoubleCrewed,
    /// Was told, as the supervisor.
    Supervisor,
}

/// What proceedings found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finding {
    /// Gross misconduct.
    GrossMisconduct,
    /// Misconduct.
    Misconduct,
    /// Not proven.
    NotProven,
}

/// What follows a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Dismissal without notice; for one who has left, "would have been dismissed".
    Dismissal,
    /// Two years and more.
    FinalWrittenWarning,
    /// Eighteen months.
    WrittenWarning,
    /// Nothing.
    NoAction,
}

/// How a report ends that became no matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportResult {
    /// The complainant is content.
    Resolved,
    /// What the force did was acceptable.
    Acceptable,
    /// What the force did was not acceptable.
    NotAcceptable,
    /// Nothing more is done.
    NoFurtherAction,
}
