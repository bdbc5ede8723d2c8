//! The questions that use cases and reconcilers ask of the read models.

use domain::{
    CheckId, CheckRef, ForceId, LinkId, MatterId, OfficerId, PendingId, ReportId, SignId, StopId, StopRef, StreamId,
    SubjectId,
};
use jiff::Timestamp;
use jiff::civil::Date;

use super::{
    AlarmRow, AllegationRow, AssignmentRow, CheckRow, ConcernRow, ConsultationRow, DutyRow, ErasureRow, ForceRow,
    LinkRow, MatterRow, NoticeRow, OfficerRow, PendingRow, PostingRow, ProtectionRow, RelationRow, ReportRow,
    RestrictionRow, SeriesRow, SignRow, StopRow,
};
use super::{Question, ReadRow};
use crate::engine::Cell;
use crate::{Store, StoreError};

/// Declares a question: its function, what it gives, and which rows; `one` where there is at most one.
macro_rules! questions {
    ($($(#[$doc:meta])* $ask:ident: $row:ident ($($name:ident: $kind:ty = $cell:expr),*) $count:ident $rest:literal;)*) => {
        pub(super) const QUESTIONS: &[Question] = &[$(Question { select: $row::SELECT, rest: $rest }),*];

        impl Store {$(
            $(#[$doc])*
            ///
            /// # Errors
            /// When the database fails, or a row contradicts the model.
            pub async fn $ask(&self, $($name: $kind),*) -> Result<questions!(@$count $row), StoreError> {
                let question = Question { select: $row::SELECT, rest: $rest };
                let rows: Vec<$row> = self.answer(&question, vec![$($cell),*]).await?;
                questions!(@$count rows in rows)
            }
        )*}
    };
    (@one $row:ident) => { Option<$row> };
    (@all $row:ident) => { Vec<$row> };
    (@one rows in $rows:ident) => { Ok($rows.into_iter().next()) };
    (@all rows in $rows:ident) => { Ok($rows) };
}

questions! {
    /// A force.
    force_row: ForceRow (force: &ForceId = Cell::text(force)) one
        "WHERE id = $1";
    /// All forces, by code.
    force_rows: ForceRow () all
        "ORDER BY id";
    /// The erasure of a subject's data, where it was done.
    erasure_of: ErasureRow (subject: SubjectId = Cell::text(subject)) one
        "WHERE subject = $1";
    /// An officer.
    officer_row: OfficerRow (officer: OfficerId = Cell::text(officer)) one
        "WHERE id = $1";
    /// All officers by id, after this id (an empty text for the first page).
    officers_after: OfficerRow (after: &str = Cell::text(after), limit: u32 = Cell::count(limit.into())) all
        "WHERE id > $1 ORDER BY id LIMIT $2";
    /// The officers of a force by id, after this id (an empty text for the first page).
    officers_of_force: OfficerRow (force: &ForceId = Cell::text(force), after: &str = Cell::text(after), limit: u32 = Cell::count(limit.into())) all
        "WHERE force = $1 AND id > $2 ORDER BY id LIMIT $3";
    /// Serving officers whose clearance ends by this day.
    clearances_expiring: OfficerRow (by: Date = Cell::text(by), limit: u32 = Cell::count(limit.into())) all
        "WHERE service = 'serving' AND clearance_expires <= $1 ORDER BY clearance_expires, id LIMIT $2";
    /// The postings of an officer, oldest first.
    postings_of: PostingRow (officer: OfficerId = Cell::text(officer)) all
        "WHERE officer = $1 ORDER BY number";
    /// Who was posted to a unit at any time between two days, both included.
    postings_at: PostingRow (force: &ForceId = Cell::text(force), unit: &str = Cell::text(unit), from: Date = Cell::text(from), to: Date = Cell::text(to)) all
        "WHERE force = $1 AND unit = $2 AND begins_on <= $4 AND (ends_on IS NULL OR ends_on >= $3) ORDER BY begins_on, officer, number";
    /// The ties of an officer, declared by either side.
    relations_of: RelationRow (officer: OfficerId = Cell::text(officer)) all
        "WHERE officer = $1 OR other = $1 ORDER BY declared_at, officer, number";
    /// The concerns about an officer, oldest first.
    concerns_about: ConcernRow (officer: OfficerId = Cell::text(officer)) all
        "WHERE officer = $1 ORDER BY recorded_at, event";
    /// The protections in force from an officer.
    protections_of: ProtectionRow (officer: OfficerId = Cell::text(officer)) all
        "WHERE officer = $1 ORDER BY since, kind, matter";
    /// The protections in force because of a matter.
    protections_by: ProtectionRow (matter: MatterId = Cell::text(matter)) all
        "WHERE matter = $1 ORDER BY since, officer, kind";
    /// A report.
    report_row: ReportRow (report: ReportId = Cell::text(report)) one
        "WHERE id = $1";
    /// The reports of one person, newest first.
    reports_by: ReportRow (reporter: SubjectId = Cell::text(reporter)) all
        "WHERE reporter = $1 ORDER BY received_at DESC, id";
    /// The reports about an officer, newest first.
    reports_about: ReportRow (officer: OfficerId = Cell::text(officer)) all
        "WHERE officer = $1 ORDER BY received_at DESC, id";
    /// The reports that a force received since, newest first.
    reports_received: ReportRow (force: &ForceId = Cell::text(force), since: Timestamp = Cell::time(since), limit: u32 = Cell::count(limit.into())) all
        "WHERE force = $1 AND received_at >= $2 ORDER BY received_at DESC, id LIMIT $3";
    /// The open reports of all forces, oldest first.
    reports_open: ReportRow (limit: u32 = Cell::count(limit.into())) all
        "WHERE closed_at IS NULL ORDER BY received_at, id LIMIT $1";
    /// The reports that belong together with this one, joined from either side.
    series_of: SeriesRow (report: ReportId = Cell::text(report)) all
        "WHERE report = $1 OR other = $1 ORDER BY report, number";
    /// The links that nobody has judged, the strongest first.
    links_open: LinkRow (limit: u32 = Cell::count(limit.into())) all
        "WHERE verdict IS NULL ORDER BY weight_centibits DESC, id LIMIT $1";
    /// The links proposed to an officer.
    links_about: LinkRow (officer: OfficerId = Cell::text(officer)) all
        "WHERE officer = $1 ORDER BY weight_centibits DESC, id";
    /// A link.
    link_row: LinkRow (link: LinkId = Cell::text(link)) one
        "WHERE id = $1";
    /// A matter.
    matter_row: MatterRow (matter: MatterId = Cell::text(matter)) one
        "WHERE id = $1";
    /// The matters about an officer, newest first.
    matters_of: MatterRow (officer: OfficerId = Cell::text(officer)) all
        "WHERE officer = $1 ORDER BY opened_at DESC, id";
    /// The open matters about an officer, newest first.
    matters_open_of: MatterRow (officer: OfficerId = Cell::text(officer)) all
        "WHERE officer = $1 AND closed_at IS NULL ORDER BY opened_at DESC, id";
    /// The open matters of a force, oldest first.
    matters_open: MatterRow (force: &ForceId = Cell::text(force), limit: u32 = Cell::count(limit.into())) all
        "WHERE force = $1 AND closed_at IS NULL ORDER BY opened_at, id LIMIT $2";
    /// The matters that came from a report.
    matters_from: MatterRow (report: ReportId = Cell::text(report)) all
        "WHERE id IN (SELECT matter FROM matter_report WHERE report = $1) ORDER BY opened_at, id";
    /// The open matters that somebody investigates now.
    matters_assigned_to: MatterRow (investigator: OfficerId = Cell::text(investigator)) all
        "WHERE closed_at IS NULL AND id IN (SELECT matter FROM assignment WHERE officer = $1 AND current) ORDER BY opened_at, id";
    /// The open matters in which an officer is suspended, the longest without review first.
    matters_suspended: MatterRow (limit: u32 = Cell::count(limit.into())) all
        "WHERE suspension = 'suspended' AND closed_at IS NULL ORDER BY suspension_at, id LIMIT $1";
    /// Who works or worked on a matter.
    assignments_of: AssignmentRow (matter: MatterId = Cell::text(matter)) all
        "WHERE matter = $1 ORDER BY officer";
    /// The allegations against an officer.
    allegations_about: AllegationRow (officer: OfficerId = Cell::text(officer)) all
        "WHERE officer = $1 ORDER BY arose_on, id";
    /// The allegations of a matter.
    allegations_in: AllegationRow (matter: MatterId = Cell::text(matter)) all
        "WHERE matter = $1 ORDER BY arose_on, id";
    /// The decisions of a force that wait for a second signature, oldest first.
    signatures_pending: PendingRow (force: &ForceId = Cell::text(force)) all
        "WHERE force = $1 ORDER BY asked_at, id";
    /// A decision that waits.
    signature_pending: PendingRow (pending: PendingId = Cell::text(pending)) one
        "WHERE id = $1";
    /// The restrictions whose last day is before this day.
    restrictions_expired: RestrictionRow (before: Date = Cell::text(before), limit: u32 = Cell::count(limit.into())) all
        "WHERE expires_on < $1 ORDER BY expires_on, matter, number LIMIT $2";
    /// The duties that are open, or known to be overdue, and late before this time; the longest late first.
    duties_due: DutyRow (before: Timestamp = Cell::time(before), limit: u32 = Cell::count(limit.into())) all
        "WHERE state IN ('open', 'overdue') AND late_from < $1 ORDER BY late_from, id LIMIT $2";
    /// The duties that are late at this time and not yet recorded as overdue.
    duties_unnoticed: DutyRow (now: Timestamp = Cell::time(now), limit: u32 = Cell::count(limit.into())) all
        "WHERE state = 'open' AND late_from <= $1 ORDER BY late_from, id LIMIT $2";
    /// The duties of a stream, open or not.
    duties_of: DutyRow (stream: &StreamId = Cell::text(stream)) all
        "WHERE stream = $1 ORDER BY late_from, id";
    /// The open duties of a role or body in a force, the next due first.
    duties_owned: DutyRow (force: &ForceId = Cell::text(force), owner: &str = Cell::text(owner), limit: u32 = Cell::count(limit.into())) all
        "WHERE force = $1 AND owner = $2 AND state IN ('open', 'overdue') ORDER BY late_from, id LIMIT $3";
    /// The duties in streams about an officer.
    duties_about: DutyRow (officer: OfficerId = Cell::text(officer)) all
        "WHERE officer = $1 ORDER BY late_from, id";
    /// The warning signs about an officer, oldest first.
    signs_about: SignRow (officer: OfficerId = Cell::text(officer)) all
        "WHERE officer = $1 ORDER BY raised_at, id";
    /// The warning signs of a force since, newest first.
    signs_in: SignRow (force: &ForceId = Cell::text(force), since: Timestamp = Cell::time(since), limit: u32 = Cell::count(limit.into())) all
        "WHERE force = $1 AND raised_at >= $2 ORDER BY raised_at DESC, id LIMIT $3";
    /// A warning sign.
    sign_row: SignRow (sign: SignId = Cell::text(sign)) one
        "WHERE id = $1";
    /// The notices given in a stream.
    notices_in: NoticeRow (stream: &StreamId = Cell::text(stream)) all
        "WHERE given_by = $1 ORDER BY number";
    /// A stop.
    stop_row: StopRow (stop: StopId = Cell::text(stop)) one
        "WHERE id = $1";
    /// The stops by an officer since, newest first.
    stops_of: StopRow (officer: OfficerId = Cell::text(officer), since: Timestamp = Cell::time(since), limit: u32 = Cell::count(limit.into())) all
        "WHERE officer = $1 AND opened_at >= $2 ORDER BY opened_at DESC, id LIMIT $3";
    /// The stops by an officer that have not ended, oldest first.
    stops_open_by: StopRow (officer: OfficerId = Cell::text(officer)) all
        "WHERE officer = $1 AND closed_at IS NULL ORDER BY opened_at, id";
    /// The stops of this reference; more than one only by a chance of one in hundreds of millions.
    stops_by_reference: StopRow (reference: StopRef = Cell::text(reference)) all
        "WHERE reference = $1 ORDER BY opened_at DESC, id";
    /// The stops of a force that have not ended, oldest first.
    stops_open: StopRow (force: &ForceId = Cell::text(force), limit: u32 = Cell::count(limit.into())) all
        "WHERE force = $1 AND closed_at IS NULL ORDER BY opened_at, id LIMIT $2";
    /// The calls to a control room that nobody has answered by this time, and of which others are to be told.
    calls_to_escalate: StopRow (now: Timestamp = Cell::time(now), limit: u32 = Cell::count(limit.into())) all
        "WHERE escalates_at <= $1 ORDER BY escalates_at, id LIMIT $2";
    /// The check of this reference.
    check_by_reference: CheckRow (reference: CheckRef = Cell::text(reference)) one
        "WHERE reference = $1";
    /// A check.
    check_row: CheckRow (check: CheckId = Cell::text(check)) one
        "WHERE id = $1";
    /// The checks made in a stop that were not refused, oldest first.
    checks_in: CheckRow (stop: StopId = Cell::text(stop), limit: u32 = Cell::count(limit.into())) all
        "WHERE stop = $1 AND outcome IN ('verified', 'pending') ORDER BY made_at, id LIMIT $2";
    /// The checks of an officer since, newest first.
    checks_of: CheckRow (officer: OfficerId = Cell::text(officer), since: Timestamp = Cell::time(since), limit: u32 = Cell::count(limit.into())) all
        "WHERE officer = $1 AND made_at >= $2 ORDER BY made_at DESC, id LIMIT $3";
    /// The open alarms of a desk that lead to a force. Those that nobody took come first, of these the newest: a flood of old
    /// ones hides none that was just raised.
    alarms_of_force: AlarmRow (desk: &str = Cell::text(desk), force: &ForceId = Cell::text(force), limit: u32 = Cell::count(limit.into())) all
        "WHERE closed_at IS NULL AND desk = $1 AND force = $2 ORDER BY acknowledged_at IS NULL DESC, raised_at DESC, public_check LIMIT $3";
    /// The same of alarms that lead to no force.
    alarms_of_no_force: AlarmRow (desk: &str = Cell::text(desk), limit: u32 = Cell::count(limit.into())) all
        "WHERE closed_at IS NULL AND desk = $1 AND force IS NULL ORDER BY acknowledged_at IS NULL DESC, raised_at DESC, public_check LIMIT $2";
    /// The open alarms of a force that were carried on to somebody, in the same order.
    alarms_carried_on: AlarmRow (to: &str = Cell::text(to), force: &ForceId = Cell::text(force), limit: u32 = Cell::count(limit.into())) all
        "WHERE closed_at IS NULL AND escalated = $1 AND force = $2 ORDER BY acknowledged_at IS NULL DESC, raised_at DESC, public_check LIMIT $3";
    /// The same of alarms that lead to no force.
    alarms_of_no_force_carried_on: AlarmRow (to: &str = Cell::text(to), limit: u32 = Cell::count(limit.into())) all
        "WHERE closed_at IS NULL AND escalated = $1 AND force IS NULL ORDER BY acknowledged_at IS NULL DESC, raised_at DESC, public_check LIMIT $2";
    /// The alarm of a check.
    alarm_row: AlarmRow (check: CheckId = Cell::text(check)) one
        "WHERE public_check = $1";
    /// The alarms that nobody has taken by this time, and that are to be carried on.
    alarms_to_escalate: AlarmRow (now: Timestamp = Cell::time(now), limit: u32 = Cell::count(limit.into())) all
        "WHERE escalates_at <= $1 ORDER BY escalates_at, public_check LIMIT $2";
    /// Who looked at a record, newest first.
    consultations_of: ConsultationRow (record: &StreamId = Cell::text(record), limit: u32 = Cell::count(limit.into())) all
        "WHERE record = $1 ORDER BY made_at DESC, number DESC LIMIT $2";
    /// What somebody looked at between two times, the second not included; oldest first.
    consultations_by: ConsultationRow (viewer: &str = Cell::text(viewer), from: Timestamp = Cell::time(from), to: Timestamp = Cell::time(to)) all
        "WHERE viewer = $1 AND made_at >= $2 AND made_at < $3 ORDER BY made_at, record, number";
    /// The looks of somebody at one record, newest first.
    consultations_by_on: ConsultationRow (viewer: &str = Cell::text(viewer), record: &StreamId = Cell::text(record)) all
        "WHERE record = $2 AND viewer = $1 ORDER BY made_at DESC, number DESC";
}
