//! Reads the permission policies: loads the files, adds the actions to the schema, validates, and reports every fault
//! with its position.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;
use std::path::Path;
use std::str::FromStr;

use cedar_policy::ffi::DetailedError;
use cedar_policy::{
    ActionConstraint, Policy, PolicyId, PolicySet, Schema, SchemaFragment, ValidationError, ValidationMode, Validator,
};
use include_dir::{Dir, include_dir};

use super::Permissions;
use super::situation::{KINDS, ROLES_COUNT, Words, entity_uid};
use crate::problem::line_of;

static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../policies/permissions");

const SCHEMA: &str = "candour.cedarschema";

/// One fault in the permission policies.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PermissionError {
    /// The file, or the folder that could not be read.
    pub file: String,
    /// The line of the fault, counting from 1; `None` if it is not on a single line.
    pub line: Option<usize>,
    /// The `@id` of the faulty policy.
    pub policy: Option<String>,
    /// The fault and, if known, its correction.
    pub problem: String,
}

impl fmt::Display for PermissionError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.file)?;
        if let Some(line) = self.line {
            write!(out, ":{line}")?;
        }
        if let Some(policy) = &self.policy {
            write!(out, ": policy `{policy}`")?;
        }
        write!(out, ": {}", self.problem)
    }
}

/// All faults found in the permission policies, in order of file and line; never empty.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct PermissionErrors(pub Vec<PermissionError>);

impl fmt::Display for PermissionErrors {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, error) in self.0.iter().enumerate() {
            if index > 0 {
                writeln!(out)?;
            }
            write!(out, "{error}")?;
        }
        Ok(())
    }
}

pub(super) type Files = BTreeMap<String, String>;

fn ours(name: &str) -> bool {
    name == SCHEMA || name.ends_with(".cedar")
}

pub(super) fn embedded() -> Files {
    let text = |file: &include_dir::File<'_>| {
        let name = file.path().to_string_lossy().into_owned();
        Some((name, file.contents_utf8()?.to_owned()))
    };
    EMBEDDED.files().filter_map(text).filter(|(name, _)| ours(name)).collect()
}

pub(super) fn folder(folder: &Path) -> Result<Files, PermissionErrors> {
    let mut faults = Vec::new();
    let mut files = Files::new();
    let mut failed = |path: &Path, error: &std::io::Error| {
        let problem = format!("cannot be read: {error}: give the folder that holds `{SCHEMA}`");
        faults.push(PermissionError { file: path.display().to_string(), line: None, policy: None, problem });
    };
    match std::fs::read_dir(folder) {
        Err(error) => failed(folder, &error),
        Ok(entries) => {
            for entry in entries {
                let path = match entry {
                    Ok(entry) => entry.path(),
                    Err(error) => {
                        failed(folder, &error);
                        continue;
                    }
                };
                let Some(name) = path.file_name().and_then(|name| name.to_str()).filter(|name| ours(name)) else {
                    continue;
                };
                match std::fs::read_to_string(&path) {
                    Ok(text) => drop(files.insert(name.to_owned(), text)),
                    Err(error) => failed(&path, &error),
                }
            }
        }
    }
    if faults.is_empty() { Ok(files) } else { Err(PermissionErrors(faults)) }
}

/// The file and line of each policy.
type Places = HashMap<PolicyId, (String, Option<usize>)>;

/// The point at which policies are validated against the schema.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Validation {
    Now,
    /// Validation is skipped: it takes longer than everything else at program start, and the tests have already
    /// validated the built-in policies.
    DoneByTests,
}

/// Reads all files, and returns either the permissions or all faults.
pub(super) fn permissions(
    files: &Files,
    actions: &[&str],
    validation: Validation,
) -> Result<Permissions, PermissionErrors> {
    let mut faults = Vec::new();
    let schema = schema(files, actions, &mut faults);
    let mut policies = PolicySet::new();
    let mut places = Places::new();
    for (file, text) in files.iter().filter(|(name, _)| name.as_str() != SCHEMA) {
        read_policies(file, text, &mut policies, &mut places, &mut faults);
    }
    if policies.is_empty() && faults.is_empty() {
        let problem = "no policy is given: without a `*.cedar` file nobody may do anything".to_owned();
        faults.push(PermissionError { file: SCHEMA.to_owned(), line: None, policy: None, problem });
    }
    if let Some((schema, words)) = schema {
        if validation == Validation::Now {
            validate(schema, &policies, &places, files, &mut faults);
        }
        if faults.is_empty() {
            return match by_action(&policies, actions) {
                Ok(policies) => Ok(Permissions::new(policies, words)),
                Err(problem) => Err(PermissionErrors(vec![PermissionError {
                    file: SCHEMA.to_owned(),
                    line: None,
                    policy: None,
                    problem,
                }])),
            };
        }
    }
    faults.sort();
    faults.dedup();
    Err(PermissionErrors(faults))
}

fn schema(files: &Files, actions: &[&str], faults: &mut Vec<PermissionError>) -> Option<(Schema, Words)> {
    let mut note =
        |line, problem| faults.push(PermissionError { file: SCHEMA.to_owned(), line, policy: None, problem });
    let Some(text) = files.get(SCHEMA) else {
        note(None, "is missing: it defines what a policy may examine".to_owned());
        return None;
    };
    let plain =
        |code: &&&str| code.is_empty() || code.chars().any(|letter| !(letter.is_ascii_lowercase() || letter == '-'));
    let faulty: Vec<&&str> = actions.iter().filter(plain).collect();
    for code in &faulty {
        note(None, format!("action `{code}` cannot be named in a policy: use small letters and hyphens"));
    }
    if !faulty.is_empty() || actions.is_empty() {
        if actions.is_empty() {
            note(None, "no action is given: name at least one".to_owned());
        }
        return None;
    }
    let names = actions.iter().map(|code| format!("\"{code}\"")).collect::<Vec<_>>().join(", ");
    let kinds = KINDS.map(|(_, name)| name).join(", ");
    let whole =
        format!("{text}\naction {names} appliesTo {{ principal: Actor, resource: [{kinds}], context: Situation }};\n");
    let read = || {
        let fault = |error: &DetailedError| vec![(lines(error, &whole), said(error))];
        let (fragment, _) = SchemaFragment::from_cedarschema_str(&whole).map_err(|error| fault(&(&error).into()))?;
        let json = fragment.clone().to_json_value().map_err(|error| fault(&(&error).into()))?;
        let schema = Schema::from_schema_fragments([fragment]).map_err(|error| fault(&(&error).into()))?;
        let roles: Vec<String> = json
            .pointer("//entityTypes/Role/enum")
            .and_then(|roles| roles.as_array())
            .map_or_else(Vec::new, |roles| roles.iter().filter_map(|role| role.as_str()).map(str::to_owned).collect());
        if roles.is_empty() || roles.len() > ROLES_COUNT {
            let problem = format!("needs `entity Role enum [..]` with 1 to {ROLES_COUNT} roles");
            return Err(vec![(None, problem)]);
        }
        let words = Words::new(actions, &roles).map_err(|problem| vec![(None, problem)])?;
        words.check(&schema).map_err(|error| vec![(None, error.to_string())])?;
        Ok((schema, words))
    };
    match read() {
        Ok(schema) => Some(schema),
        Err(problems) => {
            problems.into_iter().for_each(|(line, problem)| note(line, problem));
            None
        }
    }
}

fn read_policies(
    file: &str,
    text: &str,
    policies: &mut PolicySet,
    places: &mut Places,
    faults: &mut Vec<PermissionError>,
) {
    let mut note = |line, policy: Option<&str>, problem: String| {
        faults.push(PermissionError { file: file.to_owned(), line, policy: policy.map(str::to_owned), problem });
    };
    let read = match PolicySet::from_str(text) {
        Ok(read) => read,
        Err(errors) => {
            let error = DetailedError::from(&errors);
            for error in std::iter::once(&error).chain(&error.related) {
                note(lines(error, text), None, said(error));
            }
            return;
        }
    };
    for template in read.templates() {
        note(None, template.annotation("id"), "is a template: write it out for each case".to_owned());
    }
    for policy in read.policies() {
        let line = policy.to_cedar().and_then(|source| text.find(&source)).map(|offset| line_of(text, offset));
        let Some(id) = policy.annotation("id").filter(|id| !id.is_empty()) else {
            note(line, None, "a policy has no id: begin it with `@id(\"..\")`".to_owned());
            continue;
        };
        let named: Policy = policy.new_id(PolicyId::new(id));
        match places.get(named.id()) {
            Some((other, at)) => {
                let at = at.map(|line| format!(":{line}")).unwrap_or_default();
                note(line, Some(id), format!("has the id of the policy in {other}{at}: give it another"));
            }
            None => {
                places.insert(named.id().clone(), (file.to_owned(), line));
                if let Err(error) = policies.add(named) {
                    note(line, Some(id), error.to_string());
                }
            }
        }
    }
}

fn validate(schema: Schema, policies: &PolicySet, places: &Places, files: &Files, faults: &mut Vec<PermissionError>) {
    let validator = Validator::new(schema);
    let result = validator.validate(policies, ValidationMode::Strict);
    let mut note = |policy: &PolicyId, error: &DetailedError| {
        let (file, begins) = places.get(policy).cloned().unwrap_or_default();
        let text = files.get(&file).map_or("", String::as_str);
        let line = lines(error, text).or(begins);
        let policy = policy.to_string();
        let named = format!("for policy `{policy}`");
        let problem = said(error);
        let problem =
            problem.strip_prefix(&named).map_or(&*problem, |rest| rest.trim_start_matches([',', ':', ' '])).to_owned();
        faults.push(PermissionError { file, line, policy: Some(policy), problem });
    };
    // A policy with an unknown word also never applies to anything. That second fault is reported only if it is the
    // only one.
    let applies = |error: &&ValidationError| !matches!(error, ValidationError::InvalidActionApplication(_));
    let known: HashSet<&PolicyId> =
        result.validation_errors().filter(applies).map(ValidationError::policy_id).collect();
    for error in result.validation_errors().filter(|error| applies(error) || !known.contains(error.policy_id())) {
        note(error.policy_id(), &error.into());
    }
    // A warning means that a policy can never apply or does not mean what it seems to mean. No permission may do so.
    let faulty: HashSet<&PolicyId> = result.validation_errors().map(ValidationError::policy_id).collect();
    for warning in result.validation_warnings().filter(|warning| !faulty.contains(warning.policy_id())) {
        note(warning.policy_id(), &warning.into());
    }
}

/// Groups the policies by action, so that a request is evaluated only against those for its action. This is exact,
/// because no action contains another.
fn by_action(policies: &PolicySet, actions: &[&str]) -> Result<Vec<PolicySet>, String> {
    let of = |action: &&str| {
        let action = entity_uid("Action", action)?;
        let speaks = |policy: &&Policy| match policy.action_constraint() {
            ActionConstraint::Any => true,
            ActionConstraint::In(named) => named.contains(&action),
            ActionConstraint::Eq(named) => named == action,
        };
        let chosen = policies.policies().filter(speaks).cloned();
        PolicySet::from_policies(chosen).map_err(|error| error.to_string())
    };
    actions.iter().map(of).collect()
}

/// The line on which a fault begins.
fn lines(error: &DetailedError, text: &str) -> Option<usize> {
    error.source_locations.first().map(|label| line_of(text, label.loc.start))
}

/// Describes the fault and its correction in words.
fn said(error: &DetailedError) -> String {
    match &error.help {
        Some(help) => format!("{}: {help}", error.message),
        None => error.message.clone(),
    }
}
