//! The reasons for a proposed link, in words and without values: which fields agree, how closely, and which differ.

use linkage::explain::Explanation;

/// Fields that change the weight by less than this, in bits, are not mentioned.
const WORTH_A_WORD: f64 = 0.5;

/// Lists the fields that support a pair, then those that speak against it. `plate` is the plate in the report; only the
/// number of characters seen is mentioned.
pub(super) fn because(explained: &Explanation, plate: &str) -> Vec<String> {
    let (mut agree, mut differ) = (Vec::new(), Vec::new());
    let mut vehicle: Vec<String> = Vec::new();
    for step in &explained.steps {
        let (name, level) = (step.comparison.as_str(), step.level.as_str());
        let weight = step.level_weight + step.frequency_weight;
        match level {
            "missing" => {}
            "else" if weight <= -WORTH_A_WORD => differ.push(match name {
                "plate" => "no declared plate agrees".to_owned(),
                "force" => "the report comes from a force in which they never served".to_owned(),
                name => format!("{name} differs"),
            }),
            "else" => {}
            _ if weight < WORTH_A_WORD => {}
            level => match name {
                "plate" if level.starts_with("fits") => {
                    agree.push("a declared plate agrees but for characters that are easily confused".to_owned());
                }
                "plate" if level.starts_with("damerau") => {
                    agree.push("a declared plate agrees but for one character".to_owned());
                }
                "plate" if level.starts_with("caught") => vehicle.push(caught(plate)),
                "plate" => vehicle.push("a declared plate".to_owned()),
                "make" | "colour" => vehicle.push(name.to_owned()),
                name => agree.push(agrees(name, level)),
            },
        }
    }
    if let Some(last) = vehicle.pop() {
        let words = match vehicle.is_empty() {
            true if last.contains(" of ") => format!("{last} agree"),
            true => format!("{last} agrees"),
            false => format!("{} and {last} agree", vehicle.join(", ")),
        };
        agree.insert(0, words);
    }
    agree.extend(differ.into_iter().map(|words| format!("against it: {words}")));
    agree
}

fn caught(plate: &str) -> String {
    let places = plate.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '?');
    let caught = plate.chars().filter(char::is_ascii_alphanumeric).count();
    // A fragment without `?` (`AB12`) is part of a seven-character plate.
    format!("{caught} of {} characters of a declared plate", places.count().max(7))
}

fn agrees(name: &str, level: &str) -> String {
    match (name, level.split('(').next().unwrap_or_default()) {
        _ if level.contains("previous_surname") => "an earlier surname agrees".to_owned(),
        _ if level.contains("previous_postcode") => "an earlier postcode agrees".to_owned(),
        _ if level.contains("nickname =") => "what colleagues call them agrees with the first name".to_owned(),
        _ if level.contains("middle_name =") => "the middle name agrees with the first name".to_owned(),
        ("address", _) if level.contains("exact(address)") => "address agrees".to_owned(),
        ("address", "exact") => "postcode agrees".to_owned(),
        ("warrant number", "exact") if level.contains("shares") => "warrant number agrees, and the force".to_owned(),
        ("force", _) => "they served in the force of the report".to_owned(),
        (name, "exact") => format!("{name} agrees"),
        (_, "nickname") => "first names are forms of one name".to_owned(),
        (name, "initial") => format!("the initial of the {name} agrees"),
        (name, "part") => format!("{name} is part of a double name"),
        (name, "jaro_winkler") => format!("{name} is spelt alike"),
        (name, "damerau") => format!("{name} agrees but for one character"),
        (_, "day_month_swapped") => "date of birth agrees with day and month exchanged".to_owned(),
        (_, "year_only") => "the year of birth agrees".to_owned(),
        (_, "district") => "the postcode district agrees".to_owned(),
        (name, _) => format!("{name} is alike"),
    }
}
