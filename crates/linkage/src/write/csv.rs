//! Writes rows as comma-separated values (RFC 4180), quoted only if necessary.

use super::error::LayerError;
use super::{Sink, Type, Value, number};

pub(super) struct Rows {
    writer: ::csv::Writer<Sink>,
    number: Vec<u8>,
}

impl Rows {
    pub(super) fn begin(sink: Sink, delimiter: u8, columns: &[(String, Type)]) -> Result<Self, LayerError> {
        let mut writer = ::csv::WriterBuilder::new().delimiter(delimiter).from_writer(sink);
        writer.write_record(columns.iter().map(|(name, _)| name))?;
        Ok(Self { writer, number: Vec::new() })
    }

    pub(super) fn write(&mut self, row: &[Value<'_>], columns: &[(String, Type)]) -> Result<(), LayerError> {
        for (value, (_, kind)) in row.iter().zip(columns) {
            self.number.clear();
            match (*value, *kind) {
                (Value::Text(text), _) => {
                    self.writer.write_field(text)?;
                    continue;
                }
                (Value::Float(float), Type::Float { decimals }) if float.is_finite() => {
                    number::push_float(&mut self.number, float, decimals);
                }
                (Value::Integer(integer), _) => number::push_integer(&mut self.number, integer),
                _ => {}
            }
            self.writer.write_field(&self.number)?;
        }
        // Ends the row.
        Ok(self.writer.write_record(None::<&[u8]>)?)
    }

    pub(super) fn finish(self) -> Result<Sink, LayerError> {
        Ok(self.writer.into_inner().map_err(::csv::IntoInnerError::into_error)?)
    }
}
