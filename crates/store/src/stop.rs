//! Stops by officers, and the stop that an officer's device presents.

use domain::check::Checkable;
use domain::stop::{Call, Stop};
use domain::{DeviceId, ForceId, OfficerId, StopId, StopRef};
use jiff::Timestamp;

use crate::code::checkable;
use crate::engine::{Cell, SqlRow, queries, questions, rows, tables};
use crate::record::projection::TableRow;
use crate::{Store, StoreError};

tables! {
    /// Stops, keyed by id.
    ReadModel STOP = "stop" ["id": Text]
    ["officer": Text, "force": Text, "power": Text, "opened_at": Integer, "closed_at": Integer, "outcome": Text,
     "reason_changed": Truth, "reference": Text, "device": Text, "off_duty": Truth, "call": Text,
     "escalates_at": Integer];
}

rows! {
    StopRow = "stop" {
        id: StopId,
        officer: OfficerId,
        force: ForceId,
        power: String,
        opened_at: Timestamp,
        closed_at: Option<Timestamp>,
        outcome: Option<String>,
        /// True if a different power or reason was given at the end.
        reason_changed: bool,
        reference: StopRef,
        /// The device on which the stop was started.
        device: Option<DeviceId>,
        /// True if the officer was off duty and had to act.
        off_duty: bool,
        /// The control room's answer to an off-duty call: `waiting`, `confirmed` or `refused`.
        call: Option<String>,
        /// The time at which an unanswered call will be escalated.
        escalates_at: Option<Timestamp>,
    }
}

questions! {
    stop_row: StopRow (stop: StopId = Cell::text(stop)) one
        "WHERE id = $1";
    /// Stops by an officer at or after `since`, newest first.
    stops_of: StopRow (officer: OfficerId = Cell::text(officer), since: Timestamp = Cell::time(since), limit: u32 = Cell::count(limit.into())) all
        "WHERE officer = $1 AND opened_at >= $2 ORDER BY opened_at DESC, id LIMIT $3";
    /// An officer's stops in progress, oldest first.
    stops_open_by: StopRow (officer: OfficerId = Cell::text(officer)) all
        "WHERE officer = $1 AND closed_at IS NULL ORDER BY opened_at, id";
    /// Stops with this reference. The chance that two stops share one is one in hundreds of millions.
    stops_by_reference: StopRow (reference: StopRef = Cell::text(reference)) all
        "WHERE reference = $1 ORDER BY opened_at DESC, id";
    /// A force's stops in progress, oldest first.
    stops_open: StopRow (force: &ForceId = Cell::text(force), limit: u32 = Cell::count(limit.into())) all
        "WHERE force = $1 AND closed_at IS NULL ORDER BY opened_at, id LIMIT $2";
    /// Off-duty calls that the control room has not answered in time and that are due for escalation.
    calls_to_escalate: StopRow (now: Timestamp = Cell::time(now), limit: u32 = Cell::count(limit.into())) all
        "WHERE escalates_at <= $1 ORDER BY escalates_at, id LIMIT $2";
}

queries! {
    // An officer's devices are in the events that bound or removed them, which are few however much else is on record.
    PRESENTED = "stop", "reading a stop",
        "SELECT e.id, e.device, v.kind, v.body, e.officer, e.force, e.closed_at, e.off_duty, e.call, o.service, o.suspended_since, \
         o.verifiable, o.online, o.on_duty_since, o.on_duty_until FROM stop e JOIN officer o ON o.id = e.officer \
         LEFT JOIN event v ON v.stream_kind = 'officer' AND v.stream_key = e.officer \
         AND v.kind IN ('officer.device-bound', 'officer.device-removed') \
         WHERE e.reference = $1 ORDER BY e.opened_at DESC, e.id, v.version";
}

/// A stop as an officer's device presents it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PresentedStop {
    pub leads_to: Checkable,
    /// The device on which the stop was started.
    pub device: Option<DeviceId>,
    /// The devices bound to the officer, with their public keys (SEC1, base64url) if they have one.
    pub bound: Vec<(DeviceId, Option<String>)>,
}

/// Applies the event in a row of [`PRESENTED`] to the list of devices.
fn note_device(bound: &mut Vec<(DeviceId, Option<String>)>, row: &SqlRow) -> Result<(), StoreError> {
    let (Some(kind), Some(body)) = (row.maybe_text(2)?, row.maybe_text(3)?) else { return Ok(()) };
    let contradiction = |why: String| StoreError::Row { table: "event", row: kind.clone(), why };
    let body: serde_json::Value = serde_json::from_str(&body).map_err(|error| contradiction(error.to_string()))?;
    let device = body["device"].as_str().and_then(|device| device.parse().ok());
    let device: DeviceId = device.ok_or_else(|| contradiction("it names no device".to_owned()))?;
    bound.retain(|(known, _)| *known != device);
    if kind == "officer.device-bound" {
        bound.push((device, body["key"].as_str().map(str::to_owned)));
    }
    Ok(())
}

impl Store {
    /// Reads the stop with this reference, as an officer's device presents it.
    pub async fn presented_stop(&self, reference: StopRef) -> Result<Option<PresentedStop>, StoreError> {
        let mut connection = self.backend().reader().await?;
        let rows = connection.fetch(&PRESENTED, vec![Cell::text(reference)]).await?;
        let Some(first) = rows.first() else { return Ok(None) };
        let (stop, device) = (first.parsed(0)?, first.maybe_parsed(1)?);
        let (leads_to, mut bound) = (checkable(first, stop, 4)?, Vec::new());
        for row in &rows {
            // The chance that two stops share a reference is one in hundreds of millions. The newest one counts.
            if row.parsed::<StopId>(0)? == stop {
                note_device(&mut bound, row)?;
            }
        }
        Ok(Some(PresentedStop { leads_to, device, bound }))
    }
}

pub(crate) fn rows(stop: &Stop, rows: &mut Vec<TableRow>) {
    let cells = [
        Cell::text(stop.opening.officer),
        Cell::text(&stop.opening.force),
        Cell::code(stop.opening.power),
        Cell::time(stop.opened_at),
        Cell::maybe_time(stop.closed.as_ref().map(|closed| closed.at)),
        Cell::maybe_text(stop.closed.as_ref().map(|closed| &closed.outcome)),
        Cell::Truth(stop.reason_changed),
        Cell::text(stop.opening.reference),
        Cell::maybe_text(stop.opening.device),
        Cell::Truth(stop.opening.off_duty),
        Cell::maybe_text(stop.call.as_ref().map(Call::state)),
        Cell::maybe_time(stop.escalates_at()),
    ];
    rows.push(TableRow::new(&STOP, [Cell::text(stop.id)], cells));
}
