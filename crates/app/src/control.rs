//! The control room: what goes on in the street, officers off duty who ask to be confirmed, silent alarms.

use std::collections::BTreeSet;

use domain::check::{AlarmFinding, Cause, Check, CheckEvent, Desk, Escalation};
use domain::consultation::Purpose;
use domain::officer::Officer;
use domain::record::follow::SignKind;
use domain::stop::{Call, Stop, StopEvent, StopRefusal};
use domain::{Actor, CheckId, ErrorKind, Event, ForceId, OfficerId, Personal, Refusal, SignId, State, StopId};
use jiff::{SignedDuration, Timestamp};
use store::read::AlarmRow;

use crate::change::{self, About, Change};
use crate::check::{Settings, state};
use crate::{Action, AppError, Context, consult, lookups};

/// Stops on a board at once, and alarms of each kind: those that nobody took and the newest come before.
const BOARD_COUNT: u32 = 200;

/// By when a call of an officer off duty should be taken (journey a2).
pub const CALL_TAKEN_WITHIN: SignedDuration = SignedDuration::from_secs(30);

/// Look-ups that an alarm shows (journey a3).
const LOOKUPS_COUNT: u32 = 4;

/// How long repeated look-ups stay on the board.
const LOOKUPS_SHOWN_FOR: SignedDuration = SignedDuration::from_hours(24);

/// Checks of one officer that are counted at most.
const CHECKS_COUNT: u32 = 1_000;

/// What a control room sees.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Board {
    /// Alarms, the oldest first.
    pub alarms: Vec<AlarmOnBoard>,
    /// Officers off duty who have had to act and wait for an answer, the oldest first.
    pub calls: Vec<Stop>,
    /// The other stops that go on, the oldest first.
    pub stops: Vec<Stop>,
    /// Officers whom the public looked up again and again, the newest first; none where the desk does not see them.
    pub repeated: Option<Vec<RepeatedLookups>>,
    /// How many officers of the force are on duty who booked themselves on within the hour: no roster was asked.
    pub booked_on_count: u64,
}

/// An officer was checked in more stops within an hour than chance brings about. Who asked is not known.
#[derive(Clone, Debug, PartialEq)]
pub struct RepeatedLookups {
    /// The sign that was raised of it.
    pub sign: SignId,
    /// When.
    pub raised_at: Timestamp,
    /// Whom it is about.
    pub officer: OfficerId,
    /// In how many stops within the hour before.
    pub stops_count: usize,
    /// The last of these stops.
    pub last: Option<Stop>,
}

/// An alarm.
#[derive(Clone, Debug, PartialEq)]
pub struct AlarmOnBoard {
    /// The check.
    pub check: Check,
    /// Its row: whose it is, and when it is carried on.
    pub row: AlarmRow,
    /// Whether it came from a neighbouring force that did not take it.
    pub from_neighbour: bool,
    /// The stop that the check led to.
    pub stop: Option<Stop>,
    /// The last four look-ups of the same officer, newest first: when, and what was found.
    pub lookups: Vec<(Timestamp, String)>,
}

impl Board {
    /// What of it somebody may see: nobody takes the alarm about themselves, answers their own call, or learns of either.
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

/// The board of the actor's force and desk.
///
/// # Errors
/// When the actor may not.
pub async fn board(cx: &Context<'_>, settings: &Settings) -> Result<Board, AppError> {
    Ok(desk(cx, settings).await?.seen_by(&cx.actor))
}

/// The board as it is for everybody at the actor's desk, to be shared among them: nobody may be shown more of it than
/// [`Board::seen_by`] leaves.
///
/// # Errors
/// When the actor may not.
pub async fn desk(cx: &Context<'_>, settings: &Settings) -> Result<Board, AppError> {
    let force = own_force(cx)?;
    cx.authorise(Action::WatchBoard, About::Force(&force))?;
    let mut board = Board::default();
    for (row, from_neighbour) in alarms(cx, settings, &force).await? {
        if let Some(State::Check(check)) = state(cx, &change::check(row.public_check)).await? {
            board.alarms.push(on_board(cx, check, row, from_neighbour).await?);
        }
    }
    board.alarms.sort_by_key(|alarm| (alarm.row.raised_at, alarm.row.public_check));
    if cx.authorise(Action::SeeLookups, About::Force(&force)).is_ok() {
        board.repeated = Some(repeated(cx, &force).await?);
    }
    // The desks that only take alarms see no stops.
    if cx.authorise(Action::ConfirmStop, About::Force(&force)).is_err() {
        return Ok(board);
    }
    let since = cx.now.saturating_sub(SignedDuration::from_hours(1)).unwrap_or(cx.now);
    board.booked_on_count = cx.app.store.booked_on_count(&force, since).await?;
    for row in cx.app.store.stops_open(&force, BOARD_COUNT).await? {
        if let Some(State::Stop(stop)) = state(cx, &change::stop(row.id)).await? {
            let waits = matches!(stop.call, Some(Call::Waiting { .. }));
            if waits { &mut board.calls } else { &mut board.stops }.push(stop);
        }
    }
    Ok(board)
}

/// The repeated look-ups of a force's officers that were noticed lately. Of covert officers only their own desk may hear.
async fn repeated(cx: &Context<'_>, force: &ForceId) -> Result<Vec<RepeatedLookups>, AppError> {
    let before = |at: Timestamp, length| at.saturating_sub(length).unwrap_or(at);
    let mut found = Vec::new();
    for row in cx.app.store.signs_in(force, before(cx.now, LOOKUPS_SHOWN_FOR), BOARD_COUNT).await? {
        let (Some(id), true) = (row.officer, row.kind == SignKind::RepeatedLookups.as_str()) else { continue };
        let Some(State::Officer(officer)) = state(cx, &change::officer(id)).await? else { continue };
        if officer.standing().may_serve() == Err(Cause::NotVerifiableOnline) {
            continue;
        }
        let checks = cx.app.store.checks_of(id, before(row.raised_at, lookups::WITHIN), CHECKS_COUNT).await?;
        let within = checks.iter().filter(|check| check.made_at.is_some_and(|at| at <= row.raised_at));
        let stops: Vec<StopId> = within.filter_map(|check| check.stop).collect();
        let last = match stops.first() {
            Some(stop) => state(cx, &change::stop(*stop)).await?,
            None => None,
        };
        let last = if let Some(State::Stop(stop)) = last { Some(stop) } else { None };
        let stops_count = stops.into_iter().collect::<BTreeSet<_>>().len();
        found.push(RepeatedLookups { sign: row.id, raised_at: row.raised_at, officer: id, stops_count, last });
    }
    Ok(found)
}

/// The open alarms of the actor's desk, and whether each comes from a neighbouring force.
async fn alarms(cx: &Context<'_>, settings: &Settings, force: &ForceId) -> Result<Vec<(AlarmRow, bool)>, AppError> {
    let store = &cx.app.store;
    let mut rows = Vec::new();
    for (desk, action) in DESKS {
        if cx.authorise(action, About::Force(force)).is_err() {
            continue;
        }
        let own = store.alarms_of_force(desk.as_str(), force, BOARD_COUNT).await?;
        rows.extend(own.into_iter().map(|row| (row, false)));
        if settings.duty_force.as_ref().is_none_or(|duty| duty == force) {
            let nobodys = store.alarms_of_no_force(desk.as_str(), BOARD_COUNT).await?;
            rows.extend(nobodys.into_iter().map(|row| (row, false)));
        }
    }
    if !helps_neighbours(cx, force) {
        return Ok(rows);
    }
    let to = Escalation::NeighbouringForce.as_str();
    for (other, _) in settings.forces.iter().filter(|(_, other)| other.neighbour.as_ref() == Some(force)) {
        let carried_on = store.alarms_carried_on(to, other, BOARD_COUNT).await?;
        rows.extend(carried_on.into_iter().map(|row| (row, true)));
        if settings.duty_force.as_ref() == Some(other) {
            let nobodys = store.alarms_of_no_force_carried_on(to, BOARD_COUNT).await?;
            rows.extend(nobodys.into_iter().map(|row| (row, true)));
        }
    }
    Ok(rows)
}

/// The desks, and the action that each asks for.
const DESKS: [(Desk, Action); 2] =
    [(Desk::ControlRoom, Action::HandleAlarm), (Desk::CovertDesk, Action::HandleCovertAlarm)];

/// Whether the actor takes what a neighbouring force did not take: the control room does, and no other desk.
fn helps_neighbours(cx: &Context<'_>, force: &ForceId) -> bool {
    [Action::HandleAlarm, Action::ConfirmStop]
        .into_iter()
        .all(|action| cx.authorise(action, About::Force(force)).is_ok())
}

/// One alarm of the actor's board, open or closed.
///
/// # Errors
/// When the actor may not, or there is no such alarm on their board.
pub async fn alarm(cx: &Context<'_>, settings: &Settings, id: CheckId) -> Result<AlarmOnBoard, AppError> {
    let force = own_force(cx)?;
    cx.authorise(Action::WatchBoard, About::Force(&force))?;
    let (row, from_neighbour) = alarm_row(cx, settings, id, &force).await?;
    match state(cx, &change::check(id)).await? {
        Some(State::Check(check)) if !is_about(&cx.actor, &check) => on_board(cx, check, row, from_neighbour).await,
        _ => Err(AppError::Missing { what: "alarm" }),
    }
}

/// The officer whom an alarm of the actor's board is about; none where it led to nobody. The look is recorded.
///
/// # Errors
/// As [`alarm`]; when the actor is close to the officer.
pub async fn whom(cx: &Context<'_>, alarm: &AlarmOnBoard) -> Result<Option<Officer>, AppError> {
    let force = own_force(cx)?;
    let action = action_of(&alarm.check);
    cx.authorise(action, About::Force(&force))?;
    match about(&alarm.check) {
        Some(officer) => {
            consult::officer_before(cx, action, &force, officer).await.map(Some).map_err(left_to_colleague)
        }
        None => Ok(None),
    }
}

/// What somebody must be allowed to do who takes an alarm.
fn action_of(check: &Check) -> Action {
    match check.alarm.as_ref().map(|alarm| alarm.desk) {
        Some(Desk::CovertDesk) => Action::HandleCovertAlarm,
        Some(Desk::ControlRoom) | None => Action::HandleAlarm,
    }
}

/// The officer whom a check is about.
fn about(check: &Check) -> Option<OfficerId> {
    check.made.as_ref().and_then(|(_, made)| made.officer)
}

/// The row of an alarm that the actor's desk has, and whether it comes from a neighbouring force.
async fn alarm_row(
    cx: &Context<'_>,
    settings: &Settings,
    id: CheckId,
    force: &ForceId,
) -> Result<(AlarmRow, bool), AppError> {
    let row = cx.app.store.alarm_row(id).await?;
    let row = row.ok_or(AppError::Missing { what: "alarm" })?;
    if may_see(cx, settings, &row, force) {
        return Ok((row, false));
    }
    if goes_to_neighbour(settings, &row, force) && helps_neighbours(cx, force) {
        return Ok((row, true));
    }
    Err(AppError::Missing { what: "alarm" })
}

/// Whether a check is about this actor.
fn is_about(actor: &Actor, check: &Check) -> bool {
    let officer = about(check);
    officer.is_some() && officer == actor.officer()
}

async fn on_board(
    cx: &Context<'_>,
    check: Check,
    row: AlarmRow,
    from_neighbour: bool,
) -> Result<AlarmOnBoard, AppError> {
    let stop = match check.stop() {
        Some(id) => match state(cx, &change::stop(id)).await? {
            Some(State::Stop(stop)) => Some(stop),
            _ => None,
        },
        None => None,
    };
    let mut lookups = Vec::new();
    if let Some(officer) = about(&check) {
        let since = cx.now.saturating_sub(SignedDuration::from_hours(24)).unwrap_or(cx.now);
        for other in cx.app.store.checks_of(officer, since, LOOKUPS_COUNT).await? {
            let (Some(at), Some(outcome)) = (other.made_at, other.outcome) else { continue };
            lookups.push((at, other.cause.unwrap_or(outcome)));
        }
    }
    Ok(AlarmOnBoard { check, row, from_neighbour, stop, lookups })
}

/// An alarm of another force that nobody took there, and that comes to this one.
fn goes_to_neighbour(settings: &Settings, row: &AlarmRow, force: &ForceId) -> bool {
    let carried_on = row.escalated.as_deref() == Some(Escalation::NeighbouringForce.as_str());
    let of = row.force.as_ref().or(settings.duty_force.as_ref());
    carried_on && of.is_some_and(|of| settings.force(of).neighbour.as_ref() == Some(force))
}

/// Whether the actor's desk has this alarm.
fn may_see(cx: &Context<'_>, settings: &Settings, row: &AlarmRow, force: &ForceId) -> bool {
    let of = row.force.as_ref().or(settings.duty_force.as_ref());
    let action = if row.desk == Desk::CovertDesk.as_str() { Action::HandleCovertAlarm } else { Action::HandleAlarm };
    of.is_none_or(|of| of == force) && cx.authorise(action, About::Force(force)).is_ok()
}

/// The officer of a stop, for whoever confirms them: the look is recorded.
///
/// # Errors
/// When the actor may not, or there is no such stop in their force.
pub async fn who(cx: &Context<'_>, id: StopId) -> Result<(Stop, Officer), AppError> {
    let force = own_force(cx)?;
    cx.authorise(Action::ConfirmStop, About::Force(&force))?;
    let stop = match state(cx, &change::stop(id)).await? {
        Some(State::Stop(stop)) if stop.opening.force == force => stop,
        _ => return Err(AppError::Missing { what: "stop" }),
    };
    let officer = consult::officer(cx, stop.opening.officer, Purpose::AssignedTask).await.map_err(left_to_colleague)?;
    Ok((stop, officer))
}

/// Somebody close to the officer may not look at their record, and learns what to do while a person waits for an answer.
fn left_to_colleague(error: AppError) -> AppError {
    match error {
        AppError::Missing { .. } => {
            let message = "you cannot look at this officer's record: let a colleague answer, now";
            Refusal::forbidden("control.not-yours", message).into()
        }
        other => other,
    }
}

async fn decide_on_stop(
    cx: &Context<'_>,
    action: Action,
    id: StopId,
    decide: impl FnOnce(&Stop) -> Result<Vec<Event>, Refusal>,
) -> Result<(), AppError> {
    let mut change = Change::begin(cx).await?;
    let stop = change.stop(id).await?;
    change.authorise(action, About::Force(&stop.opening.force)).await?;
    if cx.actor.officer() == Some(stop.opening.officer) {
        let message = "nobody answers their own call: somebody else in the control room must";
        return Err(Refusal::forbidden(StopRefusal::OwnCall, message).into());
    }
    is_not_close(change.authorise(action, About::ForceOver(&stop.opening.force, stop.opening.officer)).await)?;
    let events = decide(&stop)?;
    change.record(&change::stop(id), events).await?;
    change.commit().await
}

/// Whoever may do this, and not where it is about this officer, is told to leave it to a colleague.
fn is_not_close(allowed: Result<(), AppError>) -> Result<(), AppError> {
    match allowed {
        Err(AppError::Forbidden { .. }) => {
            let message = "you are close to this officer: let a colleague answer, now";
            Err(Refusal::forbidden("control.not-yours", message).into())
        }
        other => other,
    }
}

/// Confirms an officer who is off duty and has had to act; a uniformed unit is on its way.
///
/// # Errors
/// When the actor may not, or is close to the officer; when nobody asked, it was answered before, or no unit is named.
pub async fn confirm(cx: &Context<'_>, id: StopId, unit: &str) -> Result<(), AppError> {
    decide_on_stop(cx, Action::ConfirmStop, id, |stop| Ok(vec![stop.confirm(unit)?])).await
}

/// Refuses to confirm.
///
/// # Errors
/// As [`confirm`].
pub async fn refuse(cx: &Context<'_>, id: StopId) -> Result<(), AppError> {
    decide_on_stop(cx, Action::ConfirmStop, id, |stop| Ok(vec![stop.refuse()?])).await
}

/// Ends a stop that its officer cannot end: they were suspended in the middle of it, or lost their device. Why stands on record,
/// and that no record of a search was made.
///
/// # Errors
/// When the actor may not, or is close to the officer; when the stop has ended, or no reason is given.
pub async fn end_stop(cx: &Context<'_>, id: StopId, why: &str) -> Result<(), AppError> {
    let why = Personal::about(id, why.trim().to_owned());
    decide_on_stop(cx, Action::EndStop, id, |stop| stop.end_for_officer(why)).await
}

async fn handle(
    cx: &Context<'_>,
    settings: &Settings,
    id: CheckId,
    decide: impl FnOnce(&Check) -> Result<Event, Refusal>,
) -> Result<(), AppError> {
    let force = own_force(cx)?;
    alarm_row(cx, settings, id, &force).await?;
    let mut change = Change::begin(cx).await?;
    let check = change.check(id).await?;
    let action = action_of(&check);
    change.authorise(action, About::Force(&force)).await?;
    if is_about(&cx.actor, &check) {
        return Err(AppError::Missing { what: "alarm" });
    }
    if let Some(officer) = about(&check) {
        is_not_close(change.authorise(action, About::ForceOver(&force, officer)).await)?;
    }
    let event = decide(&check)?;
    change.record(&change::check(id), vec![event]).await?;
    change.commit().await
}

/// Takes an alarm.
///
/// # Errors
/// When the actor may not, or is close to the officer; there is none, or somebody was faster.
pub async fn acknowledge(cx: &Context<'_>, settings: &Settings, id: CheckId) -> Result<(), AppError> {
    handle(cx, settings, id, Check::acknowledge).await
}

/// Closes an alarm with what was found.
///
/// # Errors
/// When the actor may not, or is close to the officer; or nobody has taken it.
pub async fn close_alarm(
    cx: &Context<'_>,
    settings: &Settings,
    id: CheckId,
    finding: AlarmFinding,
) -> Result<(), AppError> {
    handle(cx, settings, id, |check| check.close_alarm(finding)).await
}

/// Carries on alarms that nobody took, and calls that nobody answered. A reconciler: it takes no input, and running it twice
/// changes nothing.
///
/// # Errors
/// When the database fails. What was carried on by then stays.
pub async fn escalate(cx: &Context<'_>) -> Result<usize, AppError> {
    cx.authorise(Action::Reconcile, About::Nothing)?;
    let mut count = 0;
    for row in cx.app.store.alarms_to_escalate(cx.now, BOARD_COUNT).await? {
        count += carried_on(carry_on_alarm(cx, row.public_check).await)?;
    }
    for row in cx.app.store.calls_to_escalate(cx.now, BOARD_COUNT).await? {
        count += carried_on(carry_on_call(cx, row.id).await)?;
    }
    Ok(count)
}

/// Who is taken meanwhile need not be carried on, and must not keep the others from it.
fn carried_on(done: Result<bool, AppError>) -> Result<usize, AppError> {
    match done {
        Ok(done) => Ok(usize::from(done)),
        Err(error) if error.kind() == ErrorKind::Conflict => Ok(0),
        Err(error) => Err(error),
    }
}

async fn carry_on_alarm(cx: &Context<'_>, id: CheckId) -> Result<bool, AppError> {
    let mut change = Change::begin(cx).await?;
    let check = change.check(id).await?;
    let next = check.alarm.as_ref().and_then(domain::check::Alarm::next_escalation);
    let Some((_, to)) = next.filter(|(at, _)| *at <= cx.now) else { return Ok(false) };
    let event = Event::Check(CheckEvent::AlarmEscalated { to });
    change.record(&change::check(check.id), vec![event]).await?;
    change.commit().await?;
    Ok(true)
}

async fn carry_on_call(cx: &Context<'_>, id: StopId) -> Result<bool, AppError> {
    let mut change = Change::begin(cx).await?;
    let stop = change.stop(id).await?;
    if stop.escalates_at().is_none_or(|at| at > cx.now) {
        return Ok(false);
    }
    let event = Event::Stop(StopEvent::CallEscalated);
    change.record(&change::stop(stop.id), vec![event]).await?;
    change.commit().await?;
    Ok(true)
}

fn own_force(cx: &Context<'_>) -> Result<ForceId, AppError> {
    cx.actor.force.clone().ok_or_else(|| cx.forbidden(Action::WatchBoard))
}
