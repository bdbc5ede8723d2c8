//! Problems in a pack, each with its file, line, rule, field and a correction. All of them are reported at once.

use std::fmt;

use serde::Serialize;

/// One problem in one file of a pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PackError {
    /// The file, in the form `pack/file.toml`, or the folder that could not be read.
    pub file: String,
    /// The line on which the faulty value begins, counting from 1; `None` if the fault is not in a single place.
    pub line: Option<usize>,
    /// The id of the rule, decision or case with the fault.
    pub rule: Option<String>,
    pub field: Option<String>,
    pub problem: String,
    /// The suggested correction.
    pub right: String,
}

impl fmt::Display for PackError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.file)?;
        if let Some(line) = self.line {
            write!(out, ":{line}")?;
        }
        if let Some(rule) = &self.rule {
            write!(out, ": rule `{rule}`")?;
        }
        if let Some(field) = &self.field {
            write!(out, ": field `{field}`")?;
        }
        write!(out, ": {}", self.problem)?;
        if !self.right.is_empty() {
            write!(out, ": {}", self.right)?;
        }
        Ok(())
    }
}

/// All problems found while reading packs; never empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
pub struct PackErrors(pub Vec<PackError>);

impl fmt::Display for PackErrors {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, error) in self.0.iter().enumerate() {
            if index > 0 {
                writeln!(out)?;
            }
            write!(out, "{error}")?;
        }
        Ok(())
    }
}

/// Collects problems while a file is read.
#[derive(Debug, Default)]
pub(crate) struct Problems(pub(crate) Vec<PackError>);

impl Problems {
    pub(crate) fn note(
        &mut self,
        place: &Place,
        field: Option<&str>,
        problem: impl Into<String>,
        right: impl Into<String>,
    ) {
        self.0.push(PackError {
            file: place.file.clone(),
            line: place.line,
            rule: place.rule.clone(),
            field: field.map(str::to_owned),
            problem: problem.into(),
            right: right.into(),
        });
    }
}

/// A position in a pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) file: String,
    pub(crate) line: Option<usize>,
    pub(crate) rule: Option<String>,
}

impl Place {
    pub(crate) fn file(file: &str) -> Self {
        Place { file: file.to_owned(), line: None, rule: None }
    }
}

/// The line of a byte offset in the text, counting from 1.
pub(crate) fn line_of(text: &str, offset: usize) -> usize {
    text.as_bytes().iter().take(offset).filter(|byte| **byte == b'\n').count() + 1
}

/// The word in `known` that is closest to `word`, if it is close enough to be the one intended.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .map(|candidate| (distance(word, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= 2 || *distance * 3 <= candidate.len())
        .min()
        .map(|(_, candidate)| candidate)
}

/// The Levenshtein distance in characters, used only for "did you mean" hints.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (above, a) in left.chars().enumerate() {
        let mut diagonal = above;
        let mut before = above + 1;
        if let Some(first) = row.first_mut() {
            *first = before;
        }
        for (cell, b) in row.iter_mut().skip(1).zip(&right) {
            let best = (diagonal + usize::from(a != *b)).min(*cell + 1).min(before + 1);
            diagonal = std::mem::replace(cell, best);
            before = best;
        }
    }
    row.last().copied().unwrap_or(0)
}
