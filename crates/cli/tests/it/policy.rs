//! Policy packs on the command line: checking, running, explaining and comparing them.

use std::path::Path;

use crate::support::Folder;

/// A folder that contains copies of the built-in packs.
fn with_packs() -> Folder {
    let folder = Folder::new();
    let packs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies");
    for part in ["england-wales", "england-wales/cases", "promise", "promise/cases"] {
        std::fs::create_dir(folder.place(part)).unwrap();
        let paths = std::fs::read_dir(packs.join(part)).unwrap().map(|entry| entry.unwrap().path());
        for path in paths.filter(|path| path.is_file()) {
            std::fs::copy(&path, folder.place(part).join(path.file_name().unwrap())).unwrap();
        }
    }
    folder
}

/// Sets the date of the last check in a copied pack.
fn last_checked(folder: &Folder, pack: &str, day: &str) {
    let name = format!("{pack}/pack.toml");
    let dated = |line: &str| match line.starts_with("checked_on") {
        true => format!("checked_on = \"{day}\"\n"),
        false => format!("{line}\n"),
    };
    folder.file(&name, folder.read(&name).lines().map(dated).collect::<String>());
}

#[test]
fn the_built_in_packs_are_checked_and_their_cases_come_out() {
    let folder = Folder::new();
    let told = folder.does("policy check");
    assert!(told.contains("promise 2026.09, adopted by Candour Promise Board on 2026-09-01"), "{told}");
    assert!(told.contains("guidance: 0 rules verified, 0 seen in a copy, "), "{told}");
    assert!(folder.does("policy cases").ends_with("every rule has one\n"));
}

#[test]
fn a_pack_that_nobody_checked_for_long_is_stale() {
    let folder = with_packs();
    for pack in ["england-wales", "promise"] {
        last_checked(&folder, pack, "9000-01-01");
    }
    assert_eq!(folder.tells("policy check england-wales promise")["stale"], serde_json::json!([]));
    last_checked(&folder, "promise", "2001-01-01");
    let told = folder.does("policy check england-wales promise");
    assert!(told.contains("stale: `promise` was last checked more than 90 days ago"), "{told}");
    assert_eq!(folder.tells("policy check england-wales promise")["stale"], serde_json::json!(["promise"]));
}

#[test]
fn a_rule_is_explained_and_a_misspelt_one_is_guessed() {
    let folder = Folder::new();
    let told = folder.does("policy explain PCR-52");
    assert!(told.contains("reg 52 (statute, seen in a copy), source: F6"), "{told}");
    assert!(told.contains("copy: legislation.gov.uk/uksi/2020/4/regulation/52, as revised; not seen: "), "{told}");
    assert_eq!(folder.tells("policy explain PCR-52")["citation"]["rule"], "PCR-52");
    let failure = folder.run("policy explain PCR-25").failure();
    assert!(failure.starts_with("2\ncandour: `PCR-25` is not a rule of these packs: did you mean `PCR-"), "{failure}");
}

#[test]
fn facts_are_read_from_a_file_in_toml_or_json() {
    let folder = Folder::new();
    let facts = "event = 'matter.opened'\nat = '2026-11-02T12:00:00Z'\n[matter]\nvawg = true\n";
    folder.file("facts.toml", facts);
    let told = folder.does("policy explain --facts facts.toml");
    assert!(told.contains("presumed in suspension: suspend"), "{told}");
    folder.file(
        "facts.json",
        r#"{ "event": "matter.opened", "at": "2026-11-02T12:00:00Z", "matter": { "vawg": true } }"#,
    );
    let of_toml = folder.tells("policy explain --facts facts.toml");
    assert_eq!(folder.tells("policy explain --facts facts.json"), of_toml);
    folder.file("facts.toml", facts.replace("vawg", "vagw"));
    let failure = folder.run("policy explain --facts facts.toml").failure();
    assert!(failure.starts_with("65\ncandour: `facts.toml`, line 4"), "{failure}");
}

#[test]
fn a_law_without_the_promise_differs_by_its_rules_and_cases() {
    let folder = with_packs();
    let both = "policy diff --before england-wales --before promise";
    let told = folder.does(&format!("{both} --after england-wales"));
    assert!(told.contains("removed PROMISE-4-SUSPEND"), "{told}");
    assert!(told.contains("- protects PROMISE-4-SUSPEND verification-off"), "{told}");
    let same = folder.does(&format!("{both} --after england-wales --after promise"));
    assert_eq!(same.lines().last(), Some("the two laws are the same"));
}
