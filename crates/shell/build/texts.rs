//! The build step of every crate with texts. It reads the Fluent files of both languages in `texts/`, compares them,
//! and generates one method per message. A message or variable that is missing in one language is a build error.
//!
//! A build script includes this file by its path. If it were a crate of its own, all of `shell` would be built a second
//! time for it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Message, Pattern, PatternElement};
use fluent_syntax::parser;

/// All languages. The others are compared with the first.
const LANGUAGES: [&str; 2] = ["en", "cy"];
/// The mark of a translation that no speaker of the language has reviewed yet.
const MARK: &str = "unreviewed";
/// The mark of a file whose pages exist only in the first language: staff pages.
const ENGLISH_ONLY: &str = "english only";

/// Writes `texts.rs` into the folder that cargo provides, or reports every fault as a build error. With an owner, the
/// methods belong to a trait of that name, which `Texts` implements; without one, they belong to `Texts` itself.
#[expect(clippy::disallowed_methods, reason = "cargo tells a build script by its environment where things are")]
pub fn build(owner: Option<&str>) -> ExitCode {
    println!("cargo::rerun-if-changed=texts");
    let Ok(out) = std::env::var("OUT_DIR") else { return ExitCode::FAILURE };
    let made = generate(Path::new("texts"), owner)
        .and_then(|code| fs::write(Path::new(&out).join("texts.rs"), code).map_err(|error| vec![error.to_string()]));
    match made {
        Ok(()) => ExitCode::SUCCESS,
        Err(faults) => {
            for fault in faults {
                println!("cargo::error={fault}");
            }
            ExitCode::FAILURE
        }
    }
}

/// A message in one language.
struct Known {
    file: String,
    variables: BTreeSet<String>,
    references: BTreeSet<String>,
    unreviewed: bool,
    english_only: bool,
    text: String,
}

type Messages = BTreeMap<String, Known>;

/// Generates the code, or returns every fault with its file and key.
fn generate(folder: &Path, owner: Option<&str>) -> Result<String, Vec<String>> {
    let mut faults = Vec::new();
    let mut languages = Vec::new();
    let mut files = Vec::new();
    for language in LANGUAGES {
        let (messages, names) = read(&folder.join(language), &mut faults);
        languages.push(messages);
        files.push(names);
    }
    let [first, others @ ..] = languages.as_slice() else { return Err(faults) };
    for (language, other) in LANGUAGES.iter().skip(1).zip(others) {
        compare(LANGUAGES[0], first, language, other, &mut faults);
        compare(language, other, LANGUAGES[0], first, &mut faults);
    }
    if faults.is_empty() { Ok(code(&languages, &files, owner)) } else { Err(faults) }
}

fn read(folder: &Path, faults: &mut Vec<String>) -> (Messages, Vec<String>) {
    let mut messages = Messages::new();
    let mut paths: Vec<_> = match fs::read_dir(folder) {
        Ok(entries) => entries.flatten().map(|entry| entry.path()).collect(),
        Err(error) => {
            faults.push(format!("`{}` cannot be read: {error}", folder.display()));
            return (messages, Vec::new());
        }
    };
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "ftl"));
    paths.sort();
    for path in &paths {
        let file = path.display().to_string().replace('\\', "/");
        match fs::read_to_string(path) {
            Ok(text) => read_file(&file, &text, &mut messages, faults),
            Err(error) => faults.push(format!("`{file}` cannot be read: {error}")),
        }
    }
    resolve(&mut messages, faults);
    (messages, paths.iter().map(|path| path.display().to_string().replace('\\', "/")).collect())
}

fn read_file(file: &str, text: &str, messages: &mut Messages, faults: &mut Vec<String>) {
    let resource = match parser::parse(text) {
        Ok(resource) => resource,
        Err((resource, errors)) => {
            for error in errors {
                let line = text.get(..error.pos.start).unwrap_or(text).lines().count().max(1);
                faults.push(format!("{file}:{line}: {error}"));
            }
            resource
        }
    };
    let (mut all_unreviewed, mut english_only) = (false, false);
    for entry in &resource.body {
        match entry {
            Entry::ResourceComment(comment) => {
                all_unreviewed |= comment.content.iter().any(|line| line.trim() == MARK);
                english_only |= comment.content.iter().any(|line| line.trim() == ENGLISH_ONLY);
            }
            Entry::Message(message) => add(file, message, (all_unreviewed, english_only), messages, faults),
            Entry::Term(_) | Entry::Comment(_) | Entry::GroupComment(_) | Entry::Junk { .. } => {}
        }
    }
}

fn add(
    file: &str,
    message: &Message<&str>,
    (all_unreviewed, english_only): (bool, bool),
    messages: &mut Messages,
    faults: &mut Vec<String>,
) {
    let key = message.id.name.to_owned();
    let Some(pattern) = &message.value else {
        faults.push(format!("{file}: `{key}` has no text of its own: give it one"));
        return;
    };
    if !message.attributes.is_empty() {
        faults.push(format!("{file}: `{key}` has attributes: make each a message of its own"));
    }
    if key.chars().any(|letter| letter.is_ascii_uppercase() || letter == '_') {
        faults.push(format!("{file}: `{key}`: write keys in lower case with hyphens"));
    }
    let comment = message.comment.as_ref();
    let unreviewed =
        all_unreviewed || comment.is_some_and(|comment| comment.content.iter().any(|line| line.trim() == MARK));
    let mut known = Known {
        file: file.to_owned(),
        variables: BTreeSet::new(),
        references: BTreeSet::new(),
        unreviewed,
        english_only,
        text: String::new(),
    };
    walk(pattern, &mut known);
    if let Some(earlier) = messages.insert(key.clone(), known) {
        faults.push(format!("{file}: `{key}` is in `{}` as well: give it another name", earlier.file));
    }
}

fn walk(pattern: &Pattern<&str>, known: &mut Known) {
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => known.text.push_str(value),
            PatternElement::Placeable { expression: Expression::Inline(inline) } => walk_inline(inline, known),
            PatternElement::Placeable { expression: Expression::Select { selector, variants } } => {
                walk_inline(selector, known);
                for variant in variants {
                    walk(&variant.value, known);
                }
            }
        }
    }
}

fn walk_inline(inline: &InlineExpression<&str>, known: &mut Known) {
    match inline {
        InlineExpression::VariableReference { id } => {
            known.variables.insert(id.name.to_owned());
            write!(known.text, "{{ ${} }}", id.name).ok();
        }
        InlineExpression::MessageReference { id, .. } => {
            known.references.insert(id.name.to_owned());
        }
        InlineExpression::FunctionReference { arguments, .. } => {
            for argument in &arguments.positional {
                walk_inline(argument, known);
            }
        }
        InlineExpression::Placeable { expression } => match expression.as_ref() {
            Expression::Inline(inline) => walk_inline(inline, known),
            Expression::Select { selector, variants } => {
                walk_inline(selector, known);
                for variant in variants {
                    walk(&variant.value, known);
                }
            }
        },
        InlineExpression::StringLiteral { .. }
        | InlineExpression::NumberLiteral { .. }
        | InlineExpression::TermReference { .. } => {}
    }
}

/// Adds to each message the variables of the messages that it refers to. References are followed one step deep.
fn resolve(messages: &mut Messages, faults: &mut Vec<String>) {
    let variables: BTreeMap<String, BTreeSet<String>> =
        messages.iter().map(|(key, known)| (key.clone(), known.variables.clone())).collect();
    for (key, known) in messages {
        for reference in &known.references {
            match variables.get(reference) {
                Some(needed) => known.variables.extend(needed.iter().cloned()),
                None => faults.push(format!("{}: `{key}` takes in `{reference}`, which is not there", known.file)),
            }
        }
    }
}

fn compare(one: &str, messages: &Messages, other: &str, others: &Messages, faults: &mut Vec<String>) {
    for (key, known) in messages {
        match others.get(key) {
            None if known.english_only => {}
            None => {
                let file = known.file.replacen(&format!("/{one}/"), &format!("/{other}/"), 1);
                faults.push(format!("{file}: `{key}` is missing: it is in `{}`", known.file));
            }
            Some(translated) => {
                for variable in known.variables.difference(&translated.variables) {
                    let text = format!("{}: `{key}` does not use `${variable}`, which `{one}` does", translated.file);
                    faults.push(text);
                }
            }
        }
    }
}

fn code(languages: &[Messages], files: &[Vec<String>], owner: Option<&str>) -> String {
    let mut code = String::from("// Written by build.rs out of `texts/`.\n\n");
    if let Some(owner) = owner {
        writeln!(code, "/// The messages of this crate.\npub trait {owner} {{").ok();
        for (key, known) in &languages[0] {
            writeln!(code, "    /// {}\n    {};\n", shown(key, known), signature(key, known)).ok();
        }
        code.push_str("}\n\n");
    }
    let (head, visible) = match owner {
        None => ("impl Texts".to_owned(), "pub "),
        Some(owner) => (format!("impl {owner} for Texts"), ""),
    };
    writeln!(code, "{head} {{").ok();
    for (key, known) in &languages[0] {
        if owner.is_none() {
            writeln!(code, "    /// {}", shown(key, known)).ok();
        }
        let unreviewed: Vec<bool> =
            languages.iter().map(|messages| messages.get(key).is_some_and(|it| it.unreviewed)).collect();
        let given: Vec<String> =
            known.variables.iter().map(|name| format!("(\"{name}\", {}.value())", name.replace('-', "_"))).collect();
        writeln!(code, "    {visible}{} {{", signature(key, known)).ok();
        writeln!(code, "        self.filled(&CATALOGUE, \"{key}\", {unreviewed:?}, [{}])\n    }}\n", given.join(", "))
            .ok();
    }
    code.push_str("}\n\n/// The Fluent files of each language.\n");
    code.push_str("static CATALOGUE: Catalogue = Catalogue::new([\n");
    for names in files {
        code.push_str("    &[\n");
        for name in names {
            writeln!(code, "        include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/{name}\")),").ok();
        }
        code.push_str("    ],\n");
    }
    code.push_str("]);\n\n/// The messages whose translation awaits review: language, key.\npub const UNREVIEWED: &[(Language, &str)] = &[\n");
    for (language, messages) in ["English", "Welsh"].iter().zip(languages) {
        for (key, _) in messages.iter().filter(|(_, known)| known.unreviewed) {
            writeln!(code, "    (Language::{language}, \"{key}\"),").ok();
        }
    }
    code.push_str("];\n");
    code
}

/// Writes the doc line of a method: the key, and the message without characters that would be read as markup.
fn shown(key: &str, known: &Known) -> String {
    let text = known.text.replace(['\n', '`', '[', ']', '<', '>', '\\'], " ");
    format!("`{key}`: {}", text.trim())
}

fn signature(key: &str, known: &Known) -> String {
    let parameters: String =
        known.variables.iter().map(|name| format!(", {}: impl Argument", name.replace('-', "_"))).collect();
    format!("fn {}(&self{parameters}) -> Text", key.replace('-', "_"))
}
