//! Import of workforces and records from files (CSV, Parquet or JSON Lines), as ordinary events.
//!
//! A row is identified by the name of the source and its own id. Importing a file twice changes nothing, and importing
//! a newer version records what is new or has changed. Each bad row is reported with its line, its field and the
//! expected value, and all good rows are kept. Afterwards the engine proposes links ([`crate::linking`]).

mod mapping;
mod records;
mod rows;
mod workforce;

use std::collections::HashMap;

use domain::record::stream::StreamKind;
use domain::{ForceId, State};
use linkage::Progress;
use linkage::read::{ReadError, ReadOptions, Source, read};

use crate::change::{Change, PermissionSubject, Permit};
use crate::linking::{self, ProposalCounts, Scope};
use crate::{Action, App, AppError, Batch, Context};

pub use mapping::{Mapping, MappingError};
pub use rows::Reject;
use rows::Sheet;

/// The number of rows recorded in one transaction: few enough that no other writer waits long, and that little has to
/// be repeated after a crash.
const ROWS_AT_ONCE: usize = 200;

/// The kind of rows that a file contains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// Members of a workforce.
    Workforce,
    /// Reports, complaints and other records about people.
    Records,
}

/// The settings of one import.
pub struct Import<'a> {
    pub kind: FileKind,
    pub source: Source,
    /// The mapping of columns. It is guessed if absent.
    pub mapping: Option<Mapping>,
    /// The force for all rows, if no column names one.
    pub force: Option<ForceId>,
    /// True if the import should only report what would be recorded.
    pub dry_run: bool,
    /// Receives the number of rows done and the total, and is asked between transactions whether to stop.
    pub progress: &'a dyn Progress,
}

/// The result of an import: counts and rejected rows, but no values, because values are about people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportSummary {
    pub mapping: Mapping,
    /// True if the mapping was guessed.
    pub guessed: bool,
    /// Number of rows in the file.
    pub rows: u64,
    /// Number of rows that added a new entry to the record, or would do so in a dry run.
    pub new: u64,
    /// Number of rows that changed an existing entry.
    pub changed: u64,
    /// Number of rows whose content was already on record.
    pub unchanged: u64,
    /// Faults in the rejected rows, one entry per fault, in file order.
    pub rejects: Vec<Reject>,
    /// The links proposed afterwards, or `None` in a dry run.
    pub proposed: Option<ProposalCounts>,
}

impl ImportSummary {
    /// Number of rows that were rejected.
    pub fn rejected(&self) -> u64 {
        self.rows - self.new - self.changed - self.unchanged
    }
}

/// The reason why an import did not start, or stopped early. Rows recorded before that are kept, and the next run
/// continues from there.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The mapping does not fit the file.
    #[error(transparent)]
    Mapping(#[from] MappingError),
    /// A row could not be recorded.
    #[error(transparent)]
    App(#[from] AppError),
    /// The import was asked to stop.
    #[error("the import was stopped after {rows} rows, which are on record: run it again to go on")]
    Stopped {
        /// Number of rows processed before the stop.
        rows: u64,
    },
}

/// The effect of importing a valid row.
pub(crate) enum RowEffect {
    New,
    Changed,
    Unchanged,
}

/// Imports a file.
///
/// # Errors
/// If the actor is not allowed to import, the file or the mapping cannot be used, or the database fails. A bad row is
/// not an error.
pub async fn run(cx: &Context<'_>, import: Import<'_>) -> Result<ImportSummary, ImportError> {
    let mut change = Change::begin(cx).await?;
    let permit = change.authorise(Action::Import, PermissionSubject::Nothing).await?;
    drop(change);
    let Import { kind, source, mapping, force, dry_run, progress } = import;
    let name = source.name().to_owned();
    let read = tokio::task::spawn_blocking(move || read(&source, &ReadOptions::default())).await;
    let read = read.map_err(|_| AppError::Bug("reading a file broke off"))??;
    let guessed = mapping.is_none();
    let mapping = match mapping {
        Some(mapping) => mapping,
        None => Mapping::guess(kind, &name, &read.table),
    };
    let sheet = Sheet::new(kind, read.table, mapping, force.as_ref())?;
    let forces = Forces::load(cx.app).await?;
    let rows = sheet.rows() as u64 + read.faults.len() as u64;
    let mut done = ImportSummary {
        mapping: sheet.mapping().clone(),
        guessed,
        rows,
        new: 0,
        changed: 0,
        unchanged: 0,
        rejects: read.faults.iter().map(Reject::unreadable).collect(),
        proposed: None,
    };
    let mut seen = HashMap::new();
    let all: Vec<usize> = (0..sheet.rows()).collect();
    progress.begin("import", sheet.rows() as u64);
    for some in all.chunks(ROWS_AT_ONCE) {
        if progress.stopped() {
            progress.end();
            return Err(ImportError::Stopped { rows: some.first().map_or(0, |row| *row as u64) });
        }
        let batch = if dry_run { None } else { Some(cx.app.batch().await?) };
        for row in some {
            let rows = Rows { cx, permit: &permit, sheet: &sheet, forces: &forces, batch: batch.as_ref() };
            let became = match kind {
                FileKind::Workforce => workforce::row(&rows, *row, &mut seen).await?,
                FileKind::Records => records::row(&rows, *row, &mut seen).await?,
            };
            match became {
                Ok(RowEffect::New) => done.new += 1,
                Ok(RowEffect::Changed) => done.changed += 1,
                Ok(RowEffect::Unchanged) => done.unchanged += 1,
                Err(rejects) => done.rejects.extend(rejects),
            }
        }
        if let Some(batch) = batch {
            batch.commit().await?;
        }
        progress.advance(some.len() as u64);
    }
    progress.end();
    done.rejects.sort_by_key(|reject| reject.line);
    if !dry_run && done.new + done.changed > 0 {
        let system = Context { now: cx.now, ..cx.app.system("linking") };
        done.proposed = Some(linking::propose(&system, Scope::Since(cx.now)).await?);
    }
    tracing::info!(
        rows = done.rows,
        new = done.new,
        changed = done.changed,
        unchanged = done.unchanged,
        rejected = done.rejected(),
        dry_run,
        "a file was imported"
    );
    Ok(done)
}

/// Everything needed to import a row, apart from the row itself.
struct Rows<'a> {
    cx: &'a Context<'a>,
    permit: &'a Permit,
    sheet: &'a Sheet,
    forces: &'a Forces,
    /// Absent in a dry run.
    batch: Option<&'a Batch>,
}

impl Rows<'_> {
    /// The state of a stream, including what earlier rows in this batch recorded.
    async fn state(&self, stream: &domain::StreamId) -> Result<Option<State>, AppError> {
        match self.batch {
            Some(batch) => batch.state(stream).await,
            None => Ok(self.cx.app.store.load(stream).await?.map(|loaded| loaded.state)),
        }
    }
}

/// The forces on record, indexed by code and by every current and former name.
pub(crate) struct Forces {
    by_name: HashMap<String, ForceId>,
}

impl Forces {
    async fn load(app: &App) -> Result<Self, AppError> {
        let mut by_name = HashMap::new();
        // No record holds more forces than this.
        for stream in app.store.streams(StreamKind::Force, "", 1_000).await? {
            let Some(loaded) = app.store.load(&stream).await? else { continue };
            let State::Force(force) = loaded.state else { continue };
            for (_, name) in &force.names {
                by_name.insert(plain(name), force.id.clone());
            }
            by_name.insert(plain(force.id.as_str()), force.id.clone());
        }
        Ok(Self { by_name })
    }

    /// The force with this code or name. As long as no force is on record, any valid code is accepted.
    fn find(&self, text: &str) -> Option<ForceId> {
        let plain = plain(text);
        if self.by_name.is_empty() {
            return ForceId::parse(&plain).ok();
        }
        self.by_name.get(&plain).cloned()
    }
}

/// Converts a name to the form of a code: lower-case letters and digits, with a hyphen for each run of other
/// characters.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    for letter in text.chars().flat_map(char::to_lowercase) {
        match letter {
            letter if letter.is_ascii_alphanumeric() => plain.push(letter),
            _ if !plain.is_empty() && !plain.ends_with('-') => plain.push('-'),
            _ => {}
        }
    }
    plain.trim_end_matches('-').to_owned()
}
