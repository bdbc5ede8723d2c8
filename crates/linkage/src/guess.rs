//! A model to start from: what the columns of one file or two seem to be, which rules would find pairs without finding
//! too many, and comparisons for each kind, written as a commented model file. A guess; a person edits it.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use rustc_hash::FxHashSet;

use crate::normalise::{self, Normalised};
use crate::settings::Kind;
use crate::table::{Column, Table};

/// A guessed model.
#[derive(Debug, Clone)]
pub struct Guess {
    /// The text of a model file, with comments.
    pub model_toml: String,
    /// What was noticed, left out or not understood, a sentence each, for the person who asked.
    pub notes: Vec<String>,
}

/// Nothing to make a model of.
#[derive(Debug, thiserror::Error)]
pub enum GuessError {
    /// No column of the files can be compared.
    #[error("no columns to compare: `{left}` has {left_columns}{right}")]
    NothingInCommon {
        /// The left file.
        left: String,
        /// Its columns.
        left_columns: String,
        /// The right file and its columns, if there is one.
        right: String,
    },
}

/// Names of columns that hold an answer, not evidence.
const ANSWERS: [&str; 10] =
    ["cluster", "clusterid", "truth", "truthid", "label", "groundtruth", "entity", "entityid", "gold", "goldid"];

/// Pairs that all guessed rules together may make, for each record: what a laptop compares in a minute or two.
const PAIRS_PER_RECORD: f64 = 150.0;

/// What part a field plays, which decides how it is compared and blocked.
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
    /// Something that few records share: a badge number, an account.
    Identifier,
    /// A set of identifiers.
    Identifiers,
    /// Words that many records share: a town, an occupation.
    Place,
    /// A few values in all: sex, force, rank.
    Category,
}

/// One guessed field.
#[derive(Debug, Clone)]
struct Guessed {
    name: String,
    part: Part,
    kind: Kind,
    left: Option<String>,
    right: Option<String>,
    invalid: usize,
    /// The field that this is an earlier value of.
    earlier_of: Option<String>,
}

/// Guesses a model from the headers and values of one table (to find duplicates in it) or two (to link them).
///
/// # Errors
/// [`GuessError`] when no column can be compared.
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
    let rules = rules(&fields, left, right, &mut notes);
    let model_toml = write_model(&fields, &rules, left_id.as_deref(), right.map(|_| right_id.as_deref()));
    Ok(Guess { model_toml, notes })
}

/// A column name without case, spaces and punctuation.
fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn id_column(table: &Table, notes: &mut Vec<String>) -> Option<String> {
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

fn is_unique(column: &Column) -> bool {
    let mut seen = FxHashSet::default();
    column.values().iter().all(|value| value.is_some_and(|value| !value.is_empty() && seen.insert(value)))
}

/// The concept behind a column name, the same for its usual spellings, and whether it is an earlier value of it.
fn concept(name: &str) -> (String, bool) {
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

fn field_name(concept: &str, earlier: bool, taken: &BTreeSet<String>) -> String {
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

fn fields(
    left: &Table,
    right: Option<&Table>,
    left_columns: &[String],
    right_columns: Option<&[String]>,
    notes: &mut Vec<String>,
) -> Vec<Guessed> {
    let mut taken = BTreeSet::new();
    let mut fields: Vec<Guessed> = Vec::new();
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
        fields.push(Guessed {
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
            fields.push(Guessed { name, part, kind, left: None, right: Some(column.clone()), invalid, earlier_of });
        }
    }
    // An earlier value is only of use beside the present one.
    let present: Vec<(String, Kind)> = fields
        .iter()
        .filter(|field| field.earlier_of.is_none())
        .map(|field| (field.name.clone(), field.kind))
        .collect();
    fields.retain(|field| field.earlier_of.as_ref().is_none_or(|of| present.contains(&(of.clone(), field.kind))));
    // A name that only one file has is of use beside forenames.
    let has_forename = fields.iter().any(|field| field.part == Part::Forename);
    fields.retain(|field| {
        field.part != Part::OtherName
            || right.is_none()
            || field.left.is_some() && field.right.is_some()
            || has_forename
    });
    fields
}

/// A middle name in one file may be the forename in the other.
fn is_extra_name(concept: &str) -> bool {
    matches!(concept, "middle_name")
}

/// What a column plays, from its name and its values; how many values are not of the kind.
fn part_of(concept: &str, column: &str, samples: &[Option<&Column>]) -> Option<(Part, Kind, usize)> {
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
        values.iter().filter(|value| normalise::normalise(kind, value, &mut out) == Normalised::Invalid).count()
    };
    let distinct: FxHashSet<&str> = values.iter().copied().collect();
    let repeats = values.len() as f64 / distinct.len() as f64;
    let digits = share(&|value| value.bytes().any(|b| b.is_ascii_digit()));
    let whole_dates = share(&|value| {
        let mut out = String::new();
        normalise::normalise(Kind::Date, value, &mut out) == Normalised::Valid && out.len() >= 7
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

/// Whether a column's values are lists of numbers.
fn value_is_list(column: &Column) -> bool {
    column
        .values()
        .iter()
        .flatten()
        .filter(|value| value.trim().contains(' '))
        .take(200)
        .all(|value| value.split_whitespace().all(|token| token.bytes().all(|b| b.is_ascii_digit())))
}

/// Leaves out a full name that is only the joined parts, and a column that repeats another.
fn drop_copies(fields: &mut Vec<Guessed>, left: &Table, notes: &mut Vec<String>) {
    let column = |field: &Guessed| field.left.as_ref().and_then(|name| left.column(name));
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
    // Of several full names the richest says it all.
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

/// Rules worth trying, the most telling first.
fn candidates(fields: &[Guessed]) -> Vec<String> {
    let of = |part: Part| {
        fields
            .iter()
            .filter(move |field| field.part == part && field.earlier_of.is_none())
            .map(|field| field.name.as_str())
    };
    let earlier = |name: &str| {
        fields.iter().find(|field| field.earlier_of.as_deref() == Some(name)).map(|field| field.name.as_str())
    };
    let one = |part: Part| of(part).next();
    let mut rules: Vec<String> = Vec::new();
    let mut add = |rule: String| {
        if !rules.contains(&rule) {
            rules.push(rule);
        }
    };
    let (forename, surname) = (one(Part::Forename), one(Part::Surname));
    let postcode = one(Part::Postcode);
    // What has a few values only parts blocks that are small already.
    let places: Vec<&str> = of(Part::Place).collect();
    let categories: Vec<&str> = of(Part::Category).collect();
    for name in of(Part::Date).chain(of(Part::Phone)).chain(of(Part::Identifier)) {
        add(name.to_owned());
    }
    of(Part::Identifiers).for_each(|name| add(format!("any({name})")));
    of(Part::Plate).for_each(|name| add(format!("look_alike({name})")));
    for name in of(Part::Postcode).chain(of(Part::Address)) {
        add(name.to_owned());
        if let Some(earlier) = earlier(name) {
            add(format!("{earlier} = {name}"));
        }
    }
    if let (Some(forename), Some(surname)) = (forename, surname) {
        add(format!("{surname}, nickname({forename})"));
        if let Some(earlier) = earlier(surname) {
            add(format!("{earlier} = {surname}, nickname({forename})"));
        }
        add(format!("{forename} = {surname}, {surname} = {forename}"));
        add(format!("{forename} = {surname}"));
    }
    for date in of(Part::Date) {
        if let Some(surname) = surname {
            add(format!("{surname}, year({date})"));
            if let Some(earlier) = earlier(surname) {
                add(format!("{earlier} = {surname}, year({date})"));
            }
            add(format!("prefix({surname}, 2), {date}"));
        }
        if let Some(forename) = forename {
            add(format!("{date}, initial({forename})"));
        }
        places.iter().for_each(|place| add(format!("{date}, {place}")));
    }
    for name in of(Part::FullName) {
        add(format!("any({name})"));
        places.iter().for_each(|place| add(format!("any({name}), {place}")));
        of(Part::Date).for_each(|date| add(format!("any({name}), year({date})")));
        postcode.iter().for_each(|postcode| add(format!("any({name}), district({postcode})")));
    }
    for identifier in of(Part::Identifier) {
        places.iter().chain(&categories).for_each(|place| add(format!("{identifier}, {place}")));
        surname.iter().for_each(|surname| add(format!("{identifier}, {surname}")));
    }
    if let Some(surname) = surname {
        postcode.iter().for_each(|postcode| add(format!("{surname}, district({postcode})")));
        of(Part::Plate).for_each(|plate| add(format!("prefix({plate}, 4), initial({surname})")));
        if let Some(forename) = forename {
            let parted = places.iter().chain(&categories);
            parted.for_each(|place| add(format!("{surname}, initial({forename}), {place}")));
            add(format!("prefix({surname}, 4), prefix({forename}, 3)"));
            add(format!("sound({surname}), nickname({forename})"));
            places.iter().for_each(|place| add(format!("nickname({forename}), {place}")));
        }
        places.iter().for_each(|place| add(format!("sound({surname}), {place}")));
        add(surname.to_owned());
        places.iter().for_each(|place| add(format!("{surname}, {place}")));
    }
    if let (Some(forename), Some(postcode)) = (forename, postcode) {
        add(format!("nickname({forename}), district({postcode})"));
    }
    for date in of(Part::Date) {
        postcode.iter().for_each(|postcode| add(format!("sector({postcode}), year({date})")));
    }
    for (at, place) in places.iter().enumerate() {
        of(Part::Date).for_each(|date| add(format!("{place}, year({date})")));
        places.iter().skip(at + 1).for_each(|other| add(format!("{place}, {other}")));
    }
    rules
}

/// Rules that together stay within the budget, in order; each is measured on the tables themselves.
fn rules(fields: &[Guessed], left: &Table, right: Option<&Table>, notes: &mut Vec<String>) -> Vec<String> {
    let candidates = candidates(fields);
    let draft = write_model(fields, &candidates, None, right.map(|_| None));
    let measured = crate::settings::Model::from_toml(&draft)
        .ok()
        .and_then(|model| crate::Linker::new(model, left, right, &()).ok())
        .and_then(|linker| linker.analyse(false, &()).ok());
    let Some(analysis) = measured else {
        // The draft is ours: if it cannot be measured, the plain rules still make a model that a person can mend.
        notes.push("the rules could not be measured: look at them with `plan`".to_owned());
        return candidates.into_iter().take(6).collect();
    };
    let records = (left.rows() + right.map_or(0, Table::rows)) as f64;
    let budget = (PAIRS_PER_RECORD.min(3e8 / records.max(1.0)) * records).max(3e6);
    let mut spent = 0.0;
    let mut kept = Vec::new();
    for rule in analysis.rules {
        let pairs = (rule.pairs + rule.capped.pairs) as f64;
        if pairs == 0.0 || pairs > budget / 4.0 || spent + pairs > budget {
            continue;
        }
        spent += pairs;
        kept.push(rule.rule);
    }
    kept
}

/// The levels of a part's comparison.
fn levels(field: &Guessed, fields: &[Guessed]) -> Vec<String> {
    let name = &field.name;
    let of = |part: Part| {
        fields.iter().find(|other| other.part == part && other.earlier_of.is_none()).map(|other| other.name.as_str())
    };
    let earlier = fields.iter().find(|other| other.earlier_of.as_ref() == Some(name)).map(|other| other.name.as_str());
    let mut levels: Vec<String> = vec![format!("exact({name})")];
    let mut add = |level: String| levels.push(level);
    match field.part {
        Part::Forename => {
            add(format!("nickname({name})"));
            add(format!("jaro_winkler({name}) >= 0.92"));
            if let Some(middle) =
                fields.iter().find(|other| other.part == Part::OtherName && is_extra_name(&other.name))
            {
                add(format!("exact({} = {name})", middle.name));
            }
            add(format!("initial({name})"));
            if let Some(surname) = of(Part::Surname) {
                add(format!("swapped({name}, {surname})"));
                if of(Part::FullName).is_some() {
                    add(format!("exact({name} = {surname})"));
                }
            }
            add(format!("jaro_winkler({name}) >= 0.8"));
        }
        Part::Surname => {
            if let Some(earlier) = earlier {
                add(format!("exact({earlier} = {name})"));
            }
            add(format!("jaro_winkler({name}) >= 0.92"));
            if let Some(earlier) = earlier {
                add(format!("jaro_winkler({earlier} = {name}) >= 0.92"));
            }
            add(format!("part({name})"));
            if let Some(forename) = of(Part::Forename) {
                add(format!("swapped({name}, {forename})"));
            }
            add(format!("jaro_winkler({name}) >= 0.84"));
        }
        Part::OtherName => add(format!("initial({name})")),
        Part::FullName => return whole_name(name, of(Part::Forename).zip(of(Part::Surname))),
        Part::Date => {
            add(format!("damerau({name}) <= 1"));
            add(format!("day_month_swapped({name})"));
            add(format!("year({name})"));
            add(format!("damerau({name}) <= 2"));
            add(format!("years({name}) <= 10"));
        }
        Part::Year => {
            add(format!("years({name}) <= 1"));
            add(format!("years({name}) <= 5"));
        }
        Part::Postcode => {
            if let Some(earlier) = earlier {
                add(format!("exact({earlier} = {name})"));
            }
            add(format!("damerau({name}) <= 1"));
            add(format!("sector({name})"));
            add(format!("district({name})"));
            add(format!("area({name})"));
        }
        Part::Address => {
            if let Some(earlier) = earlier {
                add(format!("exact({earlier} = {name})"));
            }
            add(format!("jaro_winkler({name}) >= 0.92"));
        }
        Part::Phone => add(format!("damerau({name}) <= 1")),
        Part::Plate => {
            add(format!("fits({name})"));
            add(format!("fits_look_alike({name})"));
            add(format!("damerau({name}) <= 1"));
        }
        Part::Identifier => {
            add(format!("damerau({name}) <= 1"));
            add(format!("damerau({name}) <= 2"));
        }
        Part::Identifiers => levels = vec![format!("shares({name})"), format!("shares_nearly({name})")],
        Part::Place => add(format!("jaro_winkler({name}) >= 0.9")),
        Part::Category => {}
    }
    levels
}

/// Levels of a whole name, with its parts where they are known: what the parts say is not independent, so one comparison
/// takes them together.
fn whole_name(name: &str, parts: Option<(&str, &str)>) -> Vec<String> {
    let mut levels = vec![format!("exact({name})"), format!("shares({name}) >= 2")];
    if let Some((forename, surname)) = parts {
        levels.extend([
            format!("exact({surname}) and nickname({forename})"),
            format!("exact({surname}) and initial({forename})"),
            format!("jaro_winkler({surname}) >= 0.9 and exact({forename})"),
            format!("jaro_winkler({surname}) >= 0.9 and nickname({forename})"),
            format!("exact({surname})"),
        ]);
    }
    levels.push(format!("shares({name})"));
    levels.extend(parts.map(|(forename, _)| format!("nickname({forename})")));
    levels.push(format!("shares_nearly({name})"));
    levels
}

/// Levels of an address and its postcode together, which say much the same.
fn whole_address(address: &Guessed, postcode: &Guessed, fields: &[Guessed]) -> Vec<String> {
    let earlier = |of: &Guessed| {
        let found = fields.iter().find(|field| field.earlier_of.as_ref() == Some(&of.name));
        found.map(|field| field.name.clone())
    };
    let before = (earlier(postcode), earlier(address));
    let (address, postcode) = (&address.name, &postcode.name);
    let mut levels = vec![format!("exact({postcode}) and exact({address})")];
    if let (Some(old_postcode), Some(old_address)) = &before {
        levels.push(format!("exact({old_postcode} = {postcode}) and exact({old_address} = {address})"));
    }
    levels.push(format!("exact({postcode})"));
    levels.extend(before.0.iter().map(|old| format!("exact({old} = {postcode})")));
    levels.push(format!("exact({address})"));
    levels.extend(before.1.iter().map(|old| format!("exact({old} = {address})")));
    levels.push(format!("damerau({postcode}) <= 1"));
    levels.push(format!("district({postcode})"));
    levels.extend(before.0.iter().map(|old| format!("district({old} = {postcode})")));
    levels.push(format!("area({postcode})"));
    levels
}

/// What a part is, for the comment beside it.
fn what(part: Part) -> &'static str {
    match part {
        Part::Forename => "a forename: nicknames, initials and slips count for less than the same name",
        Part::Surname => "a surname",
        Part::OtherName => "another part of a name",
        Part::FullName => "a whole name, its words in any order",
        Part::Date => "a date: a digit off, day and month exchanged, or only the year still say something",
        Part::Year => "a year",
        Part::Postcode => "a postcode: sector, district and area count for less and less",
        Part::Address => "an address",
        Part::Phone => "a telephone number",
        Part::Plate => "a number plate, whole or in part",
        Part::Identifier => "a number or code that few records share",
        Part::Identifiers => "several numbers; one in common is enough",
        Part::Place => "words that many records share: the rarer, the more they say",
        Part::Category => "one of a few values",
    }
}

fn write_model(fields: &[Guessed], rules: &[String], left_id: Option<&str>, right_id: Option<Option<&str>>) -> String {
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let mut out = String::new();
    let mut line = |text: std::fmt::Arguments<'_>| {
        // Writing to a string cannot fail.
        let _ = out.write_fmt(text);
        out.push('\n');
    };
    line(format_args!(
        "# A linkage model, guessed from the columns and their values: read it, and change what you know better."
    ));
    line(format_args!("# What blocking will do: `candour link plan`. To learn m and u once: `candour link train`."));
    line(format_args!(""));
    line(format_args!("# link_only: left with right. dedupe_only: within one file. link_and_dedupe: both."));
    line(format_args!("link_type = \"{}\"", if right_id.is_some() { "link_only" } else { "dedupe_only" }));
    if left_id.is_some() || right_id.flatten().is_some() {
        line(format_args!("\n[id]"));
        left_id.iter().for_each(|id| line(format_args!("left = {}", quoted(id))));
        right_id.flatten().iter().for_each(|id| line(format_args!("right = {}", quoted(id))));
    }
    line(format_args!("\n# What is compared: the kind decides how values are normalised.\n[fields]"));
    for field in fields {
        let kind = crate::dictionary::kind_name(field.kind);
        let place = match (&field.left, &field.right) {
            (Some(left), Some(right)) if left == right => format!("column = {}", quoted(left)),
            (Some(left), None) if right_id.is_none() => format!("column = {}", quoted(left)),
            (left, right) => {
                let side =
                    |side: &str, name: &Option<String>| name.as_ref().map(|name| format!("{side} = {}", quoted(name)));
                [side("left", left), side("right", right)].into_iter().flatten().collect::<Vec<_>>().join(", ")
            }
        };
        let invalid = if field.invalid > 0 { ", invalid = \"keep\"" } else { "" };
        let count = if field.invalid > 0 {
            format!(" # {} values are not a {kind}: compared as typed", field.invalid)
        } else {
            String::new()
        };
        line(format_args!("{} = {{ kind = \"{kind}\", {place}{invalid} }}{count}", field.name));
    }
    line(format_args!(
        "\n# Pairs worth comparing: those that agree on all terms of any one rule.\n[blocking]\nrules = ["
    ));
    rules.iter().for_each(|rule| line(format_args!("  {},", quoted(rule))));
    line(format_args!("]"));
    for (field, levels) in comparisons(fields, right_id.is_some()) {
        line(format_args!("\n# {}.", what(field.part)));
        line(format_args!("[[comparisons]]\nname = {}\nlevels = [", quoted(&field.name.replace('_', " "))));
        levels.iter().for_each(|level| line(format_args!("  {},", quoted(level))));
        line(format_args!("]"));
        if matches!(field.part, Part::Phone | Part::Plate | Part::Identifier | Part::Identifiers | Part::Address) {
            line(format_args!(
                "# Many records about one person make his number look common: rarity says nothing here."
            ));
            line(format_args!("term_frequency = false"));
        }
        if families(fields, right_id.is_some()) && is_shared(field.part) {
            line(format_args!("# Relatives and people at one address share it.\nfamily = true"));
        }
    }
    let strict = strict_rules(fields);
    if !strict.is_empty() {
        line(format_args!(
            "\n# Rules so strict that nearly all they find are matches, and the share of all matches they find."
        ));
        line(format_args!("[training]\ndeterministic_rules = ["));
        strict.iter().for_each(|rule| line(format_args!("  {},", quoted(rule))));
        line(format_args!("]\nrecall = 0.5"));
    }
    if right_id.is_some() {
        line(format_args!(
            "\n# A right record is about one left record at most: its best link is kept. `off` keeps all.\n[output]\nbest_link = \"right\""
        ));
    } else {
        line(format_args!(
            "\n# Clusters hold together on the average of all their pairs.\n[output]\nclusters = \"average\"\n# A pair without a link counts as this when clusters are averaged.\nleast_weight = -4.0"
        ));
    }
    out
}

/// The comparisons: a field each, but a whole name stands for its parts and an address for its postcode.
fn comparisons(fields: &[Guessed], two_files: bool) -> Vec<(&Guessed, Vec<String>)> {
    let has = |part: Part| fields.iter().find(|field| field.part == part && field.earlier_of.is_none());
    let address = has(Part::Address).zip(has(Part::Postcode));
    let within_another = |field: &Guessed| match field.part {
        Part::Forename | Part::Surname => has(Part::FullName).is_some(),
        Part::Postcode => address.is_some_and(|(_, postcode)| postcode.name == field.name),
        _ => false,
    };
    let compared = fields
        .iter()
        .filter(|field| field.earlier_of.is_none() && !is_only_support(field, two_files) && !within_another(field));
    let with_levels = compared.map(|field| match address {
        Some((address, postcode)) if address.name == field.name => (field, whole_address(address, postcode, fields)),
        _ => (field, levels(field, fields)),
    });
    with_levels.take(crate::settings::MOST_COMPARISONS).collect()
}

/// Whether the records are of people with an address: then relatives are the look-alikes to tell apart.
fn families(fields: &[Guessed], two_files: bool) -> bool {
    let has = |part: Part| fields.iter().any(|field| field.part == part);
    let at_an_address = has(Part::Address) || has(Part::Postcode) || has(Part::Phone);
    two_files && has(Part::Forename) && has(Part::Surname) && at_an_address
}

/// What a family shares.
fn is_shared(part: Part) -> bool {
    matches!(
        part,
        Part::Surname | Part::Address | Part::Postcode | Part::Phone | Part::Plate | Part::Category | Part::Place
    )
}

/// Fields that only help others: a middle name in one file.
fn is_only_support(field: &Guessed, two_files: bool) -> bool {
    two_files && (field.left.is_none() || field.right.is_none())
}

fn strict_rules(fields: &[Guessed]) -> Vec<String> {
    let one = |part: Part| {
        fields.iter().find(|field| field.part == part && field.earlier_of.is_none()).map(|field| field.name.as_str())
    };
    let mut rules = Vec::new();
    match (one(Part::Forename), one(Part::Surname), one(Part::Date)) {
        (Some(forename), Some(surname), Some(date)) => rules.push(format!("{surname}, {date}, {forename}")),
        (None, Some(surname), Some(date)) => rules.push(format!("{surname}, {date}")),
        _ => {}
    }
    if let (Some(date), Some(postcode)) = (one(Part::Date), one(Part::Postcode)) {
        rules.push(format!("{date}, {postcode}"));
    }
    rules
}
