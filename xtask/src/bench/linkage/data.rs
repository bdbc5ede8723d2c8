//! The files that both tools read. They are in the target folder, generated once for each size and seed.

use std::fs;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::candour;
use super::splink::Splink;
use crate::shell::{self, Stop};
use crate::workspace::Workspace;

/// The files for one benchmark, of one size and seed.
pub struct Data {
    pub folder: PathBuf,
    /// The name of the generator, as it is shown to the reader.
    pub maker: &'static str,
}

impl Data {
    pub fn workforce(&self) -> PathBuf {
        self.folder.join("workforce.csv")
    }

    /// The records about staff and other people.
    pub fn records(&self) -> PathBuf {
        self.folder.join("records.csv")
    }

    pub fn truth(&self) -> PathBuf {
        self.folder.join("truth.csv")
    }

    /// The links that our latest run found.
    pub fn links(&self) -> PathBuf {
        self.folder.join("links.csv")
    }

    /// The clusters that our latest run found.
    pub fn clusters(&self) -> PathBuf {
        self.folder.join("clusters.csv")
    }

    /// The model that our latest run trained.
    pub fn trained(&self) -> PathBuf {
        self.folder.join("trained.toml")
    }

    /// Uses the peer's generator if the peer is available, and ours otherwise. Both tools read the same files.
    pub fn prepare(
        workspace: &Workspace,
        peer: Option<&Splink>,
        workforce: u64,
        records: u64,
        seed: u64,
    ) -> Result<Self, Stop> {
        let (maker, suffix) = match peer {
            Some(_) => ("the peer's gen.py", ""),
            None => ("candour-trial synth", "-synth"),
        };
        let name = format!("{workforce}x{records}-{seed}{suffix}");
        let data = Self { folder: workspace.target().join("bench/linkage").join(&name), maker };
        if data.truth().is_file() {
            return Ok(data);
        }
        shell::say(format!("making the data with {maker} (once for this size and seed)"));
        // The files get their final names only at the end, so that an interrupted run leaves nothing that looks
        // finished.
        let half = Self { folder: data.folder.with_file_name(format!("{name}.part")), maker };
        let because = |path: &Path, error: std::io::Error| Stop::new(format!("`{}`: {error}", path.display()));
        if half.folder.exists() {
            fs::remove_dir_all(&half.folder).map_err(|error| because(&half.folder, error))?;
        }
        fs::create_dir_all(&half.folder).map_err(|error| because(&half.folder, error))?;
        match peer {
            Some(peer) => peer.generate(&half.folder, workforce, records, seed)?,
            None => candour::synthesise(workspace, &half.folder, workforce, records, seed)?,
        }
        if !half.truth().is_file() {
            write_truth(&half.records(), &half.truth())?;
        }
        if data.folder.exists() {
            fs::remove_dir_all(&data.folder).map_err(|error| because(&data.folder, error))?;
        }
        fs::rename(&half.folder, &data.folder).map_err(|error| because(&data.folder, error))?;
        Ok(data)
    }
}

/// Writes the truth as pairs, from a records file whose `truth_id` names a member of staff (`W...`) or another person.
fn write_truth(records: &Path, truth: &Path) -> Result<(), Stop> {
    let because = |path: &Path, error: std::io::Error| Stop::new(format!("`{}`: {error}", path.display()));
    let file = fs::File::open(records).map_err(|error| because(records, error))?;
    let out = fs::File::create(truth).map_err(|error| because(truth, error))?;
    let mut out = BufWriter::new(out);
    let mut lines = BufReader::new(file).lines();
    let header = lines.next().transpose().map_err(|error| because(records, error))?.unwrap_or_default();
    // The two columns come first and are never quoted, so a plain split finds them.
    if !header.starts_with("unique_id,truth_id,") {
        return Err(Stop::new(format!("`{}` does not begin with the columns unique_id,truth_id", records.display())));
    }
    writeln!(out, "left_id,right_id").map_err(|error| because(truth, error))?;
    for line in lines {
        let line = line.map_err(|error| because(records, error))?;
        let mut fields = line.split(',');
        if let (Some(record), Some(person)) = (fields.next(), fields.next())
            && person.starts_with('W')
        {
            writeln!(out, "{person},{record}").map_err(|error| because(truth, error))?;
        }
    }
    out.flush().map_err(|error| because(truth, error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_truth_holds_only_records_about_staff() {
        let folder = std::env::temp_dir().join(format!("candour-xtask-truth-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let (records, truth) = (folder.join("records.csv"), folder.join("truth.csv"));
        fs::write(&records, "unique_id,truth_id,surname\nR1,W7,Ash\nR2,X3,Bell\nR3,XR9,Cole\n").unwrap();
        write_truth(&records, &truth).unwrap();
        assert_eq!(fs::read_to_string(&truth).unwrap(), "left_id,right_id\nW7,R1\n");
        fs::remove_dir_all(&folder).unwrap();
    }
}
