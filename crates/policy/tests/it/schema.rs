//! The schema of the input: the checked-in file is up to date.

use policy::input_schema;

#[test]
fn the_checked_in_schema_of_the_input_is_up_to_date() {
    let path = crate::packs::root().join("schema/input.json");
    let now = format!("{}\n", serde_json::to_string_pretty(&input_schema()).unwrap());
    #[expect(clippy::disallowed_methods, reason = "a test may be told to write what it compares with")]
    if std::env::var("UPDATE_SCHEMA").is_ok() {
        std::fs::write(&path, &now).unwrap();
    }
    let was = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(was, now, "write it again: UPDATE_SCHEMA=1 cargo nextest run -p policy schema");
}

#[test]
fn every_event_that_rules_may_react_to_is_written_in_the_readme() {
    let readme = std::fs::read_to_string(crate::packs::root().join("README.md")).unwrap();
    for event in policy::EVENTS {
        assert!(readme.contains(&format!("`{event}`")), "`{event}` is not in policies/README.md");
    }
}
