//! The rules and levels of a model in plain English, for readers who do not know the language in which they are
//! written.

use std::fmt::Write;

use crate::expression::{self, Bound, Call, Operand};

/// A level of a comparison in plain words, such as `day and month swapped`. If the fields differ from the name of the
/// comparison, they come first: `first name and surname: one written in the place of the other`. A level that cannot be
/// parsed is returned as written.
pub(super) fn level(comparison: &str, text: &str) -> String {
    match text {
        "missing" => return "a value is missing".to_owned(),
        "else" => return "none of these: the values differ".to_owned(),
        _ => {}
    }
    match expression::level(text) {
        Ok(calls) => calls.iter().map(|one| call(comparison, one)).collect::<Vec<_>>().join(" and "),
        Err(_) => text.to_owned(),
    }
}

/// A blocking rule in plain words: `same surname and same year of date of birth`.
pub(super) fn rule(text: &str) -> String {
    let Ok(terms) = expression::rule(text) else { return text.to_owned() };
    let terms = terms.iter().map(|term| match &term.other {
        None if term.operand.word == "any" => format!("a part of {} in common", name(&term.operand.field)),
        None if term.operand.word == "seen" => format!("what was seen of {} fits", name(&term.operand.field)),
        Some(other) => format!("{} of one is {} of the other", operand(&term.operand), operand(other)),
        None => format!("same {}", operand(&term.operand)),
    });
    terms.collect::<Vec<_>>().join(" and ")
}

/// The name of a field or comparison in words: `date_of_birth` becomes `date of birth`.
pub(super) fn name(field: &str) -> String {
    field.replace('_', " ")
}

/// A name as a heading on the page.
pub(super) fn heading(field: &str) -> String {
    let name = name(field);
    let mut characters = name.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

fn operand(operand: &Operand) -> String {
    let field = name(&operand.field);
    let characters = operand.argument.unwrap_or(1.0);
    match operand.word.as_str() {
        "exact" => field,
        "nickname" => format!("{field} or its nickname"),
        "sound" => format!("sound of {field}"),
        "prefix" => format!("first {characters} characters of {field}"),
        "suffix" => format!("last {characters} characters of {field}"),
        "initial" => format!("initial of {field}"),
        "year_month" => format!("year and month of {field}"),
        "day_month" => format!("day and month of {field}"),
        "look_alike" => format!("{field} but for characters that look alike"),
        "any" => format!("any one of {field}"),
        "seen" => format!("characters seen of {field}"),
        word => format!("{} of {field}", name(word)),
    }
}

fn call(comparison: &str, call: &Call) -> String {
    let mut fields = name(&call.field);
    if let Some(other) = &call.other {
        let _ = write!(fields, " and {}", name(other));
    }
    let bound = match call.bound {
        Some(Bound::AtLeast(bound) | Bound::AtMost(bound)) => bound.to_string(),
        None => call.argument.map(|n| n.to_string()).unwrap_or_else(|| usual(&call.word).to_owned()),
    };
    let says = match call.word.as_str() {
        "exact" => "the same".to_owned(),
        "jaro_winkler" | "jaro" => format!("spelled nearly the same (likeness {bound} or more)"),
        "levenshtein" | "damerau" if bound == "1" => "one slip of the keyboard apart".to_owned(),
        "levenshtein" | "damerau" => format!("at most {bound} slips of the keyboard apart"),
        "swapped" => "one written in the place of the other".to_owned(),
        "begins" => "one begins with the other".to_owned(),
        "initial" => "one is the initial of the other".to_owned(),
        "nickname" => "one is a nickname of the other".to_owned(),
        "part" => "a part is the same".to_owned(),
        "sound" => "sound the same".to_owned(),
        "prefix" => format!("the same first {bound} characters"),
        "suffix" => format!("the same last {bound} characters"),
        "days" => format!("at most {bound} days apart"),
        "years" if bound == "1" => "at most a year apart".to_owned(),
        "years" => format!("at most {bound} years apart"),
        "day_month_swapped" => "day and month swapped".to_owned(),
        "year_only" => "the same year, where only the year is known".to_owned(),
        "year_month" => "the same year and month".to_owned(),
        "day_month" => "the same day and month".to_owned(),
        "year" | "sector" | "district" | "area" => format!("the same {}", call.word),
        "look_alike" => "the same but for characters that look alike".to_owned(),
        "fits" => "what was seen of one fits the other".to_owned(),
        "fits_look_alike" => "what was seen of one fits the other, but for characters that look alike".to_owned(),
        "shares" => format!("at least {bound} in common"),
        "shares_nearly" => format!("at least {bound} nearly in common"),
        "difference" => format!("at most {bound} apart"),
        "kilometres" => format!("at most {bound} kilometres apart"),
        // For a custom measure, only its name is known.
        word => format!("{} {bound}", name(word)).trim_end().to_owned(),
    };
    if fields.eq_ignore_ascii_case(&name(comparison)) { says } else { format!("{fields}: {says}") }
}

/// The default bound of a measure that is written without one; the same as in [`crate::measure`].
fn usual(word: &str) -> &'static str {
    match word {
        "jaro_winkler" | "jaro" => "0.9",
        "days" => "30",
        "levenshtein" | "damerau" | "years" | "shares" | "shares_nearly" | "difference" | "kilometres" => "1",
        _ => "",
    }
}
