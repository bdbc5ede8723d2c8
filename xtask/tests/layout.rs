//! The layout by area and step, held by tests: each page has its template and its tests, unit tests are run, files are
//! short, and folders are readable.
#![expect(clippy::expect_used, clippy::panic, reason = "what a test calls may fail it")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The most lines that a Rust file may have.
const LINES_MAXIMUM: usize = 500;
/// The most entries that a folder may have, and the most for a folder in which each entry is an area.
const ENTRIES_MAXIMUM: usize = 20;
const AREAS_MAXIMUM: usize = 30;

/// Files that are too long at present.
// This list may only shrink: split the file, then delete its line.
const TOO_LONG: &[&str] = &[];

/// Folders that have too many entries at present.
// This list may only shrink: move related entries into a folder, then delete its line.
const TOO_WIDE: &[&str] = &[];

/// Folders in which each entry is an area, or a file that all areas share.
// A folder of areas is listed, but a folder within an area is not.
const OF_AREAS: &[&str] = &[
    "crates/app/src",
    "crates/app/tests/it",
    "crates/domain/src",
    "crates/store/src",
    "crates/web/src/pages",
    "crates/web/templates",
    "crates/web/tests/it",
    "crates/web/texts/cy",
    "crates/web/texts/en",
];

/// The crates in which folders are counted.
const COUNTED: &[&str] = &["app", "domain", "shell", "store", "web"];
const FOLDERS: &[&str] = &["src", "templates", "tests", "texts"];

/// Pages whose tests send a request instead of rendering samples, because their content cannot be made up outside the
/// record.
// This list may only shrink.
const BY_REQUEST: &[&str] = &["board/live", "receipt/show"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the workspace").to_owned()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The entries of a folder, except hidden ones.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.file_name().is_some_and(|name| !name.to_string_lossy().starts_with('.')));
    paths.sort();
    paths
}

/// Collects every file beneath a folder, and every folder, including this one, which comes first.
fn walk(folder: &Path, files: &mut Vec<PathBuf>, folders: &mut Vec<PathBuf>) {
    folders.push(folder.to_owned());
    for path in entries(folder) {
        match path.is_dir() {
            true if path.ends_with("target") || path.ends_with("node_modules") => {}
            true => walk(&path, files, folders),
            false => files.push(path),
        }
    }
}

/// The path relative to the root of the repository.
fn named(path: &Path) -> String {
    let relative = path.strip_prefix(root()).expect("the path lies in the repository");
    relative.to_string_lossy().replace('\\', "/")
}

/// The name of each page, such as `check/verified`, with the text of its module.
fn pages() -> Vec<(String, String)> {
    let (mut files, mut folders) = (Vec::new(), Vec::new());
    let folder = root().join("crates/web/src/pages");
    walk(&folder, &mut files, &mut folders);
    let step = |path: &PathBuf| {
        let relative = path.strip_prefix(&folder).expect("a page lies in its folder").with_extension("");
        (relative.to_string_lossy().replace('\\', "/"), read(path))
    };
    files.iter().filter(|path| !path.ends_with("mod.rs")).map(step).collect()
}

/// Returns true if a `Cargo.toml` says `test = false` under `[lib]`: tests within that crate's sources are never built.
fn is_untested_in_src(manifest: &str) -> bool {
    let lines = manifest.lines().map(str::trim).skip_while(|line| *line != "[lib]").skip(1);
    let lines = lines.take_while(|line| !line.starts_with('['));
    lines.map(|line| line.replace(' ', "")).any(|line| line.split('#').next() == Some("test=false"))
}

/// The struct name for a page: `CheckVerified` for `check/verified`.
fn struct_name(page: &str) -> String {
    let words = page.split(['/', '_']);
    words.map(|word| format!("{}{}", word[..1].to_uppercase(), &word[1..])).collect()
}

#[test]
fn a_page_has_its_template_and_its_tests_at_the_same_path() {
    let web = root().join("crates/web");
    for (page, text) in pages() {
        let name = struct_name(&page);
        let template = format!("#[template(path = \"{page}.html\")]");
        assert!(
            text.contains(&template) && text.contains(&format!("pub struct {name}")),
            "`pages/{page}.rs` declares no `{name}` with `{template}`: each step has one page, named after its path; what \
             several steps share is in `mod.rs`"
        );
        assert!(
            web.join(format!("templates/{page}.html")).is_file(),
            "add `templates/{page}.html` for `pages/{page}.rs`"
        );
        let tests = web.join(format!("tests/it/{page}.rs"));
        assert!(tests.is_file(), "add `tests/it/{page}.rs` for `pages/{page}.rs`");
        let rendered = read(&tests).contains(&name);
        match BY_REQUEST.contains(&page.as_str()) {
            true => assert!(!rendered, "`{name}` is rendered with samples now: take `{page}` off BY_REQUEST"),
            false => assert!(
                rendered,
                "`tests/it/{page}.rs` does not render `{name}`: call `render_all` of `support/samples.rs` with it"
            ),
        }
    }
}

#[test]
fn every_template_belongs_to_a_page_or_is_part_of_another() {
    let (mut files, mut folders) = (Vec::new(), Vec::new());
    let (shell, web) = (root().join("crates/shell/templates"), root().join("crates/web/templates"));
    walk(&shell, &mut files, &mut folders);
    walk(&web, &mut files, &mut folders);
    let texts: Vec<String> = files.iter().map(|path| read(path)).collect();
    let (mut sources, mut code) = (Vec::new(), String::new());
    for folder in ["crates/shell/src", "crates/web/src"] {
        walk(&root().join(folder), &mut sources, &mut folders);
    }
    for path in sources.iter().filter(|path| path.extension().is_some_and(|it| it == "rs")) {
        code.push_str(&read(path));
    }
    for path in &files {
        let base = if path.starts_with(&web) { &web } else { &shell };
        let relative =
            path.strip_prefix(base).expect("a template lies in its folder").to_string_lossy().replace('\\', "/");
        let quoted = format!("\"{relative}\"");
        assert!(
            code.contains(&quoted) || texts.iter().any(|text| text.contains(&quoted)),
            "nothing renders `{}`: delete it, or give it the page of its path",
            named(path)
        );
    }
}

#[test]
fn no_test_is_where_it_would_never_run() {
    let folders = entries(&root().join("crates"));
    let untested = |folder: &&PathBuf| is_untested_in_src(&read(&folder.join("Cargo.toml")));
    let mut sources = Vec::new();
    for folder in folders.iter().filter(|folder| folder.join("Cargo.toml").is_file()).filter(untested) {
        walk(&folder.join("src"), &mut sources, &mut Vec::new());
    }
    assert!(!sources.is_empty(), "no crate says `test = false` under `[lib]`: delete this test with the setting");
    for path in sources.iter().filter(|path| path.extension().is_some_and(|it| it == "rs")) {
        let text = read(path);
        let found =
            ["cfg(test", "cfg(all(test", "cfg(any(test", "#[test]", "::test]"].iter().find(|it| text.contains(**it));
        assert!(
            found.is_none(),
            "`{}` has `{}`, but its crate says `test = false` under `[lib]`: such a test would never run. Move it to the \
             `tests/it` of the crate, and prove what is private through the public function that promises it",
            named(path),
            found.unwrap_or(&"")
        );
    }
}

#[test]
fn no_file_is_longer_than_can_be_read() {
    let (mut files, mut folders) = (Vec::new(), Vec::new());
    for folder in ["crates", "xtask", "verifier", "fuzz"] {
        walk(&root().join(folder), &mut files, &mut folders);
    }
    let rust = files.iter().filter(|path| path.extension().is_some_and(|it| it == "rs"));
    let long: BTreeSet<String> =
        rust.filter(|path| read(path).lines().count() > LINES_MAXIMUM).map(|path| named(path)).collect();
    for name in &long {
        assert!(TOO_LONG.contains(&name.as_str()), "`{name}` has more than {LINES_MAXIMUM} lines: split it by step");
    }
    for name in TOO_LONG {
        assert!(long.contains(*name), "`{name}` is short now, or gone: take it off TOO_LONG");
    }
}

#[test]
fn no_folder_holds_more_than_can_be_seen() {
    let mut folders = Vec::new();
    for name in COUNTED {
        for part in FOLDERS.iter().map(|part| root().join("crates").join(name).join(part)).filter(|it| it.is_dir()) {
            walk(&part, &mut Vec::new(), &mut folders);
        }
    }
    let most = |name: &str| if OF_AREAS.contains(&name) { AREAS_MAXIMUM } else { ENTRIES_MAXIMUM };
    let wide: BTreeSet<String> = folders
        .iter()
        .map(|folder| named(folder))
        .filter(|name| entries(&root().join(name)).len() > most(name))
        .collect();
    for name in &wide {
        let most = most(name);
        assert!(
            TOO_WIDE.contains(&name.as_str()),
            "`{name}` has more than {most} entries: put those of one area into a folder, or list it in OF_AREAS if each \
             entry is an area"
        );
    }
    for name in TOO_WIDE {
        assert!(wide.contains(*name), "`{name}` is narrow now, or gone: take it off TOO_WIDE");
    }
}
