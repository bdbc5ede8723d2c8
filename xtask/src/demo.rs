//! `cargo xtask demo`: the first thing to run on a fresh clone.

use crate::setup;
use crate::shell::{self, Stop};
use crate::workspace::Workspace;

/// The demonstrations; the first is the default.
const DEMOS: &[&str] = &["street", "record", "linkage"];

/// Builds `candour` and runs its demonstration, passing on everything after `--`.
pub fn run(workspace: &Workspace, arguments: &[String]) -> Result<(), Stop> {
    let (ours, passed_on) = match arguments.iter().position(|argument| argument == "--") {
        Some(at) => (&arguments[..at], &arguments[at + 1..]),
        None => (arguments, &[][..]),
    };
    let demo = match ours {
        [] => DEMOS[0],
        [name] if DEMOS.contains(&name.as_str()) => name,
        [name, ..] => {
            let known = DEMOS.join(", ");
            return Err(Stop::new(format!(
                "there is no demo `{name}`; there is: {known} (arguments for it go after `--`)"
            )));
        }
    };
    shell::say(format!("this builds candour and runs `candour demo {demo}` on made-up people"));
    setup::prepare()?;
    workspace.build_candour()?;
    let mut candour = workspace.command(workspace.candour());
    candour.args(["demo", demo]);
    // The demonstration of linkage keeps no record.
    let folder = match demo {
        "street" => Some("demo-street"),
        "record" => Some("demo"),
        _ => None,
    };
    if let Some(folder) = folder.filter(|_| !passed_on.iter().any(|argument| argument.starts_with("--data"))) {
        candour.arg("--data").arg(workspace.target().join(folder));
    }
    candour.args(passed_on);
    shell::say(format!("running `candour demo {demo}`"));
    shell::must(&mut candour, "the demo")
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
