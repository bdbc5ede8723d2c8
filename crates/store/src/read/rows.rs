//! The rows of the read models: ids, codes, dates and states; never a name.

use domain::{
    AllegationId, CheckId, CheckRef, DeviceId, DutyId, EventId, ForceId, LinkId, MatterId, OfficerId, PendingId,
    ReportId, Role, SignId, StopId, StopRef, StreamId, SubjectId,
};
use jiff::Timestamp;
use jiff::civil::Date;

use super::{FromColumn, ReadRow};
use crate::StoreError;
use crate::engine::Record;

/// Declares a row: its fields are the columns that it reads, by the same names.
macro_rules! rows {
    ($($(#[$doc:meta])* $row:ident = $table:literal { $($(#[$about:meta])* $first:ident: $kind:ty),+ $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $row {
            $($(#[$about])* pub $first: $kind),+
        }

        impl ReadRow for $row {
            const TABLE: &'static str = $table;
            // `stream` ends the list, because a comma follows every other column.
            const SELECT: &'static str = concat!("SELECT ", $(stringify!($first), ", ",)+ "stream FROM ", $table);

            fn read(record: &Record) -> Result<Self, StoreError> {
                let mut column = 0..;
                let mut next = || column.next().unwrap_or(usize::MAX);
                Ok(Self { $($first: FromColumn::column(record, next())?),+ })
            }
        }
    )*};
}

rows! {
    /// A force.
    ForceRow = "force" {
        /// Its code.
        id: ForceId,
        /// Its last name.
        name: String,
        /// Its first day.
        founded_on: Date,
        /// What it was merged into.
        successor: Option<ForceId>,
        /// The first day of that one.
        successor_from: Option<Date>,
    }
    /// An erasure that was done.
    ErasureRow = "erasure" {
        /// Whose data.
        subject: SubjectId,
        /// Which kind of data.
        category: String,
        /// Under which law.
        law: String,
        /// When.
        done_at: Timestamp,
    }
    /// An officer or member of staff as they are now.
    OfficerRow = "officer" {
        /// Who.
        id: OfficerId,
        /// `officer`, `special` or `staff`.
        workforce: String,
        /// Where they are, or were last.
        force: ForceId,
        /// In which unit.
        unit: String,
        /// In which kind of post.
        post: String,
        /// In which rank or grade.
        rank: String,
        /// Whether the post is armed and no protection stands against it.
        armed: bool,
        /// Whether on probation.
        probationer: bool,
        /// `serving`, or how they left.
        service: String,
        /// Their last day.
        left_on: Option<Date>,
        /// Since when they are suspended, where they are.
        suspended_since: Option<Timestamp>,
        /// Whether a check by the public may say that they may act.
        verifiable: bool,
        /// How many protections are in force.
        protections_count: u64,
        /// The clearance last granted, when nothing has taken it back.
        clearance: Option<String>,
        /// Its last day.
        clearance_expires: Option<Date>,
        /// Whether the public page verifies them at all.
        online: bool,
        /// Since when they are booked on.
        on_duty_since: Option<Timestamp>,
        /// Until when at the latest.
        on_duty_until: Option<Timestamp>,
    }
    /// A posting, from when to when.
    PostingRow = "posting" {
        /// Whose.
        officer: OfficerId,
        /// Its place in their order.
        number: u64,
        /// Where.
        force: ForceId,
        /// In which unit.
        unit: String,
        /// In which kind of post.
        post: String,
        /// In which rank.
        rank: String,
        /// How they came.
        joining: String,
        /// The first day.
        begins_on: Date,
        /// The last day; none when it lasts.
        ends_on: Option<Date>,
    }
    /// A tie that was declared.
    RelationRow = "relation" {
        /// By whom.
        officer: OfficerId,
        /// Its place among theirs.
        number: u64,
        /// To whom.
        other: OfficerId,
        /// Which.
        kind: String,
        /// When.
        declared_at: Timestamp,
    }
    /// A concern of a colleague; the words are in the record.
    ConcernRow = "concern" {
        /// The event that recorded it.
        event: EventId,
        /// About whom.
        officer: OfficerId,
        /// Which.
        kind: String,
        /// From whom.
        source: SubjectId,
        /// In which force.
        force: ForceId,
        /// When.
        recorded_at: Timestamp,
    }
    /// A protection in force.
    ProtectionRow = "protection" {
        /// From whom it protects.
        officer: OfficerId,
        /// Which.
        kind: String,
        /// Because of which matter.
        matter: MatterId,
        /// By which rule.
        rule: String,
        /// Since when.
        since: Timestamp,
    }
    /// A report.
    ReportRow = "report" {
        /// Which.
        id: ReportId,
        /// Received by.
        force: ForceId,
        /// `crime`, `complaint` or `colleague`.
        kind: String,
        /// Of what.
        category: String,
        /// Whether of violence against women and girls.
        violence_against_women: bool,
        /// Whether handled under Schedule 3.
        schedule_3: bool,
        /// Who reported.
        reporter: Option<SubjectId>,
        /// Who was named, or confirmed as meant.
        officer: Option<OfficerId>,
        /// When it was received.
        received_at: Timestamp,
        /// When it happened, as claimed.
        happened_at: Option<Timestamp>,
        /// When it was closed.
        closed_at: Option<Timestamp>,
        /// With which outcome.
        outcome: Option<String>,
        /// When it was withdrawn.
        withdrawn_at: Option<Timestamp>,
        /// How many matters it led to.
        matters_count: u64,
    }
    /// Two reports that belong together.
    SeriesRow = "series" {
        /// The one that was joined.
        report: ReportId,
        /// To this one.
        other: ReportId,
        /// Its place among those of the report.
        number: u64,
    }
    /// A proposed link.
    LinkRow = "link" {
        /// Which.
        id: LinkId,
        /// `report` or `same-person`.
        kind: String,
        /// The id of the report or of the officer on whose record it stands.
        proposed_for: String,
        /// The officer who is proposed.
        officer: OfficerId,
        /// How strong it is, in hundredths of a bit.
        weight_centibits: i64,
        /// By which model.
        model: String,
        /// What a person said; none while it is open.
        verdict: Option<String>,
        /// Where it is recorded.
        stream: StreamId,
    }
    /// A matter as it stands.
    MatterRow = "matter" {
        /// Which.
        id: MatterId,
        /// Dealt with by.
        force: ForceId,
        /// About whom.
        officer: OfficerId,
        /// Of which kind.
        kind: String,
        /// Under which regime.
        regime: Option<String>,
        /// At which stage.
        stage: String,
        /// Since when.
        opened_at: Timestamp,
        /// When it came to attention.
        attention_on: Date,
        /// Whether an allegation is of violence against women and girls.
        violence_against_women: bool,
        /// As assessed last.
        severity: Option<String>,
        /// When that was.
        assessed_at: Option<Timestamp>,
        /// `undecided`, `suspended`, `not-suspended` or `ended`.
        suspension: String,
        /// When that was decided or last reviewed.
        suspension_at: Option<Timestamp>,
        /// `undecided`, `referred` or `declined`.
        referral: String,
        /// Who investigates, once decided.
        mode: Option<String>,
        /// Whether it was called in.
        called_in: bool,
        /// The form of the proceedings.
        form: Option<String>,
        /// The first day of the hearing.
        hearing_on: Option<Date>,
        /// What was found, over all allegations.
        finding: String,
        /// The outcome.
        outcome: Option<String>,
        /// When it was closed.
        closed_at: Option<Timestamp>,
        /// `under-way` or `decided`.
        appeal: Option<String>,
        /// Whether the complaint was withdrawn.
        withdrawn: bool,
        /// When the officer was vindicated.
        vindicated_at: Option<Timestamp>,
    }
    /// Who works or worked on a matter.
    AssignmentRow = "assignment" {
        /// On which.
        matter: MatterId,
        /// Who.
        officer: OfficerId,
        /// Whether as its investigator now.
        current: bool,
    }
    /// An allegation; the words are in the record.
    AllegationRow = "allegation" {
        /// Which.
        id: AllegationId,
        /// In which matter.
        matter: MatterId,
        /// Against whom.
        officer: OfficerId,
        /// Of what.
        category: String,
        /// Whether of violence against women and girls.
        violence_against_women: bool,
        /// How reliable.
        reliability: String,
        /// Fact or opinion.
        basis: String,
        /// When it is alleged to have happened.
        arose_on: Option<Date>,
        /// What was found.
        finding: String,
    }
    /// A decision that waits for its second signature.
    PendingRow = "pending" {
        /// Which.
        id: PendingId,
        /// In which matter.
        matter: MatterId,
        /// Of which force.
        force: ForceId,
        /// The kind of event that it will be.
        decision: String,
        /// The id of who signed first.
        asked_by: String,
        /// In which role.
        asked_role: Role,
        /// When.
        asked_at: Timestamp,
    }
    /// A restriction on publication.
    RestrictionRow = "restriction" {
        /// In which matter.
        matter: MatterId,
        /// Its number there.
        number: u64,
        /// What it covers.
        scope: String,
        /// Its last day.
        expires_on: Date,
        /// The court event that ends it before.
        ends_with: Option<String>,
    }
    /// A duty with its clock.
    DutyRow = "duty" {
        /// Which.
        id: DutyId,
        /// Where it arose.
        stream: StreamId,
        /// Its name in the policy pack.
        name: String,
        /// By which rule.
        rule: String,
        /// Of which layer of law.
        layer: String,
        /// Whose duty it is: a role or a body outside, as a code.
        owner: String,
        /// Of which force.
        force: ForceId,
        /// The officer that the stream is about.
        officer: Option<OfficerId>,
        /// The last day in time.
        due_on: Option<Date>,
        /// The moment from which it is late; none when it has no end.
        late_from: Option<Timestamp>,
        /// Since when.
        arose_at: Timestamp,
        /// `open`, `overdue`, `met` or `cancelled`.
        state: String,
        /// When it was met or cancelled.
        ended_at: Option<Timestamp>,
        /// Whether it is or was late.
        late: bool,
        /// When somebody is next to be told of it.
        tell_at: Option<Timestamp>,
    }
    /// A warning sign; what it rests on is in the record.
    SignRow = "sign" {
        /// Which.
        id: SignId,
        /// Where it was raised.
        stream: StreamId,
        /// Of which kind.
        kind: String,
        /// By which rule.
        rule: String,
        /// About whom.
        officer: Option<OfficerId>,
        /// In which force.
        force: ForceId,
        /// How it may be called.
        label: String,
        /// When.
        raised_at: Timestamp,
    }
    /// A notice that was given.
    NoticeRow = "notice" {
        /// In which stream.
        given_by: StreamId,
        /// Its number there.
        number: u64,
        /// To whom.
        recipient: String,
        /// About what.
        about: String,
        /// By which rule.
        rule: String,
        /// When.
        given_at: Timestamp,
    }
    /// A stop.
    StopRow = "stop" {
        /// Which.
        id: StopId,
        /// By whom.
        officer: OfficerId,
        /// Of which force.
        force: ForceId,
        /// Under which power.
        power: String,
        /// When it began.
        opened_at: Timestamp,
        /// When it ended.
        closed_at: Option<Timestamp>,
        /// How it ended.
        outcome: Option<String>,
        /// Whether another power or reason was given at the end.
        reason_changed: bool,
        /// Its reference.
        reference: StopRef,
        /// The device on which it was begun.
        device: Option<DeviceId>,
        /// Whether the officer is off duty and has had to act.
        off_duty: bool,
        /// What the control room says of that: `waiting`, `confirmed`, `refused`.
        call: Option<String>,
        /// When a call that nobody answers is carried on.
        escalates_at: Option<Timestamp>,
    }
    /// A check by the public.
    CheckRow = "public_check" {
        /// Which.
        id: CheckId,
        /// The reference in the address of its page.
        reference: CheckRef,
        /// How it was made; none while it is not answered.
        leg: Option<String>,
        /// `verified`, `pending` or `refused`; none while it is not answered.
        outcome: Option<String>,
        /// Why it was refused.
        cause: Option<String>,
        /// In which stop.
        stop: Option<StopId>,
        /// Of which officer.
        officer: Option<OfficerId>,
        /// Of which force.
        force: Option<ForceId>,
        /// When it was begun.
        begun_at: Timestamp,
        /// When it was made.
        made_at: Option<Timestamp>,
    }
    /// A silent alarm.
    AlarmRow = "alarm" {
        /// The check that raised it.
        public_check: CheckId,
        /// Of which force; none where nothing led to one.
        force: Option<ForceId>,
        /// `control-room` or `covert-desk`.
        desk: String,
        /// Why, as a code.
        cause: String,
        /// Since when.
        raised_at: Timestamp,
        /// When somebody took it.
        acknowledged_at: Option<Timestamp>,
        /// To whom it was carried on last.
        escalated: Option<String>,
        /// When it is carried on next.
        escalates_at: Option<Timestamp>,
        /// When it was closed.
        closed_at: Option<Timestamp>,
    }
    /// A look at a record.
    ConsultationRow = "consultation" {
        /// At which.
        record: StreamId,
        /// Its number among the looks at it.
        number: u64,
        /// The id of who looked.
        viewer: String,
        /// In which role.
        role: Role,
        /// For which force.
        force: Option<ForceId>,
        /// What for; none when it was refused.
        purpose: Option<String>,
        /// Whether a task of theirs was known.
        task: bool,
        /// When.
        made_at: Timestamp,
    }
}
