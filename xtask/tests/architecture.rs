//! The shape of the repository, held by tests: arrows between crates, lints, and documents that name existing things.
#![expect(clippy::expect_used, clippy::panic, reason = "what a test calls may fail it")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use cargo_metadata::{DependencyKind, MetadataCommand, Package};

/// Every crate that is allowed to exist, with the crates of ours that it may use. The arrows are explained in
/// ARCHITECTURE.md.
// New arrow? Discuss the design first; then change this table and ARCHITECTURE.md together.
const ARROWS: &[(&str, &[&str])] = &[
    ("trial", &["cli", "web", "shell", "app", "store", "policy", "linkage", "attest", "synth", "domain"]),
    ("cli", &["web", "app", "store", "policy", "linkage", "attest", "domain"]),
    ("web", &["shell", "app", "domain"]),
    ("app", &["store", "policy", "linkage", "attest", "domain"]),
    ("store", &["attest", "domain"]),
    ("policy", &["domain"]),
    ("shell", &[]),
    ("linkage", &[]),
    ("attest", &[]),
    ("domain", &[]),
    ("synth", &[]),
    ("xtask", &[]),
];

/// Crates that any crate may use in its tests and benchmarks.
const FOR_TESTS: &[&str] = &["synth"];

/// Crates that one crate may use only in its tests: the tests of the pages open the record on which the site is built.
const FOR_TESTS_OF: &[(&str, &[&str])] = &[("web", &["store", "policy"])];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the workspace").to_owned()
}

fn read(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The crates of the workspace, without their dependencies.
fn crates() -> Vec<Package> {
    let mut metadata = MetadataCommand::new();
    metadata.manifest_path(root().join("Cargo.toml")).no_deps();
    metadata.exec().expect("cargo metadata describes the workspace").packages
}

/// The folder of a crate, relative to the root: `crates/linkage`.
fn folder(package: &Package) -> String {
    let folder = package.manifest_path.parent().expect("a manifest lies in a folder");
    let relative = folder.as_std_path().strip_prefix(root()).expect("a member lies in the workspace");
    relative.to_string_lossy().replace('\\', "/")
}

fn arrow_is_allowed(from: &str, to: &str, kind: DependencyKind) -> bool {
    let allowed = ARROWS.iter().find(|(name, _)| *name == from).is_some_and(|(_, targets)| targets.contains(&to));
    let of_its_own = FOR_TESTS_OF.iter().any(|(name, targets)| *name == from && targets.contains(&to));
    allowed || (kind == DependencyKind::Development && (of_its_own || FOR_TESTS.contains(&to)))
}

#[test]
fn crates_only_use_the_crates_that_the_architecture_allows() {
    let crates = crates();
    let ours: BTreeSet<&str> = crates.iter().map(|package| package.name.as_str()).collect();
    for package in &crates {
        let from = package.name.as_str();
        assert!(
            ARROWS.iter().any(|(name, _)| *name == from),
            "`{from}` is a new crate: give it a row in ARROWS (xtask/tests/architecture.rs) and in ARCHITECTURE.md"
        );
        for dependency in package.dependencies.iter().filter(|dependency| ours.contains(dependency.name.as_str())) {
            let to = dependency.name.as_str();
            assert!(
                arrow_is_allowed(from, to, dependency.kind),
                "`{from}` may not use `{to}`: move the code, or change the design (ARCHITECTURE.md, \"Crates and arrows\")"
            );
        }
    }
}

#[test]
fn the_binary_that_a_force_runs_links_nothing_made_up() {
    let crates = crates();
    let ours: BTreeSet<&str> = crates.iter().map(|package| package.name.as_str()).collect();
    let (mut linked, mut next) = (BTreeSet::new(), vec!["cli"]);
    while let Some(name) = next.pop() {
        if !linked.insert(name) {
            continue;
        }
        let package = crates.iter().find(|package| package.name.as_str() == name).expect("a crate of ours");
        let needed = package.dependencies.iter().filter(|dependency| dependency.kind != DependencyKind::Development);
        next.extend(needed.filter_map(|dependency| ours.get(dependency.name.as_str())));
    }
    assert!(linked.contains("domain"), "the arrows of `cli` were not understood: {linked:?}");
    // Anyone who knows the seed can work out codes, PINs and tokens that were drawn from it.
    for made_up in ["synth", "trial"] {
        assert!(!linked.contains(made_up), "`candour` links `{made_up}`: move what needs it into `trial`");
    }
}

#[test]
fn an_arrow_against_the_architecture_is_seen() {
    assert!(!arrow_is_allowed("linkage", "synth", DependencyKind::Normal));
    assert!(!arrow_is_allowed("cli", "synth", DependencyKind::Normal));
    assert!(!arrow_is_allowed("cli", "trial", DependencyKind::Development));
    assert!(!arrow_is_allowed("web", "store", DependencyKind::Normal));
    assert!(arrow_is_allowed("web", "store", DependencyKind::Development));
    assert!(!arrow_is_allowed("store", "web", DependencyKind::Development));
    assert!(arrow_is_allowed("linkage", "synth", DependencyKind::Development));
    assert!(arrow_is_allowed("cli", "linkage", DependencyKind::Normal));
}

#[test]
fn every_crate_takes_its_lints_from_the_workspace() {
    for package in crates() {
        let manifest = fs::read_to_string(&package.manifest_path).expect("a manifest is text");
        let lints = manifest.split("\n[").find_map(|section| section.strip_prefix("lints]"));
        assert!(
            lints.is_some_and(|lines| lines.lines().any(|line| line.trim() == "workspace = true")),
            "add `[lints]` with `workspace = true` to {}/Cargo.toml",
            folder(&package)
        );
    }
}

#[test]
fn the_readme_names_both_commands() {
    let readme = read("README.md");
    for command in ["cargo xtask demo", "cargo xtask test"] {
        assert!(readme.contains(command), "README.md must show `{command}`: it is how people start");
    }
}

#[test]
fn the_architecture_document_lists_exactly_the_crates_that_exist() {
    let document = read("ARCHITECTURE.md");
    let listed: BTreeSet<String> = document
        .lines()
        .filter_map(|line| Some(line.strip_prefix("- `")?.split_once('`')?.0.to_owned()))
        .filter(|name| name == "xtask" || name.starts_with("crates/"))
        .collect();
    let exist: BTreeSet<String> = crates().iter().map(folder).collect();
    assert_eq!(
        listed, exist,
        "make the list under \"Crates and arrows\" in ARCHITECTURE.md equal the workspace members"
    );
}

#[test]
fn the_walkthrough_names_modules_that_exist() {
    let document = read("ARCHITECTURE.md");
    let walkthrough = document.split("\n## ").find(|section| section.starts_with("One pair, from file to report"));
    let walkthrough = walkthrough.expect("ARCHITECTURE.md follows one pair from file to report");
    // Modules are the words in bold and in backticks.
    for module in walkthrough.split("**`").skip(1).filter_map(|rest| rest.split_once("`**")).map(|(name, _)| name) {
        let source = root().join("crates/linkage/src");
        assert!(
            source.join(format!("{module}.rs")).is_file() || source.join(module).join("mod.rs").is_file(),
            "ARCHITECTURE.md sends the reader to the module `{module}` of crates/linkage: name the one that does this now"
        );
    }
}

#[test]
fn nothing_in_the_repository_names_a_folder_of_somebodys_machine() {
    if !root().join(".git").exists() {
        eprintln!("skipped: this is not a git checkout, so there is no list of files");
        return;
    }
    let listing =
        Command::new("git").args(["ls-files", "-z"]).current_dir(root()).output().expect("git lists its files");
    assert!(listing.status.success(), "git ls-files: {}", String::from_utf8_lossy(&listing.stderr));
    let names = String::from_utf8_lossy(&listing.stdout);
    let needles = needles();
    let mut found = Vec::new();
    for name in names.split('\0').filter(|name| !name.is_empty()) {
        // A file may have been deleted without being committed yet.
        let Ok(bytes) = fs::read(root().join(name)) else { continue };
        for (number, line) in String::from_utf8_lossy(&bytes).lines().enumerate() {
            if needles.iter().any(|needle| names_folder(line, needle)) {
                found.push(format!("{name}:{}", number + 1));
            }
        }
    }
    assert!(found.is_empty(), "write a path from the root of the repository, or a variable, in: {}", found.join(", "));
}

/// The needles are assembled here, so that this file does not contain them.
fn needles() -> Vec<String> {
    let mut needles: Vec<String> = ["root", "home", "Users", "work"].map(|name| format!("/{name}/")).to_vec();
    // The path of this checkout, unless it is so short that a text may contain it by chance.
    let here = root().to_string_lossy().into_owned();
    if here.matches('/').count() > 1 {
        needles.push(here);
    }
    needles
}

/// Returns true if a path in the line begins with the needle, as that of `crates/home/src` does not.
fn names_folder(line: &str, needle: &str) -> bool {
    let begins = |at: usize| match line[..at].chars().next_back() {
        None => true,
        Some(before) => !before.is_alphanumeric() && !matches!(before, '/' | '.' | '_' | '-' | '}' | ')' | '*'),
    };
    line.match_indices(needle).any(|(at, _)| begins(at))
}

#[test]
fn a_machine_path_is_told_from_a_path_in_the_repository() {
    let needle = format!("/{}/", "home");
    assert!(names_folder(&format!("--out {needle}ana/links.csv"), &needle));
    assert!(names_folder(&format!("\"{needle}ana\""), &needle));
    assert!(!names_folder(&format!("crates{needle}src"), &needle));
    assert!(!names_folder(&format!("https://example.org{needle}"), &needle));
}
