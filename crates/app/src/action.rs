//! Actions: one for each use case. The permission policies say who may do each.

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident = $code:literal;)*) => {
        /// One thing that can be done.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Action {
            $($(#[$doc])* $name,)*
        }

        impl Action {
            /// All actions, in the order of the role-by-action table.
            pub const ALL: &'static [Action] = &[$(Action::$name,)*];

            /// The codes of all actions, in the same order.
            pub const CODES: &'static [&'static str] = &[$($code,)*];

            /// The code of the action in policies and logs.
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
    /// Put a member of the workforce on record.
    EnrolOfficer = "enrol-officer";
    /// Record a posting.
    PostOfficer = "post-officer";
    /// Record a change of name, address, probation or vehicle.
    AmendOfficer = "amend-officer";
    /// Declare or record a tie between colleagues.
    DeclareRelation = "declare-relation";
    /// Record a vetting decision.
    DecideVetting = "decide-vetting";
    /// Record a low-level concern.
    RecordConcern = "record-concern";
    /// Record that somebody leaves.
    RecordLeaving = "record-leaving";
    /// Present a warrant card, or be checked.
    PresentCard = "present-card";
    /// Judge whether two service records are one person's.
    JudgeSamePerson = "judge-same-person";
    /// Record a stop.
    RecordStop = "record-stop";
    /// Book on for a shift, or off.
    BookShift = "book-shift";
    /// Begin a stop in the street, show its code, answer a challenge, finish it.
    RunStop = "run-stop";
    /// Check whether an officer may act now.
    CheckOfficer = "check-officer";
    /// As a visitor of the check: say that something is wrong, take a receipt, fetch the record, complain.
    FollowCheck = "follow-check";
    /// See the board of a control room.
    WatchBoard = "watch-board";
    /// Confirm an officer who is off duty and has had to act, or refuse to.
    ConfirmStop = "confirm-stop";
    /// End a stop that its officer cannot end.
    EndStop = "end-stop";
    /// Take an alarm, and close it.
    HandleAlarm = "handle-alarm";
    /// See which officers the public looks up again and again.
    SeeLookups = "see-lookups";
    /// See and take the alarms about covert officers.
    HandleCovertAlarm = "handle-covert-alarm";
    /// Decide how an officer is shown to the public.
    SetPublicFace = "set-public-face";
    /// Invite somebody to bind a device to their account, or take one away.
    InviteStaff = "invite-staff";
    /// Sign in with a passkey, or bind a device by an invitation.
    SignIn = "sign-in";
    RecordReport = "record-report";
    /// Judge a proposed link between a report and an officer.
    JudgeLink = "judge-link";
    WithdrawComplaint = "withdraw-complaint";
    /// Record a visit to a reporter.
    RecordVisit = "record-visit";
    /// Record that a report was proven to be untrue.
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
    /// Record an event of the criminal case.
    RecordCriminalCase = "record-criminal-case";
    /// Decide whether proceedings would prejudice the criminal case.
    DecidePrejudice = "decide-prejudice";
    DecideSuspension = "decide-suspension";
    ReviewSuspension = "review-suspension";
    /// Refer to the oversight body, or ask not to.
    DecideReferral = "decide-referral";
    /// Decide how a referred matter is investigated; call a matter in.
    DirectInvestigation = "direct-investigation";
    /// Serve a paper on the officer.
    ServeNotice = "serve-notice";
    MakeRepresentations = "make-representations";
    /// Record as done a duty that no other event meets.
    MeetDuty = "meet-duty";
    ExtendClock = "extend-clock";
    /// Submit the investigator's report.
    SubmitReport = "submit-report";
    /// Determine whether there is a case to answer.
    DetermineCase = "determine-case";
    /// Prepare and hold proceedings.
    ConductProceedings = "conduct-proceedings";
    /// Restrict the publicity of a hearing.
    RestrictHearing = "restrict-hearing";
    /// Record findings and outcome.
    RecordOutcome = "record-outcome";
    /// Publish an outcome; report to the barred or advisory list.
    ReportOutcome = "report-outcome";
    Appeal = "appeal";
    /// Record the decision on an appeal.
    DecideAppeal = "decide-appeal";
    /// Sign, or refuse to sign, a decision of somebody else.
    SignSecond = "sign-second";
    CloseMatter = "close-matter";
    /// Send the letter of vindication; correct a sign.
    Vindicate = "vindicate";
    /// Annotate a fact.
    Annotate = "annotate";
    /// See an officer's record.
    ConsultOfficer = "consult-officer";
    /// See a matter.
    ConsultMatter = "consult-matter";
    /// See one's own served papers and clocks.
    ConsultOwnPapers = "consult-own-papers";
    /// See a record as it was known at a time.
    Replay = "replay";
    /// Destroy a subject's key.
    EraseSubject = "erase-subject";
    /// Import workforce or records.
    Import = "import";
    /// Propose links between records; only the program itself does.
    ProposeLinks = "propose-links";
    Reconcile = "reconcile";
}
