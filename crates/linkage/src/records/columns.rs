//! The columns that a model reads, found in a table.

use super::error::PrepareError;
use crate::settings::{Columns, Model, Side};
use crate::table::Table;

pub(super) fn column(table: &Table, field: &str, name: &str) -> Result<usize, PrepareError> {
    table.columns().iter().position(|column| column.name() == name).ok_or_else(|| PrepareError::NoColumn {
        field: field.to_owned(),
        column: name.to_owned(),
        file: table.name().to_owned(),
        columns: table.column_names().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "),
    })
}

pub(super) fn check_columns(model: &Model, sides: &[(Side, &Table)]) -> Result<(), PrepareError> {
    for (side, table) in sides {
        for (name, field) in &model.fields {
            for column_name in field.columns(*side).filter(|_| !field.optional).map_or(&[][..], Columns::names) {
                column(table, name, column_name)?;
            }
        }
    }
    Ok(())
}
