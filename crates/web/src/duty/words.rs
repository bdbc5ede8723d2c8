//! What codes are called on the officer's pages, and which field a refusal is about.

use app::encounters::OUTCOMES;
use domain::Refusal;
use domain::encounter::{ENDED_BY_CONTROL_ROOM, Power, ReasonCode};

use crate::FieldErrors;
pub(super) use crate::check::{ethnicity, power, reason};
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

/// What an outcome is called; one that is not in the list, by its code.
pub(super) fn outcome(t: &Texts, code: &str) -> Text {
    match code {
        "no-further-action" => t.duty_outcome_none(),
        "warning" => t.duty_outcome_warning(),
        "penalty-notice" => t.duty_outcome_penalty(),
        "summons" => t.duty_outcome_summons(),
        "voluntary-attendance" => t.duty_outcome_voluntary(),
        "arrest" => t.duty_outcome_arrest(),
        ENDED_BY_CONTROL_ROOM => crate::check::outcome(t, code),
        other => other.to_owned().into(),
    }
}

pub(super) fn outcomes(t: &Texts) -> Choices {
    OUTCOMES.iter().map(|code| (*code, outcome(t, code))).collect()
}

/// The list that police records use (PACE Code A annex B): 18 and "not stated".
const ETHNICITIES: [&str; 19] =
    ["W1", "W2", "W3", "W9", "M1", "M2", "M3", "M9", "A1", "A2", "A3", "A4", "A9", "B1", "B2", "B9", "O2", "O9", "NS"];

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
