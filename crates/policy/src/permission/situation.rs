//! The situation behind a request, as Cedar sees it: packed for the cache, and translated into entities.

use std::collections::{HashMap, HashSet};
use std::str::FromStr;

use cedar_policy::{
    Context, Entities, Entity, EntityId, EntityTypeName, EntityUid, Request, RestrictedExpression, Schema,
};

use super::PermissionRequest;

/// The kinds of resource, each with its name in a request and its entity type in the schema.
pub(super) const KINDS: [(&str, &str); 5] =
    [("none", "None"), ("force", "Force"), ("officer", "Officer"), ("report", "Report"), ("matter", "Matter")];

/// The maximum number of roles that a situation can represent.
pub(super) const ROLES_COUNT: usize = 64;

/// Everything that a permission can depend on. Facts that a kind of resource does not have are `false`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Situation {
    /// The position of the action in the caller's list.
    pub(super) action: usize,
    /// One bit for each role.
    roles: u64,
    kind: usize,
    own_force: bool,
    conflicted: bool,
    subject_is_self: bool,
    restricted: bool,
    assigned: bool,
    called_in: bool,
}

/// The reasons why a request cannot be evaluated. They quote nothing from the request except codes.
#[derive(Debug, thiserror::Error)]
pub(super) enum SituationError {
    #[error("action `{0}` is not in the list of actions")]
    Action(String),
    #[error("role `{0}` is not in the schema")]
    Role(String),
    #[error("resource kind `{0}` is not known: it is `none`, `force`, `officer`, `report` or `matter`")]
    Kind(String),
    #[error("the request does not fit the schema: {0}")]
    Schema(String),
}

/// The words that a request may use, and their entities.
#[derive(Debug)]
pub(super) struct Words {
    actions: HashMap<String, usize>,
    action_uids: Vec<EntityUid>,
    roles: Vec<(String, EntityUid)>,
    actor: EntityUid,
    resources: Vec<EntityUid>,
}

/// Two flags for a kind of resource: whether it can be restricted, and whether it can have an investigator.
fn facts_of(kind: usize) -> (bool, bool) {
    let name = KINDS.get(kind).map(|(name, _)| *name);
    (matches!(name, Some("report" | "matter")), name == Some("matter"))
}

/// The entity of the given type with this id.
pub(super) fn entity_uid(kind: &str, id: &str) -> Result<EntityUid, String> {
    let name = EntityTypeName::from_str(kind).map_err(|error| error.to_string())?;
    Ok(EntityUid::from_type_name_and_id(name, EntityId::new(id)))
}

impl Words {
    pub(super) fn new(actions: &[&str], roles: &[String]) -> Result<Self, String> {
        let action_uids = actions.iter().map(|code| entity_uid("Action", code)).collect::<Result<_, _>>()?;
        let role = |role: &String| Ok::<_, String>((role.clone(), entity_uid("Role", role)?));
        Ok(Self {
            actions: actions.iter().enumerate().map(|(index, code)| ((*code).to_owned(), index)).collect(),
            action_uids,
            roles: roles.iter().map(role).collect::<Result<_, _>>()?,
            actor: entity_uid("Actor", "actor")?,
            resources: KINDS.iter().map(|(_, name)| entity_uid(name, "resource")).collect::<Result<_, _>>()?,
        })
    }

    /// Extracts the situation of a request.
    pub(super) fn situation(&self, request: &PermissionRequest) -> Result<Situation, SituationError> {
        let PermissionRequest { actor, action, resource } = request;
        let mut roles = 0_u64;
        for role in &actor.roles {
            let index = self.roles.iter().position(|(known, _)| known == role);
            roles |= 1 << index.ok_or_else(|| SituationError::Role(role.clone()))?;
        }
        let kind = match resource.kind.as_str() {
            "" => Some(0),
            kind => KINDS.iter().position(|(known, _)| *known == kind),
        };
        let kind = kind.ok_or_else(|| SituationError::Kind(resource.kind.clone()))?;
        let (told, investigated) = facts_of(kind);
        Ok(Situation {
            action: *self.actions.get(action).ok_or_else(|| SituationError::Action(action.clone()))?,
            roles,
            kind,
            own_force: !actor.force.is_empty() && actor.force == resource.force,
            conflicted: actor.conflicted_with,
            subject_is_self: actor.subject_is_self,
            restricted: told && resource.restricted,
            assigned: investigated && resource.assigned,
            called_in: investigated && resource.called_in,
        })
    }

    /// Checks the schema: every kind of resource must have exactly the facts that requests provide.
    pub(super) fn check(&self, schema: &Schema) -> Result<(), SituationError> {
        let asked = |kind| Situation {
            action: 0,
            roles: 1,
            kind,
            own_force: false,
            conflicted: false,
            subject_is_self: false,
            restricted: false,
            assigned: false,
            called_in: false,
        };
        (0..KINDS.len()).try_for_each(|kind| self.question(&asked(kind), Some(schema)).map(drop))
    }

    /// The situation in Cedar's terms, checked against the schema if one is given.
    pub(super) fn question(
        &self,
        situation: &Situation,
        schema: Option<&Schema>,
    ) -> Result<(Request, Entities), SituationError> {
        let fault = |error: &dyn std::error::Error| SituationError::Schema(error.to_string());
        let missing = || SituationError::Schema("a word is out of range".to_owned());
        let held = self.roles.iter().enumerate().filter(|(index, _)| situation.roles & (1 << index) != 0);
        let held: HashSet<EntityUid> = held.map(|(_, (_, uid))| uid.clone()).collect();
        let actor = Entity::new_no_attrs(self.actor.clone(), held);
        let uid = self.resources.get(situation.kind).ok_or_else(missing)?.clone();
        let truth = |name: &str, value| (name.to_owned(), RestrictedExpression::new_bool(value));
        let mut about = HashMap::new();
        let (told, investigated) = facts_of(situation.kind);
        if told {
            about.extend([truth("restricted", situation.restricted)]);
        }
        if investigated {
            about.extend([truth("assigned", situation.assigned), truth("calledIn", situation.called_in)]);
        }
        let resource = Entity::new(uid.clone(), about, HashSet::new()).map_err(|error| fault(&error))?;
        let entities = Entities::from_entities([actor, resource], schema).map_err(|error| fault(&error))?;
        let stand = [
            truth("ownForce", situation.own_force),
            truth("conflicted", situation.conflicted),
            truth("subjectIsSelf", situation.subject_is_self),
        ];
        let context = Context::from_pairs(stand).map_err(|error| fault(&error))?;
        let action = self.action_uids.get(situation.action).ok_or_else(missing)?.clone();
        let request = Request::new(self.actor.clone(), action, uid, context, schema);
        Ok((request.map_err(|error| fault(&error))?, entities))
    }
}
