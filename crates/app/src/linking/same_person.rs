//! Comparison of service records with each other, to find pairs that may belong to one person who did not declare part
//! of their past.

use domain::OfficerId;
use linkage::search::SearchQuery;

use super::model::SAME_PERSON;
use super::reports::in_parallel;
use super::workforce::{Member, Records};
use super::{ChangedOfficers, LinkCandidate, LinkCandidates, SAME_PERSON_SHOWN_CENTIBITS, words};
use crate::AppError;

/// The number of rows requested from the index per member, who is always among them.
const ROWS: usize = 12;
/// At least one of these fields must also support a pair, because records are already brought together by date of birth
/// and first name alone. In any force, some people with the same first name share a date of birth.
const BESIDE_NAME_AND_BIRTH: [&str; 4] = ["surname", "address", "phone", "plate"];

const COLUMNS: [&str; 11] = [
    "id",
    "first_name",
    "middle_name",
    "surname",
    "previous_surname",
    "born",
    "address",
    "postcode",
    "previous_postcode",
    "phone",
    "plate",
];

pub(super) fn find(
    records: &Records,
    changed: Option<&ChangedOfficers>,
) -> Result<LinkCandidates<OfficerId>, AppError> {
    let asked: Vec<(OfficerId, &Member)> = records
        .members
        .iter()
        .filter(|(id, member)| member.identity.born.is_some() && changed.is_none_or(|changed| changed.contains(id)))
        .map(|(id, member)| (*id, member))
        .collect();
    let mut found =
        LinkCandidates { links: Vec::new(), looked_at: asked.len(), too_many: 0, model: SAME_PERSON.version() };
    if asked.is_empty() {
        return Ok(found);
    }
    let mut columns: Vec<(String, Vec<String>)> = COLUMNS.map(|name| (name.to_owned(), Vec::new())).into();
    for (id, member) in &records.members {
        let values = std::iter::once(id.to_string()).chain(values(member));
        columns.iter_mut().zip(values).for_each(|((_, column), value)| column.push(value));
    }
    let linker = SAME_PERSON.linker(records.members.len(), columns)?;
    let least = SAME_PERSON_SHOWN_CENTIBITS as f64 / 100.0;
    let answers = in_parallel(&linker, &asked, |index, (_, member)| {
        let values = COLUMNS[1..].iter().zip(values(member)).map(|(name, value)| ((*name).to_owned(), value));
        index.search(&SearchQuery { values: values.collect() }, ROWS, least).candidates
    })?;
    for ((id, member), candidates) in asked.into_iter().zip(answers) {
        for explained in candidates {
            let Ok(other) = explained.left_id.parse::<OfficerId>() else { continue };
            let Some(known) = records.members.get(&other) else { continue };
            let corroborated = explained.steps.iter().any(|step| {
                BESIDE_NAME_AND_BIRTH.contains(&step.comparison.as_str())
                    && step.level_weight + step.frequency_weight > 1.0
            });
            if other == id || !corroborated || member.proposed.contains(&other) || known.proposed.contains(&id) {
                continue;
            }
            // The proposal is recorded on the record that started later, because its omissions are the ones that
            // matter.
            let (later, earlier) = if (member.joined, id) > (known.joined, other) { (id, other) } else { (other, id) };
            found.links.push(LinkCandidate {
                of: later,
                officer: earlier,
                weight_centibits: (explained.match_weight * 100.0).round() as i64,
                because: words::because(&explained, ""),
            });
        }
    }
    // Each pair was found twice, once from either member.
    found.links.sort_by_key(|link| (link.of, link.officer));
    found.links.dedup_by_key(|link| (link.of, link.officer));
    Ok(found)
}

/// The values of a member, in the order of the columns after `id`.
fn values(member: &Member) -> [String; 10] {
    let now = &member.identity;
    [
        now.first_name.clone(),
        now.middle_name.clone(),
        now.surname.clone(),
        now.previous_surname.clone(),
        now.born.map_or_else(String::new, |born| born.to_string()),
        now.address.clone(),
        now.postcode.clone(),
        now.previous_postcode.clone(),
        now.phone.clone(),
        member.vehicles.last().map_or_else(String::new, |car| car.plate.clone()),
    ]
}
