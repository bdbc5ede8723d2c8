//! `cargo xtask demo`: the first command to run in a fresh clone.

use crate::setup;
use crate::shell::{self, Stop};
use crate::workspace::{Profile, TRIAL, Workspace};

/// A demonstration: its name here, its subcommand, the profile it is built with, and the folder option it passes.
struct Demo {
    name: &'static str,
    subcommand: &'static str,
    profile: Profile,
    folder: (&'static str, &'static str),
}

/// The demonstrations. The first one runs if none is named.
const DEMOS: &[Demo] = &[
    // A newcomer waits for the first page to be built, and does not notice how fast it is served.
    Demo { name: "street", subcommand: "serve", profile: Profile::Demo, folder: ("--data", "demo-street") },
    Demo { name: "record", subcommand: "history", profile: Profile::Release, folder: ("--data", "demo") },
    Demo { name: "linkage", subcommand: "linkage", profile: Profile::Release, folder: ("--out", "demo-linkage") },
];

/// Builds `candour-trial` and runs a demonstration. Arguments after `--` are passed on to it.
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
    let Demo { subcommand, profile, folder: (option, folder), .. } = demo;
    shell::say(format!(
        "step 1 of 2: building {TRIAL}; cargo says which crate it is at, and knows those of an earlier build"
    ));
    setup::prepare()?;
    workspace.build(*profile, &[TRIAL])?;
    let mut trial = workspace.command(workspace.binary(*profile, TRIAL));
    trial.arg(subcommand);
    if !passed_on.iter().any(|argument| argument.starts_with(option)) {
        trial.arg(option).arg(workspace.target().join(folder));
    }
    trial.args(passed_on);
    shell::say(format!("step 2 of 2: running `{TRIAL} {subcommand}` on made-up people"));
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
