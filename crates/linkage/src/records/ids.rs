//! The ids of records, which must be unique in each file.

use super::columns::column;
use super::error::{PrepareError, fault};
use crate::settings::{Model, Side};
use crate::table::Table;

/// The ids of all records.
pub(super) struct Ids {
    ends: Vec<usize>,
    text: String,
}

impl Ids {
    pub(super) fn get(&self, record: usize) -> &str {
        let start = if record == 0 { 0 } else { self.ends[record - 1] };
        &self.text[start..self.ends[record]]
    }

    pub(super) fn read(model: &Model, sides: &[(Side, &Table)]) -> Result<Ids, PrepareError> {
        let mut ids = Ids { ends: Vec::new(), text: String::new() };
        for (side, table) in sides {
            let name = match side {
                Side::Left => model.id.left.as_ref(),
                Side::Right => model.id.right.as_ref(),
            };
            let column = name.map(|name| column(table, "id", name)).transpose()?;
            let mut seen: hashbrown::HashMap<&str, usize, rustc_hash::FxBuildHasher> = hashbrown::HashMap::default();
            let mut faults = Vec::new();
            for row in 0..table.rows() {
                match column {
                    None => ids.text.push_str(&(row + 1).to_string()),
                    Some(at) => {
                        let id = table.value(row, at);
                        ids.text.push_str(id);
                        let problem = if id.is_empty() {
                            Some("the id is missing".to_owned())
                        } else {
                            seen.insert(id, row).map(|first| format!("the id is also on line {}", table.line(first)))
                        };
                        if let Some(problem) = problem {
                            faults.push(fault(
                                table,
                                row,
                                name.map_or("", |name| name),
                                problem,
                                "an id that no other row has",
                            ));
                        }
                    }
                }
                ids.ends.push(ids.text.len());
            }
            if !faults.is_empty() {
                return Err(PrepareError::Rows { side: *side, file: table.name().to_owned(), faults });
            }
        }
        Ok(ids)
    }
}
