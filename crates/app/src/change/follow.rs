//! Consequences of events: duties that they fulfil, what the law requires because of them, and warning signs that the
//! detectors find. All are recorded in the same transaction as the event.

use std::collections::VecDeque;

use domain::matter::{InvestigationAct, Matter, MatterEvent, ProceedingsOutcome, ReviewAnswer, SuspensionAnswer};
use domain::officer::{Leaving, Officer, OfficerEvent};
use domain::record::followed::{Consequence, DutyCancellation, Sign};
use domain::report::Report;
use domain::stop::StopEvent;
use domain::{Event, OfficerId, RecordedEvent, SignId, State, Stream as _, StreamId, StreamKind};
use futures_util::FutureExt as _;

use crate::AppError;
use crate::change::signs::{self, NewSign};
use crate::change::standing::standing_changed;
use crate::change::{Change, Permit, law};

/// The most events that may follow from a single event. More would mean a loop in the rules.
const FOLLOWING_COUNT: usize = 500;

impl Change<'_> {
    /// Records events in a stream, along with everything that follows from them through the rules and the detectors.
    pub(crate) async fn record(
        &mut self,
        permit: &Permit,
        stream: &StreamId,
        events: Vec<Event>,
    ) -> Result<Vec<RecordedEvent>, AppError> {
        permit.check(self.cx)?;
        let recorded = self.append(stream, events, None, None).boxed().await?;
        follow_up(self, recorded.clone()).boxed().await?;
        Ok(recorded)
    }

    /// Like [`Change::record`], for the event that opens a matter: it also pins the matter to a regime.
    pub(crate) async fn record_under(
        &mut self,
        permit: &Permit,
        stream: &StreamId,
        event: Event,
        regime: String,
    ) -> Result<Vec<RecordedEvent>, AppError> {
        permit.check(self.cx)?;
        let recorded = self.append(stream, vec![event], None, Some(regime)).boxed().await?;
        follow_up(self, recorded.clone()).boxed().await?;
        Ok(recorded)
    }

    /// Records events that have no consequences under the rules.
    pub(crate) async fn record_alone(
        &mut self,
        permit: &Permit,
        stream: &StreamId,
        events: Vec<Event>,
    ) -> Result<Vec<RecordedEvent>, AppError> {
        permit.check(self.cx)?;
        self.append(stream, events, None, None).boxed().await
    }

    /// Raises a sign, unless one with the same sources exists. Its own consequences are not recorded here: see
    /// [`Change::record`].
    pub(crate) async fn raise(&mut self, sign: NewSign, event: &RecordedEvent) -> Result<Vec<RecordedEvent>, AppError> {
        let stream = sign.stream;
        let Some(loaded) = self.unit.load(&stream).await? else { return Ok(Vec::new()) };
        let known = loaded.state.followed().is_some_and(|known| known.has_sign_from(sign.sign, &sign.sources));
        if known {
            return Ok(Vec::new());
        }
        let raised = Consequence::SignRaised(Sign {
            id: SignId::new(self.cx.uuid()),
            sign: sign.sign,
            rule: sign.sign.as_str().to_owned(),
            officer: sign.officer,
            fact: sign.fact,
            rests_on: sign.rests_on,
            sources: sign.sources.iter().map(ToString::to_string).collect(),
            occurred: sign.occurred,
            label: sign.label,
            ask: sign.ask,
        });
        self.append_follows(&stream, vec![raised], event).await
    }

    /// Records the duties, notices and signs that follow from an event.
    pub(crate) async fn append_follows(
        &mut self,
        stream: &StreamId,
        follows: Vec<Consequence>,
        event: &RecordedEvent,
    ) -> Result<Vec<RecordedEvent>, AppError> {
        self.append(stream, follow_events(stream.kind, follows)?, Some(event.id), None).await
    }
}

/// The events that record these consequences in a stream of the given kind.
pub(crate) fn follow_events(kind: StreamKind, follows: Vec<Consequence>) -> Result<Vec<Event>, AppError> {
    let event =
        |follow| kind.follow_event(follow).ok_or(AppError::Bug("nothing follows by rule in a stream of this kind"));
    follows.into_iter().map(event).collect()
}

/// Records everything that follows from the given events.
async fn follow_up(change: &mut Change<'_>, recorded: Vec<RecordedEvent>) -> Result<(), AppError> {
    let mut queue: VecDeque<RecordedEvent> = recorded.into();
    let mut followed_count = 0;
    while let Some(event) = queue.pop_front() {
        let more = one(change, &event).await?;
        followed_count += more.len();
        if followed_count > FOLLOWING_COUNT {
            return Err(AppError::Bug("the rules of the policy packs set each other off without end"));
        }
        queue.extend(more);
    }
    Ok(())
}

/// Returns true if rules or detectors examine the event.
fn is_looked_at(event: &Event) -> bool {
    match event.follow() {
        Some(follow) => matches!(event, Event::Officer(_)) && matches!(follow, Consequence::SignRaised(_)),
        None => !matches!(event, Event::Force(_) | Event::Erasure(_)),
    }
}

/// Duties that an event fulfils through its content, in addition to those whose rule names its kind.
fn meets_by_content(event: &Event) -> &'static [&'static str] {
    match event {
        Event::Matter(MatterEvent::ActRecorded { act: InvestigationAct::Cctv }) => &["request-cctv"],
        Event::Matter(MatterEvent::WelfareContacted) => &["contact-officer-welfare"],
        Event::Matter(MatterEvent::Vindicated { .. }) => &["send-vindication-letter"],
        Event::Matter(MatterEvent::PrejudiceDecided { .. }) => &["decide-proceed-or-wait"],
        Event::Matter(MatterEvent::BarredEntryCorrected { .. }) => &["correct-barred-list"],
        // An answer that is a no raises the duty anew.
        Event::Matter(MatterEvent::ResumptionAnswered { .. }) => &["decide-public-interest"],
        _ => &[],
    }
}

async fn one(change: &mut Change<'_>, event: &RecordedEvent) -> Result<Vec<RecordedEvent>, AppError> {
    if !is_looked_at(&event.event) {
        return Ok(Vec::new());
    }
    let mut more = consequences(change, event).await?;
    look_after_checks(change, event).await?;
    more.extend(meet_duties(change, event).await?);
    more.extend(law::react(change, event).await?);
    let found = signs::detect(&mut change.view(), event).await?;
    // The sign is the only consequence of joining reports to a series.
    let joined = found.joined.into_iter().map(Event::Report).collect();
    change.append(&event.stream, joined, Some(event.id), None).await?;
    for sign in found.signs {
        more.extend(change.raise(sign, event).await?);
    }
    Ok(more)
}

/// Consequences for another stream, such as that of an officer who was suspended or dismissed.
async fn consequences(change: &mut Change<'_>, event: &RecordedEvent) -> Result<Vec<RecordedEvent>, AppError> {
    let Event::Matter(of_matter) = &event.event else { return Ok(Vec::new()) };
    let Some(State::Matter(matter)) = change.unit.load(&event.stream).await?.map(|loaded| loaded.state) else {
        return Ok(Vec::new());
    };
    let officer = change.load::<Officer>(matter.subject).await?;
    let next = match of_matter {
        MatterEvent::SuspensionDecided { answer: SuspensionAnswer::Suspend, .. } => {
            vec![OfficerEvent::Suspended { matter: matter.id }]
        }
        MatterEvent::SuspensionReviewed { answer: ReviewAnswer::End, .. } => {
            vec![OfficerEvent::SuspensionEnded { matter: matter.id }]
        }
        MatterEvent::OutcomeRecorded { outcome, .. } => after_outcome(&matter, &officer, *outcome, change),
        MatterEvent::Closed { .. } => lift_all(&matter, &officer),
        _ => Vec::new(),
    };
    let cancelled = match of_matter {
        MatterEvent::OutcomeRecorded { .. } | MatterEvent::Closed { .. } => {
            Some(("review-suspension", DutyCancellation::CaseEnded))
        }
        // The law sets a new period in its reaction to the same event, which comes afterwards.
        MatterEvent::PanelReplaced => Some(("hold-accelerated-hearing", DutyCancellation::Superseded)),
        _ => None,
    };
    if let Some((name, why)) = cancelled {
        let open = matter.followed.open().filter(|known| known.duty.name == name);
        let follows = open.map(|known| Consequence::DutyCancelled { duty: known.duty.id, why }).collect();
        change.append_follows(&event.stream, follows, event).await?;
    }
    let events = next.into_iter().map(Event::Officer).collect();
    change.append(&Officer::stream(officer.id), events, Some(event.id), None).await
}

/// Enqueues a job that follows up earlier checks of an officer in an open stop, if the officer is no longer allowed to
/// act in it. A job is used so that the event stays on record even if this work fails.
async fn look_after_checks(change: &mut Change<'_>, event: &RecordedEvent) -> Result<(), AppError> {
    let officer: OfficerId = match &event.event {
        Event::Officer(
            OfficerEvent::Suspended { .. }
            | OfficerEvent::Left { .. }
            | OfficerEvent::DutyEnded
            | OfficerEvent::Protected { .. }
            | OfficerEvent::PublicFaceSet { online: false, .. },
        ) => match event.stream.key.parse() {
            Ok(officer) => officer,
            Err(_) => return Ok(()),
        },
        Event::Stop(StopEvent::Refused) => match change.unit.load(&event.stream).await?.map(|it| it.state) {
            Some(State::Stop(stop)) => stop.opening.officer,
            _ => return Ok(()),
        },
        _ => return Ok(()),
    };
    if !change.cx.app.store.stops_open_by(officer).await?.is_empty() {
        change.unit.enqueue(&standing_changed(officer, event.id, change.cx.now));
    }
    Ok(())
}

fn after_outcome(
    matter: &Matter,
    officer: &Officer,
    outcome: ProceedingsOutcome,
    change: &Change<'_>,
) -> Vec<OfficerEvent> {
    let mut events = Vec::new();
    if outcome == ProceedingsOutcome::Dismissal && officer.is_serving() {
        events.push(OfficerEvent::Left { how: Leaving::Dismissed, on: change.cx.today() });
    }
    match outcome.is_dismissal() {
        true => events.extend(suspension_ended(matter, officer)),
        false => events.extend(lift_all(matter, officer)),
    }
    events
}

/// The end of the officer's suspension in this matter. The officer's record is asked, because the suspension in the
/// matter's own record has already ended with the event.
fn suspension_ended(matter: &Matter, officer: &Officer) -> Option<OfficerEvent> {
    let suspended = officer.suspensions.iter().any(|(known, _)| *known == matter.id);
    suspended.then_some(OfficerEvent::SuspensionEnded { matter: matter.id })
}

fn lift_all(matter: &Matter, officer: &Officer) -> Vec<OfficerEvent> {
    let of_this = officer.protections.iter().filter(|known| known.matter == matter.id);
    let lifted =
        of_this.map(|known| OfficerEvent::ProtectionLifted { protection: known.protection, matter: matter.id });
    lifted.chain(suspension_ended(matter, officer)).collect()
}

/// Marks the duties that an event fulfils, both in its own stream and in the reports behind a matter.
async fn meet_duties(change: &mut Change<'_>, event: &RecordedEvent) -> Result<Vec<RecordedEvent>, AppError> {
    let (kind, _) = event.event.encode().map_err(|_| AppError::Bug("an event cannot be written as JSON"))?;
    let mut streams = vec![event.stream.clone()];
    if let Some(State::Matter(matter)) = change.unit.load(&event.stream).await?.map(|loaded| loaded.state) {
        streams.extend(matter.reports.iter().map(|id| Report::stream(*id)));
        streams.push(Officer::stream(matter.subject));
    }
    let mut recorded = Vec::new();
    for stream in streams {
        let Some(loaded) = change.unit.load(&stream).await? else { continue };
        let Some(followed) = loaded.state.followed() else { continue };
        let met: Vec<Consequence> = followed
            .open()
            .filter(|duty| {
                let by_kind = duty.duty.met_by.contains(&kind);
                by_kind || meets_by_content(&event.event).contains(&duty.duty.name.as_str())
            })
            .filter(|duty| duty.cause != Some(event.id))
            .map(|duty| Consequence::DutyMet { duty: duty.duty.id })
            .collect();
        recorded.extend(change.append_follows(&stream, met, event).await?);
    }
    Ok(recorded)
}
