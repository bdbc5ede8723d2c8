//! The programs that a fresh Debian machine needs besides Rust, and their installation.

use std::process::Command;

use crate::shell::{self, Stop};

/// A required program, and the Debian package that contains it.
pub struct Need {
    /// A program that is on `PATH` once the package is installed.
    pub program: &'static str,
    pub package: &'static str,
    /// The task that fails if the program is missing.
    pub why: &'static str,
}

// A C compiler already links `cargo xtask` itself, so `cc` can be missing only if another linker is configured.
const NEEDS: &[Need] =
    &[Need { program: "cc", package: "build-essential", why: "some crates (zstd) are built with a C compiler" }];

/// Checks all the requirements, and installs missing ones if that is permitted.
pub fn prepare() -> Result<(), Stop> {
    for need in NEEDS {
        if shell::find(need.program).is_none() {
            install(need)?;
        }
    }
    Ok(())
}

/// Installs a package if that is permitted; otherwise explains how to do it by hand.
pub fn install(need: &Need) -> Result<(), Stop> {
    let Need { program, package, why } = need;
    let by_hand = format!("`{program}` is missing and {why}: install it, on Debian with `apt-get install {package}`");
    if shell::find("apt-get").is_none() {
        return Err(Stop::new(by_hand));
    }
    let Some(prefix) = authority() else {
        return Err(Stop::new(format!("{by_hand} as root, then run this again")));
    };
    shell::say(format!("`{program}` is missing and {why}: installing {package} with apt-get"));
    shell::must(&mut apt(prefix, &["update"]), "apt-get update")?;
    shell::must(&mut apt(prefix, &["install", "--yes", "--no-install-recommends", package]), "apt-get install")?;
    match shell::find(program) {
        Some(_) => Ok(()),
        None => Err(Stop::new(format!("{package} is installed and `{program}` is still not on PATH"))),
    }
}

/// The prefix for commands that need root: empty for root itself, `sudo` if it needs no password.
fn authority() -> Option<&'static [&'static str]> {
    if shell::output(Command::new("id").arg("-u")).as_deref() == Some("0") {
        Some(&["env"])
    } else if shell::succeeds(Command::new("sudo").args(["-n", "true"])) {
        Some(&["sudo", "-n", "env"])
    } else {
        None
    }
}

fn apt(prefix: &[&str], arguments: &[&str]) -> Command {
    let words = [prefix, &["DEBIAN_FRONTEND=noninteractive", "apt-get"], arguments].concat();
    let mut command = Command::new(words[0]);
    command.args(&words[1..]);
    command
}
