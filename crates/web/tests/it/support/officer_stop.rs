//! An officer's stop on their own pages.

use crate::support::site::Answer;
use crate::support::staff::Staff;

pub const STOP: [(&str, &str); 7] = [
    ("power", "pace-section1"),
    ("reason_code", "stolen-property"),
    ("reason", "He ran from a shop whose alarm rang"),
    ("object", "A stolen watch"),
    ("place", "Mill Lane"),
    ("uniform", "yes"),
    ("vehicle", "no"),
];

pub const RECORD: [(&str, &str); 7] = [
    ("outcome", "no-further-action"),
    ("power", "pace-section1"),
    ("reason_code", "stolen-property"),
    ("grounds", "He ran from a shop whose alarm rang"),
    ("found", ""),
    ("self_defined_ethnicity", "NS"),
    ("perceived_ethnicity", "W1"),
];

/// The fields, with one of them changed.
pub fn with<'a>(fields: &[(&'a str, &'a str)], name: &str, value: &'a str) -> Vec<(&'a str, &'a str)> {
    fields.iter().map(|(known, old)| (*known, if *known == name { value } else { *old })).collect()
}

/// Starts a stop and returns its path.
pub async fn begin(officer: &Staff<'_>) -> String {
    let answer = officer.post("/duty/stops/new", &STOP).await;
    assert_eq!(answer.status.as_u16(), 303, "{}", answer.body);
    answer.header("location").to_owned()
}

/// The code on a page, if the page shows one.
pub fn code(page: &Answer) -> Option<String> {
    Some(page.body.split_once("data-code>")?.1.split_once('<')?.0.to_owned())
}
