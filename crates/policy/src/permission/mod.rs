//! Permissions: the Cedar policies in `policies/permissions`, the facts they examine, and their answers.
//!
//! Cedar sees only a situation: not ids, names or forces, but just the relation between the actor and the resource. A
//! decision therefore depends on the situation alone, and can be cached exactly.

mod read;
mod situation;
mod table;

use std::collections::HashMap;
use std::path::Path;
use std::sync::{PoisonError, RwLock};

use cedar_policy::{Authorizer, Decision, PolicySet};

use read::Validation;
pub use read::{PermissionError, PermissionErrors};
use situation::{Situation, Words};

/// The size of the decision cache. A whole import produces a few hundred situations; 16 384 x about 150 bytes = 2.5 MB.
const REMEMBERED_COUNT: usize = 16_384;

#[derive(Debug)]
pub struct Permissions {
    /// The policies for each action, in the order of the caller's list.
    policies: Vec<PolicySet>,
    authorizer: Authorizer,
    words: Words,
    remembered: RwLock<HashMap<Situation, PermissionDecision>>,
}

/// A question: may this actor do this to this resource?
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PermissionRequest {
    pub actor: ActorFacts,
    /// The code of the action, such as `open-matter`.
    pub action: String,
    pub resource: ResourceFacts,
}

/// The facts about an actor on which permissions may depend.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ActorFacts {
    /// The id of the actor. No permission depends on it.
    pub id: String,
    /// The roles in which they act, such as `psd-investigator`.
    pub roles: Vec<String>,
    /// The force for which they act, if any; otherwise empty.
    pub force: String,
    /// True if the actor has shared a posting with the subject of the resource within five years, or has a tie to them.
    pub conflicted_with: bool,
    /// True if the actor is the subject of the resource.
    pub subject_is_self: bool,
}

/// The facts about a resource on which permissions may depend.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ResourceFacts {
    /// `none`, `force`, `officer`, `report` or `matter`; empty means `none`.
    pub kind: String,
    /// The id of the resource. No permission depends on it.
    pub id: String,
    /// The force whose record it belongs to, if any; otherwise empty.
    pub force: String,
    /// True for a report or matter about violence against women and girls.
    pub restricted: bool,
    /// The officer it is about. No permission depends on the officer's identity.
    pub subject: String,
    /// True if the actor is an investigator of the matter.
    pub assigned: bool,
    /// True if the oversight body has called the matter in.
    pub called_in: bool,
}

/// The answer to a question, with the `@id` of every policy that decided it, in alphabetical order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PermissionDecision {
    Allowed {
        policies: Vec<String>,
    },
    Refused {
        /// Empty if nothing permits the action, because the default answer is no.
        policies: Vec<String>,
    },
    /// The question makes no sense, or a policy failed. Nothing is allowed, and somebody has to mend it.
    Faulty {
        faults: Vec<String>,
    },
}

impl Permissions {
    /// Loads the built-in policies for these actions. They are parsed, but not validated again at every start, because
    /// the tests of this build have already loaded the same files with [`Permissions::load`].
    ///
    /// # Errors
    /// Same as [`Permissions::load`], except for the faults that only validation finds.
    pub fn embedded(actions: &[&str]) -> Result<Permissions, PermissionErrors> {
        read::permissions(&read::embedded(), actions, Validation::DoneByTests)
    }

    /// Loads the policies for these actions from a folder, which contains `candour.cedarschema` and any number of
    /// `*.cedar` files. The actions are added to the schema, and every policy is validated strictly against it.
    ///
    /// # Errors
    /// If there is any fault. The error lists all of them with file and line: a file that cannot be read or parsed, a
    /// policy without a unique id, an unknown action, role or fact, or a policy that can never apply.
    pub fn load(folder: &Path, actions: &[&str]) -> Result<Permissions, PermissionErrors> {
        read::permissions(&read::folder(folder)?, actions, Validation::Now)
    }

    fn new(policies: Vec<PolicySet>, words: Words) -> Self {
        Self { policies, authorizer: Authorizer::new(), words, remembered: RwLock::default() }
    }

    /// Answers a question. An action is allowed only if a policy permits it, no policy forbids it, and all policies can
    /// be evaluated.
    pub fn decide(&self, request: &PermissionRequest) -> PermissionDecision {
        let situation = match self.words.situation(request) {
            Ok(situation) => situation,
            Err(fault) => return PermissionDecision::faulty(fault),
        };
        let remembered = self.remembered.read().unwrap_or_else(PoisonError::into_inner).get(&situation).cloned();
        remembered.unwrap_or_else(|| {
            // Cedar refuses to evaluate when the stack is nearly full, which can happen in a deep use case, so it gets
            // its own thread.
            let decision = std::thread::scope(|scope| scope.spawn(|| self.evaluate(&situation)).join())
                .unwrap_or_else(|_| PermissionDecision::faulty("the policies could not be evaluated"));
            // A fault may be temporary, so only real answers are cached.
            if matches!(decision, PermissionDecision::Faulty { .. }) {
                return decision;
            }
            let mut remembered = self.remembered.write().unwrap_or_else(PoisonError::into_inner);
            if remembered.len() >= REMEMBERED_COUNT {
                remembered.clear();
            }
            remembered.insert(situation, decision.clone());
            decision
        })
    }

    fn evaluate(&self, situation: &Situation) -> PermissionDecision {
        // The schema was checked when the policies were read.
        let (request, entities) = match self.words.question(situation, None) {
            Ok(question) => question,
            Err(fault) => return PermissionDecision::faulty(fault),
        };
        let Some(policies) = self.policies.get(situation.action) else {
            return PermissionDecision::faulty("the action has no policies");
        };
        let response = self.authorizer.is_authorized(&request, policies, &entities);
        let mut faults: Vec<String> = response.diagnostics().errors().map(ToString::to_string).collect();
        if !faults.is_empty() {
            // Cedar ignores a policy that fails, even one that forbids, so its answer counts for nothing.
            faults.sort();
            return PermissionDecision::Faulty { faults };
        }
        let mut policies: Vec<String> = response.diagnostics().reason().map(ToString::to_string).collect();
        policies.sort();
        match response.decision() {
            Decision::Allow => PermissionDecision::Allowed { policies },
            Decision::Deny => PermissionDecision::Refused { policies },
        }
    }
}

impl PermissionDecision {
    fn faulty(fault: impl std::fmt::Display) -> Self {
        Self::Faulty { faults: vec![fault.to_string()] }
    }

    pub fn is_allowed(&self) -> bool {
        matches!(self, Self::Allowed { .. })
    }
}
