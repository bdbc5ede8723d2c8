//! Duties, warning signs and notices: the consequences that rules produce in any stream.

use domain::record::followed::{Consequences, DutyState};
use domain::{DutyId, ForceId, OfficerId, SignId, StreamId};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::engine::{Cell, queries, questions, rows, tables};
use crate::record::projection::TableRow;
use crate::{Store, StoreError};

tables! {
    /// Duties and their deadlines, keyed by id. An open duty is late from `late_from`; the next recipient is told at
    /// `tell_at`.
    ReadModel DUTY = "duty" ["id": Text]
    ["name": Text, "rule": Text, "layer": Text, "owner": Text, "force": Text, "officer": Text, "due_on": Text,
     "late_from": Integer, "arose_at": Integer, "state": Text, "ended_at": Integer, "late": Truth, "tell_at": Integer];
    /// Warning signs, keyed by id.
    ReadModel SIGN = "sign" ["id": Text]
    ["kind": Text, "rule": Text, "officer": Text, "force": Text, "label": Text, "raised_at": Integer];
    /// Notices that were given, keyed by the stream and their number in it.
    ReadModel NOTICE = "notice" ["given_by": Text, "number": Integer]
    ["recipient": Text, "about": Text, "rule": Text, "given_at": Integer];
}

rows! {
    DutyRow = "duty" {
        id: DutyId,
        /// The stream in which the duty arose.
        stream: StreamId,
        /// The name of the duty in the policy pack.
        name: String,
        rule: String,
        /// The layer of law that the rule belongs to.
        layer: String,
        /// The code of the role or outside body that owes the duty.
        owner: String,
        force: ForceId,
        /// The officer whom the stream is about.
        officer: Option<OfficerId>,
        /// The last day on which the duty can be met in time.
        due_on: Option<Date>,
        /// The moment from which the duty is late; `None` if it has no deadline.
        late_from: Option<Timestamp>,
        arose_at: Timestamp,
        /// `open`, `overdue`, `met` or `cancelled`.
        state: String,
        /// The time at which the duty was met or cancelled.
        ended_at: Option<Timestamp>,
        /// True if the duty is late or was met late.
        late: bool,
        /// The time at which the next recipient is to be told.
        tell_at: Option<Timestamp>,
    }
    /// A warning sign. The facts behind it are in the record.
    SignRow = "sign" {
        id: SignId,
        /// The stream in which the sign was raised.
        stream: StreamId,
        kind: String,
        rule: String,
        officer: Option<OfficerId>,
        force: ForceId,
        /// The label that pages may show for the sign.
        label: String,
        raised_at: Timestamp,
    }
    NoticeRow = "notice" {
        /// The stream in which the notice was given.
        given_by: StreamId,
        /// The number of the notice within the stream.
        number: u64,
        recipient: String,
        about: String,
        rule: String,
        given_at: Timestamp,
    }
}

questions! {
    /// Duties that are open or overdue and were due before the given time; the most overdue come first.
    duties_due: DutyRow (before: Timestamp = Cell::time(before), limit: u32 = Cell::count(limit.into())) all
        "WHERE state IN ('open', 'overdue') AND late_from < $1 ORDER BY late_from, id LIMIT $2";
    /// Duties that are late at the given time but not yet recorded as overdue.
    duties_unnoticed: DutyRow (now: Timestamp = Cell::time(now), limit: u32 = Cell::count(limit.into())) all
        "WHERE state = 'open' AND late_from <= $1 ORDER BY late_from, id LIMIT $2";
    /// Duties of a stream, whatever their state.
    duties_of: DutyRow (stream: &StreamId = Cell::text(stream)) all
        "WHERE stream = $1 ORDER BY late_from, id";
    /// Open and overdue duties of a role or body in a force, earliest due first.
    duties_owned: DutyRow (force: &ForceId = Cell::text(force), owner: &str = Cell::text(owner), limit: u32 = Cell::count(limit.into())) all
        "WHERE force = $1 AND owner = $2 AND state IN ('open', 'overdue') ORDER BY late_from, id LIMIT $3";
    /// Duties that arose in streams about an officer.
    duties_about: DutyRow (officer: OfficerId = Cell::text(officer)) all
        "WHERE officer = $1 ORDER BY late_from, id";
    /// Warning signs about an officer, oldest first.
    signs_about: SignRow (officer: OfficerId = Cell::text(officer)) all
        "WHERE officer = $1 ORDER BY raised_at, id";
    /// Warning signs raised in a force at or after `since`, newest first.
    signs_in: SignRow (force: &ForceId = Cell::text(force), since: Timestamp = Cell::time(since), limit: u32 = Cell::count(limit.into())) all
        "WHERE force = $1 AND raised_at >= $2 ORDER BY raised_at DESC, id LIMIT $3";
    sign_row: SignRow (sign: SignId = Cell::text(sign)) one
        "WHERE id = $1";
    notices_in: NoticeRow (stream: &StreamId = Cell::text(stream)) all
        "WHERE given_by = $1 ORDER BY number";
}

queries! {
    TO_TELL = "duty", "reading duties",
        "SELECT DISTINCT stream FROM duty WHERE tell_at IS NOT NULL AND tell_at <= $1 ORDER BY stream LIMIT $2";
}

impl Store {
    /// Lists at most `limit` streams with a duty whose next recipient should have been told by now.
    pub async fn duties_to_tell(&self, now: Timestamp, limit: u32) -> Result<Vec<StreamId>, StoreError> {
        let mut connection = self.backend().reader().await?;
        let rows = connection.fetch(&TO_TELL, vec![Cell::time(now), Cell::count(limit.into())]).await?;
        rows.iter().map(|row| row.parsed(0)).collect()
    }
}

/// Adds the rows of the consequences in a stream of a force. `officer` is the one whom the stream is about, if any.
pub(crate) fn rows(
    stream: &StreamId,
    followed: &Consequences,
    officer: Option<OfficerId>,
    force: &ForceId,
    rows: &mut Vec<TableRow>,
) {
    for now in followed.duties.values() {
        let (state, ended_at, late) = match &now.state {
            DutyState::Open => ("open", None, false),
            DutyState::Overdue { .. } => ("overdue", None, true),
            DutyState::Met { at, late } => ("met", Some(*at), *late),
            DutyState::Cancelled { at } => ("cancelled", Some(*at), false),
        };
        let cells = [
            Cell::text(&now.duty.name),
            Cell::text(&now.duty.citation.rule),
            Cell::code(now.duty.citation.layer),
            Cell::text(now.duty.owner.as_str()),
            Cell::text(now.duty.force.as_ref().unwrap_or(force)),
            Cell::maybe_text(officer),
            Cell::maybe_text(now.duty.due),
            Cell::maybe_time(now.duty.late_from()),
            Cell::time(now.arose_at),
            Cell::text(state),
            Cell::maybe_time(ended_at),
            Cell::Truth(late),
            Cell::maybe_time(now.tell_at()),
        ];
        rows.push(TableRow::new(&DUTY, [Cell::text(now.duty.id)], cells));
    }
    for (at, sign) in &followed.signs {
        let cells = [
            Cell::text(sign.sign.as_str()),
            Cell::text(&sign.rule),
            Cell::maybe_text(sign.officer.or(officer)),
            Cell::text(force),
            Cell::code(sign.label),
            Cell::time(*at),
        ];
        rows.push(TableRow::new(&SIGN, [Cell::text(sign.id)], cells));
    }
    for (number, (at, notice)) in (0_u64..).zip(&followed.notices) {
        let cells =
            [Cell::text(&notice.to), Cell::text(&notice.about), Cell::text(&notice.citation.rule), Cell::time(*at)];
        rows.push(TableRow::new(&NOTICE, [Cell::text(stream), Cell::count(number)], cells));
    }
}
