//! The folder of a trial: it is emptied before each run, and refused if it contains anything else.

use std::fs;
use std::path::{Path, PathBuf};

use cli::exit::Failure;

/// The file that marks a folder as belonging to a trial.
const MARK: &str = "made-by-candour-trial.txt";
const SAYS: &str = "Everybody in this folder is made up. `candour-trial` empties it before it fills it again.\n";

/// The folder of a trial's record: the database, the keys and the log.
pub struct Folder {
    pub root: PathBuf,
    pub database: PathBuf,
    /// The folder with the key-encryption key and the log's signing key.
    pub keys: PathBuf,
    /// The log in the form that outsiders read.
    pub log: PathBuf,
}

impl Folder {
    /// Creates the folder, or removes an earlier trial from it.
    ///
    /// # Errors
    /// If the folder contains anything that is not a trial's, or cannot be created.
    pub fn make_anew(root: &Path) -> Result<Folder, Failure> {
        let no = |source| Failure::no_folder(root, source);
        let folder = Folder {
            root: root.to_owned(),
            database: root.join("candour.db"),
            keys: root.join("keys"),
            log: root.join("log"),
        };
        fs::create_dir_all(root).map_err(no)?;
        let marked = root.join(MARK).is_file();
        if !marked && fs::read_dir(root).map_err(no)?.next().is_some() {
            return Err(Failure::usage(format!(
                "the folder `{}` holds something that is not a trial's: give another one with `--data`, or an empty one",
                root.display()
            )));
        }
        fs::write(root.join(MARK), SAYS).map_err(no)?;
        for name in ["candour.db", "candour.db-wal", "candour.db-shm"] {
            gone(fs::remove_file(root.join(name))).map_err(no)?;
        }
        for name in [&folder.keys, &folder.log] {
            gone(fs::remove_dir_all(name)).map_err(no)?;
            fs::create_dir_all(name).map_err(no)?;
        }
        Ok(folder)
    }

    /// The size of a file, or of everything in a folder, in bytes.
    pub fn size(path: &Path) -> u64 {
        let Ok(about) = fs::metadata(path) else { return 0 };
        if about.is_file() {
            return about.len();
        }
        let entries = fs::read_dir(path).into_iter().flatten().flatten();
        entries.map(|entry| Folder::size(&entry.path())).sum()
    }
}

/// Treats a missing file as removed.
fn gone(removed: std::io::Result<()>) -> std::io::Result<()> {
    match removed {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_with_something_else_in_it_is_refused_and_left_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("thesis.txt"), "five years").unwrap();
        let Err(failure) = Folder::make_anew(folder.path()) else { panic!("it was taken") };
        assert!(failure.to_string().contains("not a trial's"), "{failure}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_demo_takes_the_place_of_the_one_before() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("demo");
        let first = Folder::make_anew(&root).unwrap();
        fs::write(&first.database, "old").unwrap();
        fs::write(first.log.join("checkpoint"), "old").unwrap();
        let again = Folder::make_anew(&root).unwrap();
        assert!(!again.database.exists() && !again.log.join("checkpoint").exists() && again.keys.is_dir());
    }
}
