//! Questions to the permission policies: the actor, their role and force, and the thing they want to act on.

use domain::matter::Matter;
use domain::officer::Officer;
use domain::report::Report;
use domain::{Actor, ActorIdentity, ForceId, OfficerId, Stream as _, StreamId, StreamKind};
use policy::permission::{ActorFacts, PermissionRequest, ResourceFacts};

use crate::change::{Change, Permit};
use crate::{Action, AppError, Context};

/// A thing on record that a permission can be asked about.
pub(crate) trait Resource: Sync {
    /// The stream of the thing: the policies know it by kind and id.
    fn stream_id(&self) -> StreamId;

    /// The force that holds the thing.
    fn force(&self) -> &ForceId;

    /// The officer whom the thing is about: nobody close to them deals with it.
    fn subject(&self) -> Option<OfficerId>;

    /// Returns true if only some people may see the thing, whatever their role.
    fn is_restricted(&self) -> bool {
        false
    }

    /// Returns true if the thing is a task of this officer.
    fn is_assigned_to(&self, _officer: OfficerId) -> bool {
        false
    }

    /// Returns true if an oversight body called the thing in.
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
    /// A request that concerns neither a force nor a person.
    Nothing,
    Force(&'a ForceId),
    /// An item at a desk of a force, and the officer whom it is about: nobody close to that officer deals with it.
    ForceOver(&'a ForceId, OfficerId),
    /// A thing on record.
    Thing(&'a dyn Resource),
}

impl PermissionSubject<'_> {
    /// The facts that need no further reading, for an actor who is this officer.
    fn facts(self, me: Option<OfficerId>) -> ResourceFacts {
        match self {
            Self::Nothing => ResourceFacts { kind: "none".to_owned(), ..ResourceFacts::default() },
            Self::Force(force) | Self::ForceOver(force, _) => ResourceFacts {
                kind: StreamKind::Force.as_str().to_owned(),
                id: force.to_string(),
                force: force.to_string(),
                ..ResourceFacts::default()
            },
            Self::Thing(thing) => {
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
            Self::ForceOver(_, officer) => Some(officer),
            Self::Thing(thing) => thing.subject(),
        }
    }
}

impl Change<'_> {
    /// Asks the permission policies. Every use case asks, once it knows what it is about.
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
        match self.cx.app.permissions.decide(&request).allowed {
            true => Ok(Permit::new(self.cx, action)),
            false => Err(self.cx.forbidden(action)),
        }
    }
}

impl Context<'_> {
    /// Asks the permission policies about something that no record has to be read for: nothing at all, or a force.
    pub(crate) fn authorise(&self, action: Action, about: PermissionSubject<'_>) -> Result<Permit, AppError> {
        let request = request_at_large(self, action, about);
        match self.app.permissions.decide(&request).allowed {
            true => Ok(Permit::new(self, action)),
            false => Err(self.forbidden(action)),
        }
    }

    pub(crate) fn forbidden(&self, action: Action) -> AppError {
        AppError::Forbidden { action, role: self.actor.role.as_str() }
    }
}

/// The part of a request that needs no reading of other records.
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
