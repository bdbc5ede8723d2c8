//! Permissions: the Cedar policies of `policies/permissions`, the facts they examine, and their answer.
//!
//! Cedar sees only a situation: no id, no name, no force, just the relation between the actor and the resource. A
//! decision is therefore a function of the situation alone, and can be cached exactly.

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

/// Size of the cache of decisions. A whole import has a few hundred situations; 16 384 x about 150 bytes = 2.5 MB.
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
    /// The force for which they act; empty for none.
    pub force: String,
    /// True if the actor shared a posting within five years, or has a tie, with the subject of the resource.
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
    /// The force to whose record it belongs; empty for none.
    pub force: String,
    /// True for a report or matter about violence against women.
    pub restricted: bool,
    /// The officer it is about. No permission depends on the officer's identity.
    pub subject: String,
    /// True if the actor investigates the matter.
    pub assigned: bool,
    /// True if the oversight body has called the matter in.
    pub called_in: bool,
}

/// The answer to a question, and the policies that gave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PermissionDecision {
    pub allowed: bool,
    /// The `@id` of every policy that decided, in alphabetical order. Empty if nothing permits the action,
    /// because the default is no. If the question is faulty or a policy failed, the answer is no and a
    /// reason begins with `error: `.
    pub reasons: Vec<String>,
}

impl Permissions {
    /// Loads the built-in policies for these actions. They are parsed, but not validated again at each start: the tests
    /// of this build have loaded the same files with [`Permissions::load`].
    ///
    /// # Errors
    /// Same as [`Permissions::load`], without the faults that only validation finds.
    pub fn embedded(actions: &[&str]) -> Result<Permissions, PermissionErrors> {
        read::permissions(&read::embedded(), actions, Validation::DoneByTests)
    }

    /// Loads the policies of a folder, which holds `candour.cedarschema` and any number of `*.cedar` files, for these
    /// actions. The actions are added to the schema, and every policy is validated strictly against it.
    ///
    /// # Errors
    /// Every fault at once, with its file and line: text that cannot be read or parsed, a policy without an id of its
    /// own, an unknown action, role or fact, a policy that can never apply.
    pub fn load(folder: &Path, actions: &[&str]) -> Result<Permissions, PermissionErrors> {
        read::permissions(&read::folder(folder)?, actions, Validation::Now)
    }

    fn new(policies: Vec<PolicySet>, words: Words) -> Self {
        Self { policies, authorizer: Authorizer::new(), words, remembered: RwLock::default() }
    }

    /// Answers a question. Nothing is allowed unless a policy permits it, none forbids
    /// it, and all could be evaluated.
    pub fn decide(&self, request: &PermissionRequest) -> PermissionDecision {
        let situation = match self.words.situation(request) {
            Ok(situation) => situation,
            Err(fault) => return PermissionDecision::refused(fault),
        };
        let remembered = self.remembered.read().unwrap_or_else(PoisonError::into_inner).get(&situation).cloned();
        remembered.unwrap_or_else(|| {
            // Cedar refuses to evaluate on a nearly full stack, as under a deep use case, so
            // it gets a thread of its own.
            let decision = std::thread::scope(|scope| scope.spawn(|| self.evaluate(&situation)).join())
                .unwrap_or_else(|_| PermissionDecision::refused("the policies could not be evaluated"));
            // A fault may be temporary, so only real answers are cached.
            if decision.is_fault() {
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
            Err(fault) => return PermissionDecision::refused(fault),
        };
        let Some(policies) = self.policies.get(situation.action) else {
            return PermissionDecision::refused("the action has no policies");
        };
        let response = self.authorizer.is_authorized(&request, policies, &entities);
        let mut reasons: Vec<String> = response.diagnostics().reason().map(ToString::to_string).collect();
        let errors = response
            .diagnostics()
            .errors()
            .map(|error| format!("error: {error}").replacen("error: error ", "error: ", 1));
        let before = reasons.len();
        reasons.extend(errors);
        let failed = reasons.len() > before;
        reasons.sort();
        // Cedar leaves out a policy that fails, even one that forbids. Such an answer does not count here.
        PermissionDecision { allowed: response.decision() == Decision::Allow && !failed, reasons }
    }
}

impl PermissionDecision {
    fn refused(fault: impl std::fmt::Display) -> Self {
        Self { allowed: false, reasons: vec![format!("error: {fault}")] }
    }

    /// Returns true if the refusal is due to a fault, not to a missing permission.
    fn is_fault(&self) -> bool {
        self.reasons.iter().any(|reason| reason.starts_with("error: "))
    }
}
