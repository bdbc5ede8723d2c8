//! Comparison of reports with the workforce: each report that has no officer yet is searched for among all members.

use std::collections::BTreeMap;

use domain::report::PersonDescription;
use domain::{OfficerId, ReportId};
use jiff::Timestamp;
use linkage::Linker;
use linkage::explain::Explanation;
use linkage::search::{Index, SearchQuery};

use super::model::REPORT_TO_OFFICER;
use super::workforce::{Member, OpenReport, Records};
use super::{ChangedOfficers, LinkCandidate, LinkCandidates, MOST_OFFICERS, SHOWN_CENTIBITS, Scope, words};
use crate::AppError;

/// Candidates within this many bits of each other are considered equally good.
const EQUAL_BITS: f64 = 1.0;
/// Candidates this far below the best one are not proposed.
const FAR_BEHIND_BITS: f64 = 5.0;
/// The number of rows requested from the index per report. More than five officers who fit equally well are too many,
/// and an officer has a row for each vehicle and former name, so 64 rows are enough to see six officers.
const ROWS: usize = 64;
/// Comparisons that can tell apart two people with the same name. If none of them agrees, only a single best officer is
/// proposed, because a name and a force also fit namesakes, or a father and son.
const TELLING: [&str; 6] = ["plate", "phone", "warrant number", "date of birth", "postcode", "make"];

const COLUMNS: [&str; 15] = [
    "id",
    "first_name",
    "middle_name",
    "nickname",
    "surname",
    "previous_surname",
    "born",
    "postcode",
    "previous_postcode",
    "phone",
    "plate",
    "make",
    "colour",
    "warrant",
    "forces",
];

/// The result for one report.
enum ReportAnswer {
    Nobody,
    TooMany,
    Officers(Vec<(OfficerId, Explanation)>),
}

pub(super) fn find(
    records: &Records,
    oldest: Timestamp,
    scope: Scope,
    changed: Option<&ChangedOfficers>,
) -> Result<LinkCandidates<ReportId>, AppError> {
    let looking: Vec<(ReportId, &OpenReport, SearchQuery)> = records
        .reports
        .iter()
        .filter(|(_, report)| report.looks() && report.received_at >= oldest)
        .map(|(id, report)| (*id, report, query(report)))
        .filter(|(.., query)| tells_something(query))
        .collect();
    let looking = match (scope, changed) {
        (Scope::Since(since), Some(changed)) => touched(records, looking, since, changed)?,
        _ => looking,
    };
    let mut found =
        LinkCandidates { links: Vec::new(), looked_at: looking.len(), too_many: 0, model: REPORT_TO_OFFICER.version() };
    if looking.is_empty() || records.members.is_empty() {
        return Ok(found);
    }
    let linker = linker(records, |_| true)?;
    let answers = in_parallel(&linker, &looking, |index, (_, report, query)| {
        answer(index.search(query, ROWS, SHOWN_CENTIBITS as f64 / 100.0).candidates, report)
    })?;
    for ((id, report, _), answer) in looking.iter().zip(answers) {
        match answer {
            ReportAnswer::Nobody => {}
            ReportAnswer::TooMany => found.too_many += 1,
            ReportAnswer::Officers(officers) => {
                let fresh = officers.into_iter().filter(|(officer, _)| !report.proposes(*officer));
                found.links.extend(fresh.map(|(officer, explained)| LinkCandidate {
                    of: *id,
                    officer,
                    weight_centibits: (explained.match_weight * 100.0).round() as i64,
                    because: words::because(&explained, &report.described.plate),
                }));
            }
        }
    }
    Ok(found)
}

type ReportQuery<'r> = (ReportId, &'r OpenReport, SearchQuery);

/// New reports, and reports that may concern an officer whose details have changed.
fn touched<'r>(
    records: &Records,
    looking: Vec<ReportQuery<'r>>,
    since: Timestamp,
    changed: &ChangedOfficers,
) -> Result<Vec<ReportQuery<'r>>, AppError> {
    let touched = if changed.is_empty() {
        vec![false; looking.len()]
    } else {
        let linker = linker(records, |id| changed.contains(&id))?;
        // Any weight counts here, because a name can look rarer or more common among a few officers than among all of
        // them.
        in_parallel(&linker, &looking, |index, (.., query)| index.search(query, 0, f64::MIN).compared > 0)?
    };
    let kept = looking.into_iter().zip(touched);
    Ok(kept
        .filter(|((_, report, _), touched)| *touched || report.received_at >= since)
        .map(|(asked, _)| asked)
        .collect())
}

/// Looks up many questions in an index, on all processors. The answers are in the order of the questions.
pub(super) fn in_parallel<Q: Sync, A: Send>(
    linker: &Linker,
    questions: &[Q],
    ask: impl Fn(&Index<'_>, &Q) -> A + Sync,
) -> Result<Vec<A>, AppError> {
    let index = Index::new(linker).map_err(|_| AppError::Bug("a model of the program is not trained"))?;
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let chunk = questions.len().div_ceil(threads).max(1);
    let (index, ask) = (&index, &ask);
    std::thread::scope(|scope| {
        let chunks = questions.chunks(chunk);
        let running: Vec<_> = chunks
            .map(|some| scope.spawn(move || some.iter().map(|question| ask(index, question)).collect::<Vec<A>>()))
            .collect();
        let mut answers = Vec::with_capacity(questions.len());
        for thread in running {
            answers.extend(thread.join().map_err(|_| AppError::Bug("a look-up broke off"))?);
        }
        Ok(answers)
    })
}

fn answer(rows: Vec<Explanation>, report: &OpenReport) -> ReportAnswer {
    // The best row for each officer. Rows arrive best first.
    let mut officers: Vec<(OfficerId, Explanation)> = Vec::new();
    for row in rows {
        let Some(id) = row.left_id.split('.').next().and_then(|id| id.parse::<OfficerId>().ok()) else { continue };
        if officers.iter().all(|(known, _)| *known != id) {
            officers.push((id, row));
        }
    }
    let Some((_, best)) = officers.first() else { return ReportAnswer::Nobody };
    let top = best.match_weight;
    let told = best
        .steps
        .iter()
        .any(|step| TELLING.contains(&step.comparison.as_str()) && step.level_weight + step.frequency_weight > 1.0)
        && !is_only_a_car(&report.described);
    let most = if told { MOST_OFFICERS } else { 1 };
    let equals = |least: f64| officers.iter().take_while(|(_, row)| row.match_weight >= least).count();
    if equals(top - EQUAL_BITS) > most {
        return ReportAnswer::TooMany;
    }
    // Officers who fit as well as the last one proposed must be proposed too: chance must not decide between equals.
    let mut count = equals(top - FAR_BEHIND_BITS).min(officers.len());
    while count > most {
        let last = officers[count - 1].1.match_weight;
        count = officers.iter().take_while(|(_, row)| row.match_weight > last + EQUAL_BITS).count();
    }
    officers.truncate(count);
    ReportAnswer::Officers(officers)
}

/// Returns true if the report gives only a make and a colour without a plate, which do not identify anyone.
fn is_only_a_car(described: &PersonDescription) -> bool {
    let rest = [&described.plate, &described.phone, &described.warrant, &described.born, &described.postcode];
    rest.iter().all(|value| value.trim().is_empty())
}

fn tells_something(query: &SearchQuery) -> bool {
    ["surname", "phone", "plate", "warrant", "born", "postcode", "first_name"]
        .iter()
        .any(|field| query.values.get(*field).is_some_and(|value| !value.trim().is_empty()))
}

fn query(report: &OpenReport) -> SearchQuery {
    let described = &report.described;
    let values: [(&str, &str); 10] = [
        ("first_name", &described.first_name),
        ("surname", &described.surname),
        ("born", &described.born),
        ("postcode", &described.postcode),
        ("phone", &described.phone),
        ("plate", &described.plate),
        ("make", &described.make),
        ("colour", &described.colour),
        ("warrant", &described.warrant),
        ("forces", &token(report.force.as_str())),
    ];
    SearchQuery { values: values.map(|(field, value)| (field.to_owned(), value.to_owned())).into() }
}

/// The code of a force as a single word.
fn token(force: &str) -> String {
    force.replace('-', "")
}

/// The rows of the given members: one per vehicle, plus one for each former surname that is not part of the current
/// identity.
fn linker(records: &Records, take: impl Fn(OfficerId) -> bool) -> Result<Linker, AppError> {
    let mut columns: BTreeMap<&str, Vec<String>> = COLUMNS.iter().map(|name| (*name, Vec::new())).collect();
    for (id, member) in records.members.iter().filter(|(id, _)| take(**id)) {
        for (number, values) in rows(member).into_iter().enumerate() {
            let all = std::iter::once(format!("{id}.{number}")).chain(values);
            for (name, value) in COLUMNS.iter().zip(all) {
                columns.entry(name).or_default().push(value);
            }
        }
    }
    let columns = columns.into_iter().map(|(name, values)| (name.to_owned(), values)).collect();
    REPORT_TO_OFFICER.linker(records.members.len(), columns)
}

/// The values in a member's rows, in the order of the columns after `id`.
fn rows(member: &Member) -> Vec<[String; 14]> {
    let now = &member.identity;
    let forces: Vec<String> = member.forces.iter().map(|force| token(force.as_str())).collect();
    let row = |surname: &str, plate: &str, make: &str, colour: &str| {
        [
            now.first_name.clone(),
            now.middle_name.clone(),
            now.nickname.clone(),
            surname.to_owned(),
            now.previous_surname.clone(),
            now.born.map_or_else(String::new, |born| born.to_string()),
            now.postcode.clone(),
            now.previous_postcode.clone(),
            now.phone.clone(),
            plate.to_owned(),
            make.to_owned(),
            colour.to_owned(),
            member.warrant.clone(),
            forces.join(" "),
        ]
    };
    let cars = member.vehicles.iter().map(|car| row(&now.surname, &car.plate, &car.make, &car.colour));
    let mut rows: Vec<_> = cars.collect();
    if rows.is_empty() {
        rows.push(row(&now.surname, "", "", ""));
    }
    for earlier in &member.earlier {
        let other = [&now.surname, &now.previous_surname].into_iter().all(|known| *known != earlier.surname);
        if other && !earlier.surname.is_empty() {
            rows.push(row(&earlier.surname, "", "", ""));
        }
    }
    rows
}
