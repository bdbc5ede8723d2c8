//! `cargo xtask assets`: builds the vendored style sheet and script of the pages from the npm package `govuk-frontend`,
//! and copies the script that draws QR codes. The results are committed, so npm is needed only here.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::setup::{self, Need};
use crate::shell::{self, Stop};
use crate::workspace::Workspace;

const NEED: Need =
    Need { program: "npm", package: "npm", why: "the style sheet of the pages is made from an npm package" };
/// The input for npm, and the choice of components.
const SOURCES: &[&str] = &["package.json", "package-lock.json", "govuk.scss"];
/// Strings that must not occur in shipped files: the font and the emblems belong to GOV.UK alone, and a page loads
/// nothing from elsewhere.
const FORBIDDEN: &[&str] = &["GDS Transport", "@font-face", "crest", "crown", "Crown", "logotype", "url("];

/// Writes the vendored files or, with `--check`, compares them with a fresh build.
pub fn run(workspace: &Workspace, arguments: &[String]) -> Result<(), Stop> {
    let check = match arguments {
        [] => false,
        [flag] if flag == "--check" => true,
        [unknown, ..] => return Err(Stop::new(format!("`{unknown}` is not known here; the only option is `--check`"))),
    };
    if shell::find(NEED.program).is_none() {
        setup::install(&NEED)?;
    }
    let vendored = workspace.root().join("crates/shell/assets/vendor");
    for (name, text) in made(workspace)? {
        let path = vendored.join(name);
        if check {
            if fs::read_to_string(&path).ok().as_deref() != Some(text.as_str()) {
                let what = format!("`{}` differs from the package: run `cargo xtask assets`", path.display());
                return Err(Stop::new(what));
            }
        } else {
            fs::create_dir_all(&vendored).map_err(|error| because(&vendored, &error))?;
            fs::write(&path, text).map_err(|error| because(&path, &error))?;
        }
    }
    shell::say(if check { "the vendored files match the package" } else { "the vendored files are written" });
    Ok(())
}

/// Builds the files. Returns their names and contents.
fn made(workspace: &Workspace) -> Result<[(&'static str, String); 3], Stop> {
    let folder = install(workspace)?;
    let style = built(&folder)?;
    let script = folder.join("node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.js");
    let script = fs::read_to_string(&script).map_err(|error| because(&script, &error))?;
    let script = without_map(&script);
    let codes = folder.join("node_modules/qrcode-generator/dist/qrcode.mjs");
    let codes = fs::read_to_string(&codes).map_err(|error| because(&codes, &error))?;
    for forbidden in FORBIDDEN {
        if style.contains(forbidden) {
            return Err(Stop::new(format!(
                "the style sheet holds `{forbidden}`: leave its component out of govuk.scss"
            )));
        }
    }
    let head = "/*! GOV.UK Frontend 6.6.0, MIT licence: see govuk-frontend.LICENSE */\n";
    let codes = format!("/*! qrcode-generator 2.0.4, MIT licence */\n{codes}");
    Ok([
        ("govuk-frontend.css", format!("{head}{style}")),
        ("govuk-frontend.js", format!("{head}{script}")),
        ("qrcode-generator.js", codes),
    ])
}

/// Installs the packages at their locked versions, in the target folder.
fn install(workspace: &Workspace) -> Result<PathBuf, Stop> {
    let folder = workspace.target().join("assets");
    fs::create_dir_all(&folder).map_err(|error| because(&folder, &error))?;
    for source in SOURCES {
        let from = workspace.root().join("crates/shell/assets/npm").join(source);
        fs::copy(&from, folder.join(source)).map_err(|error| because(&from, &error))?;
    }
    let mut npm = Command::new("npm");
    npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]).current_dir(&folder);
    shell::must(npm.stdin(Stdio::null()), "fetching govuk-frontend, qrcode-generator and sass from npm")?;
    Ok(folder)
}

/// Builds the style sheet of the components in use.
fn built(folder: &Path) -> Result<String, Stop> {
    let mut sass = Command::new("node");
    sass.args(["node_modules/sass/sass.js", "--style=compressed", "--no-source-map", "--no-charset"]);
    sass.args(["--load-path=node_modules", "govuk.scss"]).current_dir(folder).stdin(Stdio::null());
    match sass.output() {
        Ok(output) if output.status.success() => Ok(String::from_utf8_lossy(&output.stdout).into_owned()),
        Ok(output) => Err(Stop::new(format!("sass failed: {}", String::from_utf8_lossy(&output.stderr).trim()))),
        Err(error) => Err(Stop::new(format!("`node` could not be started: {error}"))),
    }
}

/// A script without the line that names its source map, because the map is not shipped.
fn without_map(script: &str) -> String {
    match script.rfind("//# sourceMappingURL=") {
        Some(at) => format!("{}\n", script[..at].trim_end()),
        None => script.to_owned(),
    }
}

fn because(path: &Path, error: &std::io::Error) -> Stop {
    Stop::new(format!("`{}`: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_map_of_a_script_is_not_named() {
        assert_eq!(without_map("let a=1;//# sourceMappingURL=a.js.map"), "let a=1;\n");
    }

    #[test]
    fn what_is_vendored_holds_nothing_that_belongs_to_gov_uk() {
        let folder = Workspace::find().unwrap().root().join("crates/shell/assets/vendor");
        let style = fs::read_to_string(folder.join("govuk-frontend.css")).unwrap();
        let found: Vec<_> = FORBIDDEN.iter().filter(|word| style.contains(**word)).collect();
        assert!(found.is_empty(), "{found:?}: run `cargo xtask assets`");
    }
}
