//! Crash-safe file writes: each file is written to a separate folder, synced and moved into place, and the folders are
//! synced.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::thread;

use super::LogError;

/// The folder in which files are written before being moved into place. It is emptied at startup.
const ASIDE: &str = ".writing";

/// The number of threads that sync at once. A journal writes its pending entries together, so 16 syncs cost about as
/// much as one.
const SYNCING_COUNT: usize = 16;

/// Creates the folder and removes anything an earlier writer left in it. Call this while holding the lock.
pub(super) fn prepare(root: &Path) -> Result<(), LogError> {
    let aside = root.join(ASIDE);
    match fs::remove_dir_all(&aside) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(LogError::file(&aside, "emptied")(error)),
        _ => {}
    }
    fs::create_dir_all(&aside).map_err(LogError::file(&aside, "made"))
}

/// Writes files to the given paths below `root`. They are durable when this returns. `halfway` is called between two
/// moves.
pub(super) fn write(
    root: &Path,
    files: &[(String, Vec<u8>)],
    halfway: &(dyn Fn() -> io::Result<()> + Sync),
) -> Result<(), LogError> {
    let mut folders = BTreeSet::new();
    for (path, _) in files {
        make_folders(root, path, &mut folders)?;
    }
    let numbered: Vec<(usize, &(String, Vec<u8>))> = files.iter().enumerate().collect();
    let aside = |number: usize| root.join(ASIDE).join(format!("{number}-{}", files[number].0.replace('/', "-")));
    in_threads(&numbered, |(number, (_, bytes))| {
        let path = aside(*number);
        let written = File::create(&path).and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_data()
        });
        written.map_err(LogError::file(&path, "written"))
    })?;
    for (number, (path, _)) in files.iter().enumerate() {
        if number == files.len() / 2 {
            halfway().map_err(LogError::file(&root.join(path), "written"))?;
        }
        let place = root.join(path);
        fs::rename(aside(number), &place).map_err(LogError::file(&place, "moved into place"))?;
    }
    let folders: Vec<PathBuf> = folders.into_iter().collect();
    in_threads(&folders, |folder| {
        File::open(folder).and_then(|file| file.sync_all()).map_err(LogError::file(folder, "synced"))
    })
}

pub(super) fn write_one(root: &Path, path: &str, bytes: &[u8]) -> Result<(), LogError> {
    write(root, &[(path.to_owned(), bytes.to_vec())], &|| Ok(()))
}

/// Creates the parent folders of a file, and collects every folder that must be synced: the file's own folder, and each
/// one in which a new folder was created.
fn make_folders(root: &Path, path: &str, folders: &mut BTreeSet<PathBuf>) -> Result<(), LogError> {
    let mut folder = root.to_owned();
    let parents: Vec<&str> = path.split('/').collect();
    for part in &parents[..parents.len() - 1] {
        let next = folder.join(part);
        match fs::create_dir(&next) {
            Ok(()) => {
                folders.insert(folder);
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(LogError::file(&next, "made")(error)),
        }
        folder = next;
    }
    folders.insert(folder);
    Ok(())
}

fn in_threads<T: Sync>(all: &[T], work: impl Fn(&T) -> Result<(), LogError> + Sync) -> Result<(), LogError> {
    if let [one] = all {
        return work(one);
    }
    let share = all.len().div_ceil(SYNCING_COUNT).max(1);
    let work = &work;
    thread::scope(|scope| {
        let threads: Vec<_> =
            all.chunks(share).map(|chunk| scope.spawn(move || chunk.iter().try_for_each(work))).collect();
        threads.into_iter().try_for_each(|thread| thread.join().map_err(|_| LogError::Thread)?)
    })
}
