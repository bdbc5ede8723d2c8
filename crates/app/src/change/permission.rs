//! Requests to the permission policies: the actor, with their role and force, and the resource they want to act on.

use domain::matter::Matter;
use domain::officer::Officer;
use domain::report::Report;
use domain::{Actor, ActorIdentity, ForceId, OfficerId, Stream as _, StreamId, StreamKind};
use policy::permission::{ActorFacts, PermissionDecision, PermissionRequest, ResourceFacts};

use crate::change::{Change, Permit};
use crate::{Action, AppError, Context};

/// A record that permission can be requested for.
pub(crate) trait Resource: Sync {
    /// The stream of the record. The policies identify it by the stream's kind and key.
    fn stream_id(&self) -> StreamId;

    /// The force that holds the record.
    fn force(&self) -> &ForceId;

    /// The officer whom the record is about. People close to that officer must not deal with it.
    fn subject(&self) -> Option<OfficerId>;

    /// Returns true if access is limited to certain people, whatever their role.
    fn is_restricted(&self) -> bool {
        false
    }

    /// Returns true if this officer has been assigned to the record as a task.
    fn is_assigned_to(&self, _officer: OfficerId) -> bool {
        false
    }

    /// Returns true if an oversight body has called it in.
    fn is_called_in(&self) -> bool {
        false
    }
}

impl Resource for Officer {
    fn stream_id(&self) -> StreamId {
        Officer::stream(self.id)
    }

    fn force(&self) -> &ForceId {
        Officer::force(self)
    }

    fn subject(&self) -> Option<OfficerId> {
        Some(self.id)
    }
}

impl Resource for Report {
    fn stream_id(&self) -> StreamId {
        Report::stream(self.id)
    }

    fn force(&self) -> &ForceId {
        &self.received.force
    }

    fn subject(&self) -> Option<OfficerId> {
        self.officer()
    }

    fn is_restricted(&self) -> bool {
        self.received.violence_against_women
    }
}

impl Resource for Matter {
    fn stream_id(&self) -> StreamId {
        Matter::stream(self.id)
    }

    fn force(&self) -> &ForceId {
        &self.force
    }

    fn subject(&self) -> Option<OfficerId> {
        Some(self.subject)
    }

    fn is_restricted(&self) -> bool {
        self.violence_against_women()
    }

    fn is_assigned_to(&self, officer: OfficerId) -> bool {
        self.investigators.contains(&officer)
    }

    fn is_called_in(&self) -> bool {
        self.called_in
    }
}

/// The subject of a request for permission.
#[derive(Clone, Copy)]
pub(crate) enum PermissionSubject<'a> {
    /// The request concerns neither a force nor a person.
    Nothing,
    Force(&'a ForceId),
    /// An item at a desk of a force, with the officer it is about. People close to that officer must not deal with it.
    ForceOver(&'a ForceId, OfficerId),
    Thing(&'a dyn Resource),
    /// A record that is to be tied to another officer. People close to that officer must not decide on the tie.
    ThingOver(&'a dyn Resource, OfficerId),
}

impl PermissionSubject<'_> {
    /// The facts that are available without reading further records. `me` is the officer who acts, if there is one.
    fn facts(self, me: Option<OfficerId>) -> ResourceFacts {
        match self {
            Self::Nothing => ResourceFacts { kind: "none".to_owned(), ..ResourceFacts::default() },
            Self::Force(force) | Self::ForceOver(force, _) => ResourceFacts {
                kind: StreamKind::Force.as_str().to_owned(),
                id: force.to_string(),
                force: force.to_string(),
                ..ResourceFacts::default()
            },
            Self::Thing(thing) | Self::ThingOver(thing, _) => {
                let stream = thing.stream_id();
                ResourceFacts {
                    kind: stream.kind.as_str().to_owned(),
                    id: stream.key,
                    force: thing.force().to_string(),
                    restricted: thing.is_restricted(),
                    assigned: me.is_some_and(|me| thing.is_assigned_to(me)),
                    called_in: thing.is_called_in(),
                    ..ResourceFacts::default()
                }
            }
        }
    }

    fn subject(self) -> Option<OfficerId> {
        match self {
            Self::Nothing | Self::Force(_) => None,
            Self::ForceOver(_, officer) | Self::ThingOver(_, officer) => Some(officer),
            Self::Thing(thing) => thing.subject(),
        }
    }
}

impl Change<'_> {
    /// Asks the permission policies. Every use case does so as soon as it knows what the request is about.
    pub(crate) async fn authorise(&mut self, action: Action, about: PermissionSubject<'_>) -> Result<Permit, AppError> {
        let mut request = request_at_large(self.cx, action, about);
        let subject = about.subject();
        request.resource.subject = subject.map(|subject| subject.to_string()).unwrap_or_default();
        if let (Some(me), Some(subject)) = (self.cx.actor.officer(), subject) {
            request.actor.subject_is_self = me == subject;
            if me != subject {
                request.actor.conflicted_with = self.interest(me, subject).await?.is_some();
            }
        }
        answer(self.cx, action, &request)
    }
}

impl Context<'_> {
    /// Asks the permission policies about a request that needs no records: one about a force, or about nothing in
    /// particular.
    pub(crate) fn authorise(&self, action: Action, about: PermissionSubject<'_>) -> Result<Permit, AppError> {
        answer(self, action, &request_at_large(self, action, about))
    }

    pub(crate) fn forbidden(&self, action: Action) -> AppError {
        AppError::Forbidden { action, role: self.actor.role.as_str() }
    }
}

/// The answer of the policies. A fault is for the operator to mend, so the actor must not be told that they may not.
fn answer(cx: &Context<'_>, action: Action, request: &PermissionRequest) -> Result<Permit, AppError> {
    match cx.app.permissions.decide(request) {
        PermissionDecision::Allowed { .. } => Ok(Permit::new(cx, action)),
        PermissionDecision::Refused { .. } => Err(cx.forbidden(action)),
        PermissionDecision::Faulty { faults } => {
            let (role, faults) = (cx.actor.role.as_str(), faults.join("; "));
            tracing::error!(action = action.as_str(), role, faults, "the permission policies failed");
            Err(AppError::Bug("the permission policies could not answer a request"))
        }
    }
}

/// The part of a request that can be filled in without reading other records.
fn request_at_large(cx: &Context<'_>, action: Action, about: PermissionSubject<'_>) -> PermissionRequest {
    let actor = ActorFacts {
        id: actor_id(&cx.actor),
        roles: vec![cx.actor.role.as_str().to_owned()],
        force: cx.actor.force.as_ref().map(ToString::to_string).unwrap_or_default(),
        ..ActorFacts::default()
    };
    PermissionRequest { actor, action: action.as_str().to_owned(), resource: about.facts(cx.actor.officer()) }
}

fn actor_id(actor: &Actor) -> String {
    match &actor.who {
        ActorIdentity::Staff { id } => id.to_string(),
        ActorIdentity::Person { id } => id.to_string(),
        ActorIdentity::System { name } => name.clone(),
    }
}
