//! Rows of a file, converted to our own values, and the faults in rows that cannot be read.

use std::collections::{BTreeMap, HashMap};

use domain::ForceId;
use domain::officer::PoliceRank;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use linkage::read::RowFault;
use linkage::table::Table;

use super::{FileKind, Forces, Mapping, MappingError};

/// A fault that prevented a row from being imported. It reveals no values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reject {
    /// The line on which the row starts, counted from 1 including the header. For Parquet, the row number.
    pub line: u64,
    /// Our field, if the fault is in a single field.
    pub field: Option<String>,
    /// The column in the file, if the fault is in a single column.
    pub column: Option<String>,
    /// The code of the fault, such as `date.unreadable`.
    pub code: String,
    /// A description of the expected value.
    pub wanted: String,
}

impl Reject {
    pub(super) fn unreadable(fault: &RowFault) -> Self {
        Self {
            line: fault.line,
            field: None,
            column: fault.column.clone(),
            code: "row.unreadable".to_owned(),
            wanted: fault.wanted.clone(),
        }
    }
}

/// A file with its mapping.
pub(super) struct Sheet {
    table: Table,
    mapping: Mapping,
    dates: Vec<String>,
    /// The position of the column for each of our fields.
    places: BTreeMap<String, usize>,
}

impl Sheet {
    pub(super) fn new(
        kind: FileKind,
        table: Table,
        mut mapping: Mapping,
        force: Option<&ForceId>,
    ) -> Result<Self, MappingError> {
        if let Some(force) = force {
            mapping.defaults.insert("force".to_owned(), force.to_string());
        }
        mapping.check(kind, &table)?;
        let place = |column: &String| table.column_names().position(|name| name == column);
        let places =
            mapping.columns.iter().filter_map(|(field, column)| Some((field.clone(), place(column)?))).collect();
        Ok(Self { dates: mapping.date_formats(), table, mapping, places })
    }

    pub(super) fn mapping(&self) -> &Mapping {
        &self.mapping
    }

    pub(super) fn rows(&self) -> usize {
        self.table.rows()
    }

    /// Returns true if the file has a column for the field, or the mapping a default.
    pub(super) fn tells(&self, field: &str) -> bool {
        self.places.contains_key(field) || self.mapping.defaults.contains_key(field)
    }

    pub(super) fn line(&self, row: usize) -> Line<'_> {
        Line { sheet: self, row, faults: Vec::new() }
    }
}

/// A row being read. Faults are collected, so that they can all be reported together.
pub(super) struct Line<'s> {
    sheet: &'s Sheet,
    row: usize,
    pub(super) faults: Vec<Reject>,
}

impl Line<'_> {
    pub(super) fn number(&self) -> u64 {
        self.sheet.table.line(self.row)
    }

    /// The value of a field in our words, or an empty string if there is none.
    pub(super) fn text(&self, field: &str) -> String {
        let mapping = &self.sheet.mapping;
        let written = self.sheet.places.get(field).map_or("", |place| self.sheet.table.value(self.row, *place)).trim();
        let value = mapping.values.get(field).and_then(|words| words.get(written)).map_or(written, String::as_str);
        if value.is_empty() { mapping.defaults.get(field).cloned().unwrap_or_default() } else { value.to_owned() }
    }

    pub(super) fn fault(&mut self, field: &str, code: &str, wanted: impl Into<String>) {
        self.faults.push(Reject {
            line: self.number(),
            field: Some(field.to_owned()),
            column: self.sheet.mapping.columns.get(field).cloned(),
            code: code.to_owned(),
            wanted: wanted.into(),
        });
    }

    /// The value of a required field.
    pub(super) fn needed(&mut self, field: &str) -> String {
        let text = self.text(field);
        if text.is_empty() {
            self.fault(field, "field.missing", "a value: no row can do without it");
        }
        text
    }

    /// The id of the row, which must differ from those of all earlier rows.
    pub(super) fn id(&mut self, seen: &mut HashMap<String, u64>) -> String {
        let id = self.needed("id");
        if id.is_empty() {
            return id;
        }
        let line = self.number();
        match seen.get(&id) {
            Some(first) => {
                let wanted = format!("an id of its own: line {first} has this one");
                self.fault("id", "id.duplicate", wanted);
            }
            None => {
                seen.insert(id.clone(), line);
            }
        }
        id
    }

    /// Returns true if the whole row is empty. In that case this is the only fault to report.
    pub(super) fn is_empty(&mut self) -> bool {
        let table = &self.sheet.table;
        let empty = table.columns().iter().all(|column| column.value(self.row).trim().is_empty());
        if empty {
            let wanted = "a row with values, or no row".to_owned();
            let (line, code) = (self.number(), "row.empty".to_owned());
            self.faults.push(Reject { line, field: None, column: None, code, wanted });
        }
        empty
    }

    /// A date, or `None` if the field is empty.
    pub(super) fn date(&mut self, field: &str, today: Date) -> Option<Date> {
        let text = self.text(field);
        if text.is_empty() {
            return None;
        }
        match date(&text, &self.sheet.dates) {
            Some(day) if day > today => {
                self.fault(field, "date.future", "a day that has been");
                None
            }
            Some(day) => Some(day),
            None => {
                self.fault(field, "date.unreadable", self.wanted_date());
                None
            }
        }
    }

    pub(super) fn needed_date(&mut self, field: &str, today: Date) -> Option<Date> {
        if self.needed(field).is_empty() { None } else { self.date(field, today) }
    }

    /// A date from a description, in our own format, or just a year.
    pub(super) fn described_date(&mut self, field: &str) -> String {
        let text = self.text(field);
        let is_year = text.len() == 4 && text.bytes().all(|digit| digit.is_ascii_digit());
        if text.is_empty() || is_year {
            return text;
        }
        match date(&text, &self.sheet.dates) {
            Some(day) => day.to_string(),
            None => {
                self.fault(field, "date.unreadable", format!("{}, or a year", self.wanted_date()));
                String::new()
            }
        }
    }

    /// An instant: a date with an optional time of day, in London time.
    pub(super) fn moment(&mut self, field: &str, now: Timestamp) -> Option<Timestamp> {
        let text = self.text(field);
        if text.is_empty() {
            return None;
        }
        let Some(at) = moment(&text, &self.sheet.dates) else {
            let wanted = format!("{}, with or without a time such as `21:10`", self.wanted_date());
            self.fault(field, "date.unreadable", wanted);
            return None;
        };
        if at > now {
            self.fault(field, "date.future", "a time that has been");
            return None;
        }
        Some(at)
    }

    fn wanted_date(&self) -> String {
        let sample = jiff::civil::date(2019, 5, 31);
        let samples = self.sheet.dates.iter().map(|format| format!("`{}`", sample.strftime(format)));
        format!("a date such as {}", samples.collect::<Vec<_>>().join(" or "))
    }

    /// A force, identified by its code or name.
    pub(super) fn force(&mut self, field: &str, forces: &Forces) -> Option<ForceId> {
        let text = self.text(field);
        if text.is_empty() {
            return None;
        }
        let found = forces.find(&text);
        if found.is_none() {
            self.fault(field, "force.unknown", "the code or name of a force on record, such as `northmere`");
        }
        found
    }

    pub(super) fn needed_force(&mut self, forces: &Forces) -> Option<ForceId> {
        if self.needed("force").is_empty() { None } else { self.force("force", forces) }
    }

    /// A rank as written in personnel files, or `None` if the field is empty.
    pub(super) fn rank(&mut self, field: &str) -> Option<PoliceRank> {
        let text = self.text(field);
        let rank = PoliceRank::in_words(&text);
        if rank.is_none() && !text.is_empty() {
            let words: Vec<String> = PoliceRank::ALL.iter().map(|rank| format!("`{rank}`")).collect();
            self.fault(field, "choice.unknown", format!("one of {}", words.join(", ")));
        }
        rank
    }

    /// One of a fixed set of words, in upper or lower case and with any separator.
    pub(super) fn choice<T: Copy>(&mut self, field: &str, choices: &[(&str, T)], otherwise: T) -> T {
        let text = super::plain(&self.text(field));
        if text.is_empty() {
            return otherwise;
        }
        match choices.iter().find(|(word, _)| *word == text) {
            Some((_, choice)) => *choice,
            None => {
                let words: Vec<String> = choices.iter().map(|(word, _)| format!("`{word}`")).collect();
                self.fault(field, "choice.unknown", format!("one of {}", words.join(", ")));
                otherwise
            }
        }
    }
}

/// Parses a date in one of the given formats.
pub(super) fn date(text: &str, formats: &[impl AsRef<str>]) -> Option<Date> {
    let day = formats.iter().find_map(|format| Date::strptime(format.as_ref(), text).ok())?;
    // Catches two-digit years and typing errors: nobody on record was born before this.
    (day.year() >= 1880).then_some(day)
}

fn moment(text: &str, formats: &[impl AsRef<str>]) -> Option<Timestamp> {
    if let Ok(at) = text.parse::<Timestamp>() {
        return Some(at);
    }
    let wall: DateTime = match date(text, formats) {
        Some(day) => day.at(0, 0, 0, 0),
        None => {
            // The time follows the last space or the `T` of ISO 8601.
            let (day, time) = text.rsplit_once([' ', 'T'])?;
            date(day.trim(), formats)?.to_datetime(time.parse::<Time>().ok()?)
        }
    };
    Some(wall.to_zoned(domain::record::time::london()).ok()?.timestamp())
}
