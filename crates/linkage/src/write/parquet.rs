//! Writes rows as Parquet, compressed with Zstandard.

use std::sync::Arc;

use ::parquet::arrow::ArrowWriter;
use ::parquet::basic::{Compression, ZstdLevel};
use ::parquet::errors::ParquetError;
use ::parquet::file::properties::WriterProperties;
use arrow_array::builder::{Float64Builder, Int64Builder, StringBuilder};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema};

use super::error::LayerError;
use super::{Sink, Type, Value, number};

/// The number of rows kept in memory before they are encoded.
const ROWS_IN_A_BATCH: usize = 16_384;

/// The number of rows in a row group, which readers read as a unit and which stays in memory, encoded, until it is
/// written.
const ROWS_IN_A_GROUP: usize = 262_144;

pub(super) struct Rows {
    writer: ArrowWriter<Sink>,
    schema: Arc<Schema>,
    columns: Vec<Values>,
    rows: usize,
}

enum Values {
    Text(StringBuilder),
    Float(Float64Builder, u8),
    Integer(Int64Builder),
}

impl Values {
    fn push(&mut self, value: Value<'_>) {
        match (self, value) {
            (Self::Text(values), Value::Text(text)) if !text.is_empty() => values.append_value(text),
            (Self::Float(values, decimals), Value::Float(float)) if float.is_finite() => {
                values.append_value(number::rounded(float, *decimals));
            }
            (Self::Integer(values), Value::Integer(integer)) => values.append_value(integer),
            (Self::Text(values), _) => values.append_null(),
            (Self::Float(values, _), _) => values.append_null(),
            (Self::Integer(values), _) => values.append_null(),
        }
    }

    fn take(&mut self) -> ArrayRef {
        match self {
            Self::Text(values) => Arc::new(values.finish()),
            Self::Float(values, _) => Arc::new(values.finish()),
            Self::Integer(values) => Arc::new(values.finish()),
        }
    }
}

impl Rows {
    pub(super) fn begin(sink: Sink, columns: &[(String, Type)]) -> Result<Self, LayerError> {
        let fields = columns.iter().map(|(name, kind)| {
            let kind = match kind {
                Type::Text => DataType::Utf8,
                Type::Float { .. } => DataType::Float64,
                Type::Integer => DataType::Int64,
            };
            Field::new(name, kind, true)
        });
        let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_max_row_group_row_count(Some(ROWS_IN_A_GROUP))
            .build();
        let writer = ArrowWriter::try_new(sink, Arc::clone(&schema), Some(properties))?;
        let columns = columns.iter().map(|(_, kind)| match kind {
            Type::Text => Values::Text(StringBuilder::new()),
            Type::Float { decimals } => Values::Float(Float64Builder::new(), *decimals),
            Type::Integer => Values::Integer(Int64Builder::new()),
        });
        Ok(Self { writer, schema, columns: columns.collect(), rows: 0 })
    }

    pub(super) fn write(&mut self, row: &[Value<'_>]) -> Result<(), LayerError> {
        for (column, value) in self.columns.iter_mut().zip(row) {
            column.push(*value);
        }
        self.rows += 1;
        if self.rows == ROWS_IN_A_BATCH { self.encode() } else { Ok(()) }
    }

    fn encode(&mut self) -> Result<(), LayerError> {
        if self.rows > 0 {
            let columns = self.columns.iter_mut().map(Values::take).collect();
            let batch = RecordBatch::try_new(Arc::clone(&self.schema), columns).map_err(ParquetError::from)?;
            self.writer.write(&batch)?;
            self.rows = 0;
        }
        Ok(())
    }

    pub(super) fn finish(mut self) -> Result<Sink, LayerError> {
        self.encode()?;
        Ok(self.writer.into_inner()?)
    }
}
