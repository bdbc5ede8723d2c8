//! Paths: the repository, the target folder, and the `candour` binary in it.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::environment;
use crate::shell::{self, Stop};

/// The repository on which the chores work.
pub struct Workspace {
    root: PathBuf,
    target: PathBuf,
}

impl Workspace {
    /// The workspace from which this program was built.
    pub fn find() -> Result<Self, Stop> {
        // Cargo sets the variable when it runs this program; the value from build time is right for
        // a binary that is run by hand.
        let manifest = environment::variable("CARGO_MANIFEST_DIR").unwrap_or(env!("CARGO_MANIFEST_DIR").to_owned());
        let root = match Path::new(&manifest).parent() {
            Some(root) if root.join("Cargo.toml").is_file() => root.to_owned(),
            _ => return Err(Stop::new(format!("no workspace above `{manifest}`: run this as `cargo xtask`"))),
        };
        let target =
            environment::variable("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |dir| root.join(dir));
        Ok(Self { root, target })
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The folder for builds, made-up data and downloads; git ignores it.
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// The release binary, made by `build_candour`.
    pub fn candour(&self) -> PathBuf {
        self.target.join("release").join(format!("candour{}", std::env::consts::EXE_SUFFIX))
    }

    /// A command that runs in the root of the repository.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root);
        command
    }

    /// The cargo that started this program, in the root of the repository.
    pub fn cargo(&self) -> Command {
        let mut command = self.command(environment::variable("CARGO").unwrap_or("cargo".to_owned()));
        // These variables describe xtask to xtask; a cargo started from here must set its own.
        for name in ["CARGO_MANIFEST_DIR", "CARGO_MANIFEST_PATH", "CARGO_PKG_NAME", "CARGO_PKG_VERSION"] {
            command.env_remove(name);
        }
        command
    }

    /// Builds `candour` in release.
    pub fn build_candour(&self) -> Result<(), Stop> {
        shell::say("building candour in release (the first time takes some minutes)");
        let mut build = self.cargo();
        build.args(["build", "--release", "--package", "cli", "--bin", "candour"]);
        shell::must(&mut build, "building candour")
    }
}
