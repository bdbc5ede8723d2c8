//! The board: silent alarms, officers off duty who wait to be confirmed, open stops.

use app::check::Settings;
use app::control::{self, AlarmOnBoard, Board, CALL_TAKEN_WITHIN, RepeatedLookups};
use askama::Template;
use axum::extract::State;
use domain::stop::{CALL_ESCALATES_AFTER, Call, Stop};
use domain::{Actor, Role};
use jiff::Timestamp;
use serde::Deserialize;

use super::words;
use crate::error::PageError;
use crate::staff::AtControl;
use crate::texts::{Text, Texts};
use crate::{Frame, Page, Query, Site};

/// The board in words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BoardView {
    /// Whether this desk confirms officers and sees stops.
    pub is_control_room: bool,
    /// Alarms: those that nobody took first, and of these the oldest.
    pub alarms: Vec<AlarmView>,
    /// Calls to be answered, the oldest first.
    pub calls: Vec<CallView>,
    /// The other open stops, the oldest first.
    pub stops: Vec<StopView>,
    /// Repeated look-ups, the newest first; none where this desk does not see them.
    pub repeated: Option<Vec<RepeatedView>>,
    /// How many officers booked themselves on within the hour.
    pub booked_on_count: u64,
}

/// Repeated look-ups of one officer in words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RepeatedView {
    /// The id of the sign.
    pub id: String,
    /// How often, until when.
    pub what: Text,
    /// The last stop of them.
    pub stop: Option<StopView>,
}

/// An alarm in words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AlarmView {
    /// The id of its check, in addresses.
    pub id: String,
    /// Why.
    pub cause: Text,
    /// Since when.
    pub since: Text,
    /// The reference of the check, for who speaks of it.
    pub reference: String,
    /// Where the visitor is, as far as they shared it.
    pub place: Option<String>,
    /// When the visitor said that something is wrong.
    pub wrong_said: Option<Text>,
    /// The stop that it led to.
    pub stop: Option<StopView>,
    /// The last look-ups of the same officer, newest first.
    pub lookups: Vec<Text>,
    /// The force that it came from, where that is a neighbouring one.
    pub neighbour: Option<String>,
    /// To whom it was carried on, and when.
    pub escalated: Vec<Text>,
    /// Who took it and when; none where nobody has.
    pub taken: Option<Text>,
    /// To whom it goes next, and when.
    pub next: Option<Text>,
    /// What was found, once it is closed.
    pub closed: Option<Text>,
}

/// An officer off duty who waits to be confirmed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CallView {
    /// The stop.
    pub stop: StopView,
    /// Since when it waits, and how long.
    pub since: Text,
    /// How long.
    pub waiting: Text,
    /// By when it should be taken, while that can still be.
    pub take_by: Option<Text>,
    /// When it was marked that nobody answers.
    pub escalated: Option<Text>,
    /// When that will be marked.
    pub next: Option<Text>,
}

/// A stop in a line.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StopView {
    /// Its id, in addresses.
    pub id: String,
    /// Its reference.
    pub reference: String,
    /// Since when.
    pub since: Text,
    /// The power.
    pub power: String,
    /// Where.
    pub place: String,
    /// Whether the officer is off duty: what the control room said of it.
    pub call: Option<Text>,
    /// Whether it has ended.
    pub ended: bool,
}

impl BoardView {
    /// The board as this actor reads it now.
    pub(super) fn new(t: &Texts, settings: &Settings, actor: &Actor, board: &Board, now: Timestamp) -> Self {
        let mut alarms: Vec<AlarmView> =
            board.alarms.iter().map(|alarm| AlarmView::new(t, settings, actor, alarm, now)).collect();
        alarms.sort_by_key(|alarm| alarm.taken.is_some());
        Self {
            is_control_room: actor.role == Role::ControlRoom,
            alarms,
            calls: board.calls.iter().map(|stop| CallView::new(t, stop, now)).collect(),
            stops: board.stops.iter().map(|stop| StopView::new(t, stop, now)).collect(),
            repeated: (board.repeated.as_ref())
                .map(|all| all.iter().map(|one| RepeatedView::new(t, one, now)).collect()),
            booked_on_count: board.booked_on_count,
        }
    }

    /// Alarms that nobody has taken.
    pub fn untaken_count(&self) -> usize {
        self.alarms.iter().filter(|alarm| alarm.taken.is_none()).count()
    }

    /// The title of the page: `(2) Control room`.
    pub fn title(&self, t: &Texts) -> Text {
        match self.untaken_count() {
            0 => t.control_heading(),
            count => t.control_title_counted(count),
        }
    }
}

impl AlarmView {
    pub(super) fn new(t: &Texts, settings: &Settings, actor: &Actor, alarm: &AlarmOnBoard, now: Timestamp) -> Self {
        let check = &alarm.check;
        let of = alarm.row.force.as_ref().or(settings.duty_force.as_ref()).map(|force| settings.force(force));
        let next_force = of.as_ref().and_then(|force| force.neighbour.as_ref()).map(|it| settings.force(it).name);
        let raised = check.alarm.as_ref();
        let escalated = raised.map(|alarm| alarm.escalated.as_slice()).unwrap_or_default();
        let to = |to| words::escalation(t, to, next_force.as_deref());
        Self {
            id: check.id.to_string(),
            cause: raised.map(|alarm| words::cause(t, alarm.cause)).unwrap_or_default(),
            since: words::moment(t, alarm.row.raised_at, now),
            reference: check.reference.to_string(),
            place: check.place().map(str::to_owned),
            wrong_said: check.wrong_said.map(|at| words::moment(t, at, now)),
            stop: alarm.stop.as_ref().map(|stop| StopView::new(t, stop, now)),
            lookups: (alarm.lookups.iter())
                .map(|(at, found)| t.control_lookup(words::moment(t, *at, now), t.control_found(found)))
                .collect(),
            neighbour: alarm.from_neighbour.then(|| of.map(|force| force.name).unwrap_or_default()),
            escalated: escalated.iter().map(|(at, who)| t.control_went(words::moment(t, *at, now), to(*who))).collect(),
            taken: raised.and_then(|alarm| alarm.acknowledged.as_ref()).map(|(at, by)| {
                let at = words::moment(t, *at, now);
                if by.who == actor.who { t.control_taken_by_you(at) } else { t.control_taken(at) }
            }),
            next: raised
                .and_then(domain::check::Alarm::next_escalation)
                .map(|(at, who)| t.control_goes(words::moment(t, at, now), to(who))),
            closed: raised
                .and_then(|alarm| alarm.closed.as_ref())
                .map(|(at, finding)| t.control_closed(words::moment(t, *at, now), t.control_finding(finding.as_str()))),
        }
    }
}

impl CallView {
    fn new(t: &Texts, stop: &Stop, now: Timestamp) -> Self {
        let escalated = match stop.call {
            Some(Call::Waiting { escalated }) => escalated,
            _ => None,
        };
        let after = |length| stop.opened_at.saturating_add(length).unwrap_or(Timestamp::MAX);
        let take_by = after(CALL_TAKEN_WITHIN);
        let next = escalated.is_none().then(|| after(CALL_ESCALATES_AFTER));
        Self {
            stop: StopView::new(t, stop, now),
            since: words::moment(t, stop.opened_at, now),
            waiting: words::waiting(t, stop.opened_at, now),
            take_by: (now < take_by).then(|| words::moment(t, take_by, now)),
            escalated: escalated.map(|at| words::moment(t, at, now)),
            next: next.map(|at| words::moment(t, at, now)),
        }
    }
}

impl RepeatedView {
    fn new(t: &Texts, repeated: &RepeatedLookups, now: Timestamp) -> Self {
        Self {
            id: repeated.sign.to_string(),
            what: t.control_repeated_in(words::moment(t, repeated.raised_at, now), repeated.stops_count),
            stop: repeated.last.as_ref().map(|stop| StopView::new(t, stop, now)),
        }
    }
}

impl StopView {
    pub(super) fn new(t: &Texts, stop: &Stop, now: Timestamp) -> Self {
        let call = stop.call.as_ref().map(|call| match call {
            Call::Waiting { .. } => t.control_call_waits(),
            Call::Confirmed { at, unit, .. } => t.control_call_confirmed(words::moment(t, *at, now), unit),
            Call::Refused { at } => t.control_call_refused(words::moment(t, *at, now)),
        });
        Self {
            id: stop.id.to_string(),
            reference: stop.opening.reference.to_string(),
            since: words::moment(t, stop.opened_at, now),
            power: stop.opening.power.citation().to_owned(),
            place: stop.opening.place.clone(),
            call,
            ended: !stop.is_open(),
        }
    }
}

/// `/control`
#[derive(Template)]
#[template(path = "control/board.html")]
pub struct BoardPage {
    /// What stands around it.
    pub frame: Frame,
    /// Its texts.
    pub t: Texts,
    /// The board.
    pub view: BoardView,
    /// What was just done, to be said.
    pub done: Option<Text>,
    /// Whether it stands still until somebody loads it again.
    pub still: bool,
}

/// What changes of the board, as the stream of events sends it.
#[derive(Template)]
#[template(path = "control/fragment.html")]
pub struct Fragment {
    /// Its texts.
    pub t: Texts,
    /// The board.
    pub view: BoardView,
}

/// What the address of the board says.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    done: Option<String>,
    still: Option<String>,
}

/// `GET /control`
pub(super) async fn show(
    State(site): State<Site>,
    at: AtControl,
    Query(asked): Query<Asked>,
    frame: Frame,
) -> Result<Page<BoardPage>, PageError> {
    let cx = at.context(&site);
    let board = control::board(&cx, &site.settings).await?;
    let t = frame.t.clone();
    let view = BoardView::new(&t, &site.settings, &at.actor, &board, cx.now);
    let done = asked.done.as_deref().and_then(|code| done(&t, code));
    Ok(Page::new(BoardPage { frame, t, view, done, still: asked.still.is_some() }))
}

/// What is said on the board after something was done.
fn done(t: &Texts, code: &str) -> Option<Text> {
    match code {
        "taken" => Some(t.control_done_taken()),
        "closed" => Some(t.control_done_closed()),
        "confirmed" => Some(t.control_done_confirmed()),
        "refused" => Some(t.control_done_refused()),
        "ended" => Some(t.control_done_ended()),
        _ => None,
    }
}
