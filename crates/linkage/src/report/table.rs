//! A table of the page: caption, headings with their scope, and a region of its own that scrolls on a narrow screen.

use askama::Template;

use super::clean::clean;

/// A table. The first cell of each row is its heading.
#[derive(Template)]
#[template(path = "report/table.html")]
pub(super) struct Table {
    pub caption: String,
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Cell>>,
}

/// A column's heading.
pub(super) struct Column {
    pub heading: &'static str,
    /// Numbers stand to the right.
    pub is_number: bool,
}

/// What a cell holds; text from outside is cleaned.
pub(super) enum Cell {
    /// Words or a number of ours.
    Plain(String),
    /// As written in the model.
    Code(String),
    /// As it stood in a record: its direction of writing stays inside the cell.
    Value(String),
}

impl Cell {
    pub fn plain(text: impl Into<String>) -> Cell {
        Cell::Plain(clean(&text.into()))
    }

    pub fn code(text: &str) -> Cell {
        Cell::Code(clean(text))
    }

    pub fn value(text: &str) -> Cell {
        Cell::Value(clean(text))
    }
}

/// A column of words.
pub(super) fn words(heading: &'static str) -> Column {
    Column { heading, is_number: false }
}

/// A column of numbers.
pub(super) fn numbers(heading: &'static str) -> Column {
    Column { heading, is_number: true }
}

impl Table {
    pub fn new(caption: impl Into<String>, columns: impl IntoIterator<Item = Column>) -> Table {
        Table { caption: clean(&caption.into()), columns: columns.into_iter().collect(), rows: Vec::new() }
    }

    pub fn row(&mut self, cells: impl IntoIterator<Item = Cell>) {
        self.rows.push(cells.into_iter().collect());
    }
}
