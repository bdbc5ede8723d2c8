//! Writes rows as JSON Lines: one object per line, each with every key.

use std::io::Write;

use super::error::LayerError;
use super::{Sink, Type, Value, number};

pub(super) struct Rows {
    sink: Sink,
    /// The escaped text `"key":` for each column.
    keys: Vec<Vec<u8>>,
    line: Vec<u8>,
}

impl Rows {
    pub(super) fn begin(sink: Sink, columns: &[(String, Type)]) -> Self {
        let keys = columns.iter().map(|(name, _)| {
            let mut key = Vec::new();
            push_text(&mut key, name);
            key.push(b':');
            key
        });
        Self { sink, keys: keys.collect(), line: Vec::new() }
    }

    pub(super) fn write(&mut self, row: &[Value<'_>], columns: &[(String, Type)]) -> Result<(), LayerError> {
        self.line.clear();
        for ((value, key), (_, kind)) in row.iter().zip(&self.keys).zip(columns) {
            self.line.push(if self.line.is_empty() { b'{' } else { b',' });
            self.line.extend_from_slice(key);
            match (*value, *kind) {
                (Value::Text(text), _) if !text.is_empty() => push_text(&mut self.line, text),
                (Value::Float(float), Type::Float { decimals }) if float.is_finite() => {
                    number::push_float(&mut self.line, float, decimals);
                }
                (Value::Integer(integer), _) => number::push_integer(&mut self.line, integer),
                _ => self.line.extend_from_slice(b"null"),
            }
        }
        if self.line.is_empty() {
            self.line.push(b'{');
        }
        self.line.extend_from_slice(b"}\n");
        Ok(self.sink.write_all(&self.line)?)
    }

    pub(super) fn finish(self) -> Result<Sink, LayerError> {
        Ok(self.sink)
    }
}

fn push_text(line: &mut Vec<u8>, text: &str) {
    // Writing text to memory cannot fail.
    serde_json::to_writer(line, text).ok();
}
