//! Parquet: converts every column to text, dates to ISO 8601, and lists to their elements joined by spaces.

use std::io::{self, Read as _};
use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;

use ::parquet::arrow::ProjectionMask;
use ::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use ::parquet::errors::ParquetError;
use ::parquet::file::reader::ChunkReader;
use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, LargeStringArray};
use arrow_cast::{CastOptions, can_cast_types, cast_with_options};
use arrow_schema::{ArrowError, DataType, Field};
use bytes::Bytes;

use super::chunks::Watch;
use super::{Place, ReadError, ReadOptions, ReadResult, RowFault, Source, header};
use crate::table::{ColumnBuilder, LineNumbers, Table};

/// A few thousand rows: few enough to report progress often, and enough for the cast to run at full speed.
const ROWS_IN_A_BATCH: usize = 8192;

/// Reads a table from Parquet.
pub(super) fn read(source: &Source, options: &ReadOptions<'_>, watch: &Watch<'_>) -> Result<ReadResult, ReadError> {
    match &source.place {
        Place::File(path) => from(source.open(path)?, options, watch),
        Place::Memory(bytes) => from(Bytes::copy_from_slice(bytes), options, watch),
        Place::Stdin => {
            // The directory of a Parquet file is at its end, so a stream must be read completely first.
            let mut bytes = Vec::new();
            let read = source.input()?.read_to_end(&mut bytes);
            read.map_err(|source| ReadError::Io { file: watch.file.clone(), source })?;
            from(Bytes::from(bytes), options, watch)
        }
    }
}

fn from<R: ChunkReader + 'static>(
    reader: R,
    options: &ReadOptions<'_>,
    watch: &Watch<'_>,
) -> Result<ReadResult, ReadError> {
    let length = reader.len();
    if length == 0 {
        return Err(ReadError::Empty { file: watch.file.clone() });
    }
    let builder = step(watch, || ParquetRecordBatchReaderBuilder::try_new(reader))?;
    let names: Vec<String> = builder.schema().fields().iter().map(|field| field.name().clone()).collect();
    let kept = header::choose(&watch.file, &names, options)?;
    let mut texts = Vec::with_capacity(kept.len());
    for &column in &kept {
        let kind = builder.schema().field(column).data_type();
        texts.push(Text::of(kind).ok_or_else(|| ReadError::NestedColumn {
            file: watch.file.clone(),
            column: names[column].clone(),
            found: describe(kind),
        })?);
    }
    let names: Vec<String> = kept.iter().map(|&column| names[column].clone()).collect();
    let expected = u64::try_from(builder.metadata().file_metadata().num_rows()).unwrap_or_default();
    let mask = ProjectionMask::roots(builder.parquet_schema(), kept);
    let mut batches = step(watch, || builder.with_projection(mask).with_batch_size(ROWS_IN_A_BATCH).build())?;
    let limit = options.limit_rows.unwrap_or(usize::MAX);
    let mut rows = Rows { names, ..Rows::default() };
    rows.builders.resize_with(rows.names.len(), ColumnBuilder::default);
    let header = rows.line_of_csv(rows.names.iter().map(String::as_bytes));
    while rows.good < limit
        && let Some((batch, columns)) = step(watch, || {
            let Some(batch) = batches.next().transpose()? else { return Ok(None) };
            let columns = batch.columns().iter().zip(&texts).map(|(column, text)| text.cast(column));
            let columns = columns.collect::<Result<Vec<LargeStringArray>, ArrowError>>()?;
            Ok::<_, ArrowError>(Some((batch, columns)))
        })?
    {
        rows.push(batch.columns(), &columns, batch.num_rows(), limit);
        watch.judge(rows.good, &rows.faults, false, "")?;
        let seen = (rows.good + rows.faults.len()) as f64;
        watch.tick((length as f64 * (seen / expected.max(1) as f64).min(1.0)) as u64)?;
    }
    watch.judge(rows.good, &rows.faults, true, "")?;
    watch.tick(length)?;
    let columns = rows.builders.into_iter().zip(rows.names).map(|(builder, name)| builder.finish(name));
    let table = Table::of_rows(watch.file.clone(), columns.collect(), rows.good, rows.lines);
    Ok(ReadResult { table, faults: rows.faults, header })
}

/// Takes one step of the Parquet reader. The reader panics on some damaged files whose parts contradict each other
/// (found by fuzzing version 60); the user then gets the same error as for any other damaged file.
fn step<T, E: Into<ParquetError>>(watch: &Watch<'_>, step: impl FnOnce() -> Result<T, E>) -> Result<T, ReadError> {
    let file = || watch.file.clone();
    // After a panic, reading ends here, so nothing that the step may have corrupted is used again.
    match panic::catch_unwind(AssertUnwindSafe(step)) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => Err(match error.into() {
            ParquetError::External(cause) => match cause.downcast::<io::Error>() {
                Ok(source) => ReadError::Io { file: file(), source: *source },
                Err(source) => ReadError::NotParquet { file: file(), source },
            },
            error => ReadError::NotParquet { file: file(), source: error.into() },
        }),
        Err(_) => Err(ReadError::NotParquet { file: file(), source: "its parts contradict each other".into() }),
    }
}

/// The rows read so far.
#[derive(Default)]
struct Rows {
    names: Vec<String>,
    builders: Vec<ColumnBuilder>,
    good: usize,
    faults: Vec<RowFault>,
    lines: LineNumbers,
}

impl Rows {
    /// Adds the rows of a batch. A value that cannot be cast to text makes its row a bad one.
    fn push(&mut self, stored: &[ArrayRef], texts: &[LargeStringArray], count: usize, limit: usize) {
        let suspects: Vec<usize> =
            (0..texts.len()).filter(|&index| texts[index].null_count() > stored[index].logical_null_count()).collect();
        for row in 0..count {
            if self.good == limit {
                return;
            }
            let number = (self.good + self.faults.len()) as u64 + 1;
            let lost = |&&index: &&usize| texts[index].is_null(row) && !is_missing(&stored[index], row);
            if let Some(&index) = suspects.iter().find(lost) {
                let raw = self.line_of_csv(texts.iter().map(|text| value(text, row)));
                self.faults.push(RowFault {
                    line: number,
                    row: number,
                    column: Some(self.names[index].clone()),
                    problem: "a value that is not text".to_owned(),
                    wanted: "UTF-8 text, or a number or date within its range".to_owned(),
                    raw,
                });
                continue;
            }
            for (builder, text) in self.builders.iter_mut().zip(texts) {
                builder.push(value(text, row));
            }
            self.lines.push(self.good, number);
            self.good += 1;
        }
    }

    fn line_of_csv<'v>(&self, fields: impl Iterator<Item = &'v [u8]>) -> Vec<u8> {
        let mut writer = ::csv::Writer::from_writer(Vec::new());
        // Writing to memory cannot fail.
        writer.write_byte_record(&fields.collect()).ok();
        let mut line = writer.into_inner().unwrap_or_default();
        // Removes the line ending.
        line.pop();
        line
    }
}

fn value(text: &LargeStringArray, row: usize) -> &[u8] {
    if text.is_null(row) { b"" } else { text.value(row).as_bytes() }
}

fn is_missing(stored: &ArrayRef, row: usize) -> bool {
    stored.logical_nulls().is_some_and(|nulls| nulls.is_null(row))
}

/// The conversion of a column to text, as the sequence of types to cast to.
struct Text {
    steps: Vec<DataType>,
    is_list: bool,
}

impl Text {
    /// The conversion for a type; `None` if its values cannot be written as a single text.
    fn of(kind: &DataType) -> Option<Self> {
        let (within, is_list) = match kind {
            DataType::List(field) | DataType::LargeList(field) | DataType::FixedSizeList(field, _) => {
                (field.data_type(), true)
            }
            _ => (kind, false),
        };
        let plain = match within {
            DataType::Dictionary(_, value) => value,
            plain => plain,
        };
        if plain.is_nested() || !can_cast_types(plain, &DataType::LargeUtf8) {
            return None;
        }
        let mut steps = vec![DataType::LargeUtf8];
        if let DataType::Timestamp(unit, Some(_)) = plain {
            // The time in UTC: a named time zone would require a time zone database.
            steps.insert(0, DataType::Timestamp(*unit, Some("+00:00".into())));
        }
        if is_list {
            let list = |kind| DataType::LargeList(Arc::new(Field::new_list_field(kind, true)));
            steps = steps.into_iter().map(list).collect();
        }
        Some(Self { steps, is_list })
    }

    /// Converts a column to text; a value that cannot be converted becomes null.
    fn cast(&self, column: &ArrayRef) -> Result<LargeStringArray, ArrowError> {
        let mut column = Arc::clone(column);
        for step in &self.steps {
            column = cast_with_options(&column, step, &CastOptions { safe: true, ..CastOptions::default() })?;
        }
        if !self.is_list {
            return Ok(column.as_string::<i64>().clone());
        }
        let lists = column.as_list::<i64>();
        let joined = lists.iter().map(|list| {
            let list = list?;
            let elements: Vec<&str> = list.as_string::<i64>().iter().flatten().collect();
            Some(elements.join(" "))
        });
        Ok(joined.collect())
    }
}

/// Describes a type in plain words.
fn describe(kind: &DataType) -> String {
    match kind {
        DataType::Struct(_) => "structures".to_owned(),
        DataType::Map(..) => "maps".to_owned(),
        DataType::List(_) | DataType::LargeList(_) | DataType::FixedSizeList(..) => "lists of structures".to_owned(),
        other => other.to_string(),
    }
}
