//! What codes are called on the officer's pages, and which field a refusal is about.

use app::encounters::OUTCOMES;
use domain::Refusal;
use domain::encounter::{Power, ReasonCode};

use crate::FieldErrors;
use crate::check::ETHNICITIES;
pub(super) use crate::check::{ethnicity, outcome, power, reason};
use crate::texts::{Text, Texts};

/// Codes with what they are called: the choices of a field.
pub type Choices = Vec<(&'static str, Text)>;

pub(super) fn powers(t: &Texts) -> Choices {
    Power::ALL.into_iter().map(|one| (one.as_str(), power(t, one))).collect()
}

pub(super) fn reasons(t: &Texts) -> Choices {
    ReasonCode::ALL.into_iter().map(|one| (one.as_str(), reason(t, one))).collect()
}

pub(super) fn yes_no(t: &Texts) -> Choices {
    vec![("yes", t.duty_yes()), ("no", t.duty_no())]
}

pub(super) fn outcomes(t: &Texts) -> Choices {
    OUTCOMES.iter().map(|code| (*code, outcome(t, code))).collect()
}

pub(super) fn ethnicities(t: &Texts) -> Choices {
    ETHNICITIES.into_iter().map(|code| (code, ethnicity(t, code))).collect()
}

/// Whether this is a code of the list.
pub(super) fn is_ethnicity(code: &str) -> bool {
    ETHNICITIES.contains(&code)
}

/// Puts a refusal at the field that it is about, with its citation; false where it is about none.
pub(super) fn refused(errors: &mut FieldErrors, refusal: &Refusal) -> bool {
    let field = match refusal.code {
        "encounter.no-reason" | "encounter.reason-too-long" => "reason",
        "encounter.not-in-uniform" | "encounter.power-needs-uniform" => "uniform",
        "encounter.no-object" | "encounter.object-too-long" => "object",
        "encounter.no-reason-code" => "reason_code",
        "encounter.no-place" | "encounter.place-too-long" => "place",
        "encounter.no-outcome" => "outcome",
        "encounter.no-grounds" | "encounter.grounds-too-long" => "grounds",
        "encounter.found-too-long" => "found",
        "encounter.no-words" => "words",
        "encounter.unknown-challenge" => "word",
        "officer.shift-length" => "ends",
        _ => return false,
    };
    errors.add(field, sentence(&refusal.to_string()));
    true
}

/// The words of a refusal begin a sentence on a page.
fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
