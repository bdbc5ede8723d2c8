//! Guesses what each column means from its name and its values.

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use super::{ANSWERS, GuessedField, Part};
use crate::normalise::{self, NormalisationOutcome};
use crate::settings::Kind;
use crate::table::{Column, Table};

/// A column name in lower case, without spaces and punctuation.
pub(super) fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

pub(super) fn id_column(table: &Table, notes: &mut Vec<String>) -> Option<String> {
    let found = table.columns().iter().find(|column| {
        let name = column.name().trim().to_lowercase();
        name.ends_with("id") && !ANSWERS.contains(&plain(&name).as_str()) && is_unique(column)
    });
    match found {
        Some(column) => notes.push(format!("`{}` names the records of `{}`", column.name(), table.name())),
        None => notes.push(format!(
            "`{}` has no column whose name ends in `id` and whose values are unique: records are named by row",
            table.name()
        )),
    }
    found.map(|column| column.name().to_owned())
}

pub(super) fn is_unique(column: &Column) -> bool {
    let mut seen = FxHashSet::default();
    column.values().iter().all(|value| value.is_some_and(|value| !value.is_empty() && seen.insert(value)))
}

/// The concept behind a column name, which is the same for all common spellings, and whether the column holds an
/// earlier value of it.
pub(super) fn concept(name: &str) -> (String, bool) {
    let plain = plain(name);
    let (base, earlier) = ["previous", "prev", "former", "old", "maiden", "birth"]
        .iter()
        .filter(|prefix| {
            !(**prefix == "birth" && (plain.contains("date") || plain.contains("year") || plain.contains("day")))
        })
        .find_map(|prefix| {
            plain
                .strip_prefix(prefix)
                .filter(|rest| !rest.is_empty() && *rest != "place")
                .map(|rest| (rest.to_owned(), true))
        })
        .unwrap_or((plain.clone(), false));
    let base = match base.as_str() {
        "surname" | "lastname" | "familyname" | "sname" | "last" | "secondname" => "surname",
        "firstname" | "forename" | "givenname" | "fname" | "first" | "given" => "first_name",
        "middlename" | "middle" | "secondforename" => "middle_name",
        "middleinitial" | "mi" => "middle_initial",
        "name" if earlier => "surname",
        "fullname" | "name" | "personname" => "full_name",
        "dob" | "dateofbirth" | "birthdate" | "birthday" => "date_of_birth",
        "yob" | "birthyear" | "yearofbirth" => "year_of_birth",
        "postcode" | "zip" | "zipcode" | "postalcode" | "postcodefake" => "postcode",
        "vrm" | "plate" | "numberplate" | "registration" | "vehicleregistration" | "vrn" => "plate",
        "phone" | "telephone" | "tel" | "mobile" | "phonenumber" | "mobilenumber" => "phone",
        "address" | "addressline1" | "street" | "streetaddress" | "address1" => "address",
        other => other.strip_suffix('s').filter(|rest| rest.len() > 2 && !rest.ends_with('s')).unwrap_or(other),
    };
    (base.to_owned(), earlier)
}

pub(super) fn field_name(concept: &str, earlier: bool, taken: &BTreeSet<String>) -> String {
    let mut name: String = concept.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    if name.starts_with(|c: char| !c.is_ascii_alphabetic()) {
        name.insert_str(0, "f_");
    }
    if earlier {
        name.insert_str(0, "previous_");
    }
    let mut unique = name.clone();
    let mut number = 2;
    while taken.contains(&unique) {
        unique = format!("{name}_{number}");
        number += 1;
    }
    unique
}

pub(super) fn fields(
    left: &Table,
    right: Option<&Table>,
    left_columns: &[String],
    right_columns: Option<&[String]>,
    notes: &mut Vec<String>,
) -> Vec<GuessedField> {
    let mut taken = BTreeSet::new();
    let mut fields: Vec<GuessedField> = Vec::new();
    let mut right_left: Vec<&String> = right_columns.unwrap_or_default().iter().collect();
    for column in left_columns {
        let (what, earlier) = concept(column);
        let partner = right_left.iter().position(|other| concept(other) == (what.clone(), earlier));
        let partner = partner.map(|at| right_left.remove(at).clone());
        if right.is_some() && partner.is_none() && !earlier && !is_extra_name(&what) {
            notes.push(format!("`{column}` of the left file has no partner on the right: not compared"));
            continue;
        }
        let name = field_name(&what, earlier, &taken);
        let samples =
            [left.column(column), partner.as_ref().and_then(|name| right.and_then(|right| right.column(name)))];
        let Some((part, kind, invalid)) = part_of(&what, column, &samples) else {
            notes.push(format!("`{column}` is empty or free text: not compared"));
            continue;
        };
        taken.insert(name.clone());
        let right_column = if right.is_none() { None } else { partner };
        fields.push(GuessedField {
            name,
            part,
            kind,
            left: Some(column.clone()),
            right: right_column,
            invalid,
            earlier_of: earlier.then(|| what.clone()),
        });
    }
    for column in right_left {
        let (what, earlier) = concept(column);
        if !(earlier || is_extra_name(&what)) {
            notes.push(format!("`{column}` of the right file has no partner on the left: not compared"));
            continue;
        }
        let samples = [right.and_then(|right| right.column(column)), None];
        if let Some((part, kind, invalid)) = part_of(&what, column, &samples) {
            let name = field_name(&what, earlier, &taken);
            taken.insert(name.clone());
            let earlier_of = earlier.then(|| what.clone());
            fields.push(GuessedField {
                name,
                part,
                kind,
                left: None,
                right: Some(column.clone()),
                invalid,
                earlier_of,
            });
        }
    }
    // An earlier value is useful only together with the current one.
    let present: Vec<(String, Kind)> = fields
        .iter()
        .filter(|field| field.earlier_of.is_none())
        .map(|field| (field.name.clone(), field.kind))
        .collect();
    fields.retain(|field| field.earlier_of.as_ref().is_none_or(|of| present.contains(&(of.clone(), field.kind))));
    // A name that only one file has is useful only together with forenames.
    let has_forename = fields.iter().any(|field| field.part == Part::Forename);
    fields.retain(|field| {
        field.part != Part::OtherName
            || right.is_none()
            || field.left.is_some() && field.right.is_some()
            || has_forename
    });
    fields
}

/// Returns true for a middle name, which the other file may hold as the forename.
pub(super) fn is_extra_name(concept: &str) -> bool {
    matches!(concept, "middle_name")
}

/// The part that a column plays, judged by its name and its values, and the number of values that are not valid for
/// that kind.
pub(super) fn part_of(concept: &str, column: &str, samples: &[Option<&Column>]) -> Option<(Part, Kind, usize)> {
    let values: Vec<&str> = samples
        .iter()
        .flatten()
        .flat_map(|column| column.values().iter().flatten())
        .filter(|value| !value.trim().is_empty())
        .collect();
    if values.is_empty() {
        return None;
    }
    let name = plain(column);
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    let share =
        |test: &dyn Fn(&str) -> bool| values.iter().filter(|value| test(value)).count() as f64 / values.len() as f64;
    let invalid_as = |kind: Kind| {
        let mut out = String::new();
        values
            .iter()
            .filter(|value| normalise::normalise(kind, value, &mut out) == NormalisationOutcome::Invalid)
            .count()
    };
    let distinct: FxHashSet<&str> = values.iter().copied().collect();
    let repeats = values.len() as f64 / distinct.len() as f64;
    let digits = share(&|value| value.bytes().any(|b| b.is_ascii_digit()));
    let whole_dates = share(&|value| {
        let mut out = String::new();
        normalise::normalise(Kind::Date, value, &mut out) == NormalisationOutcome::Valid && out.len() >= 7
    });
    let spaced = share(&|value| value.trim().contains(' '));
    Some(match concept {
        "first_name" => (Part::Forename, Kind::Name, 0),
        "surname" => (Part::Surname, Kind::Name, 0),
        "middle_name" | "middle_initial" | "suffix" => (Part::OtherName, Kind::Name, 0),
        "full_name" => (Part::FullName, Kind::Tokens, 0),
        "year_of_birth" => (Part::Year, Kind::Date, invalid_as(Kind::Date)),
        "postcode" => (Part::Postcode, Kind::Postcode, 0),
        "plate" => (Part::Plate, Kind::Plate, 0),
        "phone" => (Part::Phone, Kind::Phone, 0),
        "address" => (Part::Address, Kind::Text, 0),
        _ if whole_dates > 0.6 && (whole_dates > 0.9 || has(&["date", "dob", "day"])) => {
            (Part::Date, Kind::Date, invalid_as(Kind::Date))
        }
        _ if has(&["postcode"]) => (Part::Postcode, Kind::Postcode, 0),
        _ if has(&["name"]) && spaced > 0.5 => (Part::FullName, Kind::Tokens, 0),
        _ if distinct.len() <= 60 && repeats > 5.0 => (Part::Category, Kind::Text, 0),
        _ if digits > 0.9 && repeats < 20.0 => {
            let several = samples.iter().flatten().any(|column| {
                let present = column.values().iter().flatten().filter(|value| !value.is_empty());
                let (count, spaced) = present.fold((0, 0), |(count, spaced), value| {
                    (count + 1, spaced + usize::from(value.trim().contains(' ')))
                });
                spaced * 20 > count && value_is_list(column)
            });
            if several {
                (Part::Identifiers, Kind::Tokens, 0)
            } else if spaced > 0.5 {
                (Part::Address, Kind::Text, 0)
            } else {
                (Part::Identifier, Kind::Text, 0)
            }
        }
        _ if has(&["address", "street", "road"]) || digits > 0.5 && spaced > 0.5 => (Part::Address, Kind::Text, 0),
        _ if distinct.len() <= values.len() / 2 || spaced < 0.8 => (Part::Place, Kind::Text, 0),
        _ => return None,
    })
}

/// Returns true if the values of a column are lists of numbers.
pub(super) fn value_is_list(column: &Column) -> bool {
    column
        .values()
        .iter()
        .flatten()
        .filter(|value| value.trim().contains(' '))
        .take(200)
        .all(|value| value.split_whitespace().all(|token| token.bytes().all(|b| b.is_ascii_digit())))
}

/// Drops a full name that merely joins its parts, and any column that repeats another.
pub(super) fn drop_copies(fields: &mut Vec<GuessedField>, left: &Table, notes: &mut Vec<String>) {
    let column = |field: &GuessedField| field.left.as_ref().and_then(|name| left.column(name));
    let words = |text: &str| {
        let mut out = String::new();
        normalise::normalise(Kind::Tokens, text, &mut out);
        out
    };
    let part = |part: Part| fields.iter().find(|field| field.part == part).and_then(column);
    let (forename, surname) = (part(Part::Forename), part(Part::Surname));
    let rows = left.rows().min(5000);
    let mut drop = Vec::new();
    for field in fields.iter().filter(|field| field.part == Part::FullName) {
        let (Some(full), Some(forename), Some(surname)) = (column(field), forename, surname) else { continue };
        let same = (0..rows)
            .filter(|row| {
                words(full.value(*row)) == words(&format!("{} {}", forename.value(*row), surname.value(*row)))
            })
            .count();
        if same == rows {
            notes.push(format!("`{}` only repeats the names: not compared", full.name()));
            drop.push(field.name.clone());
        }
    }
    // Among several full names, the longest contains all the others.
    let mut fulls: Vec<(usize, String, String)> = fields
        .iter()
        .filter(|field| field.part == Part::FullName && !drop.contains(&field.name))
        .filter_map(|field| {
            column(field)
                .map(|column| (column.values().value_data().len(), field.name.clone(), column.name().to_owned()))
        })
        .collect();
    fulls.sort();
    fulls.pop();
    for (_, name, column) in fulls {
        notes.push(format!("`{column}` repeats a fuller name: not compared"));
        drop.push(name);
    }
    fields.retain(|field| !drop.contains(&field.name));
}
