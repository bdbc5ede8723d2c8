//! The board of a control room: alarms, calls, stops in progress and repeated look-ups.

use std::collections::BTreeSet;

use domain::check::{Cause, Check, Desk, Escalation};
use domain::officer::Officer;
use domain::record::followed::SignKind;
use domain::stop::{Call, Stop};
use domain::{Actor, ForceId, OfficerId, SignId, StopId};
use jiff::{SignedDuration, Timestamp};
use store::AlarmRow;

use super::alarm::{AlarmOnBoard, is_about, on_board};
use super::{BOARD_COUNT, helps_neighbours, lookups, own_force};
use crate::change::{self, PermissionSubject};
use crate::secrets::Secrets;
use crate::{Action, AppError, Context};

/// The time for which repeated look-ups stay on the board.
const LOOKUPS_SHOWN_FOR: SignedDuration = SignedDuration::from_hours(24);

/// The most checks of one officer that are counted.
const CHECKS_COUNT: u32 = 1_000;

/// The board of a control room.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Board {
    pub alarms: Vec<AlarmOnBoard>,
    /// Off-duty officers who have had to act and are waiting for an answer, oldest first.
    pub calls: Vec<Stop>,
    /// Other stops in progress, oldest first.
    pub stops: Vec<Stop>,
    /// Officers whom the public looked up repeatedly, newest first. `None` if the desk is not shown them.
    pub repeated: Option<Vec<RepeatedLookups>>,
    /// Number of the force's officers on duty who booked themselves on within the last hour, without reference to a
    /// roster.
    pub booked_on_count: u64,
}

/// An officer who was checked in more stops within an hour than chance explains. The identity of the visitors is
/// unknown.
#[derive(Clone, Debug, PartialEq)]
pub struct RepeatedLookups {
    pub sign: SignId,
    pub raised_at: Timestamp,
    pub officer: OfficerId,
    /// Number of stops in which the officer was checked in the preceding hour.
    pub stops_count: usize,
    pub last: Option<Stop>,
}

impl Board {
    /// The part of the board that a given person may see. Nobody can take an alarm about themselves, answer their own
    /// call, or learn that either exists.
    #[must_use]
    pub fn seen_by(mut self, actor: &Actor) -> Self {
        self.alarms.retain(|alarm| !is_about(actor, &alarm.check));
        for stops in [&mut self.calls, &mut self.stops] {
            stops.retain(|stop| actor.officer() != Some(stop.opening.officer));
        }
        if let Some(repeated) = &mut self.repeated {
            repeated.retain(|one| actor.officer() != Some(one.officer));
        }
        self
    }
}

/// The board for the actor's force and desk.
///
/// # Errors
/// If the actor is not allowed to.
pub async fn board(cx: &Context<'_>, secrets: &Secrets) -> Result<Board, AppError> {
    Ok(desk(cx, secrets).await?.seen_by(&cx.actor))
}

/// The board for everyone at the actor's desk. The result can be shared among them, but each of them may be shown only
/// what [`Board::seen_by`] leaves.
///
/// # Errors
/// If the actor is not allowed to.
pub async fn desk(cx: &Context<'_>, secrets: &Secrets) -> Result<Board, AppError> {
    let force = own_force(cx)?;
    cx.authorise(Action::WatchBoard, PermissionSubject::Force(&force))?;
    let mut board = Board::default();
    for (row, from_neighbour) in alarms(cx, secrets, &force).await? {
        if let Some(check) = change::state::<Check>(cx, row.public_check).await? {
            board.alarms.push(on_board(cx, check, row, from_neighbour).await?);
        }
    }
    board.alarms.sort_by_key(|alarm| (alarm.row.raised_at, alarm.row.public_check));
    if cx.authorise(Action::SeeLookups, PermissionSubject::Force(&force)).is_ok() {
        board.repeated = Some(repeated(cx, &force).await?);
    }
    // Desks that only take alarms are not shown stops.
    if cx.authorise(Action::ConfirmStop, PermissionSubject::Force(&force)).is_err() {
        return Ok(board);
    }
    let since = cx.now.saturating_sub(SignedDuration::from_hours(1)).unwrap_or(cx.now);
    board.booked_on_count = cx.app.store.booked_on_count(&force, since).await?;
    for row in cx.app.store.stops_open(&force, BOARD_COUNT).await? {
        if let Some(stop) = change::state::<Stop>(cx, row.id).await? {
            let waits = matches!(stop.call, Some(Call::Waiting { .. }));
            if waits { &mut board.calls } else { &mut board.stops }.push(stop);
        }
    }
    Ok(board)
}

/// The repeated look-ups of the force's officers that were noticed recently. Only the covert desk may be told about
/// covert officers.
async fn repeated(cx: &Context<'_>, force: &ForceId) -> Result<Vec<RepeatedLookups>, AppError> {
    let before = |at: Timestamp, length| at.saturating_sub(length).unwrap_or(at);
    let mut found = Vec::new();
    for row in cx.app.store.signs_in(force, before(cx.now, LOOKUPS_SHOWN_FOR), BOARD_COUNT).await? {
        let (Some(id), true) = (row.officer, row.kind == SignKind::RepeatedLookups.as_str()) else { continue };
        let Some(officer) = change::state::<Officer>(cx, id).await? else { continue };
        if officer.standing().may_serve() == Err(Cause::NotVerifiableOnline) {
            continue;
        }
        let checks = cx.app.store.checks_of(id, before(row.raised_at, lookups::WITHIN), CHECKS_COUNT).await?;
        let within = checks.iter().filter(|check| check.made_at.is_some_and(|at| at <= row.raised_at));
        let stops: Vec<StopId> = within.filter_map(|check| check.stop).collect();
        let last = match stops.first() {
            Some(stop) => change::state::<Stop>(cx, *stop).await?,
            None => None,
        };
        let stops_count = stops.into_iter().collect::<BTreeSet<_>>().len();
        found.push(RepeatedLookups { sign: row.id, raised_at: row.raised_at, officer: id, stops_count, last });
    }
    Ok(found)
}

/// The open alarms at the actor's desk, each with a flag that is true if it was passed on by a neighbouring force.
async fn alarms(cx: &Context<'_>, secrets: &Secrets, force: &ForceId) -> Result<Vec<(AlarmRow, bool)>, AppError> {
    let store = &cx.app.store;
    let mut rows = Vec::new();
    for (desk, action) in DESKS {
        if cx.authorise(action, PermissionSubject::Force(force)).is_err() {
            continue;
        }
        let own = store.alarms_of_force(desk.as_str(), force, BOARD_COUNT).await?;
        rows.extend(own.into_iter().map(|row| (row, false)));
        if secrets.duty_force.as_ref().is_none_or(|duty| duty == force) {
            let nobodys = store.alarms_of_no_force(desk.as_str(), BOARD_COUNT).await?;
            rows.extend(nobodys.into_iter().map(|row| (row, false)));
        }
    }
    if !helps_neighbours(cx, force) {
        return Ok(rows);
    }
    let to = Escalation::NeighbouringForce.as_str();
    for (other, _) in secrets.forces.iter().filter(|(_, other)| other.neighbour.as_ref() == Some(force)) {
        let carried_on = store.alarms_escalated_to(to, other, BOARD_COUNT).await?;
        rows.extend(carried_on.into_iter().map(|row| (row, true)));
        if secrets.duty_force.as_ref() == Some(other) {
            let nobodys = store.alarms_of_no_force_escalated_to(to, BOARD_COUNT).await?;
            rows.extend(nobodys.into_iter().map(|row| (row, true)));
        }
    }
    Ok(rows)
}

/// The desks, each with the action that its staff must be allowed to take.
const DESKS: [(Desk, Action); 2] =
    [(Desk::ControlRoom, Action::HandleAlarm), (Desk::CovertDesk, Action::HandleCovertAlarm)];
