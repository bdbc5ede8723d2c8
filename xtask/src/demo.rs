//! `cargo xtask demo`: the first thing to run on a fresh clone.

use crate::setup;
use crate::shell::{self, Stop};
use crate::workspace::{TRIAL, Workspace};

/// A demonstration: its name here, the subcommand that it is, and the option and folder that it is given.
struct Demo {
    name: &'static str,
    subcommand: &'static str,
    folder: (&'static str, &'static str),
}

/// The first runs where none is named.
const DEMOS: &[Demo] = &[
    Demo { name: "street", subcommand: "serve", folder: ("--data", "demo-street") },
    Demo { name: "record", subcommand: "history", folder: ("--data", "demo") },
    Demo { name: "linkage", subcommand: "linkage", folder: ("--out", "demo-linkage") },
];

/// Builds `candour-trial` and runs a demonstration, with the arguments after `--` passed on.
pub fn run(workspace: &Workspace, arguments: &[String]) -> Result<(), Stop> {
    let (ours, passed_on) = match arguments.iter().position(|argument| argument == "--") {
        Some(at) => (&arguments[..at], &arguments[at + 1..]),
        None => (arguments, &[][..]),
    };
    let demo = match ours {
        [] => DEMOS.first(),
        [name, ..] => DEMOS.iter().find(|demo| ours.len() == 1 && demo.name == name),
    };
    let Some(demo) = demo else {
        let known: Vec<&str> = DEMOS.iter().map(|demo| demo.name).collect();
        return Err(Stop::new(format!(
            "there is no demo `{}`; choose from: {} (arguments for it go after `--`)",
            ours.join(" "),
            known.join(", ")
        )));
    };
    let Demo { subcommand, folder: (option, folder), .. } = demo;
    shell::say(format!("this builds {TRIAL} and runs `{TRIAL} {subcommand}` on made-up people"));
    setup::prepare()?;
    workspace.build_release(&[TRIAL])?;
    let mut trial = workspace.command(workspace.trial());
    trial.arg(subcommand);
    if !passed_on.iter().any(|argument| argument.starts_with(option)) {
        trial.arg(option).arg(workspace.target().join(folder));
    }
    trial.args(passed_on);
    shell::say(format!("running `{TRIAL} {subcommand}`"));
    shell::must(&mut trial, "the demo")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_demo_is_refused_before_anything_is_built() {
        let workspace = Workspace::find().unwrap();
        let stop = run(&workspace, &["fireworks".into()]).unwrap_err().to_string();
        assert!(stop.contains("`fireworks`") && stop.contains("linkage"), "{stop}");
    }
}
