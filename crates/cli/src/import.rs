//! `candour import`: imports workforces and records from files. `app` defines the meaning of a row.

use std::fmt::Write as _;

use app::import::{self, FileKind, ImportError, ImportSummary, Mapping, Reject};
use app::linking::ProposalCounts;
use domain::ForceId;
use linkage::table::Table;
use linkage::write;
use serde::Serialize;

use crate::arguments::{ImportArguments, ImportCommand, RecordOptions};
use crate::exit::Failure;
use crate::open::Record;
use crate::output::{counted, thousands};
use crate::session::{Session, is_dash};

/// The most faults to list: nobody reads more.
const LISTED: usize = 10;

/// The result, for programs.
#[derive(Serialize)]
struct ImportResult<'i> {
    rows: u64,
    new: u64,
    changed: u64,
    unchanged: u64,
    rejected: u64,
    dry_run: bool,
    mapping: &'i Mapping,
    guessed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    proposed: Option<Links>,
}

#[derive(Serialize)]
struct Links {
    links: usize,
    same_person: usize,
    too_many: usize,
}

impl From<ProposalCounts> for Links {
    fn from(proposed: ProposalCounts) -> Self {
        let ProposalCounts { links, same_person, too_many, .. } = proposed;
        Self { links, same_person, too_many }
    }
}

pub fn import(arguments: &ImportCommand, session: &Session) -> Result<(), Failure> {
    let (kind, file) = match arguments {
        ImportCommand::Workforce(file) => (FileKind::Workforce, file),
        ImportCommand::Records(file) => (FileKind::Records, file),
    };
    let force = file.force.as_deref().map(ForceId::parse).transpose();
    let force = force.map_err(|error| Failure::usage(error.to_string()))?;
    let mapping = file.mapping.as_deref().map(mapping).transpose()?;
    // A dry run leaves no trace, not even an empty record.
    let nowhere = (file.dry_run && !exists(&file.record)).then(nowhere).transpose()?;
    let options = match &nowhere {
        Some(folder) => RecordOptions { data: folder.path().to_owned(), database: None },
        None => file.record.clone(),
    };
    let record = Record::open(&options)?;
    let app = record.app()?;
    let import = import::Import {
        kind,
        source: session.source(&file.file),
        mapping,
        force,
        dry_run: file.dry_run,
        progress: &session.progress,
    };
    let done = record.wait(import::run(&app.system("import"), import))?;
    if let Some(path) = &file.rejects {
        write::table(&rejects(file, &done.rejects)?, &session.output(path))?;
    }
    if !file.rejects.as_deref().is_some_and(is_dash) {
        tell(&done, file, session)?;
    }
    match (done.rejected(), &file.rejects) {
        (0, _) | (_, Some(_)) => Ok(()),
        (count, None) => Err(Failure::bad_data(format!(
            "{} refused, all others were kept: list them with `--rejects FILE`, put them right, and import again",
            counted(count, "row was", "rows were")
        ))),
    }
}

fn exists(record: &RecordOptions) -> bool {
    record.database.is_some() || record.data.join("candour.db").exists()
}

fn nowhere() -> Result<tempfile::TempDir, Failure> {
    let what = "no folder can be made for a record that is thrown away".to_owned();
    tempfile::tempdir().map_err(|source| Failure::system(what, source))
}

fn mapping(path: &std::path::Path) -> Result<Mapping, Failure> {
    let text = std::fs::read_to_string(path).map_err(|source| {
        let file = path.display();
        let text = format!("the mapping `{file}` cannot be read: check the path, and that it is text in UTF-8");
        Failure::missing(text).because(source)
    })?;
    Ok(Mapping::from_toml(&text).map_err(ImportError::from)?)
}

fn tell(done: &ImportSummary, file: &ImportArguments, session: &Session) -> Result<(), Failure> {
    for reject in done.rejects.iter().take(LISTED) {
        session.tell(&line(reject));
    }
    if done.rejects.len() > LISTED {
        session.tell(&format!("and {} more", thousands((done.rejects.len() - LISTED) as u64)));
    }
    let object = ImportResult {
        rows: done.rows,
        new: done.new,
        changed: done.changed,
        unchanged: done.unchanged,
        rejected: done.rejected(),
        dry_run: file.dry_run,
        mapping: &done.mapping,
        guessed: done.guessed,
        proposed: done.proposed.map(Links::from),
    };
    session.print(|| text(done, file), &object)
}

fn line(reject: &Reject) -> String {
    let place = match (&reject.field, &reject.column) {
        (Some(field), Some(column)) if field != column => format!(", `{field}` in column `{column}`"),
        (Some(name), _) | (None, Some(name)) => format!(", `{name}`"),
        (None, None) => String::new(),
    };
    format!("line {}{place}: {}; wanted {}", reject.line, reject.code, reject.wanted)
}

fn text(done: &ImportSummary, file: &ImportArguments) -> String {
    let mut text = String::new();
    let would = if file.dry_run { "would be " } else { "" };
    writeln!(
        text,
        "{}: {} {would}new, {} {would}changed, {} known, {} refused",
        counted(done.rows, "row", "rows"),
        thousands(done.new),
        thousands(done.changed),
        thousands(done.unchanged),
        thousands(done.rejected())
    )
    .ok();
    if let Some(proposed) = done.proposed {
        writeln!(
            text,
            "proposed, for a person to judge: {}, {}; {} fit too many to name any",
            counted(proposed.links as u64, "link of a report to an officer", "links of reports to officers"),
            counted(proposed.same_person as u64, "pair of service records", "pairs of service records"),
            counted(proposed.too_many as u64, "report", "reports")
        )
        .ok();
    }
    if done.guessed {
        text.push_str("what the columns hold was guessed; keep this with `--mapping` and put right what is wrong:\n\n");
        text.push_str(&done.mapping.to_toml());
    }
    text
}

/// The refused rows as a table: place, reason, and what would make the row valid.
fn rejects(file: &ImportArguments, rejects: &[Reject]) -> Result<Table, Failure> {
    let of = |take: &dyn Fn(&Reject) -> String| rejects.iter().map(take).collect::<Vec<String>>();
    let columns = vec![
        ("file".to_owned(), of(&|_| file.file.display().to_string())),
        ("line".to_owned(), of(&|reject| reject.line.to_string())),
        ("field".to_owned(), of(&|reject| reject.field.clone().unwrap_or_default())),
        ("column".to_owned(), of(&|reject| reject.column.clone().unwrap_or_default())),
        ("reason".to_owned(), of(&|reject| reject.code.clone())),
        ("wanted".to_owned(), of(&|reject| reject.wanted.clone())),
    ];
    Table::from_columns("rejects", columns).map_err(|error| Failure::bad_data(error.to_string()))
}
