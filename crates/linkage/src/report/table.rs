//! Tables on the page: a caption, headings with their scope, and a region that scrolls on a narrow screen.

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

/// The heading of a column.
pub(super) struct Column {
    pub heading: &'static str,
    /// True for a column of numbers, which are aligned to the right.
    pub is_number: bool,
}

/// The content of a cell. Text from outside has been cleaned.
pub(super) enum Cell {
    /// Our own words, or a number.
    Plain(String),
    /// Text as written in the model.
    Code(String),
    /// A value as it was in a record. If it is written from right to left, this does not affect the text around the
    /// cell.
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
