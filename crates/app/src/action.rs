//! What can be done: one action for each use case. The permission policies say who may.

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident = $code:literal;)*) => {
        /// One thing that can be done.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Action {
            $($(#[$doc])* $name,)*
        }

        impl Action {
            /// All of them, in the order of the role-by-action table.
            pub const ALL: &'static [Action] = &[$(Action::$name,)*];

            /// Their codes, in the same order.
            pub const CODES: &'static [&'static str] = &[$($code,)*];

            /// Its code in policies and logs.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Action::$name => $code,)*
                }
            }
        }
    };
}

// New use case? Add its row here, and a permission in policies/permissions; the role-by-action table shows the difference.
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
    /// Record a report.
    RecordReport = "record-report";
    /// Judge a proposed link between a report and an officer.
    JudgeLink = "judge-link";
    /// Withdraw a complaint.
    WithdrawComplaint = "withdraw-complaint";
    /// Record a visit to a reporter.
    RecordVisit = "record-visit";
    /// Record that a report was proven to be untrue.
    FindReportFalse = "find-report-false";
    /// Close a report without further action.
    CloseReport = "close-report";
    /// Open a matter.
    OpenMatter = "open-matter";
    /// Add an allegation.
    AddAllegation = "add-allegation";
    /// Assess severity.
    AssessSeverity = "assess-severity";
    /// Ask for a downgrade.
    DowngradeSeverity = "downgrade-severity";
    /// Assign an investigator.
    AssignInvestigator = "assign-investigator";
    /// Record an act of investigation, or a contact.
    RecordInvestigation = "record-investigation";
    /// Record an event of the criminal case.
    RecordCriminalCase = "record-criminal-case";
    /// Decide whether proceedings would prejudice the criminal case.
    DecidePrejudice = "decide-prejudice";
    /// Decide whether to suspend.
    DecideSuspension = "decide-suspension";
    /// Review a suspension.
    ReviewSuspension = "review-suspension";
    /// Refer to the oversight body, or ask not to.
    DecideReferral = "decide-referral";
    /// Decide how a referred matter is investigated; call a matter in.
    DirectInvestigation = "direct-investigation";
    /// Serve a paper on the officer.
    ServeNotice = "serve-notice";
    /// Make representations.
    MakeRepresentations = "make-representations";
    /// Say that a duty was done which no other event meets.
    MeetDuty = "meet-duty";
    /// Extend a clock.
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
    /// Appeal.
    Appeal = "appeal";
    /// Record the decision on an appeal.
    DecideAppeal = "decide-appeal";
    /// Sign, or refuse to sign, a decision of somebody else.
    SignSecond = "sign-second";
    /// Close a matter.
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
    /// Run the reconcilers.
    Reconcile = "reconcile";
}
