//! `cargo xtask ship`: builds the binary that a force runs, without symbols, and a separate file with its symbols.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::setup::{self, Need};
use crate::shell::{self, Stop};
use crate::workspace::{CANDOUR, Workspace};

/// The tool that separates the symbols. On Debian it comes with every C compiler.
const OBJCOPY: Need = Need { program: "objcopy", package: "binutils", why: "symbols are kept apart from the binary" };

/// The largest size that the binary may have. If it grows beyond this, somebody should know why.
const BYTES_MAXIMUM: u64 = 70_000_000;

/// Builds the binary and puts it into `target/ship`, next to its symbols.
pub fn run(workspace: &Workspace, arguments: &[String]) -> Result<(), Stop> {
    if let Some(unknown) = arguments.first() {
        return Err(Stop::new(format!("`{unknown}` is not known here: this chore takes no arguments")));
    }
    if shell::find(OBJCOPY.program).is_none() {
        setup::install(&OBJCOPY)?;
    }
    workspace.build_release(&[CANDOUR])?;
    let ShippedFiles { binary, symbols } = split(&workspace.candour(), &workspace.target().join("ship"))?;
    let bytes = size(&binary)?;
    shell::say(format!(
        "`{}` has {} MB, its symbols are in `{}`",
        binary.display(),
        megabytes(bytes),
        symbols.display()
    ));
    if bytes > BYTES_MAXIMUM {
        let most = megabytes(BYTES_MAXIMUM);
        return Err(Stop::new(format!("the binary is larger than {most} MB: find out what was linked (`cargo tree`)")));
    }
    Ok(())
}

/// The paths of the binary and of its symbols.
struct ShippedFiles {
    binary: PathBuf,
    symbols: PathBuf,
}

/// Copies a binary without its symbols, and the symbols to a separate file to which the binary refers debuggers.
fn split(built: &Path, folder: &Path) -> Result<ShippedFiles, Stop> {
    fs::create_dir_all(folder)
        .map_err(|error| Stop::new(format!("`{}` cannot be created: {error}", folder.display())))?;
    let name = built.file_name().unwrap_or_default();
    let binary = folder.join(name);
    let symbols = folder.join(name).with_extension("debug");
    let objcopy = || {
        let mut command = Command::new(OBJCOPY.program);
        // The link contains only the file name, so that both files can be moved together.
        command.current_dir(folder);
        command
    };
    shell::must(objcopy().arg("--only-keep-debug").arg(built).arg(&symbols), "copying the symbols")?;
    let link = format!("--add-gnu-debuglink={}", symbols.file_name().unwrap_or_default().to_string_lossy());
    shell::must(objcopy().arg("--strip-all").arg(link).arg(built).arg(&binary), "copying the binary")?;
    Ok(ShippedFiles { binary, symbols })
}

fn size(file: &Path) -> Result<u64, Stop> {
    let about = fs::metadata(file);
    about.map(|about| about.len()).map_err(|error| Stop::new(format!("`{}`: {error}", file.display())))
}

fn megabytes(bytes: u64) -> u64 {
    bytes.div_ceil(1_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_option_is_refused_before_anything_is_built() {
        let stop = run(&Workspace::find().unwrap(), &["--fast".into()]).unwrap_err().to_string();
        assert!(stop.contains("`--fast`"), "{stop}");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_binary_is_split_from_its_symbols_and_still_runs() {
        if shell::find(OBJCOPY.program).is_none() {
            eprintln!("skipped: there is no objcopy");
            return;
        }
        let built = std::env::current_exe().unwrap();
        let folder = std::env::temp_dir().join(format!("candour-xtask-ship-{}", std::process::id()));
        let shipped = split(&built, &folder).unwrap();
        assert!(size(&shipped.binary).unwrap() < size(&built).unwrap());
        assert!(size(&shipped.symbols).unwrap() > 0);
        assert!(shell::succeeds(Command::new(&shipped.binary).arg("--list")));
        fs::remove_dir_all(&folder).unwrap();
    }
}
