//! The words for a matter: its severity, the steps of its investigation, and its end.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SynthMatterKind {
    /// A matter that arose from a complaint recorded under Schedule 3.
    Complaint,
    /// A matter about conduct that the force records of its own accord.
    Conduct,
}

/// The severity that an allegation would have if it were proved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// Grave enough for at least a written warning.
    Misconduct,
    /// Grave enough for dismissal.
    GrossMisconduct,
    PracticeRequiringImprovement,
    NoCase,
}

/// The steps of an investigation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// A request for camera recordings.
    Cctv,
    /// A request for number plate readings.
    Anpr,
    /// An enquiry about the keeper or user of a vehicle.
    VehicleEnquiry,
    /// A check on whether the report could be about somebody in policing.
    WorkforceCheck,
    Interview,
    Statement,
    VictimContact,
}

/// The kind of proceedings that follow if there is a case to answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proceedings {
    /// Proceedings before a panel, in public.
    Hearing,
    /// Proceedings before a manager.
    Meeting,
    None,
}

/// The way in which a person had an opportunity to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SynthOpportunity {
    /// Being a member of the group chat.
    ChatMember,
    /// Being present at the scene.
    Witness,
    /// Being in the same car.
    DoubleCrewed,
    /// Being told, as the supervisor.
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
    /// Dismissal without notice; for a person who has already left, "would have been dismissed".
    Dismissal,
    /// A final written warning, in force for two years or more.
    FinalWrittenWarning,
    /// A written warning, in force for eighteen months.
    WrittenWarning,
    NoAction,
}
