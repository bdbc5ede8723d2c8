//! Opening a record: its folder, its database, its keys, and the law.

use std::future::Future;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use app::{Action, App, Ids, SystemClock, SystemIds};
use domain::Clock;
use policy::Law;
use policy::permission::Permissions;
use store::{Database, FileKey, Store};
use tokio::runtime::Runtime;

use crate::arguments::RecordOptions;
use crate::exit::Failure;

/// An open record.
pub struct Record {
    pub data: PathBuf,
    pub store: Store,
    runtime: Runtime,
}

impl Record {
    /// Opens the record, or creates one if the folder has none.
    ///
    /// # Errors
    /// If the folder cannot be created, the database cannot be opened, or the key is not the record's.
    pub fn open(options: &RecordOptions) -> Result<Record, Failure> {
        let keys = options.data.join("keys");
        make_folder(&keys)?;
        let runtime = runtime()?;
        let database = database(options)?;
        let wrapping = FileKey::open_or_create(&key_file(&options.data)).map_err(Failure::from)?;
        let store = runtime.block_on(Store::open(&database, Arc::new(wrapping))).map_err(Failure::from)?;
        Ok(Record { data: options.data.clone(), store, runtime })
    }

    /// Opens a record like [`Record::open`], but refuses a folder that has none: a mistyped path should not create a
    /// record.
    ///
    /// # Errors
    /// Same as [`Record::open`], or if there is no record.
    pub fn existing(options: &RecordOptions) -> Result<Record, Failure> {
        if options.database.is_none() && !options.data.join("candour.db").exists() {
            let folder = options.data.display();
            let text = format!(
                "there is no record in `{folder}`: give its folder with `--data`, or begin one with `candour import`"
            );
            return Err(Failure::missing(text));
        }
        Record::open(options)
    }

    pub fn wait<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }

    /// The use cases on this record, under the built-in law.
    ///
    /// # Errors
    /// If a built-in pack or permission is faulty, which is a bug.
    pub fn app(&self) -> Result<App, Failure> {
        self.app_with(Arc::new(SystemClock), Arc::new(SystemIds))
    }

    /// Same as [`Record::app`], with a different clock and different ids, for trials.
    ///
    /// # Errors
    /// Same as [`Record::app`].
    pub fn app_with(&self, clock: Arc<dyn Clock>, ids: Arc<dyn Ids>) -> Result<App, Failure> {
        let law = Law::embedded().map_err(|errors| Failure::settings(errors.to_string()))?;
        let permissions =
            Permissions::embedded(Action::CODES).map_err(|errors| Failure::settings(errors.to_string()))?;
        Ok(App::new(self.store.clone(), law, permissions, clock, ids))
    }
}

/// The database that the options select.
pub fn database(options: &RecordOptions) -> Result<Database, Failure> {
    match &options.database {
        Some(url) => Database::parse(url).map_err(|error| Failure::usage(error.to_string())),
        None => Ok(Database::Sqlite { path: options.data.join("candour.db") }),
    }
}

/// The file that contains a record's key-encryption key.
pub fn key_file(data: &Path) -> PathBuf {
    data.join("keys").join("wrapping.key")
}

/// The runtime whose threads wait for databases and peers.
pub fn runtime() -> Result<Runtime, Failure> {
    let started = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    started.map_err(|source| Failure::system("the threads that wait cannot be started", source))
}

/// Creates a folder and its missing parents.
pub fn make_folder(folder: &Path) -> Result<(), Failure> {
    std::fs::create_dir_all(folder).map_err(|source| Failure::no_folder(folder, source))
}
