//! The English of the repository, held by tests: the openings of doc lines, and phrases that read like a translation.
#![expect(clippy::expect_used, clippy::panic, reason = "a function that a test calls may fail it")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The most doc lines per thousand that may open without a head. This number may only fall.
const MOST_PER_MILLE: usize = 1;

/// Words that open a clause without a head.
const HEADLESS: &[&str] = &["What", "Who", "Whoever", "Whether", "Which", "When", "Where", "How", "Whose"];

/// Phrases that must not occur in any text, help, guide or front page.
const PHRASES: &[&str] = &[
    "goes on",
    "stands beside",
    "stands still",
    "stands on record",
    "was faster",
    "carried on",
    "of before",
    "that there is not",
    "whoever",
];

/// Files that still contain one of [`PHRASES`]. The list may only shrink.
const STILL_HOLD_A_PHRASE: &[&str] = &[];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the workspace").to_owned()
}

fn read(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The files that git tracks, as paths from the root. Files that were deleted but not yet committed are left out.
fn tracked() -> Vec<String> {
    let listed = Command::new("git").args(["ls-files", "-z"]).current_dir(root()).output();
    let listed = listed.expect("git lists the files of the repository");
    assert!(listed.status.success(), "`git ls-files` failed: run this test in a clone of the repository");
    let names = String::from_utf8(listed.stdout).expect("the names of our files are text");
    names.split('\0').filter(|name| root().join(name).is_file()).map(str::to_owned).collect()
}

/// The doc lines in a source file, without their markers. Blank lines and `# Errors` sections do not count.
fn doc_lines(source: &str) -> Vec<&str> {
    let mut lines = Vec::new();
    let (mut in_errors, mut in_code) = (false, false);
    for line in source.lines().map(str::trim_start) {
        let marked = line.strip_prefix("///").or_else(|| line.strip_prefix("//!"));
        let Some(text) = marked.filter(|text| !text.starts_with('/')).map(str::trim) else {
            (in_errors, in_code) = (false, false);
            continue;
        };
        if text.starts_with("```") {
            in_code = !in_code;
        } else if !in_code && text.starts_with('#') {
            in_errors = text.trim_start_matches('#').trim() == "Errors";
        }
        if !in_errors && !text.is_empty() {
            lines.push(text);
        }
    }
    lines
}

fn is_headless(line: &str) -> bool {
    let word = line.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    HEADLESS.contains(&word)
}

/// The values in a Fluent file, without its comments and the names of its messages.
fn values_of_fluent(text: &str) -> String {
    let value = |line: &str| match line.split_once('=') {
        _ if line.starts_with('#') => String::new(),
        Some((_, value)) if !line.starts_with([' ', '}']) || line.trim_start().starts_with('.') => value.to_owned(),
        _ => line.to_owned(),
    };
    text.lines().map(value).collect::<Vec<_>>().join("\n")
}

/// The phrases in a text, found as whole words in any case, even across line breaks.
fn phrases_in(text: &str) -> Vec<&'static str> {
    let words: Vec<String> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    let spaced = format!(" {} ", words.join(" "));
    PHRASES.iter().copied().filter(|phrase| spaced.contains(&format!(" {phrase} "))).collect()
}

/// The text of a file in which phrases are sought, or `None` for files that may contain them.
fn text_to_read(name: &str) -> Option<String> {
    let is_page = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"].contains(&name)
        || name.ends_with("/README.md")
        || (name.ends_with(".md") && (name.starts_with("docs/guides/") || name.starts_with("docs/reference/")));
    let is_texts = name.starts_with("crates/") && name.contains("/texts/") && name.ends_with(".ftl");
    if is_texts { Some(values_of_fluent(&read(name))) } else { is_page.then(|| read(name)) }
}

#[test]
fn doc_lines_begin_with_a_noun_or_a_verb() {
    let sources: Vec<String> = tracked().into_iter().filter(|name| name.ends_with(".rs")).collect();
    assert!(sources.len() > 100, "only {} sources were found: is this a clone of the repository?", sources.len());
    let (mut all, mut headless) = (0, Vec::new());
    for name in &sources {
        let source = read(name);
        let lines = doc_lines(&source);
        all += lines.len();
        headless.extend(lines.into_iter().filter(|line| is_headless(line)).map(|line| format!("{name}: {line}")));
    }
    let share = (headless.len() * 1000).div_ceil(all);
    assert!(
        share <= MOST_PER_MILLE,
        "{} of {all} doc lines begin with one of {HEADLESS:?}: {share} in a thousand, and at most {MOST_PER_MILLE} may. \
         Begin with a noun or a verb in the third person (\"Returns true if ..\", \"The reason for ..\", \"Time at which ..\"), \
         also where a continued line happens to begin so. Some of the last: {:#?}",
        headless.len(),
        headless.iter().rev().take(20).collect::<Vec<_>>()
    );
}

#[test]
fn texts_help_and_guides_hold_no_phrase_that_reads_like_a_translation() {
    let mut faults = Vec::new();
    for name in tracked() {
        let Some(text) = text_to_read(&name) else { continue };
        let found = phrases_in(&text);
        match (found.is_empty(), STILL_HOLD_A_PHRASE.contains(&name.as_str())) {
            (false, false) => faults.push(format!("{name} holds {found:?}")),
            (true, true) => faults.push(format!("{name} holds no phrase any more: delete its row from the list")),
            _ => {}
        }
    }
    let unread = STILL_HOLD_A_PHRASE.iter().filter(|name| !root().join(name).is_file() || text_to_read(name).is_none());
    faults.extend(unread.map(|name| format!("{name} is no text, help or guide: delete its row from the list")));
    assert!(
        faults.is_empty(),
        "{faults:#?}\nName the subject and use a plain verb (\"continues\", \"is in progress\", \"the officer who ..\"). Help is \
         written in the definitions of the arguments and generated into docs/reference. The list is STILL_HOLD_A_PHRASE in \
         xtask/tests/prose.rs, and may only shrink"
    );
}

#[test]
fn doc_lines_are_counted_without_errors_and_blank_lines() {
    let source = [
        "//! Owns the page.",
        "",
        "/// Whether it opens.",
        "///",
        "/// # Errors",
        "///",
        "/// When it cannot.",
        "///",
        "/// # Panics",
        "/// Where it must.",
        "fn open() {}",
        "    //// no doc line",
        "    // What a comment says.",
        "    /// How it shuts.",
    ]
    .join("\n");
    let lines = doc_lines(&source);
    assert_eq!(lines, ["Owns the page.", "Whether it opens.", "# Panics", "Where it must.", "How it shuts."]);
    assert_eq!(lines.iter().filter(|line| is_headless(line)).count(), 3);
}

#[test]
fn a_hash_in_a_code_block_is_no_heading() {
    let source =
        "/// # Errors\n/// When it fails.\n/// ```\n/// # hidden();\n/// ```\n/// When it ends.\nfn open() {}\n";
    assert!(doc_lines(source).is_empty());
    assert_eq!(doc_lines("/// ```\n/// # Errors\n/// ```\n/// Shows a page.\n").last(), Some(&"Shows a page."));
}

#[test]
fn an_opening_is_headless_by_its_first_whole_word() {
    for line in ["What it is.", "Who, of two, decides.", "Whose it is.", "Whoever asks."] {
        assert!(is_headless(line), "{line}");
    }
    for line in ["Whatever is left.", "whether it holds", "The person who asks.", "Whereas", "`When` is a field.", ""] {
        assert!(!is_headless(line), "{line}");
    }
}

#[test]
fn a_phrase_is_found_in_any_case_and_across_lines_but_not_within_a_word() {
    assert_eq!(phrases_in("A stop of yours goes\n  on. Whoever"), ["goes on", "whoever"]);
    assert_eq!(phrases_in("the agreement of beforehand, the ongoing stop, the goes-onward"), Vec::<&str>::new());
}

#[test]
fn only_the_values_of_texts_are_read() {
    let text = "# whoever reads this\nduty-whoever = A stop\n    that goes on\n    .title = Was faster\n";
    assert_eq!(phrases_in(&values_of_fluent(text)), ["goes on", "was faster"]);
}
