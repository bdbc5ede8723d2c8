//! Guesses a comparison for each field, level by level.

use super::columns::is_extra_name;
use super::{GuessedField, Part};

/// One comparison per field, except that a whole name covers its parts and an address covers its postcode.
pub(super) fn comparisons(fields: &[GuessedField], two_files: bool) -> Vec<(&GuessedField, Vec<String>)> {
    let has = |part: Part| fields.iter().find(|field| field.part == part && field.earlier_of.is_none());
    let address = has(Part::Address).zip(has(Part::Postcode));
    let within_another = |field: &GuessedField| match field.part {
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

/// Returns true if the records describe people at addresses, because relatives are then the look-alikes to tell apart.
pub(super) fn families(fields: &[GuessedField], two_files: bool) -> bool {
    let has = |part: Part| fields.iter().any(|field| field.part == part);
    let at_an_address = has(Part::Address) || has(Part::Postcode) || has(Part::Phone);
    two_files && has(Part::Forename) && has(Part::Surname) && at_an_address
}

/// Returns true for things that members of a family share.
pub(super) fn is_shared(part: Part) -> bool {
    matches!(
        part,
        Part::Surname | Part::Address | Part::Postcode | Part::Phone | Part::Plate | Part::Category | Part::Place
    )
}

/// Returns true for a field that only supports another, such as a middle name that only one file has.
pub(super) fn is_only_support(field: &GuessedField, two_files: bool) -> bool {
    two_files && (field.left.is_none() || field.right.is_none())
}

/// The levels of the comparison for one field.
pub(super) fn levels(field: &GuessedField, fields: &[GuessedField]) -> Vec<String> {
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

/// The levels for a whole name, including its parts if they are known. The parts are not independent evidence, so a
/// single comparison covers them together.
pub(super) fn whole_name(name: &str, parts: Option<(&str, &str)>) -> Vec<String> {
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

/// The levels for an address together with its postcode, because the two carry much the same information.
pub(super) fn whole_address(address: &GuessedField, postcode: &GuessedField, fields: &[GuessedField]) -> Vec<String> {
    let earlier = |of: &GuessedField| {
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
