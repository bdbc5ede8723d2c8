//! One word for one thing: the glossary's terms exist, retired words are gone, and no type name is declared twice.
#![expect(clippy::expect_used, clippy::panic, reason = "what a test calls may fail it")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const GLOSSARY: &str = "docs/glossary.md";

/// The folders in which retired words are sought.
const SEARCHED: &[&str] = &["crates", "e2e", "policies", "docs"];

/// Texts that may contain a retired word, because they report an earlier wording or were written by other people.
const MAY_NAME_RETIRED: &[&str] = &[GLOSSARY, "docs/decisions/", "crates/web/assets/vendor/"];

/// Public type names that are declared in several places. The list is exact and may only shrink.
// A name left this list? Delete its line. A new one? Name its owner: `StopRow`, not `Row`.
const DECLARED_OFTEN: &[&str] = &[];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the workspace").to_owned()
}

fn read(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Returns true if git can list the files that belong to the repository.
fn is_checkout() -> bool {
    let is = root().join(".git").exists();
    if !is {
        eprintln!("skipped: this is not a git checkout, so there is no list of files");
    }
    is
}

/// The tracked text files in these folders.
fn texts(folders: &[&str]) -> Vec<(String, String)> {
    let listing = Command::new("git").args(["ls-files", "-z", "--"]).args(folders).current_dir(root()).output();
    let listing = listing.expect("git lists its files");
    assert!(listing.status.success(), "git ls-files: {}", String::from_utf8_lossy(&listing.stderr));
    let names = String::from_utf8(listing.stdout).expect("names of files are text");
    let read = |name: &str| Some((name.to_owned(), fs::read_to_string(root().join(name)).ok()?));
    names.split('\0').filter(|name| !name.is_empty()).filter_map(read).collect()
}

/// The rows of the tables under a heading, without the header rows of the tables.
fn rows(document: &str, under: impl Fn(&str) -> bool) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let mut wanted = false;
    for line in document.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            wanted = under(heading);
        }
        let Some(cells) = line.strip_prefix("| ").and_then(|line| line.strip_suffix(" |")) else { continue };
        let cells: Vec<String> = cells.split(" | ").map(str::to_owned).collect();
        let is_heading = cells[0] == "term" || cells[0] == "do not write" || cells[0] == "---";
        if wanted && !is_heading {
            rows.push(cells);
        }
    }
    rows
}

/// The words in backticks in a cell, each with the word before it: (`table`, `stop`), (``, `domain::stop::Stop`).
fn quoted(cell: &str) -> Vec<(String, String)> {
    let parts: Vec<&str> = cell.split('`').collect();
    let before = |part: &str| part.trim_matches([',', ' ']).to_owned();
    parts.chunks_exact(2).map(|pair| (before(pair[0]), pair[1].to_owned())).collect()
}

/// The name of the type that a line of Rust declares.
fn declared(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let line = line.strip_prefix("pub ").or_else(|| line.strip_prefix("pub(crate) ")).unwrap_or(line);
    let kinds = ["struct ", "enum ", "type ", "trait "];
    let name = kinds.iter().find_map(|kind| line.strip_prefix(kind))?;
    let end = name.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(name.len());
    (end > 0).then(|| &name[..end])
}

/// The type in an `impl`, which shows that the type exists even if a macro declares it.
fn implemented(line: &str) -> Option<&str> {
    let name = line.trim_start().strip_prefix("impl ")?.split_once(" for ")?.1.strip_suffix(" {")?;
    name.chars().all(char::is_alphanumeric).then_some(name)
}

/// The crate to which this source file belongs.
fn crate_of(path: &str) -> Option<&str> {
    let (name, rest) = path.strip_prefix("crates/")?.split_once('/')?;
    (rest.starts_with("src/") && rest.ends_with(".rs")).then_some(name)
}

/// Every type, as the crate and the name.
fn types(sources: &[(String, String)]) -> BTreeSet<(String, String)> {
    let of = |(path, text): &(String, String)| {
        let name = crate_of(path)?.to_owned();
        let found = text.lines().filter_map(|line| declared(line).or_else(|| implemented(line)));
        Some(found.map(|found| (name.clone(), found.to_owned())).collect::<Vec<_>>())
    };
    sources.iter().filter_map(of).flatten().collect()
}

/// The parts of a cell that do not exist in the code.
fn missing(cell: &str, sources: &[(String, String)], types: &BTreeSet<(String, String)>) -> Vec<String> {
    let anywhere = |folder: &str, text: &str| {
        sources.iter().any(|(path, source)| path.starts_with(folder) && source.contains(text))
    };
    let exists = |kind: &str, name: &str| match kind {
        "" => {
            let (first, last) = (name.split("::").next(), name.rsplit("::").next());
            types.iter().any(|(of, known)| Some(of.as_str()) == first && Some(known.as_str()) == last)
        }
        "table" => anywhere("crates/store/migrations/", &format!("CREATE TABLE {name} (")),
        "page" => anywhere("crates/web/src/", &format!("\"{name}\"")),
        "role" => anywhere("crates/domain/src/", &format!("\"{name}\"")),
        "command" => read("docs/reference/candour.md").contains(&format!("## `{name}")),
        "binary" => anywhere("crates/", &format!("name = \"{name}\"")),
        other => panic!("{GLOSSARY}: `{other}` is no kind of thing; write table, page, role, command or binary"),
    };
    let parts = quoted(cell).into_iter();
    parts.filter(|(kind, name)| !exists(kind, name)).map(|(kind, name)| format!("{kind} `{name}`")).collect()
}

#[test]
fn each_term_of_the_glossary_is_a_type_a_table_or_a_page_that_exists() {
    if !is_checkout() {
        return;
    }
    let sources = texts(&["crates"]);
    let types = types(&sources);
    let terms = rows(&read(GLOSSARY), |heading| heading != "Retired words");
    assert!(terms.len() >= 40, "{GLOSSARY} lost its terms: its tables are read by this test, keep their form");
    let mut gone = Vec::new();
    for term in terms {
        let [name, _, cell] = term.as_slice() else { panic!("{GLOSSARY}: a row has three cells: {term:?}") };
        assert!(!quoted(cell).is_empty(), "{GLOSSARY}: say of `{name}` which type, table or page carries it");
        gone.extend(missing(cell, &sources, &types).into_iter().map(|what| format!("{name}: {what}")));
    }
    assert!(gone.is_empty(), "{GLOSSARY} names what does not exist; write its new name:\n{}", gone.join("\n"));
}

#[test]
fn a_retired_word_is_written_nowhere() {
    if !is_checkout() {
        return;
    }
    let retired: Vec<(String, String)> = rows(&read(GLOSSARY), |heading| heading == "Retired words")
        .into_iter()
        .flat_map(|row| quoted(&row[0]).into_iter().map(|(_, word)| (word, row[1].clone())).collect::<Vec<_>>())
        .collect();
    assert!(!retired.is_empty(), "{GLOSSARY} lost its retired words: keep the form of that table");
    let mut found = Vec::new();
    for (name, text) in texts(SEARCHED) {
        if MAY_NAME_RETIRED.iter().any(|allowed| name.starts_with(allowed)) {
            continue;
        }
        for (number, line) in text.lines().enumerate() {
            let line = line.to_lowercase();
            for (word, instead) in &retired {
                if line.contains(word.as_str()) {
                    found.push(format!("{name}:{}: `{word}`, write {instead}", number + 1));
                }
            }
        }
        for (word, instead) in &retired {
            if name.contains(word.as_str()) {
                found.push(format!("{name}: named `{word}`, write {instead}"));
            }
        }
    }
    assert!(found.is_empty(), "retired words ({GLOSSARY}) in:\n{}", found.join("\n"));
}

#[test]
fn a_public_type_name_is_declared_once() {
    if !is_checkout() {
        return;
    }
    let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (path, text) in texts(&["crates"]) {
        if crate_of(&path).is_none() {
            continue;
        }
        // An indented declaration is within a macro, a function or a trait: no other file can use that name by itself.
        for name in text.lines().filter(|line| line.starts_with("pub ")).filter_map(declared) {
            places.entry(name.to_owned()).or_default().push(path.clone());
        }
    }
    let often: BTreeMap<&str, &Vec<String>> =
        places.iter().filter(|(_, places)| places.len() > 1).map(|(name, places)| (name.as_str(), places)).collect();
    let new = often.iter().filter(|(name, _)| !DECLARED_OFTEN.contains(name));
    let new: Vec<String> = new.map(|(name, places)| format!("{name}: {}", places.join(", "))).collect();
    assert!(new.is_empty(), "declared more than once; give each the noun that it is:\n{}", new.join("\n"));
    let gone: Vec<&str> = DECLARED_OFTEN.iter().copied().filter(|name| !often.contains_key(name)).collect();
    assert!(gone.is_empty(), "declared once now; delete from DECLARED_OFTEN: {}", gone.join(", "));
}

#[test]
fn the_form_of_the_glossary_is_read_as_it_is_meant() {
    let text = "## One\n| term | meaning | in the code |\n| --- | --- | --- |\n| stop | x | `domain::stop::Stop`, table `stop` |\n";
    assert_eq!(rows(text, |_| true), [["stop", "x", "`domain::stop::Stop`, table `stop`"]]);
    assert!(rows(text, |heading| heading == "Other").is_empty());
    let parts = quoted("`domain::stop::Stop`, table `stop`");
    assert_eq!(parts, [("", "domain::stop::Stop"), ("table", "stop")].map(|(a, b)| (a.to_owned(), b.to_owned())));
    assert_eq!(declared("pub struct Stop {"), Some("Stop"));
    assert_eq!(declared("    pub(crate) enum Call"), Some("Call"));
    assert_eq!(declared("pub struct $name(Uuid);"), None);
    assert_eq!(declared("// a struct of its own"), None);
    assert_eq!(implemented("impl fmt::Debug for LiveCode {"), Some("LiveCode"));
    assert_eq!(implemented("impl<T> From<T> for $name {"), None);

    let sources = [
        ("crates/domain/src/stop/mod.rs".to_owned(), "pub struct Stop {}".to_owned()),
        ("crates/store/migrations/1.sql".to_owned(), "CREATE TABLE stop (".to_owned()),
        ("crates/web/src/router.rs".to_owned(), ".route(\"/check\", get(show))".to_owned()),
    ];
    let types = types(&sources);
    assert!(missing("`domain::stop::Stop`, table `stop`, page `/check`", &sources, &types).is_empty());
    assert_eq!(missing("`app::stop::Stop`, table `halt`", &sources, &types), [" `app::stop::Stop`", "table `halt`"]);
}
