//! Guesses a first model and writes it as a commented model file: the likely meaning of the columns of one or two
//! files, rules that should find the matching pairs without producing too many others, and comparisons for each kind of
//! field. The user is expected to edit it.

mod columns;
mod comparisons;
mod rules;
mod text;

use crate::settings::Kind;
use crate::table::Table;
use columns::{drop_copies, fields, id_column, plain};

/// A guessed model and remarks about it.
#[derive(Debug, Clone)]
pub struct Guess {
    /// The text of a model file, with comments.
    pub model_toml: String,
    /// Remarks for the user, one sentence each: which columns were recognised, left out or not understood.
    pub notes: Vec<String>,
}

/// Reasons why no model can be guessed.
#[derive(Debug, thiserror::Error)]
pub enum GuessError {
    /// None of the columns can be compared.
    #[error("no columns to compare: `{left}` has {left_columns}{right}")]
    NothingInCommon {
        /// The left file.
        left: String,
        /// The columns of the left file.
        left_columns: String,
        /// The right file and its columns, if there is one.
        right: String,
    },
}

/// Names of columns that hold the answer rather than evidence for it.
const ANSWERS: [&str; 10] =
    ["cluster", "clusterid", "truth", "truthid", "label", "groundtruth", "entity", "entityid", "gold", "goldid"];

/// The part that a field plays, which decides how it is compared and blocked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Forename,
    Surname,
    OtherName,
    FullName,
    Date,
    Year,
    Postcode,
    Address,
    Phone,
    Plate,
    /// A value that few records share, such as a badge number or an account number.
    Identifier,
    /// A set of identifiers.
    Identifiers,
    /// Words that many records share, such as a town or an occupation.
    Place,
    /// One of a small set of values, such as sex, force or rank.
    Category,
}

/// One guessed field.
#[derive(Debug, Clone)]
struct GuessedField {
    pub name: String,
    pub part: Part,
    pub kind: Kind,
    pub left: Option<String>,
    pub right: Option<String>,
    pub invalid: usize,
    /// The field of which this is an earlier value.
    pub earlier_of: Option<String>,
}

/// Guesses a model from the headers and values of one table, in order to find duplicates in it, or of two tables, in
/// order to link them.
///
/// # Errors
/// [`GuessError`] if no column can be compared.
pub fn guess(left: &Table, right: Option<&Table>) -> Result<Guess, GuessError> {
    let mut notes = Vec::new();
    let left_id = id_column(left, &mut notes);
    let right_id = right.and_then(|right| id_column(right, &mut notes));
    let used = |table: &Table, id: Option<&str>, notes: &mut Vec<String>| -> Vec<String> {
        let (answers, used): (Vec<&str>, Vec<&str>) = table
            .column_names()
            .filter(|name| Some(*name) != id)
            .partition(|name| ANSWERS.contains(&plain(name).as_str()));
        for answer in answers {
            notes.push(format!("`{answer}` of `{}` is left out: it looks like the answer, not evidence", table.name()));
        }
        used.into_iter().map(str::to_owned).collect()
    };
    let left_columns = used(left, left_id.as_deref(), &mut notes);
    let right_columns = right.map(|right| used(right, right_id.as_deref(), &mut notes));
    let mut fields = fields(left, right, &left_columns, right_columns.as_deref(), &mut notes);
    if !fields.iter().any(|field| field.earlier_of.is_none()) {
        let list = |columns: &[String]| columns.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        return Err(GuessError::NothingInCommon {
            left: left.name().to_owned(),
            left_columns: list(&left_columns),
            right: right.map_or(String::new(), |right| {
                format!(", `{}` has {}", right.name(), list(right_columns.as_deref().unwrap_or_default()))
            }),
        });
    }
    drop_copies(&mut fields, left, &mut notes);
    let rules = rules::within_budget(&fields, left, right, &mut notes);
    let model_toml = text::model(&fields, &rules, left_id.as_deref(), right.map(|_| right_id.as_deref()));
    Ok(Guess { model_toml, notes })
}
