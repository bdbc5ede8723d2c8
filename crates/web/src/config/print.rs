//! The configuration as text: the effective settings, and the reference for the documentation.

use std::fmt;
use std::fmt::Write as _;

use super::Config;
use super::keys::{KEYS, Key};

/// Prints the effective configuration as TOML that can be read again. Secrets are hidden.
impl fmt::Display for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut section = String::new();
        for key in KEYS {
            for name in self.own_names(key) {
                let Some(value) = (key.show)(self, &name) else { continue };
                let full = key.name.replace("CODE", &name).replace("NAME", &name);
                let (above, last) = full.rsplit_once('.').unwrap_or(("", &full));
                if above.split('.').next() != Some(&section) && !above.is_empty() {
                    above.split('.').next().unwrap_or_default().clone_into(&mut section);
                    writeln!(f)?;
                }
                match above {
                    "" => writeln!(f, "{last} = {value}")?,
                    above => writeln!(f, "{above}.{last} = {value}")?,
                }
            }
        }
        Ok(())
    }
}

impl Config {
    /// The operator's own names for the placeholder in this key. A single empty name if there is no placeholder.
    fn own_names(&self, key: &Key) -> Vec<String> {
        if key.name.contains("CODE") {
            self.forces.keys().map(ToString::to_string).collect()
        } else if key.name.contains("NAME") {
            self.hooks.keys().cloned().collect()
        } else {
            vec![String::new()]
        }
    }
}

/// The text of `docs/reference/configuration.md`.
pub fn reference() -> String {
    let mut text = "# Configuration\n\n\
        Written by a test in `crates/web` (`CANDOUR_WRITE=1 cargo nextest run --workspace reference_is`); nobody edits it by hand.\n\n\
        `candour serve --config candour.toml` reads one TOML file. Every key can also be set by the environment variable beside\n\
        it, which takes precedence; lists are then written with commas. `CODE` is the code of a force, `NAME` the name of a\n\
        gateway. An unknown key is refused, and the message names its line and the nearest key; an unknown variable is reported\n\
        by `candour doctor`. Relative paths start at the folder in which the command is run.\n"
        .to_owned();
    let defaults = Config::begin().ok();
    let mut section = None;
    for key in KEYS {
        let above = key.name.rsplit_once('.').map_or("", |(above, _)| above);
        if section != Some(above) {
            let title = if above.is_empty() { "The service".to_owned() } else { format!("`[{above}]`") };
            write!(
                text,
                "\n## {title}\n\n| key | meaning | default | example | variable |\n| --- | --- | --- | --- | --- |\n"
            )
            .ok();
            section = Some(above);
        }
        let default = defaults.as_ref().and_then(|config| (key.show)(config, "")).filter(|shown| shown != "[]");
        let default = default.map_or_else(|| "—".to_owned(), |shown| format!("`{shown}`"));
        let name = key.name.rsplit_once('.').map_or(key.name, |(_, last)| last);
        let (about, example, variable) = (key.about, key.example, key.variable());
        writeln!(text, "| `{name}` | {about} | {default} | `{example}` | `{variable}` |").ok();
    }
    text
}
