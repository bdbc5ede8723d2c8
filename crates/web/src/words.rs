//! Powers, reasons, outcomes and ethnicities in the words of the public, which officers' pages use too; and the field that a
//! refusal is about.

use app::stop::OUTCOMES;
use domain::Refusal;
use domain::stop::{ENDED_BY_CONTROL_ROOM, Power, ReasonCode};
use shell::FieldErrors;
use shell::texts::{Text, Texts};

use crate::texts::Words as _;

/// A power with its law.
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

/// The outcome of a stop. An unknown code is shown as it is.
pub(crate) fn outcome(t: &Texts, code: &str) -> Text {
    match code {
        "no-further-action" => t.outcome_no_further_action(),
        "warning" => t.outcome_warning(),
        "penalty-notice" => t.outcome_penalty_notice(),
        "summons" => t.outcome_summons(),
        "voluntary-attendance" => t.outcome_voluntary_attendance(),
        "arrest" => t.outcome_arrest(),
        ENDED_BY_CONTROL_ROOM => t.outcome_ended_by_control_room(),
        other => other.to_owned().into(),
    }
}

/// The ethnicities of police records (PACE Code A annex B): 18 and "not stated".
pub(crate) const ETHNICITIES: [&str; 19] =
    ["W1", "W2", "W3", "W9", "M1", "M2", "M3", "M9", "A1", "A2", "A3", "A4", "A9", "B1", "B2", "B9", "O2", "O9", "NS"];

/// The name of an ethnicity. An unknown code is shown as it is.
pub(crate) fn ethnicity(t: &Texts, code: &str) -> Text {
    match code {
        "W1" => t.ethnicity_w1(),
        "W2" => t.ethnicity_w2(),
        "W3" => t.ethnicity_w3(),
        "W9" => t.ethnicity_w9(),
        "M1" => t.ethnicity_m1(),
        "M2" => t.ethnicity_m2(),
        "M3" => t.ethnicity_m3(),
        "M9" => t.ethnicity_m9(),
        "A1" => t.ethnicity_a1(),
        "A2" => t.ethnicity_a2(),
        "A3" => t.ethnicity_a3(),
        "A4" => t.ethnicity_a4(),
        "A9" => t.ethnicity_a9(),
        "B1" => t.ethnicity_b1(),
        "B2" => t.ethnicity_b2(),
        "B9" => t.ethnicity_b9(),
        "O2" => t.ethnicity_o2(),
        "O9" => t.ethnicity_o9(),
        "NS" | "" => t.ethnicity_not_stated(),
        other => other.to_owned().into(),
    }
}

/// The choices of a field: codes with their names.
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
    OUTCOMES.iter().map(|code| (*code, outcome(t, code))).collect()
}

pub(crate) fn ethnicities(t: &Texts) -> Choices {
    ETHNICITIES.into_iter().map(|code| (code, ethnicity(t, code))).collect()
}

/// True for a code of the list.
pub(crate) fn is_ethnicity(code: &str) -> bool {
    ETHNICITIES.contains(&code)
}

/// Adds a refusal to the field that it is about, with its citation. False if it is about no field.
pub(crate) fn refused(errors: &mut FieldErrors, refusal: &Refusal) -> bool {
    let field = match refusal.code {
        "stop.no-reason" | "stop.reason-too-long" => "reason",
        "stop.not-in-uniform" | "stop.power-needs-uniform" => "uniform",
        "stop.no-object" | "stop.object-too-long" => "object",
        "stop.no-reason-code" => "reason_code",
        "stop.no-place" | "stop.place-too-long" => "place",
        "stop.no-outcome" => "outcome",
        "stop.no-grounds" | "stop.grounds-too-long" => "grounds",
        "stop.found-too-long" => "found",
        "stop.no-words" => "words",
        "stop.unknown-challenge" => "word",
        "officer.shift-length" => "ends",
        _ => return false,
    };
    errors.add(field, sentence(&refusal.to_string()));
    true
}

/// The words of a refusal as a sentence on a page.
fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
