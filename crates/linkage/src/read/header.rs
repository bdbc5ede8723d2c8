//! Column names: selects those that are needed, and reports problems with them.

use rapidfuzz::distance::osa;

use super::{ReadError, ReadOptions};

/// The maximum number of names listed in a message; nobody would read more.
const LISTED_NAMES: usize = 30;

/// The positions of the columns to keep, in the order of the source. If only some columns are requested, the names of
/// the others do not matter: exports often contain an unnamed index column.
pub(super) fn choose(file: &str, names: &[String], options: &ReadOptions<'_>) -> Result<Vec<usize>, ReadError> {
    let Some(wanted) = &options.columns else {
        for (index, name) in names.iter().enumerate() {
            if name.trim().is_empty() {
                return Err(ReadError::BlankColumn { file: file.to_owned(), position: index + 1 });
            }
            refuse_duplicate(file, names, name)?;
        }
        return Ok((0..names.len()).collect());
    };
    for name in wanted {
        if !names.contains(name) {
            return Err(unknown(file, name, names));
        }
        refuse_duplicate(file, names, name)?;
    }
    let optional = &options.optional;
    for name in optional.iter().filter(|name| names.contains(name)) {
        refuse_duplicate(file, names, name)?;
    }
    let kept = |name: &String| wanted.contains(name) || optional.contains(name);
    Ok((0..names.len()).filter(|&index| kept(&names[index])).collect())
}

fn refuse_duplicate(file: &str, names: &[String], name: &str) -> Result<(), ReadError> {
    let mut positions = names.iter().enumerate().filter(|(_, other)| *other == name).map(|(index, _)| index + 1);
    match (positions.next(), positions.next()) {
        (Some(first), Some(second)) => {
            Err(ReadError::DuplicateColumn { file: file.to_owned(), column: name.to_owned(), first, second })
        }
        _ => Ok(()),
    }
}

/// The error for a missing column; it suggests the name that was probably meant.
pub(super) fn unknown(file: &str, column: &str, names: &[String]) -> ReadError {
    let listed: Vec<&str> = names.iter().take(LISTED_NAMES).map(String::as_str).collect();
    let more = names.len().saturating_sub(LISTED_NAMES);
    let has = match (listed.is_empty(), more) {
        (true, _) => "no columns".to_owned(),
        (_, 0) => listed.join(", "),
        _ => format!("{} and {more} more", listed.join(", ")),
    };
    let hint = match (closest(column, names), names) {
        (Some(name), _) => format!("; did you mean `{name}`?"),
        (None, [only]) => delimiter_hint(only),
        _ => String::new(),
    };
    ReadError::UnknownColumn { file: file.to_owned(), column: column.to_owned(), has, hint }
}

/// The closest name, provided that at most a third of the letters differ (by insertion, deletion, change or swap); case
/// and surrounding spaces are ignored.
fn closest<'n>(column: &str, names: &'n [String]) -> Option<&'n str> {
    let plain = |name: &str| name.trim().to_lowercase();
    let column = plain(column);
    let near = names.iter().map(|name| (osa::distance(column.chars(), plain(name).chars()), name.as_str()));
    let (distance, name) = near.min_by_key(|(distance, _)| *distance)?;
    (distance <= (column.chars().count() / 3).max(1)).then_some(name)
}

/// Guesses the delimiter from a header that was read as one column: `a;b;c` is three columns.
pub(super) fn delimiter_hint(only: &str) -> String {
    let common = [';', '\t', '|', ','].into_iter().find(|&delimiter| only.contains(delimiter));
    common.map_or_else(String::new, |delimiter| format!("; the delimiter may be `{}`", delimiter.escape_default()))
}
