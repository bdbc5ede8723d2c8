//! `cargo xtask`: the project's chores. This file owns the arguments and the help; each chore has a module of its own.

mod assets;
mod bench;
mod demo;
mod environment;
mod febrl;
mod journeys;
mod postgres;
mod setup;
mod shell;
mod ship;
mod test;
mod workspace;

use std::fmt::Write as _;
use std::process::ExitCode;

use shell::Stop;
use workspace::Workspace;

/// A chore: its name, its line in the help, and its function, which receives the remaining arguments.
struct Chore {
    name: &'static str,
    arguments: &'static str,
    about: &'static str,
    run: fn(&Workspace, &[String]) -> Result<(), Stop>,
}

// New chore? Add its row here: the help and the message about unknown names are generated from this list.
const CHORES: &[Chore] = &[
    Chore {
        name: "demo",
        arguments: "[record|linkage] [-- ARGS]",
        about: "serve a street of made-up people to try out; or fill a record with a history; or link made-up data",
        run: demo::run,
    },
    Chore {
        name: "test",
        arguments: "[--quick]",
        about: "run every check: format, lints, tests, documentation, dependencies",
        run: test::run,
    },
    Chore {
        name: "bench",
        arguments: "NAME [OPTIONS]",
        about: "measure Candour and its peers (`cargo xtask bench` lists the names)",
        run: bench::run,
    },
    Chore {
        name: "journeys",
        arguments: "[-- ARGS]",
        about: "run the journeys of people in a real browser (ARGS go to Playwright)",
        run: journeys::run,
    },
    Chore {
        name: "assets",
        arguments: "[--check]",
        about: "make the vendored style sheet and script of the pages from npm, or compare them",
        run: assets::run,
    },
    Chore {
        name: "ship",
        arguments: "",
        about: "build the binary that a force runs, stripped, with its symbols in a file beside it",
        run: ship::run,
    },
    Chore {
        name: "postgres",
        arguments: "",
        about: "run a throw-away PostgreSQL until Ctrl-C, and say where it is",
        run: postgres::run,
    },
    Chore { name: "help", arguments: "", about: "show this list", run: help },
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let Some(code) = test::as_rustdoc(&arguments) {
        return code;
    }
    match choose(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(stop) => {
            eprintln!("xtask: {stop}");
            ExitCode::FAILURE
        }
    }
}

fn choose(arguments: &[String]) -> Result<(), Stop> {
    let workspace = Workspace::find()?;
    let Some((name, rest)) = arguments.split_first() else {
        return help(&workspace, &[]);
    };
    let name = if matches!(name.as_str(), "-h" | "--help") { "help" } else { name };
    match CHORES.iter().find(|chore| chore.name == name) {
        Some(chore) => (chore.run)(&workspace, rest),
        None => Err(Stop::new(format!("there is no chore `{name}`; these exist:\n\n{}", list()))),
    }
}

fn help(_: &Workspace, _: &[String]) -> Result<(), Stop> {
    println!("usage: cargo xtask CHORE\n\n{}", list());
    Ok(())
}

fn list() -> String {
    CHORES.iter().fold(String::new(), |mut list, chore| {
        let call = format!("{} {}", chore.name, chore.arguments);
        let _ = writeln!(list, "  {call:<28}{}", chore.about);
        list
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_chore_is_answered_with_the_list() {
        let stop = choose(&["polish".into()]).unwrap_err().to_string();
        assert!(stop.contains("`polish`"));
        for chore in CHORES {
            assert!(stop.contains(chore.about), "{} is missing from:\n{stop}", chore.name);
        }
    }
}
