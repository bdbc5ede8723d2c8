//! Comma-separated values (RFC 4180): rows are split exactly as the `csv` crate splits them, and checked one by one.
//!
//! The scanner is our own, because a bad row must be kept unchanged, along with its line number and the line on which a
//! quote was opened. The `csv` crate provides none of the three.

use std::io;
use std::str;

use super::chunks::{Chunks, Watch};
use super::{ReadError, ReadOptions, ReadResult, RowFault, header};
use crate::table::{ColumnBuilder, LineNumbers, Table};

const QUOTE: u8 = b'"';

/// A bad row that spans more lines than this is an unclosed quote rather than a long address.
const LINES_OF_A_ROW: u64 = 100;

/// One field of a record, without its quotes, by its position in the scanned bytes.
#[derive(Clone, Copy, Debug)]
struct FieldSpan {
    start: usize,
    end: usize,
    /// True if the field contains doubled quotes, each pair of which represents one quote.
    doubled: bool,
}

#[derive(Debug)]
enum Scan {
    Whole(Record),
    /// The record continues after these bytes.
    Unfinished,
    /// The source ends inside a quoted field.
    Unclosed(Quote),
}

#[derive(Debug)]
struct Record {
    /// Length of the record without its line ending; `length` includes it.
    content: usize,
    length: usize,
    /// The number of line endings in the record.
    breaks: u64,
    /// The first field with a line ending inside its quotes.
    broken: Option<Quote>,
    /// The first field with text after its closing quote.
    stray: Option<Quote>,
}

/// A quoted field: its number, and how many line endings precede it in the record.
#[derive(Clone, Copy, Debug)]
struct Quote {
    field: usize,
    breaks: u64,
}

/// Splits the record at the beginning of `bytes` into fields.
fn scan(bytes: &[u8], at_end: bool, delimiter: u8, fields: &mut Vec<FieldSpan>) -> Scan {
    fields.clear();
    let (mut at, mut breaks, mut broken, mut stray) = (0, 0, None, None);
    loop {
        let mut field = FieldSpan { start: at, end: at, doubled: false };
        let quote = Quote { field: fields.len(), breaks };
        let quoted = bytes.get(at) == Some(&QUOTE);
        if quoted {
            at += 1;
            field.start = at;
            loop {
                match (bytes.get(at), bytes.get(at + 1)) {
                    (Some(&QUOTE), Some(&QUOTE)) => {
                        field.doubled = true;
                        at += 1;
                    }
                    (Some(&QUOTE), None) if !at_end => return Scan::Unfinished,
                    (Some(&QUOTE), _) => break,
                    (Some(b'\n'), _) => {
                        breaks += 1;
                        broken = broken.or(Some(quote));
                    }
                    (Some(_), _) => {}
                    (None, _) if at_end => return Scan::Unclosed(quote),
                    (None, _) => return Scan::Unfinished,
                }
                at += 1;
            }
            field.end = at;
            at += 1;
        }
        let unquoted = at;
        while let Some(&byte) = bytes.get(at) {
            if byte == delimiter || byte == b'\n' || byte == b'\r' {
                break;
            }
            at += 1;
        }
        if !quoted {
            field.end = at;
        } else if at > unquoted {
            stray = stray.or(Some(quote));
        }
        fields.push(field);
        let length = match (bytes.get(at), bytes.get(at + 1)) {
            (Some(&byte), _) if byte == delimiter => {
                at += 1;
                continue;
            }
            (Some(b'\r'), Some(b'\n')) => at + 2,
            (Some(b'\r'), None) if !at_end => return Scan::Unfinished,
            (Some(_), _) => at + 1,
            (None, _) if at_end => at,
            (None, _) => return Scan::Unfinished,
        };
        return Scan::Whole(Record { content: at, length, breaks, broken, stray });
    }
}

/// The records of a source in order, with their line numbers.
struct Records<'a> {
    chunks: Chunks<'a>,
    delimiter: u8,
    fields: Vec<FieldSpan>,
    /// The line on which the next record begins.
    line: u64,
}

impl Records<'_> {
    /// Scans the next record that is not a blank line; `None` at the end. The record stays at the front of the chunks.
    fn next(&mut self, names: &[String]) -> Result<Option<Record>, ReadError> {
        loop {
            if self.chunks.rest().is_empty() && self.chunks.at_end() {
                return Ok(None);
            }
            match scan(self.chunks.rest(), self.chunks.at_end(), self.delimiter, &mut self.fields) {
                Scan::Whole(Record { content: 0, length, .. }) => self.pass(length, 0),
                Scan::Whole(record) => return Ok(Some(record)),
                Scan::Unfinished => self.chunks.more(self.line)?,
                Scan::Unclosed(quote) => return Err(self.unclosed(quote, names)),
            }
        }
    }

    /// Moves past a record.
    fn pass(&mut self, length: usize, breaks: u64) {
        self.chunks.take(length);
        self.line += breaks + u64::from(length > 0);
    }

    fn unclosed(&self, quote: Quote, names: &[String]) -> ReadError {
        let column = names.get(quote.field).cloned().unwrap_or_else(|| (quote.field + 1).to_string());
        ReadError::UnclosedQuote { file: self.chunks.watch.file.clone(), line: self.line + quote.breaks, column }
    }

    fn header(&mut self) -> Result<(Vec<String>, Vec<u8>), ReadError> {
        let file = self.chunks.watch.file.clone();
        let Some(record) = self.next(&[])? else { return Err(ReadError::Empty { file }) };
        if let Some(quote) = record.stray {
            return Err(self.unclosed(quote, &[]));
        }
        let raw = self.chunks.rest()[..record.content].to_vec();
        let names = self.fields.iter().map(|field| {
            let name = str::from_utf8(&raw[field.start..field.end]).ok()?;
            Some(if field.doubled { name.replace("\"\"", "\"") } else { name.to_owned() })
        });
        let Some(names) = names.collect() else {
            let (found, remedy) = ("not UTF-8 text, by its header", "save it as UTF-8 (in Excel, `CSV UTF-8`)");
            return Err(ReadError::OtherKind { file, found, remedy });
        };
        self.pass(record.length, record.breaks);
        Ok((names, raw))
    }

    /// Returns the fault of the record, if it has one.
    fn fault(&self, record: &Record, names: &[String], row: u64) -> Result<Option<RowFault>, ReadError> {
        let raw = &self.chunks.rest()[..record.content];
        let (column, problem, wanted) = if let Some(quote) = record.stray {
            let wanted = "a delimiter there, or the quotes within the field written twice".to_owned();
            (names.get(quote.field).cloned(), "text after the closing quote".to_owned(), wanted)
        } else if self.fields.len() != names.len() {
            let wanted = format!("{}, as in the header", names.len());
            let fields = self.fields.len();
            (None, format!("{fields} field{}", if fields == 1 { "" } else { "s" }), wanted)
        } else if let Err(error) = str::from_utf8(raw) {
            let at = error.valid_up_to();
            let field = self.fields.iter().position(|field| at < field.end);
            let problem = format!("byte 0x{:02X} is not UTF-8", raw[at]);
            (field.and_then(|field| names.get(field).cloned()), problem, "text saved as UTF-8".to_owned())
        } else {
            return Ok(None);
        };
        let problem = match record.broken {
            Some(quote) if record.breaks > LINES_OF_A_ROW => return Err(self.unclosed(quote, names)),
            Some(_) => format!("{problem} in a row that ends on line {}", self.line + record.breaks),
            None => problem,
        };
        Ok(Some(RowFault { line: self.line, row, column, problem, wanted, raw: raw.to_vec() }))
    }
}

/// Reads a table from CSV.
pub(super) fn read(
    input: Box<dyn io::Read + '_>,
    delimiter: u8,
    options: &ReadOptions<'_>,
    watch: Watch<'_>,
) -> Result<ReadResult, ReadError> {
    if !delimiter.is_ascii() || matches!(delimiter, QUOTE | b'\n' | b'\r') {
        return Err(ReadError::Delimiter { delimiter });
    }
    let mut chunks = Chunks::new(input, watch);
    chunks.begin()?;
    let mut records = Records { chunks, delimiter, fields: Vec::new(), line: 1 };
    let file = records.chunks.watch.file.clone();
    let (names, header) = records.header()?;
    let kept = header::choose(&file, &names, options)?;
    let hint = if let [only] = names.as_slice() { header::delimiter_hint(only) } else { String::new() };
    let mut builders: Vec<ColumnBuilder> = kept.iter().map(|_| ColumnBuilder::default()).collect();
    let (mut faults, mut lines, mut rows) = (Vec::new(), LineNumbers::default(), 0);
    while options.limit_rows.is_none_or(|limit| rows < limit)
        && let Some(record) = records.next(&names)?
    {
        if let Some(fault) = records.fault(&record, &names, (rows + faults.len()) as u64 + 1)? {
            faults.push(fault);
            records.chunks.watch.judge(rows, &faults, false, &hint)?;
        } else {
            let bytes = records.chunks.rest();
            for (builder, &column) in builders.iter_mut().zip(&kept) {
                let FieldSpan { start, end, doubled } = records.fields[column];
                if doubled {
                    builder.push_doubled(&bytes[start..end]);
                } else {
                    builder.push(&bytes[start..end]);
                }
            }
            lines.push(rows, records.line);
            rows += 1;
            if rows == ROWS_TO_ESTIMATE
                && options.limit_rows.is_none()
                && let Some(length) = records.chunks.watch.length
            {
                let fraction = records.chunks.taken() as f64 / length as f64;
                builders.iter_mut().for_each(|builder| builder.expect(fraction));
            }
        }
        records.pass(record.length, record.breaks);
    }
    records.chunks.watch.judge(rows, &faults, true, &hint)?;
    records.chunks.watch.tick(records.chunks.taken())?;
    let columns = builders.into_iter().zip(kept).map(|(builder, column)| builder.finish(names[column].clone()));
    Ok(ReadResult { table: Table::of_rows(file, columns.collect(), rows, lines), faults, header })
}

/// After this many rows, their mean length predicts the number of rows to within a few per cent.
const ROWS_TO_ESTIMATE: usize = 5_000;
