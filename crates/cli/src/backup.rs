//! `candour backup` and `candour restore`: the whole record in one encrypted file, for either kind of database.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use store::{BackupIdentity, BackupKey, FileKey, Store};

use crate::arguments::{BackupArguments, RestoreArguments};
use crate::exit::Failure;
use crate::open::{self, Record};
use crate::output::thousands;
use crate::session::Session;

pub fn backup(arguments: &BackupArguments, session: &Session) -> Result<(), Failure> {
    let record = Record::existing(&arguments.record)?;
    let key = match &arguments.passphrase_file {
        Some(file) => BackupKey::Passphrase(first_line(file)?),
        None => BackupKey::Recipients(arguments.recipient.clone()),
    };
    let files = files_in(&record.data, "log")?;
    session.tell("the keys are not in the backup: keep a copy of the folder `keys` apart, or nobody can read it");
    let counts = record.wait(record.store.backup(&arguments.to, &key, &files)).map_err(Failure::from)?;
    let text = || {
        let to = arguments.to.display();
        format!("{} rows and {} files are in `{to}`", thousands(counts.rows), thousands(counts.files))
    };
    session.print(text, &counts)
}

pub fn restore(arguments: &RestoreArguments, session: &Session) -> Result<(), Failure> {
    let identity = match (&arguments.passphrase_file, &arguments.identity_file) {
        (Some(file), _) => BackupIdentity::Passphrase(first_line(file)?),
        (None, Some(file)) => BackupIdentity::Key(first_line(file)?),
        (None, None) => return Err(Failure::usage("give `--identity-file` or `--passphrase-file`")),
    };
    let data = &arguments.record.data;
    open::make_folder(data)?;
    let database = open::database(&arguments.record)?;
    let runtime = open::runtime()?;
    let key_file = open::key_file(data);
    if !key_file.exists() {
        let text = format!("`{}` is missing: copy the folder `keys` of the record there first", key_file.display());
        return Err(Failure::missing(text));
    }
    let wrapping = Arc::new(FileKey::open_or_create(&key_file).map_err(Failure::from)?);
    let restored = Store::restore(&database, wrapping, &arguments.from, &identity, data);
    let (_, counts) = runtime.block_on(restored).map_err(Failure::from)?;
    let text = || {
        let rows = thousands(counts.rows);
        format!(
            "{rows} rows were restored; now run `candour audit` with the latest head that a witness holds: an old backup looks like any other"
        )
    };
    session.print(text, &counts)
}

fn first_line(file: &Path) -> Result<String, Failure> {
    let text = std::fs::read_to_string(file)
        .map_err(|source| Failure::system(format!("`{}` cannot be read", file.display()), source))?;
    Ok(text.lines().next().unwrap_or_default().trim().to_owned())
}

/// The files in a folder, with their paths relative to the record's folder.
fn files_in(data: &Path, folder: &str) -> Result<Vec<(String, PathBuf)>, Failure> {
    let mut files = Vec::new();
    let mut folders = vec![data.join(folder)];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for entry in entries {
            let unreadable = |source| Failure::system(format!("`{}` cannot be read", folder.display()), source);
            let path = entry.map_err(unreadable)?.path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(name) = path.strip_prefix(data) {
                files.push((name.to_string_lossy().replace('\\', "/"), path.clone()));
            }
        }
    }
    files.sort();
    Ok(files)
}
