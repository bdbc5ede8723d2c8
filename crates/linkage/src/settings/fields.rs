//! Fields: their kinds, and the columns that they are read from.

use serde::{Deserialize, Serialize};

/// A field: its kind, and the columns that it is read from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// The kind of its values, which determines how they are normalised.
    pub kind: Kind,
    /// The columns, if both files use the same names. The values of several columns are joined by spaces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<Columns>,
    /// The columns of the left file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left: Option<Columns>,
    /// The columns of the right file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub right: Option<Columns>,
    /// True if a file may lack the columns; the field is then missing in all its records.
    #[serde(default, skip_serializing_if = "is_no")]
    pub optional: bool,
    /// The treatment of a value that is not valid for this kind (only dates, numbers and locations can be invalid).
    #[serde(default, skip_serializing_if = "InvalidTreatment::is_default")]
    pub invalid: InvalidTreatment,
}

impl Field {
    /// The columns on one side, if the field exists there.
    pub fn columns(&self, side: Side) -> Option<&Columns> {
        let own = match side {
            Side::Left => self.left.as_ref(),
            Side::Right => self.right.as_ref(),
        };
        own.or(self.column.as_ref())
    }
}

/// One column name, or several columns whose values are joined by spaces.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Columns {
    /// One column.
    One(String),
    /// Several columns, whose values are joined by spaces.
    Several(Vec<String>),
}

impl Columns {
    /// The column names in order.
    pub fn names(&self) -> &[String] {
        match self {
            Columns::One(name) => std::slice::from_ref(name),
            Columns::Several(names) => names,
        }
    }
}

/// One of the two files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The first file, or the only one when deduplicating.
    Left,
    /// The second file.
    Right,
}

/// The kind of a field's values. Each kind has a normaliser; see [`crate::normalise`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Free text, normalised to lower case, ASCII and single spaces.
    Text,
    /// A person's name, or part of one.
    Name,
    /// A calendar date; a year alone, or a year and month, counts as a date too.
    Date,
    /// A UK postcode, complete or only its district.
    Postcode,
    /// A vehicle's number plate; `?` stands for an unknown character.
    Plate,
    /// A telephone number.
    Phone,
    /// A number.
    Number,
    /// A set of words: several badge numbers, phone numbers or plates, or a full name in any order.
    Tokens,
    /// Latitude and longitude in degrees, as two columns or `lat,lon`.
    Location,
}

/// Ways to treat a value that is not valid for its kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InvalidTreatment {
    /// The row is bad: it is reported, and the run stops unless bad rows are set aside.
    #[default]
    Reject,
    /// The value is kept as text: it can still agree exactly or nearly, but it has no year, month or distance.
    Keep,
}

impl InvalidTreatment {
    fn is_default(&self) -> bool {
        *self == InvalidTreatment::Reject
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
pub(super) fn is_no(value: &bool) -> bool {
    !*value
}
