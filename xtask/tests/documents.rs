//! Documents stay true: the tests that they name exist, and their links lead to files.
#![expect(clippy::expect_used, reason = "what a test calls may fail it")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the workspace").to_owned()
}

/// Returns true if git can list the files that belong to the repository.
fn is_checkout() -> bool {
    let is = root().join(".git").exists();
    if !is {
        eprintln!("skipped: this is not a git checkout, so there is no list of files");
    }
    is
}

/// The tracked files that match these patterns, with their text.
fn files(patterns: &[&str]) -> Vec<(String, String)> {
    let listing = Command::new("git").args(["ls-files", "-z", "--"]).args(patterns).current_dir(root()).output();
    let listing = listing.expect("git lists its files");
    assert!(listing.status.success(), "git ls-files: {}", String::from_utf8_lossy(&listing.stderr));
    let names = String::from_utf8(listing.stdout).expect("names of files are text");
    let read = |name: &str| Some((name.to_owned(), fs::read_to_string(root().join(name)).ok()?));
    names.split('\0').filter(|name| !name.is_empty()).filter_map(read).collect()
}

fn documents() -> Vec<(String, String)> {
    let documents = files(&["*.md"]);
    assert!(documents.len() > 20, "the documents are read from git: {} were found", documents.len());
    documents
}

/// The names of tests in a text: whole sentences in backticks. Shorter names may be tables, columns or functions.
fn named_tests(text: &str) -> Vec<&str> {
    let sentence = |word: &&str| {
        word.matches('_').count() >= 4
            && word.chars().all(|letter| letter.is_ascii_lowercase() || "_0123456789".contains(letter))
    };
    text.split('`').skip(1).step_by(2).filter(sentence).collect()
}

/// The targets of links that lead to a file in the repository.
fn linked(text: &str) -> Vec<&str> {
    let target = |rest: &str| rest.split_once(')').map_or("", |(target, _)| target).len();
    let targets = text.match_indices("](").map(|(at, _)| &text[at + 2..]).map(|rest| &rest[..target(rest)]);
    let targets = targets.map(|target| target.split_once('#').map_or(target, |(file, _)| file));
    targets.filter(|target| !target.is_empty() && !target.contains(':')).collect()
}

#[test]
fn every_test_that_a_document_names_exists() {
    if !is_checkout() {
        return;
    }
    let sources = files(&["*.rs"]);
    let begins =
        |line: &str| line.split_once("fn ").and_then(|(_, rest)| rest.split(['(', '<']).next().map(str::to_owned));
    let functions: BTreeSet<String> = sources.iter().flat_map(|(_, text)| text.lines().filter_map(begins)).collect();
    let mut gone = Vec::new();
    for (name, text) in documents() {
        gone.extend(
            named_tests(&text)
                .into_iter()
                .filter(|test| !functions.contains(*test))
                .map(|test| format!("{name}: {test}")),
        );
    }
    assert!(gone.is_empty(), "documents name tests that do not exist; write their new names:\n{}", gone.join("\n"));
}

#[test]
fn every_link_to_a_file_leads_somewhere() {
    if !is_checkout() {
        return;
    }
    let mut gone = Vec::new();
    for (name, text) in documents() {
        let folder = root().join(&name).parent().expect("a file is in a folder").to_owned();
        gone.extend(linked(&text).into_iter().filter(|to| !folder.join(to).exists()).map(|to| format!("{name}: {to}")));
    }
    assert!(gone.is_empty(), "links that lead nowhere; write where the file is now:\n{}", gone.join("\n"));
}

#[test]
fn tests_and_links_are_found_in_a_text() {
    let text =
        "By `a_story_is_told_by_its_name` and `store`, [here](a/b.md#there), [there](https://example.org), [up](#x).";
    assert_eq!(named_tests(text), ["a_story_is_told_by_its_name"]);
    assert_eq!(linked(text), ["a/b.md"]);
}
