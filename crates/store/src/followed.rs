//! Read models of what follows by rule, from whatever stream: duties, warning signs, notices.

use domain::record::follow::{DutyState, Followed};
use domain::{DutyId, ForceId, OfficerId, SignId, StreamId};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::engine::{Cell, queries, questions, rows, tables};
use crate::record::projection::TableRow;
use crate::{Store, StoreError};

tables! {
    /// Duties with their clocks, by id. `late_from` is the moment from which an open one is late, `tell_at` when somebody is
    /// next to be told.
    ReadModel DUTY = "duty" ["id": Text]
    ["name": Text, "rule": Text, "layer": Text, "owner": Text, "force": Text, "officer": Text, "due_on": Text,
     "late_from": Integer, "arose_at": Integer, "state": Text, "ended_at": Integer, "late": Truth, "tell_at": Integer];
    /// Warning signs, by id.
    ReadModel SIGN = "sign" ["id": Text]
    ["kind": Text, "rule": Text, "officer": Text, "force": Text, "label": Text, "raised_at": Integer];
    /// Notices given, by the stream and their number in it.
    ReadModel NOTICE = "notice" ["given_by": Text, "number": Integer]
    ["recipient": Text, "about": Text, "rule": Text, "given_at": Integer];
}

rows! {
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
}

questions! {
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
}

queries! {
    TO_TELL = "duty", "reading duties",
        "SELECT DISTINCT stream FROM duty WHERE tell_at IS NOT NULL AND tell_at <= $1 ORDER BY stream LIMIT $2";
}

impl Store {
    /// Streams with a duty of which somebody is to be told by now, at most `limit`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn duties_to_tell(&self, now: Timestamp, limit: u32) -> Result<Vec<StreamId>, StoreError> {
        let mut connection = self.backend().reader().await?;
        let rows = connection.fetch(&TO_TELL, vec![Cell::time(now), Cell::count(limit.into())]).await?;
        rows.iter().map(|row| row.parsed(0)).collect()
    }
}

/// What follows in a stream that is about an officer (where it is about one) and belongs to a force.
pub(crate) fn rows(
    stream: &StreamId,
    followed: &Followed,
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
