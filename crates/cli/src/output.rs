//! Text output for people: tables in columns, numbers with thousands separators, percentages and counted nouns.

use std::fmt::Write as _;

/// The side to which the cells of a column are aligned.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// For words.
    Left,
    /// For numbers.
    Right,
}

/// Rows in aligned columns below their headings, indented and separated by two spaces.
pub struct TextTable {
    heads: Vec<(String, Align)>,
    rows: Vec<Vec<String>>,
}

impl TextTable {
    /// Creates an empty table with these headings.
    pub fn new(heads: &[(&str, Align)]) -> TextTable {
        TextTable { heads: heads.iter().map(|(head, align)| ((*head).to_owned(), *align)).collect(), rows: Vec::new() }
    }

    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }

    /// The table as text, with a line ending after each row.
    pub fn text(&self) -> String {
        let widths: Vec<usize> = (0..self.heads.len())
            .map(|at| {
                let cells = self.rows.iter().filter_map(|row| row.get(at));
                cells.chain([&self.heads[at].0]).map(|cell| cell.chars().count()).max().unwrap_or(0)
            })
            .collect();
        let mut text = String::new();
        let heads: Vec<String> = self.heads.iter().map(|(head, _)| head.clone()).collect();
        for row in std::iter::once(&heads).chain(&self.rows) {
            let mut line = String::new();
            for ((cell, width), (_, align)) in row.iter().zip(&widths).zip(&self.heads) {
                match align {
                    Align::Left => write!(line, "  {cell:<width$}").ok(),
                    Align::Right => write!(line, "  {cell:>width$}").ok(),
                };
            }
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text
    }
}

/// Writes `14046` as `14,046`.
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A number of pairs, as a power of ten if it has more than fifteen digits.
pub fn many(number: f64) -> String {
    if number < 1e15 { thousands(number as u64) } else { format!("{number:.2e}") }
}

/// A share as a percentage, with more digits if it is small.
pub fn percent(part: f64, whole: f64) -> String {
    let percent = if whole > 0.0 { 100.0 * part / whole } else { 0.0 };
    match percent {
        p if p == 0.0 || p >= 1.0 => format!("{p:.1} %"),
        p if p >= 0.01 => format!("{p:.2} %"),
        p if p >= 0.0001 => format!("{p:.4} %"),
        p => format!("{p:.1e} %"),
    }
}

/// Writes `1 record` or `2 records`.
pub fn counted(number: u64, one: &str, several: &str) -> String {
    format!("{} {}", thousands(number), if number == 1 { one } else { several })
}
