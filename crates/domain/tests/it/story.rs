//! Stories: events recorded one after another in one stream, an hour apart, and the resulting state.

use domain::force::Force;
use domain::matter::{DecisionBasis, Matter, SeenEvents};
use domain::officer::Officer;
use domain::record::event::LawStamp;
use domain::record::followed::{Consequence, RuleCitation, RuleLayer, RuleStatus};
use domain::record::state::Misfit;
use domain::report::Report;
use domain::stop::Stop;
use domain::{
    Actor, AllegationId, DeviceId, DutyId, Event, EventId, ForceId, LinkId, MatterId, OfficerId, PendingId, Personal,
    RecordedEvent, Refusal, ReportId, Role, SignId, State, StopId, StreamId, StreamKind, SubjectId,
};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

macro_rules! numbered {
    ($($name:ident: $id:ident,)*) => {$(
        pub fn $name(number: u128) -> $id {
            $id::new(Uuid::from_u128(number))
        }
    )*};
}

numbered! {
    officer: OfficerId,
    report: ReportId,
    matter: MatterId,
    allegation: AllegationId,
    duty: DutyId,
    sign: SignId,
    link: LinkId,
    stop: StopId,
    device: DeviceId,
    subject: SubjectId,
    pending: PendingId,
    event_id: EventId,
}

pub fn force(code: &str) -> ForceId {
    ForceId::parse(code).unwrap()
}

pub fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// Text about officer 1, the subject of most stories.
pub fn words(text: &str) -> Personal<String> {
    Personal::about(officer(1), text.to_owned())
}

pub fn decided(reasons: &str) -> DecisionBasis {
    DecisionBasis {
        reasons: words(reasons),
        seen: SeenEvents { streams: vec![("matter/1".to_owned(), 3)], hash: "00ff".to_owned() },
        law: LawStamp { packs: vec!["england-wales 2026.11".to_owned()] },
    }
}

pub fn citation() -> RuleCitation {
    RuleCitation {
        rule: "PCR-11B".to_owned(),
        layer: RuleLayer::Statute,
        text: "Police (Conduct) Regulations 2020, reg 11B".to_owned(),
        status: RuleStatus::Read,
    }
}

pub fn authority() -> Actor {
    Actor::staff(officer(90), Role::AppropriateAuthority, force("northmere"))
}

pub fn reviewer() -> Actor {
    Actor::person(subject(91), Role::LpbReviewer)
}

pub fn refused<T: std::fmt::Debug>(answer: Result<T, Refusal>) -> Refusal {
    answer.unwrap_err()
}

/// A refusal in one line: its kind, its code, and its citation in brackets.
pub fn line<T: std::fmt::Debug>(answer: Result<T, Refusal>) -> String {
    let refusal = refused(answer);
    let lower_case = refusal.message.starts_with(|first: char| first.is_lowercase() || first == '`');
    assert!(lower_case && !refusal.message.ends_with('.'), "{}", refusal.message);
    let citation = refusal.citation.map_or_else(String::new, |citation| format!(" [{citation}]"));
    format!("{:?} {}{citation}", refusal.kind, refusal.code)
}

#[derive(Clone, Debug)]
pub struct Story {
    stream: StreamId,
    pub events: Vec<RecordedEvent>,
    now: Timestamp,
}

impl Story {
    pub fn of(kind: StreamKind, key: impl std::fmt::Display) -> Self {
        let stream = StreamId::new(kind, key);
        Self { stream, events: Vec::new(), now: time("2026-03-02T09:00:00Z") }
    }

    pub fn at(mut self, now: &str) -> Self {
        self.now = time(now);
        self
    }

    pub fn then(self, event: impl Into<Told>) -> Self {
        self.told(event.into().0, None)
    }

    /// Adds an event that is recorded later than it happened.
    pub fn late(self, happened: &str, event: impl Into<Told>) -> Self {
        self.told(event.into().0, Some(time(happened)))
    }

    fn told(mut self, event: Event, happened_at: Option<Timestamp>) -> Self {
        let version = self.events.len() as u64 + 1;
        self.events.push(RecordedEvent {
            id: event_id(1_000 + u128::from(version)),
            stream: self.stream.clone(),
            version,
            recorded_at: self.now,
            happened_at,
            actor: authority(),
            reason: None,
            regime: Some("2026".to_owned()),
            cause: None,
            event,
        });
        self.now += SignedDuration::from_hours(1);
        self
    }

    pub fn fold(&self) -> Result<Option<State>, Misfit> {
        State::fold(&self.events)
    }

    pub fn state(&self) -> State {
        self.fold().unwrap().unwrap()
    }

    pub fn matter(&self) -> Matter {
        let State::Matter(matter) = self.state() else { panic!("no matter") };
        matter
    }

    pub fn officer(&self) -> Officer {
        let State::Officer(officer) = self.state() else { panic!("no officer") };
        officer
    }

    pub fn report(&self) -> Report {
        let State::Report(report) = self.state() else { panic!("no report") };
        report
    }

    pub fn stop(&self) -> Stop {
        let State::Stop(stop) = self.state() else { panic!("no stop") };
        stop
    }

    pub fn force(&self) -> Force {
        let State::Force(force) = self.state() else { panic!("no force") };
        force
    }
}

/// An event of any kind, to add to a story.
pub struct Told(Event);

macro_rules! told {
    ($($variant:ident($event:ty),)*) => {$(
        impl From<$event> for Told {
            fn from(event: $event) -> Self {
                Self(Event::$variant(event))
            }
        }
    )*};
}

told! {
    Force(domain::force::ForceEvent),
    Officer(domain::officer::OfficerEvent),
    Report(domain::report::ReportEvent),
    Matter(domain::matter::MatterEvent),
    Stop(domain::stop::StopEvent),
    Check(domain::check::CheckEvent),
    Consultation(domain::consultation::ConsultationEvent),
    Erasure(domain::erasure::ErasureEvent),
}

impl From<Event> for Told {
    fn from(event: Event) -> Self {
        Self(event)
    }
}

impl From<Consequence> for Told {
    fn from(follow: Consequence) -> Self {
        Self(Event::Matter(domain::matter::MatterEvent::Followed(follow)))
    }
}
