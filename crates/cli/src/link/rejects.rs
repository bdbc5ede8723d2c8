//! Unusable rows: counted and listed together, and set aside unchanged on request.

use std::path::{Path, PathBuf};

use linkage::read::{self, ReadError, ReadOptions, RowFault, Source};
use linkage::settings::Side;
use linkage::table::{Format, Table};
use linkage::{BadValue, write};

use super::load::SetAsideCounts;
use crate::exit::{Failure, say};
use crate::output::{counted, thousands};
use crate::session::Session;

/// The most faults to list: nobody reads more.
const LISTED: usize = 10;

struct BadRow {
    line: u64,
    /// The message: the place and the fault, but no values.
    fault: String,
    raw: RawRow,
}

enum RawRow {
    /// The text, as kept by the reader.
    Bytes(Vec<u8>),
    /// The text must be read again. This is the line of the next good row, if there is one.
    Until(Option<u64>),
}

/// The place from which the text of a row can be read again.
pub enum Origin {
    File(PathBuf),
    /// Standard input, kept in memory because bad rows are to be set aside.
    Kept(Vec<u8>),
    /// Standard input that was not kept in memory.
    Gone,
}

/// The bad rows of one file.
pub struct RejectedRows {
    source: Source,
    origin: Origin,
    header: Vec<u8>,
    rows: Vec<BadRow>,
}

impl RejectedRows {
    /// Records the rows that a reader could not read.
    pub fn new(source: Source, origin: Origin, header: Vec<u8>, faults: Vec<RowFault>) -> RejectedRows {
        let rows = faults.into_iter().map(|fault| BadRow {
            line: fault.line,
            fault: fault.to_string(),
            raw: RawRow::Bytes(fault.raw),
        });
        RejectedRows { source, origin, header, rows: rows.collect() }
    }

    /// Adds rows that could be read but not used. A row with several faults counts as one bad row.
    fn add(&mut self, table: &Table, faults: &[BadValue]) {
        let mut last = None;
        for fault in faults.iter().filter(|fault| last.replace(fault.row) != Some(fault.row)) {
            let next = (fault.row + 1 < table.rows()).then(|| table.line(fault.row + 1));
            self.rows.push(BadRow { line: fault.line, fault: fault.to_string(), raw: RawRow::Until(next) });
        }
        self.rows.sort_by_key(|row| row.line);
    }

    fn count(&self) -> u64 {
        self.rows.len() as u64
    }

    /// The unchanged rows, below their header.
    fn bytes(&self) -> Result<Vec<u8>, Failure> {
        if self.source.format() == Some(Format::Parquet) && !self.rows.is_empty() {
            return self.rows_of_parquet();
        }
        let again = self.rows.iter().any(|row| matches!(row.raw, RawRow::Until(_)));
        let lines = if again { Some(self.read_again()?) } else { None };
        let mut text = self.header.clone();
        if !text.is_empty() {
            text.push(b'\n');
        }
        for (at, row) in self.rows.iter().enumerate() {
            match (&row.raw, &lines) {
                (RawRow::Bytes(raw), _) => text.extend_from_slice(raw),
                (RawRow::Until(good), Some(lines)) => {
                    // A row ends where the next row begins, whether that row is good or bad.
                    let next = good.iter().chain(self.rows.get(at + 1).map(|bad| &bad.line)).min();
                    text.extend_from_slice(lines.between(row.line, next.copied()));
                }
                (RawRow::Until(_), None) => {}
            }
            text.push(b'\n');
        }
        Ok(text)
    }

    fn read_again(&self) -> Result<Lines, Failure> {
        let bytes = match &self.origin {
            Origin::File(path) => {
                std::fs::read(path).map_err(|source| ReadError::Io { file: self.source.name().to_owned(), source })?
            }
            Origin::Kept(bytes) => bytes.clone(),
            Origin::Gone => Vec::new(),
        };
        let ends = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1);
        let begins = std::iter::once(0).chain(ends).collect();
        Ok(Lines { bytes, begins })
    }

    /// The complete rows of a Parquet file as CSV, by row number: Parquet has no lines, and only some columns were
    /// read.
    fn rows_of_parquet(&self) -> Result<Vec<u8>, Failure> {
        let again = read::read(&self.source, &ReadOptions::default())?;
        let mut text = again.header;
        text.push(b'\n');
        let mut row = 0;
        for bad in &self.rows {
            if let Some(fault) = again.faults.iter().find(|fault| fault.line == bad.line) {
                text.extend_from_slice(&fault.raw);
            } else {
                while row < again.table.rows() && again.table.line(row) < bad.line {
                    row += 1;
                }
                if row < again.table.rows() {
                    let columns = again.table.columns().iter();
                    let values: Vec<String> = columns.map(|column| quoted(column.value(row))).collect();
                    text.extend_from_slice(values.join(",").as_bytes());
                }
            }
            text.push(b'\n');
        }
        Ok(text)
    }
}

/// The lines of a file that was read a second time.
struct Lines {
    bytes: Vec<u8>,
    begins: Vec<usize>,
}

impl Lines {
    /// The text from one line, counted from 1, up to another line or the end, without the last line ending.
    fn between(&self, line: u64, next: Option<u64>) -> &[u8] {
        let at = |line: u64| self.begins.get(line as usize - 1).copied().unwrap_or(self.bytes.len());
        let text = self.bytes.get(at(line)..next.map_or(self.bytes.len(), at)).unwrap_or_default();
        let text = text.strip_suffix(b"\n").unwrap_or(text);
        text.strip_suffix(b"\r").unwrap_or(text)
    }
}

fn quoted(value: &str) -> String {
    if value.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", value.replace('"', "\"\""))
    } else {
        value.to_owned()
    }
}

/// The bad rows of a run.
pub struct Rejects {
    left: RejectedRows,
    right: Option<RejectedRows>,
    reject_to: Option<PathBuf>,
}

impl Rejects {
    /// Collects the bad rows of one or two files. `reject_to` is the file in which to set them aside.
    pub fn new(left: RejectedRows, right: Option<RejectedRows>, reject_to: Option<PathBuf>) -> Rejects {
        Rejects { left, right, reject_to }
    }

    /// Adds rows that could be read but not used.
    pub fn add(&mut self, side: Side, table: &Table, faults: &[BadValue]) {
        match (side, &mut self.right) {
            (Side::Right, Some(right)) => right.add(table, faults),
            _ => self.left.add(table, faults),
        }
    }

    /// Prints which rows were left out, in cases where that is not a failure.
    pub fn tell(&self, session: &Session) {
        for file in std::iter::once(&self.left).chain(&self.right).filter(|file| !file.rows.is_empty()) {
            session.tell(&format!("{}\n  left out", listed(file)));
        }
    }

    /// Sets the bad rows aside, or fails because of them. Call it when all of them are known.
    pub fn settle(&self, session: &Session) -> Result<SetAsideCounts, Failure> {
        let files: Vec<&RejectedRows> =
            std::iter::once(&self.left).chain(&self.right).filter(|file| !file.rows.is_empty()).collect();
        let listed: Vec<String> = files.iter().map(|file| listed(file)).collect();
        match &self.reject_to {
            None if files.is_empty() => {}
            None => {
                let them = if files.iter().map(|file| file.count()).sum::<u64>() == 1 { "it" } else { "them" };
                return Err(Failure::bad_data(format!(
                    "{}\ncorrect {them}, or set {them} aside with `--reject-to FILE` and go on with the rest",
                    listed.join("\n")
                )));
            }
            // Rows from an earlier run must not be mistaken for rows from this one, so without bad rows the file
            // contains only the header.
            Some(path) if files.is_empty() => write::whole_file(path, &self.left.bytes()?)?,
            Some(path) => {
                for (at, file) in files.iter().enumerate() {
                    let path = if at == 0 { path.clone() } else { beside(path) };
                    write::whole_file(&path, &file.bytes()?)?;
                    if !session.quiet {
                        say(&format!("{}\n  set aside in `{}`", listed[at], path.display()));
                    }
                }
            }
        }
        Ok(SetAsideCounts { left: self.left.count(), right: self.right.as_ref().map_or(0, RejectedRows::count) })
    }
}

/// Turns `bad.csv` into `bad.right.csv`.
fn beside(path: &Path) -> PathBuf {
    let extension = path.extension().map_or_else(
        || "right".into(),
        |extension| {
            let mut name = std::ffi::OsString::from("right.");
            name.push(extension);
            name
        },
    );
    path.with_extension(extension)
}

fn listed(file: &RejectedRows) -> String {
    let mut text = format!("{} of `{}` cannot be used", counted(file.count(), "row", "rows"), file.source.name());
    for row in file.rows.iter().take(LISTED) {
        text.push_str("\n  ");
        text.push_str(&row.fault);
    }
    if let Some(more) = file.rows.len().checked_sub(LISTED).filter(|more| *more > 0) {
        text.push_str(&format!("\n  and {} more", thousands(more as u64)));
    }
    text
}
