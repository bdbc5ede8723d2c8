//! The mapping of an import: which column of a file holds which of our fields, how its dates are formatted, and what
//! its words mean.

use std::collections::BTreeMap;
use std::path::Path;

use linkage::guess::guess;
use linkage::settings::{Kind as Holds, Model, Side};
use linkage::table::Table;
use serde::{Deserialize, Serialize};

use super::{FileKind, plain};

/// The date formats to try if the mapping names none: ISO 8601 and the British day-first format. The month never comes
/// first.
const DATES: [&str; 2] = ["%Y-%m-%d", "%d/%m/%Y"];
/// The date formats that can be recognised in a file.
const KNOWN_DATES: [&str; 6] = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y%m%d", "%d %b %Y"];
/// The number of values examined to recognise the date format.
const DATES_LOOKED_AT: usize = 2_000;

/// The columns of a file and the fields they hold. Read from TOML, or guessed from names and values if there is none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// The name of the source. Together with its id, a row can be identified in this file and in later ones from the
    /// same source.
    pub source: String,
    /// The date formats, in `strptime` notation. The first one that fits is used.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dates: Vec<String>,
    /// The column for each of our fields.
    pub columns: BTreeMap<String, String>,
    /// The value of each of our fields in rows that have no column for it, or an empty value.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub defaults: BTreeMap<String, String>,
    /// The translation of the file's words into ours, by field: `values.category = { Rudeness = "incivility" }`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub values: BTreeMap<String, BTreeMap<String, String>>,
}

/// The reason why a mapping cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum MappingError {
    /// The text is not a mapping in TOML.
    #[error("the mapping is not valid: {0}")]
    Toml(#[from] toml::de::Error),
    /// The mapping names a field that does not exist.
    #[error("the mapping names a field `{field}`; the fields are: {fields}")]
    UnknownField {
        field: String,
        /// The fields that exist.
        fields: String,
    },
    /// The mapping names a column that is not in the file.
    #[error("the mapping looks for `{field}` in a column `{column}`; the file has: {has}")]
    UnknownColumn {
        field: String,
        column: String,
        /// The columns in the file.
        has: String,
    },
    /// Required fields have no column.
    #[error(
        "no column is known to hold {fields}; the file has: {has}. Say which under `columns` in a mapping, or one value for all under `defaults`"
    )]
    Missing {
        fields: String,
        /// The columns in the file.
        has: String,
    },
    /// The source has no name.
    #[error("the mapping needs a `source`: a name that stays the same from one file of this source to the next")]
    NoSource,
}

/// One of our fields: its name, whether every row needs it, and common names for its column.
pub(super) struct MappedField {
    pub(super) name: &'static str,
    pub(super) needed: bool,
    called: &'static [&'static str],
    /// The typical form of the field's values, if that helps to recognise it.
    holds: Option<Holds>,
}

const fn field(name: &'static str, needed: bool, called: &'static [&'static str]) -> MappedField {
    MappedField { name, needed, called, holds: None }
}

const fn telling(name: &'static str, called: &'static [&'static str], holds: Holds) -> MappedField {
    MappedField { name, needed: false, called, holds: Some(holds) }
}

const PREVIOUS_SURNAMES: &[&str] = &["prev-surname", "maiden-name", "former-surname", "surname-previous"];
const FIRST_NAMES: &[&str] = &["forename", "given-name", "firstname", "forename-1", "first"];
const SURNAMES: &[&str] = &["last-name", "family-name", "lastname", "last"];
const BORN: &[&str] = &["dob", "date-of-birth", "birth-date", "birthdate", "dateofbirth"];
const PHONES: &[&str] = &["telephone", "mobile", "phone-number", "tel", "contact-number"];
const PLATES: &[&str] = &["vrm", "registration", "reg", "vehicle-registration", "number-plate", "vrn"];
const WARRANTS: &[&str] =
    &["warrant-number", "collar", "collar-number", "shoulder-number", "badge", "staff-number", "warrant-no"];
const IDS: &[&str] = &["unique-id", "employee-id", "person-id", "record-id", "reference", "ref", "number", "urn"];

const WORKFORCE: &[MappedField] = &[
    field("id", true, IDS),
    field("first_name", true, FIRST_NAMES),
    field("middle_name", false, &["middle-names", "forename-2", "second-name"]),
    field("surname", true, SURNAMES),
    field("previous_surname", false, PREVIOUS_SURNAMES),
    telling("born", BORN, Holds::Date),
    field("sex", false, &["gender"]),
    field("address", false, &["home-address", "address-1", "street"]),
    telling("postcode", &["post-code", "zip"], Holds::Postcode),
    field("previous_postcode", false, &["prev-postcode"]),
    telling("phone", PHONES, Holds::Phone),
    field("nickname", false, &["known-as", "alias"]),
    field("warrant", false, WARRANTS),
    field("workforce", false, &["staff-type", "employee-type", "worker-type"]),
    field("force", true, &["force-name", "force-code", "employer"]),
    field("unit", false, &["department", "team", "station"]),
    field("post", false, &["role", "job", "job-title", "position"]),
    field("rank", false, &["grade"]),
    field("joined", true, &["joined-on", "start-date", "date-joined", "appointed", "appointment-date", "hire-date"]),
    field("posted", false, &["posted-on", "posting-date", "in-post-since"]),
    field("previous_force", false, &["prev-force", "transferred-from", "former-force"]),
    field("left", false, &["left-on", "leaving-date", "end-date", "date-left"]),
    field("leaving", false, &["reason-for-leaving", "leaving-reason", "left-how"]),
    telling("plate", PLATES, Holds::Plate),
    field("make", false, &["vehicle-make"]),
    field("colour", false, &["color", "vehicle-colour"]),
];

const RECORDS: &[MappedField] = &[
    field("id", true, IDS),
    field("force", true, &["force-name", "force-code"]),
    field("kind", false, &["record-type", "report-type", "type"]),
    field("category", true, &["allegation", "offence", "allegation-type", "complaint-type"]),
    field("received", false, &["recorded-on", "date-recorded", "received-on", "date", "reported-on", "created"]),
    field("schedule_3", false, &["schedule-3-case", "recorded-under-schedule-3"]),
    field("first_name", false, FIRST_NAMES),
    field("surname", false, SURNAMES),
    telling("born", BORN, Holds::Date),
    telling("postcode", &["post-code"], Holds::Postcode),
    telling("phone", PHONES, Holds::Phone),
    telling("plate", PLATES, Holds::Plate),
    field("make", false, &["vehicle-make"]),
    field("colour", false, &["color", "vehicle-colour"]),
    field("warrant", false, WARRANTS),
    field("appearance", false, &["description", "described-as"]),
    field("place", false, &["location", "where"]),
    field("words", false, &["summary", "text", "details", "account", "narrative"]),
];

pub(super) fn fields(kind: FileKind) -> &'static [MappedField] {
    match kind {
        FileKind::Workforce => WORKFORCE,
        FileKind::Records => RECORDS,
    }
}

impl Mapping {
    /// Parses a mapping.
    ///
    /// # Errors
    /// If the text is not a mapping in TOML, or the source has no name.
    pub fn from_toml(text: &str) -> Result<Self, MappingError> {
        let mapping: Self = toml::from_str(text)?;
        if mapping.source.trim().is_empty() {
            return Err(MappingError::NoSource);
        }
        Ok(mapping)
    }

    /// Formats the mapping as TOML. A guessed mapping is printed this way so that it can be saved, corrected and used.
    pub fn to_toml(&self) -> String {
        toml::to_string(self).unwrap_or_default()
    }

    /// Guesses the columns of a file, first from their names and then from the form of their values.
    pub fn guess(kind: FileKind, file: &str, table: &Table) -> Self {
        let mut columns: BTreeMap<String, String> = BTreeMap::new();
        let names: Vec<&str> = table.column_names().collect();
        let free = |columns: &BTreeMap<String, String>, name: &str| columns.values().all(|taken| taken != name);
        for field in fields(kind) {
            let called = |name: &&&str| {
                let plain = plain(name);
                plain.replace('-', "_") == field.name || field.called.contains(&plain.as_str())
            };
            // The field's own name takes precedence over the other common names.
            let own = names.iter().find(|name| plain(name).replace('-', "_") == field.name);
            if let Some(name) = own.or_else(|| names.iter().find(called)).filter(|name| free(&columns, name)) {
                columns.insert(field.name.to_owned(), (*name).to_owned());
            }
        }
        for (name, holds) in looks_like(table) {
            let wanted = |field: &&MappedField| field.holds == Some(holds) && !columns.contains_key(field.name);
            if let (true, Some(field)) = (free(&columns, &name), fields(kind).iter().find(wanted)) {
                // A date can mean anything. It could be taken for a date of birth only if nothing said otherwise, and
                // values cannot show that.
                if holds != Holds::Date {
                    columns.insert(field.name.to_owned(), name);
                }
            }
        }
        let stem =
            Path::new(file).file_stem().map_or_else(|| file.to_owned(), |stem| stem.to_string_lossy().into_owned());
        let dates = dates(table, &columns);
        Self { source: stem, dates, columns, ..Self::default() }
    }

    pub(super) fn date_formats(&self) -> Vec<String> {
        if self.dates.is_empty() { DATES.map(str::to_owned).into() } else { self.dates.clone() }
    }

    /// Checks that the mapping fits the fields and the file.
    pub(super) fn check(&self, kind: FileKind, table: &Table) -> Result<(), MappingError> {
        let fields = fields(kind);
        let has = || table.column_names().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        for field in self.columns.keys().chain(self.defaults.keys()).chain(self.values.keys()) {
            if fields.iter().all(|known| known.name != field) {
                let known: Vec<String> = fields.iter().map(|known| format!("`{}`", known.name)).collect();
                return Err(MappingError::UnknownField { field: field.clone(), fields: known.join(", ") });
            }
        }
        for (field, column) in &self.columns {
            if table.column(column).is_none() {
                return Err(MappingError::UnknownColumn { field: field.clone(), column: column.clone(), has: has() });
            }
        }
        let known = |name: &str| self.columns.contains_key(name) || self.defaults.contains_key(name);
        let missing = fields.iter().filter(|field| field.needed && !known(field.name));
        let missing: Vec<String> = missing.map(|field| format!("`{}`", field.name)).collect();
        if !missing.is_empty() {
            return Err(MappingError::Missing { fields: missing.join(", "), has: has() });
        }
        Ok(())
    }
}

/// The kinds of values that the engine detects in the columns.
fn looks_like(table: &Table) -> Vec<(String, Holds)> {
    let Some(model) = guess(table, None).ok().and_then(|guess| Model::from_toml(&guess.model_toml).ok()) else {
        return Vec::new();
    };
    let columns = |field: &linkage::settings::Field| {
        let names = field.columns(Side::Left)?.names();
        (names.len() == 1).then(|| (names[0].clone(), field.kind))
    };
    model.fields.values().filter_map(columns).collect()
}

/// The date formats found in the mapped columns, most frequent first, or an empty list if the default formats are
/// sufficient.
fn dates(table: &Table, columns: &BTreeMap<String, String>) -> Vec<String> {
    let of_dates = ["born", "joined", "posted", "left", "received"];
    let mut counts = [0_usize; KNOWN_DATES.len()];
    for column in of_dates.iter().filter_map(|field| table.column(columns.get(*field)?)) {
        for row in 0..table.rows().min(DATES_LOOKED_AT) {
            let value = column.value(row).trim();
            if let Some(fits) = KNOWN_DATES.iter().position(|format| super::rows::date(value, &[*format]).is_some()) {
                counts[fits] += 1;
            }
        }
    }
    let mut used: Vec<(usize, &str)> = counts.into_iter().zip(KNOWN_DATES).filter(|(count, _)| *count > 0).collect();
    used.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    used.into_iter().map(|(_, format)| format.to_owned()).collect()
}
