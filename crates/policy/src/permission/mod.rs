//! Who may do what: the Cedar policies of `policies/permissions`, the facts they look at, and the answer.
//!
//! What Cedar is shown is a situation: no id, no name, no force, only how the actor and the resource stand to one another.
//! So a decision is a function of the situation alone, and remembering it is exact.

mod read;
mod situation;
mod table;

use std::collections::HashMap;
use std::path::Path;
use std::sync::{PoisonError, RwLock};

use cedar_policy::{Authorizer, Decision, PolicySet};

pub use read::{PermissionError, PermissionErrors};
use situation::{Situation, Words};

/// How many decisions are remembered. The whole of an import meets a few hundred situations; 16 384 x
/// about 150 bytes = 2.5 MB.
const REMEMBERED_COUNT: usize = 16_384;

/// The permission policies, read and validated.
#[derive(Debug)]
pub struct Permissions {
    /// The policies that speak of each action, in the order of the caller's list.
    policies: Vec<PolicySet>,
    authorizer: Authorizer,
    words: Words,
    remembered: RwLock<HashMap<Situation, PermissionDecision>>,
}

/// Who asks to do what to what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PermissionRequest {
    /// Who.
    pub actor: ActorFacts,
    /// The code of the action, as `open-matter`.
    pub action: String,
    /// To what.
    pub resource: ResourceFacts,
}

/// What permissions may depend on in the actor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ActorFacts {
    /// Who it is. No permission depends on it.
    pub id: String,
    /// The roles in which they act, as `psd-investigator`.
    pub roles: Vec<String>,
    /// The force for which they act; empty: none.
    pub force: String,
    /// Whether they share a posting within five years, or a tie, with the subject of the resource.
    pub conflicted_with: bool,
    /// Whether they are the subject of the resource.
    pub subject_is_self: bool,
}

/// What permissions may depend on in the resource.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ResourceFacts {
    /// `none`, `force`, `officer`, `report` or `matter`; empty means `none`.
    pub kind: String,
    /// Which one it is. No permission depends on it.
    pub id: String,
    /// The force whose record it is; empty: none.
    pub force: String,
    /// Whether a report or matter is about violence against women.
    pub restricted: bool,
    /// The officer it is about. No permission depends on who that is.
    pub subject: String,
    /// Whether the actor investigates the matter.
    pub assigned: bool,
    /// Whether the oversight body has called the matter in.
    pub called_in: bool,
}

/// Whether something may be done, and by which policies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PermissionDecision {
    /// Whether it may be done.
    pub allowed: bool,
    /// The `@id` of every policy that decided, in alphabetical order. Empty where nothing permits it: the default is no. Where
    /// the question itself is faulty or a policy failed, the answer is no and a reason begins with `error: `.
    pub reasons: Vec<String>,
}

impl Permissions {
    /// The policies that are built in, for these actions.
    ///
    /// # Errors
    /// As [`Permissions::load`].
    pub fn embedded(actions: &[&str]) -> Result<Permissions, PermissionErrors> {
        read::check(&read::embedded(), actions)
    }

    /// The policies of a folder, which holds `candour.cedarschema` and any number of `*.cedar` files, for these actions. The
    /// schema is completed with the actions, and every policy is validated strictly against it.
    ///
    /// # Errors
    /// Every fault at once, with its file and line: what cannot be read or parsed, a policy without an id of its own, an action,
    /// role or fact that does not exist, a policy that can never apply.
    pub fn load(folder: &Path, actions: &[&str]) -> Result<Permissions, PermissionErrors> {
        read::check(&read::folder(folder)?, actions)
    }

    fn new(policies: Vec<PolicySet>, words: Words) -> Self {
        Self { policies, authorizer: Authorizer::new(), words, remembered: RwLock::default() }
    }

    /// Whether this may be done. Nothing is allowed unless a policy permits it, none forbids it, and all could be evaluated.
    pub fn decide(&self, request: &PermissionRequest) -> PermissionDecision {
        let situation = match self.words.situation(request) {
            Ok(situation) => situation,
            Err(fault) => return PermissionDecision::refused(fault),
        };
        let remembered = self.remembered.read().unwrap_or_else(PoisonError::into_inner).get(&situation).cloned();
        remembered.unwrap_or_else(|| {
            // Cedar refuses to evaluate where little of the stack is left, as under a deep use case: it gets one of its own.
            let decision = std::thread::scope(|scope| scope.spawn(|| self.evaluate(&situation)).join())
                .unwrap_or_else(|_| PermissionDecision::refused("the policies could not be evaluated"));
            // A fault may pass: only answers are remembered.
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
        // Cedar leaves out a policy that fails, also one that forbids. Here no such answer counts.
        PermissionDecision { allowed: response.decision() == Decision::Allow && !failed, reasons }
    }
}

impl PermissionDecision {
    fn refused(fault: impl std::fmt::Display) -> Self {
        Self { allowed: false, reasons: vec![format!("error: {fault}")] }
    }

    /// Whether it was refused because something went wrong, not because nobody permits it.
    fn is_fault(&self) -> bool {
        self.reasons.iter().any(|reason| reason.starts_with("error: "))
    }
}
