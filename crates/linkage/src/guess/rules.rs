//! Candidate blocking rules, measured on the tables and kept within a budget.

use super::{GuessedField, Part};
use crate::table::Table;

/// The number of pairs per record that all guessed rules together may produce: as many as a laptop can compare in a
/// minute or two.
const PAIRS_PER_RECORD: f64 = 150.0;

/// The rules to try, most selective first.
pub(super) fn candidates(fields: &[GuessedField]) -> Vec<String> {
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
    // A field with few distinct values is used only to split blocks that are already small.
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

/// Selects, in order, the rules that together stay within the budget. Each rule is measured on the tables themselves.
pub(super) fn within_budget(
    fields: &[GuessedField],
    left: &Table,
    right: Option<&Table>,
    notes: &mut Vec<String>,
) -> Vec<String> {
    let candidates = candidates(fields);
    let draft = super::text::model(fields, &candidates, None, right.map(|_| None));
    let measured = crate::settings::Model::from_toml(&draft)
        .ok()
        .and_then(|model| crate::Linker::new(model, left, right, &()).ok())
        .and_then(|linker| linker.analyse(false, &()).ok());
    let Some(analysis) = measured else {
        // We wrote this draft ourselves. Even if it cannot be measured, its plain rules make a model that the user can
        // correct.
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
