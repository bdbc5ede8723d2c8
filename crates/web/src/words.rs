//! Powers, reasons, outcomes and ethnicities in the words of the public pages, which officers' pages use too; and the
//! form field to which a refusal belongs.

use domain::Refusal;
use domain::officer::SHIFT_LENGTH;
use domain::stop::{Ethnicity, Power, ReasonCode, StopOutcome, StopRefusal};
use shell::FieldErrors;
use shell::texts::{Text, Texts};

use crate::texts::Words as _;

/// A power, with the law that grants it.
pub(crate) fn power(t: &Texts, power: Power) -> Text {
    match power {
        Power::PaceSection1 => t.power_pace_section1(),
        Power::MisuseOfDrugsSection23 => t.power_misuse_of_drugs_section23(),
        Power::PublicOrderSection60 => t.power_public_order_section60(),
        Power::RoadTrafficSection163 => t.power_road_traffic_section163(),
        Power::PaceSection24 => t.power_pace_section24(),
    }
}

/// A coded reason.
pub(crate) fn reason(t: &Texts, reason: ReasonCode) -> Text {
    match reason {
        ReasonCode::StolenProperty => t.reason_stolen_property(),
        ReasonCode::Weapon => t.reason_weapon(),
        ReasonCode::GoingEquipped => t.reason_going_equipped(),
        ReasonCode::Drugs => t.reason_drugs(),
        ReasonCode::AuthorisationInForce => t.reason_authorisation_in_force(),
        ReasonCode::RoadTraffic => t.reason_road_traffic(),
        ReasonCode::OffenceSuspected => t.reason_offence_suspected(),
        ReasonCode::Wanted => t.reason_wanted(),
    }
}

/// The outcome of a stop.
pub(crate) fn outcome(t: &Texts, outcome: StopOutcome) -> Text {
    match outcome {
        StopOutcome::NoFurtherAction => t.outcome_no_further_action(),
        StopOutcome::Warning => t.outcome_warning(),
        StopOutcome::PenaltyNotice => t.outcome_penalty_notice(),
        StopOutcome::Summons => t.outcome_summons(),
        StopOutcome::VoluntaryAttendance => t.outcome_voluntary_attendance(),
        StopOutcome::Arrest => t.outcome_arrest(),
        StopOutcome::EndedByControlRoom => t.outcome_ended_by_control_room(),
    }
}

/// The name of an ethnicity on a screen.
pub(crate) fn ethnicity(t: &Texts, ethnicity: Ethnicity) -> Text {
    match ethnicity {
        Ethnicity::W1 => t.ethnicity_w1(),
        Ethnicity::W2 => t.ethnicity_w2(),
        Ethnicity::W3 => t.ethnicity_w3(),
        Ethnicity::W9 => t.ethnicity_w9(),
        Ethnicity::M1 => t.ethnicity_m1(),
        Ethnicity::M2 => t.ethnicity_m2(),
        Ethnicity::M3 => t.ethnicity_m3(),
        Ethnicity::M9 => t.ethnicity_m9(),
        Ethnicity::A1 => t.ethnicity_a1(),
        Ethnicity::A2 => t.ethnicity_a2(),
        Ethnicity::A3 => t.ethnicity_a3(),
        Ethnicity::A4 => t.ethnicity_a4(),
        Ethnicity::A9 => t.ethnicity_a9(),
        Ethnicity::B1 => t.ethnicity_b1(),
        Ethnicity::B2 => t.ethnicity_b2(),
        Ethnicity::B9 => t.ethnicity_b9(),
        Ethnicity::O2 => t.ethnicity_o2(),
        Ethnicity::O9 => t.ethnicity_o9(),
        Ethnicity::Ns => t.ethnicity_not_stated(),
    }
}

/// The choices for a field: codes with their names.
pub type Choices = Vec<(&'static str, Text)>;

pub(crate) fn powers(t: &Texts) -> Choices {
    Power::ALL.into_iter().map(|one| (one.as_str(), power(t, one))).collect()
}

pub(crate) fn reasons(t: &Texts) -> Choices {
    ReasonCode::ALL.into_iter().map(|one| (one.as_str(), reason(t, one))).collect()
}

pub(crate) fn yes_no(t: &Texts) -> Choices {
    vec![("yes", t.stop_yes()), ("no", t.stop_no())]
}

pub(crate) fn outcomes(t: &Texts) -> Choices {
    StopOutcome::of_officers().map(|one| (one.as_str(), outcome(t, one))).collect()
}

pub(crate) fn ethnicities(t: &Texts) -> Choices {
    Ethnicity::ALL.into_iter().map(|one| (one.as_str(), ethnicity(t, one))).collect()
}

/// Adds a refusal, with its citation, to the field to which it belongs. Returns false if it belongs to no field.
pub(crate) fn refused(errors: &mut FieldErrors, refusal: &Refusal) -> bool {
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

/// Turns a refusal's text into a sentence for a page.
fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
