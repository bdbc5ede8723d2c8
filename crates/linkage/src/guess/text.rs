//! Writes the guessed model as a commented file.

use std::fmt::Write as _;

use super::comparisons::{comparisons, families, is_shared};
use super::{GuessedField, Part};

/// Describes a part, for the comment next to a field.
pub(super) fn what(part: Part) -> &'static str {
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

pub(super) fn model(
    fields: &[GuessedField],
    rules: &[String],
    left_id: Option<&str>,
    right_id: Option<Option<&str>>,
) -> String {
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

/// Rules that almost never bring two different people together.
pub(super) fn strict_rules(fields: &[GuessedField]) -> Vec<String> {
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
