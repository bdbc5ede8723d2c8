//! The places in the workspace: the repository, the target folder, and the binaries built into it.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::environment;
use crate::shell::{self, Stop};

/// The binary that a force runs.
pub const CANDOUR: &str = "candour";
/// The binary with the made-up people.
pub const TRIAL: &str = "candour-trial";

/// The optimisation of a binary, which is one of the profiles in the root `Cargo.toml`.
#[derive(Clone, Copy)]
pub enum Profile {
    /// Quick to build, for the demonstration with pages.
    Demo,
    /// Quick to run, for everything that is shipped or measured.
    Release,
}

impl Profile {
    fn name(self) -> &'static str {
        match self {
            Self::Demo => "demo",
            Self::Release => "release",
        }
    }
}

/// The repository that the chores work on.
pub struct Workspace {
    root: PathBuf,
    target: PathBuf,
}

impl Workspace {
    /// Finds the workspace to which this program belongs.
    pub fn find() -> Result<Self, Stop> {
        // Cargo sets the variable when it runs this program. A binary that is run by hand takes the value from build
        // time.
        let manifest = environment::variable("CARGO_MANIFEST_DIR").unwrap_or(env!("CARGO_MANIFEST_DIR").to_owned());
        let root = match Path::new(&manifest).parent() {
            Some(root) if root.join("Cargo.toml").is_file() => root.to_owned(),
            _ => return Err(Stop::new(format!("no workspace above `{manifest}`: run this as `cargo xtask`"))),
        };
        let target =
            environment::variable("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |dir| root.join(dir));
        Ok(Self { root, target })
    }

    /// The root folder of the repository.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The folder for builds, generated data and downloads, which git ignores.
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// The path of the release binary that a force runs. `build_release` builds it.
    pub fn candour(&self) -> PathBuf {
        self.release(CANDOUR)
    }

    /// The path of the release binary with made-up people. `build_release` builds it.
    pub fn trial(&self) -> PathBuf {
        self.release(TRIAL)
    }

    fn release(&self, name: &str) -> PathBuf {
        self.binary(Profile::Release, name)
    }

    /// The path of a binary that `build` builds with this profile.
    pub fn binary(&self, profile: Profile, name: &str) -> PathBuf {
        self.target.join(profile.name()).join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
    }

    /// The folder of the binaries that the tests build, which journeys use too.
    pub fn tested(&self) -> PathBuf {
        self.target.join("debug")
    }

    /// A command that runs in the root of the repository.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root);
        command
    }

    /// The cargo that started this program, to be run in the root of the repository.
    pub fn cargo(&self) -> Command {
        let mut command = self.command(environment::variable("CARGO").unwrap_or("cargo".to_owned()));
        // Cargo sets these variables for xtask, and a cargo started from here must determine its own.
        for name in ["CARGO_MANIFEST_DIR", "CARGO_MANIFEST_PATH", "CARGO_PKG_NAME", "CARGO_PKG_VERSION"] {
            command.env_remove(name);
        }
        command
    }

    /// Builds binaries with the release profile.
    pub fn build_release(&self, names: &[&str]) -> Result<(), Stop> {
        self.build(Profile::Release, names)
    }

    pub fn build(&self, profile: Profile, names: &[&str]) -> Result<(), Stop> {
        shell::say(format!("building {} ({}; the first time takes some minutes)", names.join(" and "), profile.name()));
        let mut build = self.cargo();
        build.args(["build", "--profile", profile.name(), "--package", "trial"]);
        match profile {
            // The first page needs nothing more.
            Profile::Demo => {}
            // Both packages are always built with all features: any other choice would rebuild the crates below.
            Profile::Release => drop(build.args(["--package", "cli", "--features", "trial/full"])),
        }
        for name in names {
            build.args(["--bin", name]);
        }
        shell::must(&mut build, "building candour")
    }
}
