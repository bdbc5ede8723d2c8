//! Circles of modules that use each other, and the places that name a kind of stream. Both are counted from the text of
//! the sources, and both numbers may only shrink.
//!
//! The scan understands files, `use` trees, re-exports, and paths that begin with `crate`, `super`, `self` or a child
//! module. It does not expand macros, and it leaves out comments and everything after `#[cfg(test)]`. That is enough to
//! see which file needs which.
#![expect(clippy::expect_used, clippy::panic, reason = "what a test calls may fail it")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// For each crate, the circles within it and the modules that take part in them. A circle is counted once in each
/// folder, among the files and folders directly in it.
// Fewer now? Write the new numbers here. More? Move the shared part to a third file, or have one of them pass it to the
// other; these numbers never grow.
const CIRCLES: &[(&str, usize, usize)] = &[
    ("app", 8, 31),
    ("attest", 3, 10),
    ("cli", 4, 9),
    ("domain", 1, 10),
    ("linkage", 6, 31),
    ("policy", 5, 16),
    ("shell", 3, 13),
    ("store", 2, 20),
    ("synth", 2, 13),
    ("trial", 4, 18),
    ("web", 7, 23),
];

/// Kinds of stream with few uses, and the number of places outside their own file in `domain` that name them. A new
/// kind has to be added in these places.
// More now? Instead of listing the kinds again, ask the state (`State::followed`, `State::force`, `State::subject`).
const NAMED: &[(&str, &str, usize)] = &[("Consultation", "consultation.rs", 5), ("Erasure", "erasure.rs", 10)];

type Module = Vec<String>;

/// A `use`, or a path in an expression.
struct Mention {
    /// The segments of the path, which begins with `crate`, `super`, `self` or a child module.
    path: Vec<String>,
    /// For a `use`, the name that it brings into the file.
    name: Option<String>,
    /// True if the file needs the target. For a re-export, that is so only if the file itself uses the name.
    counts: bool,
}

fn crates() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the workspace").join("crates")
}

/// The Rust sources under a folder, by their path within it. Tests are left out.
fn sources(folder: &Path) -> BTreeMap<PathBuf, String> {
    fn walk(folder: &Path, root: &Path, found: &mut BTreeMap<PathBuf, String>) {
        for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
            let path = entry.expect("a folder can be listed").path();
            if path.is_dir() {
                walk(&path, root, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
                let relative = path.strip_prefix(root).expect("it was found below").to_owned();
                found.insert(relative, code(&text));
            }
        }
    }
    let mut found = BTreeMap::new();
    walk(folder, folder, &mut found);
    found
}

/// The source without its comments and tests.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]").next().unwrap_or_default();
    text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

/// The module to which a file belongs: `change` for both `change/mod.rs` and `change.rs`.
fn module(path: &Path) -> Module {
    let text = path.with_extension("").to_string_lossy().replace('\\', "/");
    let mut module: Module = text.split('/').map(str::to_owned).collect();
    if module.last().is_some_and(|last| matches!(last.as_str(), "mod" | "lib" | "main")) {
        module.pop();
    }
    module
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// The `use` statements in a source (whether each is public, and its tree), and the source without them.
fn split_uses(text: &str) -> (Vec<(bool, String)>, String) {
    let (mut uses, mut rest, mut open) = (Vec::new(), String::new(), None::<(bool, String)>);
    for line in text.lines() {
        let line = line.trim();
        if open.is_none() {
            let (public, begun) = match line.split_once("use ") {
                Some(("", tree)) => (false, tree),
                Some((before, tree)) if before.starts_with("pub") && !before.contains("fn ") => (true, tree),
                _ => {
                    rest.push_str(line);
                    rest.push('\n');
                    continue;
                }
            };
            open = Some((public, begun.to_owned()));
        } else if let Some((_, tree)) = &mut open {
            tree.push_str(line);
        }
        if open.as_ref().is_some_and(|(_, tree)| tree.contains(';')) {
            let (public, tree) = open.take().expect("it was just seen");
            uses.push((public, tree.split(';').next().unwrap_or_default().to_owned()));
        }
    }
    (uses, rest)
}

/// Expands a `use` tree into its paths, each with the name it brings in.
fn expand(tree: &str, prefix: &[String], found: &mut Vec<(Vec<String>, String)>) {
    let tree = tree.trim();
    if let Some((head, group)) = tree.split_once('{') {
        let mut prefix = prefix.to_vec();
        prefix.extend(head.split("::").map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned));
        let group = group.strip_suffix('}').unwrap_or(group);
        let (mut depth, mut from) = (0_i32, 0);
        for (at, letter) in group.char_indices() {
            match letter {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 0 => {
                    expand(&group[from..at], &prefix, found);
                    from = at + 1;
                }
                _ => {}
            }
        }
        expand(&group[from..], &prefix, found);
    } else if !tree.is_empty() {
        let (path, alias) = tree.split_once(" as ").map_or((tree, None), |(path, alias)| (path, Some(alias)));
        let mut full = prefix.to_vec();
        full.extend(path.split("::").map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned));
        if full.len() > 1 && full.last().is_some_and(|last| last == "self") {
            full.pop();
        }
        let name = alias.map_or_else(|| full.last().cloned().unwrap_or_default(), |alias| alias.trim().to_owned());
        found.push((full, name));
    }
}

/// The paths in expressions and types: words joined by `::`.
fn paths(text: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(is_word) {
        let mut path = Vec::new();
        rest = &rest[at..];
        loop {
            let end = rest.find(|letter| !is_word(letter)).unwrap_or(rest.len());
            path.push(rest[..end].to_owned());
            rest = &rest[end..];
            match rest.strip_prefix("::") {
                Some(more) if more.starts_with(is_word) => rest = more,
                _ => break,
            }
        }
        found.push(path);
    }
    found
}

/// The paths in a file that may lead to another file in its crate.
fn mentions(text: &str, is_child: impl Fn(&str) -> bool) -> Vec<Mention> {
    let (uses, rest) = split_uses(text);
    let words = paths(&rest);
    let local = |path: &[String]| {
        path.first().is_some_and(|head| matches!(head.as_str(), "crate" | "super" | "self") || is_child(head))
    };
    let mut found = Vec::new();
    for (public, tree) in uses {
        let mut paths = Vec::new();
        expand(&tree, &[], &mut paths);
        for (path, name) in paths.into_iter().filter(|(path, _)| local(path)) {
            let counts = !public || words.iter().any(|word| word.contains(&name));
            found.push(Mention { path, name: Some(name), counts });
        }
    }
    let in_code = words.into_iter().filter(|path| path.len() > 1 && local(path));
    found.extend(in_code.map(|path| Mention { path, name: None, counts: true }));
    found
}

/// The arrows between the modules of one crate.
fn arrows(files: &BTreeMap<Module, String>) -> BTreeSet<(Module, Module)> {
    let child = |module: &Module, name: &str| {
        let mut child = module.clone();
        child.push(name.to_owned());
        files.contains_key(&child).then_some(child)
    };
    let mentioned: BTreeMap<&Module, Vec<Mention>> =
        files.iter().map(|(module, text)| (module, mentions(text, |name| child(module, name).is_some()))).collect();

    /// Follows a path as far as it leads through modules and their re-exports.
    fn follow(
        from: &Module,
        path: &[String],
        files: &BTreeMap<Module, String>,
        mentioned: &BTreeMap<&Module, Vec<Mention>>,
        depth: usize,
    ) -> Module {
        let mut here = from.clone();
        for (index, part) in path.iter().enumerate() {
            match part.as_str() {
                "crate" if index == 0 => here.clear(),
                "self" if index == 0 => {}
                "super" => {
                    here.pop();
                }
                name => {
                    let mut child = here.clone();
                    child.push(name.to_owned());
                    if files.contains_key(&child) {
                        here = child;
                        continue;
                    }
                    let brought = mentioned.get(&here).into_iter().flatten();
                    let brought = brought.filter(|_| depth > 0).find(|one| one.name.as_deref() == Some(name));
                    return match brought {
                        Some(one) => follow(&here, &one.path, files, mentioned, depth - 1),
                        None => here,
                    };
                }
            }
        }
        here
    }

    let mut arrows = BTreeSet::new();
    for (module, found) in &mentioned {
        for mention in found.iter().filter(|mention| mention.counts) {
            let to = follow(module, &mention.path, files, &mentioned, 4);
            if files.contains_key(&to) && to != **module {
                arrows.insert(((*module).clone(), to));
            }
        }
    }
    arrows
}

/// The circles in a graph: sets of nodes in which every node reaches every other.
fn circles<N: Ord + Clone>(arrows: &BTreeSet<(N, N)>) -> Vec<BTreeSet<N>> {
    let reached = |start: &N| {
        let (mut seen, mut next) = (BTreeSet::new(), vec![start.clone()]);
        while let Some(node) = next.pop() {
            for (_, to) in arrows.iter().filter(|(from, _)| *from == node) {
                if seen.insert(to.clone()) {
                    next.push(to.clone());
                }
            }
        }
        seen
    };
    let nodes: BTreeSet<&N> = arrows.iter().map(|(from, _)| from).collect();
    let reach: BTreeMap<&N, BTreeSet<N>> = nodes.iter().map(|node| (*node, reached(node))).collect();
    let mut found = BTreeSet::new();
    for (node, seen) in &reach {
        let circle: BTreeSet<N> =
            seen.iter().filter(|other| reach.get(other).is_some_and(|back| back.contains(node))).cloned().collect();
        if circle.len() > 1 {
            found.insert(circle);
        }
    }
    found.into_iter().collect()
}

/// The circles within a crate. In each folder, they are sought among its `mod.rs`, its files and its folders.
fn circles_within(files: &BTreeMap<Module, String>) -> Vec<BTreeSet<String>> {
    let arrows = arrows(files);
    let mut found = Vec::new();
    for folder in files.keys() {
        let node = |module: &Module| match module.strip_prefix(folder.as_slice()) {
            None => None,
            Some([]) => Some(format!("{}::self", folder.join("::"))),
            Some([child, ..]) => Some(format!("{}::{child}", folder.join("::"))),
        };
        let among = arrows.iter().filter_map(|(from, to)| Some((node(from)?, node(to)?)));
        found.extend(circles(&among.filter(|(from, to)| from != to).collect()));
    }
    found
}

fn crate_files(name: &str) -> BTreeMap<Module, String> {
    let mut files = sources(&crates().join(name).join("src"));
    if files.contains_key(Path::new("lib.rs")) {
        files.remove(Path::new("main.rs"));
    }
    files.into_iter().map(|(path, text)| (module(&path), text)).collect()
}

#[test]
fn circles_of_modules_only_become_fewer() {
    let mut wrong = Vec::new();
    let folders = fs::read_dir(crates()).expect("the crates can be listed");
    let mut names: Vec<String> = folders
        .map(|entry| entry.expect("a folder can be listed").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    for name in names {
        let found = circles_within(&crate_files(&name));
        let modules: usize = found.iter().map(BTreeSet::len).sum();
        let (_, circles_count, modules_count) =
            CIRCLES.iter().find(|(known, ..)| *known == name).copied().unwrap_or((&name, 0, 0));
        if (found.len(), modules) != (circles_count, modules_count) {
            let list: Vec<String> =
                found.iter().map(|circle| circle.iter().cloned().collect::<Vec<_>>().join(" ")).collect();
            wrong.push(format!(
                "{name}: {} circles of {modules} modules, not {circles_count} of {modules_count}:\n    {}",
                found.len(),
                list.join("\n    ")
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "fewer circles: write the new numbers into CIRCLES (xtask/tests/modules.rs). More: open the new one, by moving what both \
         modules need into a third, or by handing the one what it needs of the other. Found:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn places_that_name_a_kind_of_stream_only_become_fewer() {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(crates()).expect("the crates can be listed") {
        let folder = entry.expect("a folder can be listed").path();
        let found = sources(&folder.join("src"));
        files.extend(found.into_iter().map(|(path, text)| (folder.join("src").join(path), split_uses(&text).1)));
    }
    for (kind, own, known_count) in NAMED {
        let own = crates().join("domain/src").join(own);
        let places: BTreeMap<&PathBuf, usize> = files
            .iter()
            .filter(|(path, _)| **path != own)
            .map(|(path, text)| (path, paths(text).iter().flatten().filter(|word| word == kind).count()))
            .filter(|(_, count)| *count > 0)
            .collect();
        let count: usize = places.values().sum();
        assert_eq!(
            count, *known_count,
            "places that name `{kind}`. Fewer: write the new number into NAMED (xtask/tests/modules.rs). More: a new kind of stream \
             would have to be added there too; ask the state instead of listing the kinds (crates/domain/src/record/state.rs). \
             Found: {places:#?}"
        );
    }
}

#[test]
fn a_circle_is_seen_and_a_re_export_is_none() {
    let files = |sources: &[(&str, &str)]| -> BTreeMap<Module, String> {
        sources.iter().map(|(path, text)| (module(Path::new(path)), code(text))).collect()
    };
    let circle = files(&[
        ("lib.rs", "pub mod change;\nmod follow;\npub use change::Change;"),
        ("change.rs", "use crate::follow;\npub struct Change;\nfn f() { follow::from() }"),
        ("follow.rs", "use crate::{Change, other::{self, Thing}};"),
    ]);
    assert_eq!(circles_within(&circle), [BTreeSet::from(["::change".to_owned(), "::follow".to_owned()])]);
    let none = files(&[
        ("lib.rs", "pub mod signs;"),
        ("signs/mod.rs", "mod sign;\nmod service;\npub(crate) use sign::NewSign;\nfn f() { service::look() }"),
        ("signs/sign.rs", "pub struct NewSign;"),
        ("signs/service.rs", "use super::NewSign; // use super::f;"),
    ]);
    assert_eq!(circles_within(&none), Vec::<BTreeSet<String>>::new());
}
