//! Files generated from the command line: completions, manual pages and the command reference.

use std::fmt::Write as _;

use clap::{Command, CommandFactory as _};
use linkage::write;

use crate::arguments::{CandourArguments, CompletionsArguments, DocsArguments, ManArguments};
use crate::exit::Failure;
use crate::session::{self, Session};

pub fn completions(arguments: &CompletionsArguments) -> Result<(), Failure> {
    let mut text = Vec::new();
    clap_complete::generate(arguments.shell, &mut CandourArguments::command(), "candour", &mut text);
    session::print(&String::from_utf8_lossy(&text))
}

/// Writes one manual page for the command and one for each subcommand.
pub fn man(arguments: &ManArguments, session: &Session) -> Result<(), Failure> {
    let folder = arguments.out.display().to_string();
    let refused = |source| Failure::no_folder(&arguments.out, source);
    std::fs::create_dir_all(&arguments.out).map_err(refused)?;
    clap_mangen::generate_to(CandourArguments::command(), &arguments.out).map_err(refused)?;
    session.tell(&format!("the manual pages are in `{folder}`; read one with `man {folder}/candour-link-run.1`"));
    Ok(())
}

/// Writes the reference of a command, or checks that it is up to date. `codes` is the help text about exit codes.
pub fn docs(arguments: &DocsArguments, command: Command, codes: &str) -> Result<(), Failure> {
    let name = command.get_name().to_owned();
    let path = arguments.folder.join(format!("{name}.md"));
    let text = reference(command, codes);
    if arguments.write {
        return Ok(write::whole_file(&path, text.as_bytes())?);
    }
    match std::fs::read_to_string(&path) {
        Ok(kept) if kept == text => Ok(()),
        _ => {
            let (path, folder) = (path.display(), arguments.folder.display());
            let text = format!("`{path}` is out of date: write it again with `{name} docs --write {folder}`");
            Err(Failure::wrong(text))
        }
    }
}

/// The reference as Markdown, with a section for each subcommand, in the order of the help.
fn reference(mut command: Command, codes: &str) -> String {
    command.build();
    let name = command.get_name();
    let mut text = format!("# The `{name}` command\n\nWritten by `{name} docs --write`; nobody edits it by hand.\n");
    section(&mut text, &command, name);
    write!(text, "\n## Exit codes\n\n| code | when |\n| --- | --- |\n").ok();
    for line in codes.lines().skip(1) {
        if let Some((code, when)) = line.trim().split_once("  ") {
            writeln!(text, "| {code} | {} |", when.trim()).ok();
        }
    }
    let common: Vec<&clap::Arg> = command.get_arguments().filter(|argument| is_common(argument)).collect();
    write!(text, "\n## Options of all subcommands\n").ok();
    options(&mut text, common.into_iter());
    text
}

fn section(text: &mut String, command: &Command, name: &str) {
    let subcommands: Vec<&Command> = command.get_subcommands().filter(|command| !command.is_hide_set()).collect();
    let about = command.get_about().map(ToString::to_string).unwrap_or_default();
    if subcommands.is_empty() {
        write!(text, "\n## `{name}`\n\n{about}.\n").ok();
        options(text, command.get_arguments().filter(|argument| !is_common(argument)));
    }
    for subcommand in subcommands {
        section(text, subcommand, &format!("{name} {}", subcommand.get_name()));
    }
}

fn is_common(argument: &clap::Arg) -> bool {
    argument.is_global_set() || ["help", "version"].contains(&argument.get_id().as_str())
}

fn options<'a>(text: &mut String, arguments: impl Iterator<Item = &'a clap::Arg>) {
    let mut rows = arguments.filter(|argument| !argument.is_hide_set()).peekable();
    if rows.peek().is_none() {
        return;
    }
    write!(text, "\n| option | what it does |\n| --- | --- |\n").ok();
    for argument in rows {
        let names = argument.get_value_names().filter(|_| argument.get_action().takes_values());
        let values: String = names.into_iter().flatten().map(|name| format!(" {name}")).collect();
        let option = match argument.get_long() {
            Some(long) => format!("--{long}{values}"),
            None => values.trim().to_owned(),
        };
        let mut help = argument.get_help().map(ToString::to_string).unwrap_or_default();
        if argument.is_required_set() {
            help.push_str(" (required)");
        }
        let defaults: Vec<_> = argument.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
        if argument.get_action().takes_values() && !defaults.is_empty() {
            write!(help, " (default {})", defaults.join(" ")).ok();
        }
        writeln!(text, "| `{option}` | {} |", help.replace('|', "\\|").replace('\n', " ")).ok();
    }
}
