//! Who may do what: the role-by-action table, and the rule that no use case goes unasked.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use app::Action;
use domain::Role;
use policy::permission::Permissions;

/// Modules whose public functions are not use cases: they are called by use cases, or ask nothing of the record.
const NOT_USE_CASES: &[&str] = &["context.rs", "change/batch.rs", "log.rs", "log/"];

#[test]
fn the_role_by_action_table_is_as_it_was_reviewed() {
    let permissions = Permissions::embedded(Action::CODES).unwrap();
    let roles: Vec<&str> = Role::ALL.iter().map(|role| role.as_str()).collect();
    // Something changed? Read the difference as you would read a change of the law, then accept the snapshot.
    insta::assert_snapshot!("role_by_action", permissions.table(&roles, Action::CODES));
}

/// Public asynchronous functions of a source that take a context, with their bodies.
fn functions(source: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for part in source.split("\npub async fn ").skip(1) {
        let name: String = part.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect();
        let end = part.find("\n}\n").unwrap_or(part.len());
        let body = &part[..end];
        if body.contains("cx: &Context") {
            found.push((name, body.to_owned()));
        }
    }
    found
}

fn sources(folder: &Path, found: &mut Vec<(String, String)>, root: &Path) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found, root);
            continue;
        }
        if path.extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
        if !NOT_USE_CASES.iter().any(|left_out| name.starts_with(left_out)) {
            found.push((name, fs::read_to_string(&path).unwrap()));
        }
    }
}

#[test]
fn every_use_case_asks_for_permission() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files, &root);
    let mut asks: BTreeMap<String, bool> = BTreeMap::new();
    let mut bodies: BTreeMap<String, String> = BTreeMap::new();
    for (file, source) in &files {
        let module = file.trim_end_matches(".rs").replace('/', "::");
        // A private helper of the area that asks, asks for whoever calls it.
        let area = |file: &str| file.split('/').next().unwrap_or_default().to_owned();
        let helpers: Vec<&str> = files
            .iter()
            .filter(|(other, _)| area(other) == area(file))
            .flat_map(|(_, source)| source.split("async fn ").skip(1))
            .filter(|part| part.split("\n}\n").next().unwrap_or(part).contains(".authorise("))
            .filter_map(|part| part.split(['(', '<']).next())
            .collect();
        for (name, body) in functions(source) {
            let asked = body.contains(".authorise(")
                || ["change_matter(", "officer::amend("].iter().any(|helper| body.contains(helper))
                || helpers.iter().any(|helper| body.contains(&format!("{helper}(")));
            asks.insert(format!("{module}::{name}"), asked);
            bodies.insert(format!("{module}::{name}"), body);
        }
    }
    // Who only calls another use case asks through it.
    for _ in 0..3 {
        let asked: Vec<String> = asks
            .iter()
            .filter(|(_, asked)| **asked)
            .filter_map(|(name, _)| name.rsplit("::").next().map(str::to_owned))
            .collect();
        for (name, body) in &bodies {
            if asked.iter().any(|other| body.contains(&format!("{other}(cx"))) {
                asks.insert(name.clone(), true);
            }
        }
    }
    let silent: Vec<&String> = asks.iter().filter(|(_, asked)| !**asked).map(|(name, _)| name).collect();
    // New use case? Call `change.authorise(Action::…, About::…)` in it, and give the action a permission.
    assert!(silent.is_empty(), "these use cases ask for no permission: {silent:?}");
    assert!(asks.len() > 40, "the sources were not understood: {} use cases", asks.len());
}

#[test]
fn every_action_is_asked_for_somewhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files, &root);
    let text: String =
        files.iter().filter(|(file, _)| file != "action.rs").map(|(_, source)| source.as_str()).collect();
    let never: Vec<String> = Action::ALL
        .iter()
        .map(|action| format!("Action::{action:?}"))
        .filter(|name| !text.contains(name.as_str()))
        .collect();
    assert!(never.is_empty(), "no use case asks for these: {never:?}; take them away, with their permissions");
}
