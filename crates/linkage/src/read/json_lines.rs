//! JSON Lines: one object per line. The columns are the union of the keys, in order of first appearance.

use std::fmt;
use std::io;
use std::ops::Range;
use std::str;

use rustc_hash::FxHashMap;
use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::chunks::{Chunks, Watch};
use super::{ReadError, ReadOptions, ReadResult, RowFault, header};
use crate::table::{Column, ColumnBuilder, LineNumbers, Table};

/// A file with more keys than this has data in its keys, and would need memory quadratic in its length.
const MOST_COLUMNS: usize = 4096;

/// The columns in order of appearance.
struct Columns<'o> {
    wanted: Option<&'o [String]>,
    optional: &'o [String],
    names: Vec<String>,
    positions: FxHashMap<String, usize>,
    /// `None` for a column that is not wanted.
    builders: Vec<Option<ColumnBuilder>>,
}

impl Columns<'_> {
    /// Finds the position of a key. `guess` is where the key is found in most objects of the file.
    fn position(&mut self, key: &str, guess: usize) -> Option<usize> {
        if self.names.get(guess).is_some_and(|name| name == key) {
            return Some(guess);
        }
        if let Some(&position) = self.positions.get(key) {
            return Some(position);
        }
        let kept = self.wanted.is_none_or(|wanted| wanted.iter().chain(self.optional).any(|name| name == key));
        // If all columns are wanted, one more than the limit is kept so that the excess is noticed; the names of
        // unwanted columns are kept only for messages.
        let most = if self.wanted.is_none() { MOST_COLUMNS + 1 } else { MOST_COLUMNS };
        if self.names.len() >= most && (self.wanted.is_none() || !kept) {
            return None;
        }
        let position = self.names.len();
        self.positions.insert(key.to_owned(), position);
        self.names.push(key.to_owned());
        self.builders.push(kept.then(ColumnBuilder::default));
        Some(position)
    }

    /// Forgets the columns that only a bad row introduced.
    fn keep(&mut self, count: usize) {
        for name in self.names.drain(count..) {
            self.positions.remove(&name);
        }
        self.builders.truncate(count);
    }

    fn kept(&self, position: usize) -> bool {
        self.builders.get(position).is_some_and(Option::is_some)
    }

    fn finish(mut self, file: &str, rows: usize, at_end: bool) -> Result<Vec<Column>, ReadError> {
        for name in self.wanted.unwrap_or_default() {
            if !self.positions.contains_key(name) {
                // In a sample, the key may first appear after the last row that was read.
                if at_end {
                    return Err(header::unknown(file, name, &self.names));
                }
                self.position(name, usize::MAX);
            }
        }
        let columns = self.names.into_iter().zip(self.builders);
        let columns = columns.filter_map(|(name, builder)| {
            let mut builder = builder?;
            builder.fill(rows);
            Some(builder.finish(name))
        });
        Ok(columns.collect())
    }
}

/// A problem in a row whose line number is not known yet.
#[derive(Debug)]
struct FieldProblem {
    column: Option<String>,
    problem: String,
    wanted: &'static str,
}

impl FieldProblem {
    fn of_line(problem: impl Into<String>) -> Self {
        Self { column: None, problem: problem.into(), wanted: "one JSON object" }
    }

    fn of_json(error: &serde_json::Error) -> Self {
        if error.is_eof() {
            return Self::of_line("the object is not closed");
        }
        let said = error.to_string();
        let said = said.split(" at line ").next().unwrap_or_default();
        Self::of_line(format!("{said} at byte {}", error.column()))
    }
}

/// The values of one row, held until the whole row is known to be good.
#[derive(Default)]
struct Row {
    text: String,
    values: Vec<(usize, Range<usize>)>,
    fault: Option<FieldProblem>,
}

impl Row {
    /// Parses a value and appends its text.
    fn push(&mut self, position: usize, name: &str, value: &RawValue) -> Result<(), ()> {
        let start = self.text.len();
        let fault = if self.values.iter().any(|(other, _)| *other == position) {
            ("the key appears twice".to_owned(), "each key once in an object")
        } else {
            match push_text(&mut self.text, value.get()) {
                Ok(()) => {
                    self.values.push((position, start..self.text.len()));
                    return Ok(());
                }
                Err(problem) => (problem, "text, a number, true, false, null, or an array of them"),
            }
        };
        self.fault = Some(FieldProblem { column: Some(name.to_owned()), problem: fault.0, wanted: fault.1 });
        Err(())
    }
}

/// Appends the text of a value: nothing for null, and the elements joined by spaces for an array.
fn push_text(text: &mut String, json: &str) -> Result<(), String> {
    let unreadable = |error: serde_json::Error| {
        let said = error.to_string();
        said.split(" at line ").next().unwrap_or_default().to_owned()
    };
    match json.as_bytes() {
        [b'n', ..] => {}
        [b'{', ..] => return Err("an object within the object".to_owned()),
        [b'[', ..] => {
            let start = text.len();
            for element in serde_json::from_str::<Vec<&RawValue>>(json).map_err(unreadable)? {
                let element = element.get();
                match element.as_bytes() {
                    [b'n', ..] => continue,
                    [b'{' | b'[', ..] => return Err("an array that holds objects or arrays".to_owned()),
                    _ => {}
                }
                if text.len() > start {
                    text.push(' ');
                }
                push_text(text, element)?;
            }
        }
        [b'"', within @ .., b'"'] if !within.contains(&b'\\') => text.push_str(&json[1..json.len() - 1]),
        [b'"', ..] => text.push_str(&serde_json::from_str::<String>(json).map_err(unreadable)?),
        // Numbers, true and false are kept as written.
        _ => text.push_str(json),
    }
    Ok(())
}

/// Reads the values of an object into a row.
struct Object<'r, 'o> {
    row: &'r mut Row,
    columns: &'r mut Columns<'o>,
}

impl<'de> Visitor<'de> for Object<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        // The problem is reported through the row, because a serde error can carry only text.
        let refused = |()| A::Error::custom("");
        let mut guess = 0;
        while let Some(position) = map.next_key_seed(Key { columns: self.columns, guess })? {
            let value: &RawValue = map.next_value()?;
            guess += 1;
            if let Some(position) = position.filter(|&position| self.columns.kept(position)) {
                self.row.push(position, &self.columns.names[position], value).map_err(refused)?;
            }
        }
        Ok(())
    }
}

/// Finds the column of a key without allocating a `String` for it.
struct Key<'r, 'o> {
    columns: &'r mut Columns<'o>,
    guess: usize,
}

impl<'de> DeserializeSeed<'de> for Key<'_, '_> {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<usize>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_, '_> {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<Option<usize>, E> {
        Ok(self.columns.position(key, self.guess))
    }
}

/// Reads one line into the row.
fn parse(line: &[u8], row: &mut Row, columns: &mut Columns<'_>) -> Result<(), FieldProblem> {
    row.text.clear();
    row.values.clear();
    let line = str::from_utf8(line).map_err(|error| {
        let byte = line.get(error.valid_up_to()).copied().unwrap_or_default();
        let problem = format!("byte 0x{byte:02X} is not UTF-8");
        FieldProblem { column: None, problem, wanted: "text saved as UTF-8" }
    })?;
    if !line.trim_start().starts_with('{') {
        return Err(FieldProblem::of_line("not a JSON object"));
    }
    let known = columns.names.len();
    let mut deserializer = serde_json::Deserializer::from_str(line);
    let read = deserializer.deserialize_map(Object { row, columns }).and_then(|()| deserializer.end());
    let blank = columns.names[known..].iter().any(|name| name.trim().is_empty()) && columns.wanted.is_none();
    let fault = match read {
        Err(error) => row.fault.take().unwrap_or_else(|| FieldProblem::of_json(&error)),
        Ok(()) if blank => FieldProblem::of_line("a key without a name"),
        Ok(()) => return Ok(()),
    };
    columns.keep(known);
    Err(fault)
}

/// Moves to the next line and returns its length, first without and then with its line ending; `None` at the end.
fn next_line(chunks: &mut Chunks<'_>, line: u64) -> Result<Option<(usize, usize)>, ReadError> {
    loop {
        let rest = chunks.rest();
        match rest.iter().position(|&byte| byte == b'\n') {
            Some(end) => return Ok(Some((end - usize::from(rest[..end].ends_with(b"\r")), end + 1))),
            None if chunks.at_end() => return Ok((!rest.is_empty()).then_some((rest.len(), rest.len()))),
            None => chunks.more(line)?,
        }
    }
}

/// Reads a table from JSON Lines.
pub(super) fn read(
    input: Box<dyn io::Read + '_>,
    options: &ReadOptions<'_>,
    watch: Watch<'_>,
) -> Result<ReadResult, ReadError> {
    let mut chunks = Chunks::new(input, watch);
    chunks.begin()?;
    let file = chunks.watch.file.clone();
    if chunks.rest().trim_ascii_start().first() == Some(&b'[') {
        let (found, remedy) = ("one JSON array", "write each object on a line of its own");
        return Err(ReadError::OtherKind { file, found, remedy });
    }
    let (names, positions, builders) = (Vec::new(), FxHashMap::default(), Vec::new());
    let mut columns =
        Columns { wanted: options.columns.as_deref(), optional: &options.optional, names, positions, builders };
    let (mut row, mut rows, mut line, mut at_end) = (Row::default(), 0, 1, false);
    let (mut faults, mut lines) = (Vec::new(), LineNumbers::default());
    while options.limit_rows.is_none_or(|limit| rows < limit) {
        let Some((content, length)) = next_line(&mut chunks, line)? else {
            at_end = true;
            break;
        };
        let bytes = &chunks.rest()[..content];
        if bytes.trim_ascii().is_empty() {
            // A blank line.
        } else if let Err(FieldProblem { column, problem, wanted }) = parse(bytes, &mut row, &mut columns) {
            let (number, wanted, raw) = ((rows + faults.len()) as u64 + 1, wanted.to_owned(), bytes.to_vec());
            faults.push(RowFault { line, row: number, column, problem, wanted, raw });
            chunks.watch.judge(rows, &faults, false, "")?;
        } else {
            for (position, value) in &row.values {
                if let Some(Some(builder)) = columns.builders.get_mut(*position) {
                    builder.fill(rows);
                    builder.push(row.text[value.clone()].as_bytes());
                }
            }
            if columns.wanted.is_none() && columns.names.len() > MOST_COLUMNS {
                return Err(ReadError::TooManyColumns { file, limit: MOST_COLUMNS });
            }
            lines.push(rows, line);
            rows += 1;
        }
        chunks.take(length);
        line += 1;
    }
    chunks.watch.judge(rows, &faults, true, "")?;
    if rows == 0 && at_end {
        return Err(ReadError::Empty { file });
    }
    chunks.watch.tick(chunks.taken())?;
    let columns = columns.finish(&file, rows, at_end)?;
    Ok(ReadResult { table: Table::of_rows(file, columns, rows, lines), faults, header: Vec::new() })
}
