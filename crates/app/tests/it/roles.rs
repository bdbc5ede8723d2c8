//! The role-by-action table, and the rule that permission is requested for every action somewhere.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use app::{Action, App, AppError};
use domain::Role;
use policy::Law;
use policy::permission::Permissions;
use store::Store;

use crate::support::on_both;

#[test]
fn the_role_by_action_table_is_as_it_was_reviewed() {
    let permissions = Permissions::embedded(Action::CODES).unwrap();
    let roles: Vec<&str> = Role::ALL.iter().map(|role| role.as_str()).collect();
    // Has something changed? Review the difference as you would a change in the law, then accept the snapshot.
    insta::assert_snapshot!("role_by_action", permissions.table(&roles, Action::CODES));
}

#[test]
fn the_built_in_policies_are_valid_for_the_actions_of_the_program() {
    // `Permissions::embedded` leaves validation to this test.
    let policies = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies/permissions");
    let faults = Permissions::load(&policies, Action::CODES).map(drop).map_err(|errors| errors.to_string());
    assert_eq!(faults, Ok(()));
}

on_both! {
    async fn a_permission_policy_that_fails_is_a_bug_and_no_refusal(stage: &Stage) {
        let (built_in, folder) =
            (Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies/permissions"), tempfile::tempdir().unwrap());
        for entry in fs::read_dir(built_in).unwrap() {
            let path = entry.unwrap().path();
            fs::copy(&path, folder.path().join(path.file_name().unwrap())).unwrap();
        }
        let fails = "@id(\"counts\")\nforbid (principal, action, resource)\nwhen { 9223372036854775807 + 1 == 0 };\n";
        fs::write(folder.path().join("fails.cedar"), fails).unwrap();
        let permissions = Permissions::load(folder.path(), Action::CODES).unwrap();
        let (store, law) = (Store::open(&stage.database, stage.wrapping.clone()).await.unwrap(), Law::embedded().unwrap());
        let app = App::new(store, law, permissions, stage.clock.clone(), Arc::new(synth::seeded_bytes(8)));
        for actor in ["reconciler", "control"] {
            let asked = app::control::escalate(&app.system(actor)).await;
            assert!(matches!(asked, Err(AppError::Bug(_))), "{asked:?}");
        }
    }
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
        found.push((name, fs::read_to_string(&path).unwrap()));
    }
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
