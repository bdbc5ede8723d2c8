//! Faulty packs: all faults are reported at once, each with its file, line, rule, field and a correction.

use policy::Law;

use crate::packs::{root, tempfile};

const HEAD: &str = r#"
name = "draft"
title = "A draft"
version = "1"
checked_on = "2026-11-21"
stands_on = ["england-wales"]
"#;

const RULE: &str = r#"
[[rule]]
id = "DRAFT-1"
title = "A draft rule"
layer = "guidance"
citation = "Draft, para 1"
source = "memory"
status = "unverified"
in_force_from = "2026-01-01"
on = ["matter.opened"]
when = "matter.vawg"
[[rule.duty]]
kind = "think"
title = "Think"
owner = "appropriate-authority"
clock = { count = "working-days-after", days = 3, from = "event" }
"#;

/// The fault report for a pack with these files, stacked on England and Wales.
fn said(name: &str, files: &[(&str, &str)]) -> String {
    let folder = tempfile(name);
    for (file, text) in files {
        let path = folder.join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    match Law::load(&[&root().join("england-wales"), &folder]) {
        Ok(_) => "no fault".to_owned(),
        Err(errors) => errors.to_string(),
    }
}

/// The fault report for the draft rule after replacing one text with another.
fn said_of(name: &str, from: &str, to: &str) -> String {
    assert!(RULE.contains(from), "the draft rule has no `{from}`");
    said(name, &[("pack.toml", HEAD), ("rules.toml", &RULE.replace(from, to))]).replace(name, "draft")
}

#[test]
fn the_draft_itself_has_no_fault() {
    assert_eq!(said("fault-none", &[("pack.toml", HEAD), ("rules.toml", RULE)]), "no fault");
}

#[test]
fn an_unknown_field_in_a_condition_names_the_rule_and_the_nearest_field() {
    insta::assert_snapshot!(
        said_of("fault-field", "matter.vawg", "matter.vagw"),
        @"draft/rules.toml:2: rule `DRAFT-1`: field `when`: `matter.vagw` is not known: did you mean `matter.vawg`?"
    );
}

#[test]
fn a_condition_that_is_not_true_or_false_is_a_fault() {
    insta::assert_snapshot!(
        said_of("fault-bool", "matter.vawg", "matter.severity"),
        @"draft/rules.toml:2: rule `DRAFT-1`: field `when`: `matter.severity` yields a text: a condition yields true or false: compare it with something"
    );
}

#[test]
fn a_value_that_a_field_can_never_have_is_a_fault() {
    insta::assert_snapshot!(
        said_of("fault-value", "matter.vawg", "matter.kind == 'complain'"),
        @"draft/rules.toml:2: rule `DRAFT-1`: field `when`: it can never be `complain`: it is one of `complaint`, `conduct`, `recordable-conduct`, `dsi`"
    );
    insta::assert_snapshot!(
        said_of("fault-in", "matter.vawg", "matter.kind in ['conduct', 'dsl']"),
        @"draft/rules.toml:2: rule `DRAFT-1`: field `when`: it can never be `dsl`: it is one of `complaint`, `conduct`, `recordable-conduct`, `dsi`"
    );
    insta::assert_snapshot!(
        said_of("fault-date", "matter.vawg", "matter.arose_on >= '2026-13-07'"),
        @"draft/rules.toml:2: rule `DRAFT-1`: field `when`: `2026-13-07` is not a date: write it as '2026-07-13', or '' for not known"
    );
}

#[test]
fn a_condition_that_does_not_parse_or_reaches_too_far_is_a_fault() {
    assert!(said_of("fault-parse", "matter.vawg", "matter.vawg &&").contains("rule `DRAFT-1`: field `when`"));
    for reach in
        ["matter.categories.exists(c, c == 'x')", "matter", "1 + 1 == 2", "has(matter.vawg)", "matter.vawg == 1"]
    {
        let said = said_of("fault-reach", "matter.vawg", reach);
        assert!(said.contains("rule `DRAFT-1`: field `when`"), "{reach}: {said}");
    }
}

#[test]
fn unknown_events_roles_dates_and_keys_are_faults_with_what_was_meant() {
    insta::assert_snapshot!(
        said_of("fault-event", "matter.opened", "matter.opend"),
        @"draft/rules.toml:2: rule `DRAFT-1`: field `on`: `matter.opend` is not a known event: did you mean `matter.opened`?"
    );
    insta::assert_snapshot!(
        said_of("fault-role", "appropriate-authority", "apropriate-authority"),
        @"draft/rules.toml:2: rule `DRAFT-1`: field `duty.owner`: `apropriate-authority` is not a known role or body: did you mean `appropriate-authority`?"
    );
    insta::assert_snapshot!(
        said_of("fault-anchor", "from = \"event\"", "from = \"surved\""),
        @"draft/rules.toml:2: rule `DRAFT-1`: field `duty.clock.from`: `surved` is not a known date: did you mean `served`?"
    );
    let key = said_of("fault-key", "title = \"A draft rule\"", "titel = \"A draft rule\"");
    assert!(key.starts_with("draft/rules.toml:4: rule `DRAFT-1`: field `titel`: unknown field `titel`"), "{key}");
}

#[test]
fn a_force_policy_that_nobody_adopted_is_a_fault() {
    insta::assert_snapshot!(
        said_of("fault-adopted", "\"guidance\"", "\"force_policy\""),
        @r#"draft/rules.toml:2: rule `DRAFT-1`: field `layer`: is force policy that nobody adopted: say in `pack.toml` who adopted it and when: `adopted = { by = "..", on = "2026-09-01" }`"#
    );
}

#[test]
fn a_rule_that_was_seen_in_a_copy_says_in_which_and_no_other_rule_names_one() {
    insta::assert_snapshot!(
        said_of("fault-no-copy", "\"unverified\"", "\"read\""),
        @r#"draft/rules.toml:2: rule `DRAFT-1`: field `copy`: is missing from a rule that was seen in a copy: say where: `copy = { address = "legislation.gov.uk/..", text = "as-made", not_seen = ".." }`"#
    );
    let with_copy = |name, status: &str, address: &str, not_seen: &str| {
        let copy = format!("copy = {{ address = \"{address}\", text = \"as-made\", not_seen = \"{not_seen}\" }}");
        said_of(name, "status = \"unverified\"", &format!("status = \"{status}\"\n{copy}"))
    };
    assert_eq!(with_copy("fault-copy-none", "read", "legislation.gov.uk/uksi/2020/4", "nothing"), "no fault");
    insta::assert_snapshot!(
        with_copy("fault-copy-status", "unverified", "legislation.gov.uk/uksi/2020/4", "nothing"),
        @r#"draft/rules.toml:2: rule `DRAFT-1`: field `copy`: does not belong to a rule that is unverified: write `status = "read"`, or leave the copy out"#
    );
    insta::assert_snapshot!(
        with_copy("fault-copy-address", "read", "a library", "nothing"),
        @"draft/rules.toml:2: rule `DRAFT-1`: field `copy.address`: `a library` is not an address: give one, such as `legislation.gov.uk/uksi/2020/4/regulation/45`"
    );
    insta::assert_snapshot!(
        with_copy("fault-copy-unseen", "read", "legislation.gov.uk/uksi/2020/4", " "),
        @"draft/rules.toml:2: rule `DRAFT-1`: field `copy.not_seen`: is empty: name the parts that the copy did not show, or write `nothing`"
    );
    let clock = said_of("fault-copy-clock", "clock = {", "clock_status = \"read\"\nclock = {");
    assert!(clock.contains("field `duty.clock_status`: is `read`"), "{clock}");
}

#[test]
fn a_protection_that_cannot_be_taken_back_is_a_fault() {
    let said = said_of("fault-protection", "when =", "protections = [\"dismiss\"]\nwhen =");
    assert!(said.contains("`dismiss` is not a protection: use a reversible one"), "{said}");
}

#[test]
fn all_faults_are_told_at_once() {
    let second = RULE.replace("DRAFT-1", "DRAFT-2").replace("working-days-after", "working-day-after");
    let third = RULE.replace("in_force_from = \"2026-01-01\"", "");
    let rules = format!("{}{second}{third}", RULE.replace("days = 3", "days = 0").replace("matter.vawg", "mater.vawg"));
    let told = said("fault-many", &[("pack.toml", HEAD), ("rules.toml", &rules), ("more.toml", "[[rul]]\nid = 'X'\n")]);
    for expected in [
        "more.toml:1: rule `X`: field `rul`: is not known",
        "rule `DRAFT-1`: field `duty.clock`: counts less than 1",
        "rule `DRAFT-1`: field `when`: `mater` is not known",
        "rule `DRAFT-2`",
        "missing field `in_force_from`",
    ] {
        assert!(told.contains(expected), "`{expected}` is not in:\n{told}");
    }
}

#[test]
fn the_same_id_twice_is_a_fault_that_names_the_first_place() {
    let rules = format!("{RULE}{RULE}");
    let told = said("fault-twice", &[("pack.toml", HEAD), ("rules.toml", &rules)]);
    assert!(told.contains("field `id`: `DRAFT-1` is already in fault-twice/rules.toml:2"), "{told}");
}

#[test]
fn a_pack_without_what_it_stands_on_is_a_fault() {
    let folder = tempfile("fault-below");
    std::fs::write(folder.join("pack.toml"), HEAD).unwrap();
    let told = Law::load(&[&folder]).unwrap_err().to_string();
    assert!(told.contains("one of the packs must hold a `calendar.toml`"), "{told}");
    assert!(Law::load(&[&root().join("no-such-pack")]).unwrap_err().to_string().contains("give the folder of a pack"));
}

#[test]
fn a_rule_without_a_case_and_a_case_that_differs_are_found() {
    let case = r#"
[[case]]
name = "on a Friday"
event = "matter.opened"
at = "2026-11-06T12:00:00Z"
matter = { vawg = true }
expect = ["duty DRAFT-1 think for appropriate-authority: by 2026-11-10"]
"#;
    let folder = tempfile("fault-cases");
    std::fs::create_dir_all(folder.join("cases")).unwrap();
    std::fs::write(folder.join("pack.toml"), HEAD).unwrap();
    let second = RULE.replace("DRAFT-1", "DRAFT-2").replace("matter.opened", "matter.closed");
    std::fs::write(folder.join("rules.toml"), format!("{RULE}{second}")).unwrap();
    std::fs::write(folder.join("cases/one.toml"), case).unwrap();
    let law = Law::load(&[&root().join("england-wales"), &folder]).unwrap();
    let report = policy::cases::run(&law).unwrap();
    assert!(!report.passed());
    assert_eq!(report.rules_without_case, ["DRAFT-2"]);
    let failed = report.results.iter().find(|result| !result.passed()).unwrap().to_string();
    insta::assert_snapshot!(failed, @"
    FAILED fault-cases/cases/one.toml:2: on a Friday
             missing: duty DRAFT-1 think for appropriate-authority: by 2026-11-10
             surplus: duty DRAFT-1 think for appropriate-authority: by 2026-11-11
             surplus: cites DRAFT-1 Draft, para 1 (guidance, unverified)
    ");
}
