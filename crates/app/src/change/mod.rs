//! One change of the record: a unit of work that authorises, loads, records with everything that follows, and commits.

pub(crate) mod batch;
pub(crate) mod conflict;
pub(crate) mod derived;
pub(crate) mod facts;
pub(crate) mod follow;
pub mod replay;
pub(crate) mod signs;

use domain::check::Check;
use domain::matter::{Decided, Matter, Seen};
use domain::officer::Officer;
use domain::report::Report;
use domain::stop::Stop;
use domain::{
    CheckId, ErrorKind, Event, EventId, MatterId, OfficerId, Personal, Recorded, Refusal, ReportId, State, StopId,
    StreamId, StreamKind, SubjectId,
};
use policy::permission::{ActorFacts, PermissionRequest, ResourceFacts};
use store::{Append, NewEvent};

use crate::change::batch::Lent;
use crate::change::conflict::Interest;
use crate::{Action, AppError, Context};

/// The most streams that a decision's maker is shown at once; more is a mistake of ours.
const SEEN_STREAMS_COUNT: usize = 64;

/// How often something is tried that another writer stood in the way of.
const ATTEMPTS: u32 = 4;

/// Does this anew, from what is on record then, as long as another writer stood in its way: for what nobody looks at and decides
/// again.
pub(crate) async fn again<T, F: Future<Output = Result<T, AppError>>>(change: impl Fn() -> F) -> Result<T, AppError> {
    let mut attempt = 1;
    loop {
        match change().await {
            Err(AppError::Store(error)) if error.kind() == ErrorKind::Conflict && attempt < ATTEMPTS => attempt += 1,
            done => return done,
        }
    }
}

/// One change under way. Dropping it changes nothing.
pub(crate) struct Change<'a> {
    pub(crate) cx: &'a Context<'a>,
    pub(crate) unit: Lent<'a>,
}

impl<'a> Change<'a> {
    pub(crate) async fn begin(cx: &'a Context<'a>) -> Result<Self, AppError> {
        Ok(Self { cx, unit: Lent::to(cx).await? })
    }

    pub(crate) async fn commit(self) -> Result<(), AppError> {
        self.unit.commit().await
    }

    async fn state(&mut self, stream: &StreamId) -> Result<Option<State>, AppError> {
        Ok(self.unit.load(stream).await?.map(|loaded| loaded.state))
    }

    /// The officer of this id.
    pub(crate) async fn officer(&mut self, id: OfficerId) -> Result<Officer, AppError> {
        match self.state(&officer(id)).await? {
            Some(State::Officer(officer)) => Ok(officer),
            _ => Err(AppError::Missing { what: "officer" }),
        }
    }

    /// The report of this id.
    pub(crate) async fn report(&mut self, id: ReportId) -> Result<Report, AppError> {
        match self.state(&report(id)).await? {
            Some(State::Report(report)) => Ok(report),
            _ => Err(AppError::Missing { what: "report" }),
        }
    }

    /// The stop of this id.
    pub(crate) async fn stop(&mut self, id: StopId) -> Result<Stop, AppError> {
        match self.state(&stop(id)).await? {
            Some(State::Stop(stop)) => Ok(stop),
            _ => Err(AppError::Missing { what: "stop" }),
        }
    }

    /// The check of this id.
    pub(crate) async fn check(&mut self, id: CheckId) -> Result<Check, AppError> {
        match self.state(&check(id)).await? {
            Some(State::Check(check)) => Ok(check),
            _ => Err(AppError::Missing { what: "check" }),
        }
    }

    /// The matter of this id.
    pub(crate) async fn matter(&mut self, id: MatterId) -> Result<Matter, AppError> {
        match self.state(&matter(id)).await? {
            Some(State::Matter(matter)) => Ok(matter),
            _ => Err(AppError::Missing { what: "matter" }),
        }
    }

    /// Asks the permission policies. Every use case asks, once it knows what it is about.
    pub(crate) async fn authorise(&mut self, action: Action, about: About<'_>) -> Result<(), AppError> {
        let request = self.request(action, about).await?;
        match self.cx.app.permissions.decide(&request).allowed {
            true => Ok(()),
            false => Err(self.cx.forbidden(action)),
        }
    }

    async fn request(&mut self, action: Action, about: About<'_>) -> Result<PermissionRequest, AppError> {
        let PermissionRequest { mut actor, action, mut resource } = request_at_large(self.cx, action, about);
        let me = self.cx.actor.officer();
        let mut subject = None;
        match about {
            About::Officer(officer) => subject = Some(officer.id),
            About::Report(report) => {
                subject = report.officer();
                resource.restricted = report.received.violence_against_women;
            }
            About::Matter(matter) => {
                subject = Some(matter.subject);
                resource.restricted = matter.violence_against_women();
                resource.assigned = me.is_some_and(|me| matter.investigators.contains(&me));
                resource.called_in = matter.called_in;
            }
            About::ForceOver(_, officer) => subject = Some(officer),
            About::Force(_) | About::Nothing => {}
        }
        resource.subject = subject.map(|subject| subject.to_string()).unwrap_or_default();
        if let (Some(me), Some(subject)) = (me, subject) {
            actor.subject_is_self = me == subject;
            if me != subject {
                actor.conflicted_with = self.interest(me, subject).await?.is_some();
            }
        }
        Ok(PermissionRequest { actor, action, resource })
    }

    /// The interest of one member of the workforce in another, as far as the record knows; none in people not on record.
    pub(crate) async fn interest(&mut self, one: OfficerId, other: OfficerId) -> Result<Option<Interest>, AppError> {
        let Some(State::Officer(one)) = self.state(&officer(one)).await? else { return Ok(None) };
        let Some(State::Officer(other)) = self.state(&officer(other)).await? else { return Ok(None) };
        Ok(conflict::interest(&one, &other, self.cx.today()))
    }

    /// Records events in a stream, and everything that follows from them by rule and by detector.
    pub(crate) async fn record(&mut self, stream: &StreamId, events: Vec<Event>) -> Result<Vec<Recorded>, AppError> {
        let recorded = self.append(stream, events, None, None).await?;
        follow::from(self, recorded.clone()).await?;
        Ok(recorded)
    }

    /// As [`Change::record`], for the event that begins a matter: it is pinned to a regime.
    pub(crate) async fn record_under(
        &mut self,
        stream: &StreamId,
        event: Event,
        regime: String,
    ) -> Result<Vec<Recorded>, AppError> {
        let recorded = self.append(stream, vec![event], None, Some(regime)).await?;
        follow::from(self, recorded.clone()).await?;
        Ok(recorded)
    }

    /// Records events without what follows; `cause` is the event they follow from.
    pub(crate) async fn append(
        &mut self,
        stream: &StreamId,
        events: Vec<Event>,
        cause: Option<EventId>,
        regime: Option<String>,
    ) -> Result<Vec<Recorded>, AppError> {
        if events.is_empty() {
            return Ok(Vec::new());
        }
        let cx = self.cx;
        let loaded = self.unit.load(stream).await?;
        let expected = loaded.as_ref().map_or(0, |loaded| loaded.version);
        let regime = regime.or_else(|| match loaded.map(|loaded| loaded.state) {
            Some(State::Matter(matter)) => matter.regime,
            _ => None,
        });
        // What the system adds is claimed by nobody to have happened at another time.
        let happened_at = cx.happened.filter(|_| cause.is_none());
        let events = events
            .into_iter()
            .map(|event| NewEvent {
                id: EventId::new(cx.uuid()),
                happened_at,
                actor: match cause {
                    None => cx.actor.clone(),
                    Some(_) => domain::Actor::system("rules"),
                },
                reason: None,
                regime: regime.clone(),
                cause,
                event,
            })
            .collect();
        let append = Append { stream: stream.clone(), expected, now: cx.now, events };
        Ok(self.unit.append(append).await?.recorded)
    }

    /// Reasons for a decision, with what its maker can see at this moment and the law that is applied.
    pub(crate) async fn decided(
        &mut self,
        streams: &[StreamId],
        reasons: Personal<String>,
    ) -> Result<Decided, AppError> {
        let seen = self.seen(streams).await?;
        Ok(Decided { reasons, seen, law: self.cx.app.law_stamp() })
    }

    async fn seen(&mut self, streams: &[StreamId]) -> Result<Seen, AppError> {
        if streams.len() > SEEN_STREAMS_COUNT {
            return Err(AppError::Bug("a decision is shown more streams than it can hold"));
        }
        self.unit.settle(self.cx).await?;
        let mut versions = Vec::with_capacity(streams.len());
        let mut commitments = Vec::new();
        for stream in streams {
            let version = self.unit.load(stream).await?.map_or(0, |loaded| loaded.version);
            commitments.extend(self.unit.commitments(stream, version).await?);
            versions.push((stream.to_string(), version));
        }
        Ok(Seen { streams: versions, hash: replay::hash(&commitments) })
    }

    /// What the maker of a decision on a matter is shown: the matter, its officer, and its reports.
    pub(crate) fn shown(matter: &Matter) -> Vec<StreamId> {
        let mut streams = vec![self::matter(matter.id), officer(matter.subject)];
        streams.extend(matter.reports.iter().take(SEEN_STREAMS_COUNT - 2).map(|id| report(*id)));
        streams
    }
}

/// What can be asked without reading a record: who asks, in which role, for which force.
pub(crate) fn request_at_large(cx: &Context<'_>, action: Action, about: About<'_>) -> PermissionRequest {
    let resource = ResourceFacts {
        kind: about.kind().to_owned(),
        id: about.id(),
        force: about.force(),
        ..ResourceFacts::default()
    };
    let actor = ActorFacts {
        id: actor_id(&cx.actor),
        roles: vec![cx.actor.role.as_str().to_owned()],
        force: cx.actor.force.as_ref().map(ToString::to_string).unwrap_or_default(),
        ..ActorFacts::default()
    };
    PermissionRequest { actor, action: action.as_str().to_owned(), resource }
}

/// What a permission is asked about.
#[derive(Clone, Copy)]
pub(crate) enum About<'a> {
    /// Nothing that has a force or a person.
    Nothing,
    /// A force.
    Force(&'a domain::ForceId),
    /// What a desk of a force has before it, and the officer whom that is about: nobody close to them deals with it.
    ForceOver(&'a domain::ForceId, OfficerId),
    /// An officer.
    Officer(&'a Officer),
    /// A report.
    Report(&'a Report),
    /// A matter.
    Matter(&'a Matter),
}

impl About<'_> {
    fn kind(self) -> &'static str {
        match self {
            Self::Nothing => "none",
            Self::Force(_) | Self::ForceOver(..) => "force",
            Self::Officer(_) => "officer",
            Self::Report(_) => "report",
            Self::Matter(_) => "matter",
        }
    }

    fn id(self) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::Force(force) | Self::ForceOver(force, _) => force.to_string(),
            Self::Officer(officer) => officer.id.to_string(),
            Self::Report(report) => report.id.to_string(),
            Self::Matter(matter) => matter.id.to_string(),
        }
    }

    fn force(self) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::Force(force) | Self::ForceOver(force, _) => force.to_string(),
            Self::Officer(officer) => officer.force().to_string(),
            Self::Report(report) => report.received.force.to_string(),
            Self::Matter(matter) => matter.force.to_string(),
        }
    }
}

fn actor_id(actor: &domain::Actor) -> String {
    match &actor.who {
        domain::Who::Staff { id } => id.to_string(),
        domain::Who::Person { id } => id.to_string(),
        domain::Who::System { name } => name.clone(),
    }
}

/// The stream of an officer.
pub(crate) fn officer(id: OfficerId) -> StreamId {
    StreamId::new(StreamKind::Officer, id)
}

/// The stream of a stop.
pub(crate) fn stop(id: StopId) -> StreamId {
    StreamId::new(StreamKind::Stop, id)
}

/// The stream of a check.
pub(crate) fn check(id: CheckId) -> StreamId {
    StreamId::new(StreamKind::Check, id)
}

/// The stream of a report.
pub(crate) fn report(id: ReportId) -> StreamId {
    StreamId::new(StreamKind::Report, id)
}

/// The stream of a matter.
pub(crate) fn matter(id: MatterId) -> StreamId {
    StreamId::new(StreamKind::Matter, id)
}

/// Words about somebody, refused when there are none.
pub(crate) fn reasons(about: impl Into<SubjectId>, words: &str) -> Result<Personal<String>, Refusal> {
    if words.trim().is_empty() {
        return Err(Refusal::invalid("decision.no-reasons", "say why, in at least a sentence"));
    }
    Ok(Personal::about(about, words.to_owned()))
}
