//! Import of workforces and records from files (CSV, Parquet, JSON Lines), as a stream of ordinary events.
//!
//! A row is identified by the name of the source and its own id: importing a file twice changes nothing, and importing
//! a newer one records what is new or has changed. Every bad row is named with its line, its field and the expected
//! value; all good ones are kept. Afterwards the engine proposes links ([`crate::linking`]).

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

/// Rows recorded in one transaction: few enough that nobody waits long for the right to write, and that little is
/// repeated after a crash.
const ROWS_AT_ONCE: usize = 200;

/// The kind of content of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// Members of a workforce.
    Workforce,
    /// Reports, complaints and other records about people.
    Records,
}

/// One import.
pub struct Import<'a> {
    pub kind: FileKind,
    pub source: Source,
    /// The mapping of columns; guessed if absent.
    pub mapping: Option<Mapping>,
    /// The force of every row, if no column gives it.
    pub force: Option<ForceId>,
    /// True if the import only says what would be recorded.
    pub dry_run: bool,
    /// Receives the number of rows done, of all rows, and is asked between two transactions whether to stop.
    pub progress: &'a dyn Progress,
}

/// Result of an import: counts and refused rows, but no values, because values are about people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportSummary {
    /// The mapping that was used.
    pub mapping: Mapping,
    /// True if the mapping was guessed.
    pub guessed: bool,
    /// Rows of the file.
    pub rows: u64,
    /// Rows that put somebody or something on record, or would in a dry run.
    pub new: u64,
    /// Rows that changed what was on record.
    pub changed: u64,
    /// Rows whose content was already on record.
    pub unchanged: u64,
    /// Rows that were refused, one entry for each fault, in the order of the file.
    pub rejects: Vec<Reject>,
    /// Links proposed afterwards; none in a dry run.
    pub proposed: Option<ProposalCounts>,
}

impl ImportSummary {
    /// Rows that were refused.
    pub fn rejected(&self) -> u64 {
        self.rows - self.new - self.changed - self.unchanged
    }
}

/// Reason why an import did not begin, or broke off. Rows already recorded are kept, and the next run continues
/// from there.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The mapping does not fit the file.
    #[error(transparent)]
    Mapping(#[from] MappingError),
    /// The record refused a row.
    #[error(transparent)]
    App(#[from] AppError),
    /// A stop was requested.
    #[error("the import was stopped after {rows} rows, which are on record: run it again to go on")]
    Stopped {
        /// The rows dealt with so far.
        rows: u64,
    },
}

/// The effect of one good row.
pub(crate) enum RowEffect {
    New,
    Changed,
    Unchanged,
}

/// Imports a file.
///
/// # Errors
/// When the actor may not import, the file or the mapping cannot be used, or the database fails. A bad row is not an
/// error.
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

/// Everything that importing a row needs besides the row.
struct Rows<'a> {
    cx: &'a Context<'a>,
    permit: &'a Permit,
    sheet: &'a Sheet,
    forces: &'a Forces,
    /// Absent in a dry run.
    batch: Option<&'a Batch>,
}

impl Rows<'_> {
    /// The state of a stream, including what earlier rows of this batch recorded.
    async fn state(&self, stream: &domain::StreamId) -> Result<Option<State>, AppError> {
        match self.batch {
            Some(batch) => batch.state(stream).await,
            None => Ok(self.cx.app.store.load(stream).await?.map(|loaded| loaded.state)),
        }
    }
}

/// The forces on record, by code and by each of their present and earlier names.
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

    /// The force with this code or name. While none is on record, any text that is a valid code is one.
    fn find(&self, text: &str) -> Option<ForceId> {
        let plain = plain(text);
        if self.by_name.is_empty() {
            return ForceId::parse(&plain).ok();
        }
        self.by_name.get(&plain).cloned()
    }
}

/// A name in the form of a code: lower-case letters and digits, and one hyphen for anything else.
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
