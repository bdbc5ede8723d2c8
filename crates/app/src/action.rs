//! Actions, one per use case. The permission policies say which roles may take which.

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident = $code:literal;)*) => {
        /// An action that a role may be allowed to take.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Action {
            $($(#[$doc])* $name,)*
        }

        impl Action {
            /// All actions, in the order of the role-by-action table.
            pub const ALL: &'static [Action] = &[$(Action::$name,)*];

            /// The codes of all actions, in the same order.
            pub const CODES: &'static [&'static str] = &[$($code,)*];

            /// The code by which policies and logs refer to the action.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Action::$name => $code,)*
                }
            }
        }
    };
}

// New use case? Add its row here, and a permission in policies/permissions; the role-by-action table shows the change.
actions! {
    /// Put a new member of the workforce on record.
    EnrolOfficer = "enrol-officer";
    /// Record a posting.
    PostOfficer = "post-officer";
    /// Record a change of name, address, probation or vehicle.
    AmendOfficer = "amend-officer";
    /// Declare or record a relationship between colleagues.
    DeclareRelation = "declare-relation";
    /// Record a vetting decision.
    DecideVetting = "decide-vetting";
    /// Record a low-level concern.
    RecordConcern = "record-concern";
    /// Record that an officer leaves the force.
    RecordLeaving = "record-leaving";
    /// Present a warrant card, or have it checked.
    PresentCard = "present-card";
    /// Judge whether two service records belong to the same person.
    JudgeSamePerson = "judge-same-person";
    /// Record a stop.
    RecordStop = "record-stop";
    /// Book on or off for a shift.
    BookShift = "book-shift";
    /// Begin a stop in the street, show its code, answer a challenge and finish the stop.
    RunStop = "run-stop";
    /// Check whether an officer is allowed to act now.
    CheckOfficer = "check-officer";
    /// As a visitor to the check page: report that something is wrong, take a receipt, fetch the record, complain.
    FollowCheck = "follow-check";
    /// See the board of a control room.
    WatchBoard = "watch-board";
    /// Confirm an off-duty officer who has had to act, or refuse to.
    ConfirmStop = "confirm-stop";
    /// End a stop that the officer cannot end.
    EndStop = "end-stop";
    /// Take an alarm and close it.
    HandleAlarm = "handle-alarm";
    /// See which officers the public looks up repeatedly.
    SeeLookups = "see-lookups";
    /// See and take the alarms about covert officers.
    HandleCovertAlarm = "handle-covert-alarm";
    /// Decide how much the public is shown about an officer.
    SetPublicFace = "set-public-face";
    /// Invite a member of staff to bind a device to their account, or remove a device.
    InviteStaff = "invite-staff";
    /// Sign in with a passkey, or use an invitation to bind a device.
    SignIn = "sign-in";
    RecordReport = "record-report";
    /// Judge a proposed link between a report and an officer.
    JudgeLink = "judge-link";
    WithdrawComplaint = "withdraw-complaint";
    /// Record a visit to a reporter.
    RecordVisit = "record-visit";
    /// Record that a report was proven untrue.
    FindReportFalse = "find-report-false";
    /// Close a report without further action.
    CloseReport = "close-report";
    OpenMatter = "open-matter";
    AddAllegation = "add-allegation";
    AssessSeverity = "assess-severity";
    /// Ask for a downgrade.
    DowngradeSeverity = "downgrade-severity";
    AssignInvestigator = "assign-investigator";
    /// Record an act of investigation, or a contact.
    RecordInvestigation = "record-investigation";
    /// Record an event in the criminal case.
    RecordCriminalCase = "record-criminal-case";
    /// Decide whether proceedings would prejudice the criminal case.
    DecidePrejudice = "decide-prejudice";
    DecideSuspension = "decide-suspension";
    ReviewSuspension = "review-suspension";
    /// Refer a matter to the oversight body, or ask not to.
    DecideReferral = "decide-referral";
    /// Decide how a referred matter is investigated, or call a matter in.
    DirectInvestigation = "direct-investigation";
    /// Serve a document on the officer.
    ServeNotice = "serve-notice";
    MakeRepresentations = "make-representations";
    /// Record that a duty was done when no other event fulfils it.
    MeetDuty = "meet-duty";
    ExtendClock = "extend-clock";
    /// Submit the investigation report.
    SubmitReport = "submit-report";
    /// Determine whether there is a case to answer.
    DetermineCase = "determine-case";
    /// Prepare and hold proceedings.
    ConductProceedings = "conduct-proceedings";
    /// Restrict public access to a hearing.
    RestrictHearing = "restrict-hearing";
    /// Record the findings and the outcome.
    RecordOutcome = "record-outcome";
    /// Publish an outcome, or report it to the barred or advisory list.
    ReportOutcome = "report-outcome";
    Appeal = "appeal";
    /// Record the decision on an appeal.
    DecideAppeal = "decide-appeal";
    /// Sign another person's decision, or refuse to.
    SignSecond = "sign-second";
    CloseMatter = "close-matter";
    /// Send a letter of vindication, or correct a sign.
    Vindicate = "vindicate";
    /// Add an annotation to a fact.
    Annotate = "annotate";
    /// See an officer's record.
    ConsultOfficer = "consult-officer";
    /// See a matter.
    ConsultMatter = "consult-matter";
    /// See the documents served on the actor and the clocks that apply.
    ConsultOwnPapers = "consult-own-papers";
    /// See a record as it was known at an earlier time.
    Replay = "replay";
    /// Destroy a subject's key.
    EraseSubject = "erase-subject";
    /// Import a workforce or records.
    Import = "import";
    /// Propose links between records. Only the program itself does this.
    ProposeLinks = "propose-links";
    Reconcile = "reconcile";
}
