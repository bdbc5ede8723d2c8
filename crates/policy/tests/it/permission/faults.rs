//! Faulty permission policies: all faults are reported at once with file and line, and a policy that fails allows
//! nothing.

use policy::permission::{PermissionDecision, PermissionRequest, Permissions};

use super::{ACTIONS, of_northmere, record};
use crate::packs::{root, tempfile};

/// Loads the built-in schema with these policy files.
fn loaded(name: &str, files: &[(&str, &str)]) -> Result<Permissions, String> {
    let folder = tempfile(name);
    std::fs::copy(root().join("permissions/candour.cedarschema"), folder.join("candour.cedarschema")).unwrap();
    for (file, text) in files {
        std::fs::write(folder.join(file), text).unwrap();
    }
    Permissions::load(&folder, ACTIONS).map_err(|errors| errors.to_string())
}

fn said(name: &str, files: &[(&str, &str)]) -> String {
    loaded(name, files).map_or_else(|errors| errors, |_| "no fault".to_owned())
}

const GOOD: &str = r#"// Somebody reads.
@id("reads")
permit (principal in Role::"oversight", action == Action::"consult-matter", resource is Matter);
"#;

#[test]
fn the_folder_and_the_built_in_policies_decide_alike() {
    let folder = Permissions::load(&root().join("permissions"), ACTIONS).unwrap();
    let embedded = Permissions::embedded(ACTIONS).unwrap();
    assert_eq!(folder.table(super::ROLES, ACTIONS), embedded.table(super::ROLES, ACTIONS));
    assert_eq!(said("permission-good", &[("a.cedar", GOOD)]), "no fault");
}

#[test]
fn an_action_that_the_program_does_not_have_is_refused_where_it_stands() {
    let scope = "\n@id(\"scope\")\npermit (principal, action == Action::\"consult-mater\", resource);\n";
    let condition =
        "@id(\"condition\")\nforbid (principal, action, resource)\nunless { action in [Action::\"replays\"] };\n";
    insta::assert_snapshot!(said("permission-action", &[("a.cedar", scope), ("b.cedar", condition)]), @r#"
    a.cedar:3: policy `scope`: unrecognized action `Action::"consult-mater"`: did you mean `Action::"consult-matter"`?
    b.cedar:3: policy `condition`: unrecognized action `Action::"replays"`: did you mean `Action::"replay"`?
    "#);
    let fewer: Vec<&str> = ACTIONS.iter().copied().filter(|action| *action != "replay").collect();
    insta::assert_snapshot!(Permissions::load(&root().join("permissions"), &fewer).unwrap_err().to_string(), @r#"oversight.cedar:15: policy `outside-replays`: unrecognized action `Action::"replay"`: did you mean `Action::"appeal"`?"#);
}

#[test]
fn a_role_a_fact_or_a_kind_that_does_not_exist_is_refused_where_it_stands() {
    let text = r#"
@id("role")
permit (principal in Role::"oversite", action == Action::"replay", resource);

@id("fact")
permit (principal, action == Action::"replay", resource)
when { context.ownFroce };

@id("of-matters-only")
permit (principal, action == Action::"replay", resource)
when { resource.calledIn };

@id("kind")
permit (principal, action == Action::"replay", resource is Castle);

@id("never")
permit (principal, action == Action::"replay", resource is Matter)
when { resource is Report };
"#;
    // Cedar's guess at the intended word differs from run to run if several words are similar.
    let said = said("permission-facts", &[("a.cedar", text)]);
    let faults: Vec<&str> = said.lines().map(|line| line.split(": did you mean").next().unwrap()).collect();
    insta::assert_snapshot!(faults.join("\n"), @r#"
    a.cedar:3: policy `role`: entity `Role::"oversite"` is of an enumerated entity type, but `"oversite"` is not declared as a valid eid: valid entity eids: "public", "reporter", "officer", "supervisor", "psd-investigator", "appropriate-authority", "vetting-officer", "vetting-authority", "ccu", "chair", "lpb-reviewer", "oversight", "inspector", "data-controller", "records-admin", "platform-admin", "human-resources", "custodian", "control-room", "covert-desk", "system"
    a.cedar:7: policy `fact`: attribute `ownFroce` in context for Action::"replay" not found
    a.cedar:11: policy `of-matters-only`: attribute `calledIn` on entity type `Force` not found
    a.cedar:11: policy `of-matters-only`: attribute `calledIn` on entity type `None` not found
    a.cedar:11: policy `of-matters-only`: attribute `calledIn` on entity type `Officer` not found
    a.cedar:11: policy `of-matters-only`: attribute `calledIn` on entity type `Report` not found
    a.cedar:14: policy `kind`: unrecognized entity type `Castle`
    a.cedar:16: policy `never`: policy is impossible: the policy expression evaluates to false for all valid requests
    "#);
}

#[test]
fn a_policy_without_an_id_of_its_own_is_refused() {
    let unnamed = "// No name.\n\npermit (principal, action == Action::\"replay\", resource);\n";
    let again = format!("\n{GOOD}");
    let files = [("a.cedar", GOOD), ("b.cedar", unnamed), ("c.cedar", again.as_str())];
    insta::assert_snapshot!(said("permission-ids", &files), @r#"
    b.cedar:3: a policy has no id: begin it with `@id("..")`
    c.cedar:3: policy `reads`: has the id of the policy in a.cedar:2: give it another
    "#);
}

#[test]
fn faults_of_all_files_are_told_at_once() {
    let broken = "\n\npermit (principal, action, resource;\n";
    let template = "@id(\"t\")\npermit (principal == ?principal, action == Action::\"replay\", resource);\n";
    let unknown = "@id(\"u\")\npermit (principal, action == Action::\"replays\", resource);\n";
    let files = [("a.cedar", broken), ("b.cedar", template), ("c.cedar", unknown)];
    insta::assert_snapshot!(said("permission-all", &files), @r#"
    a.cedar:3: unexpected token `;`
    b.cedar: policy `t`: is a template: write it out for each case
    c.cedar:2: policy `u`: unrecognized action `Action::"replays"`: did you mean `Action::"replay"`?
    "#);
}

#[test]
fn without_schema_policies_or_folder_nothing_is_loaded() {
    insta::assert_snapshot!(said("permission-none", &[]), @"candour.cedarschema: no policy is given: without a `*.cedar` file nobody may do anything");
    let schema = "entity Role enum [\"officer\"];\nentity Actor in [Role;\n";
    insta::assert_snapshot!(said("permission-schema", &[("candour.cedarschema", schema), ("a.cedar", GOOD)]), @"candour.cedarschema:2: error parsing schema: unexpected token `;`");
    let folder = tempfile("permission-missing");
    std::fs::write(folder.join("a.cedar"), GOOD).unwrap();
    insta::assert_snapshot!(Permissions::load(&folder, ACTIONS).unwrap_err().to_string(), @"candour.cedarschema: is missing: it defines what a policy may examine");
    let nowhere = Permissions::load(&folder.join("nowhere"), ACTIONS).unwrap_err();
    assert!(nowhere.0[0].file.ends_with("nowhere") && nowhere.0[0].problem.starts_with("cannot be read"), "{nowhere}");
}

#[test]
fn actions_must_be_codes() {
    let said = Permissions::embedded(&["replay", "do \"this\"", ""]).unwrap_err().to_string();
    insta::assert_snapshot!(said, @r#"
    candour.cedarschema: action `` cannot be named in a policy: use small letters and hyphens
    candour.cedarschema: action `do "this"` cannot be named in a policy: use small letters and hyphens
    "#);
    insta::assert_snapshot!(Permissions::embedded(&[]).unwrap_err().to_string(), @"candour.cedarschema: no action is given: name at least one");
}

#[test]
fn a_policy_that_fails_when_asked_is_a_fault_whatever_another_permits_and_is_named() {
    let fails = "@id(\"counts\")\nforbid (principal, action, resource)\nwhen { 9223372036854775807 + 1 == 0 };\n";
    let permissions = loaded("permission-fails", &[("a.cedar", GOOD), ("b.cedar", fails)]).unwrap();
    let request = PermissionRequest {
        actor: of_northmere("oversight"),
        action: "consult-matter".to_owned(),
        resource: record("matter", "northmere"),
    };
    let decision = permissions.decide(&request);
    let PermissionDecision::Faulty { faults } = &decision else {
        panic!("Cedar alone would skip the policy that forbids")
    };
    assert_eq!(decision, permissions.decide(&request), "also when it is remembered");
    insta::assert_snapshot!(faults.join("; "), @"error while evaluating policy `counts`: integer overflow while attempting to add the values `9223372036854775807` and `1`");
}
