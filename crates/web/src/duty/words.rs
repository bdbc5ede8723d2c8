//! What codes are called on the officer's pages, and which field a refusal is about.

use domain::Refusal;
use domain::officer::SHIFT_LENGTH;
use domain::stop::{Ethnicity, Power, ReasonCode, StopOutcome, StopRefusal};

use crate::FieldErrors;
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
    StopOutcome::of_officers().map(|one| (one.as_str(), outcome(t, one))).collect()
}

pub(super) fn ethnicities(t: &Texts) -> Choices {
    Ethnicity::ALL.into_iter().map(|one| (one.as_str(), ethnicity(t, one))).collect()
}

/// Puts a refusal at the field that it is about, with its citation; false where it is about none.
pub(super) fn refused(errors: &mut FieldErrors, refusal: &Refusal) -> bool {
    let field = match StopRefusal::parse(refusal.code) {
        Some(StopRefusal::NoReason | StopRefusal::ReasonTooLong) => "reason",
        Some(StopRefusal::NotInUniform | StopRefusal::PowerNeedsUniform) => "uniform",
        Some(StopRefusal::NoObject | StopRefusal::ObjectTooLong) => "object",
        Some(StopRefusal::NoReasonCode) => "reason_code",
        Some(StopRefusal::NoPlace | StopRefusal::PlaceTooLong) => "place",
        Some(StopRefusal::NoOutcome) => "outcome",
        Some(StopRefusal::NoGrounds | StopRefusal::GroundsTooLong) => "grounds",
        Some(StopRefusal::FoundTooLong) => "found",
        Some(StopRefusal::NoWords) => "words",
        Some(StopRefusal::UnknownChallenge) => "word",
        None if refusal.code == SHIFT_LENGTH => "ends",
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
