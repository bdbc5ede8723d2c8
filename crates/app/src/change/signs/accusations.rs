//! Accusations that belong together: a second one of the same family, one held by another force, a series of reports,
//! and several reports from the same source that were each proven untrue.

use domain::allegation::Family;
use domain::officer::Officer;
use domain::record::followed::{Label, SignKind};
use domain::record::time::day;
use domain::report::{PersonDescription, Proposal, Report, ReportEvent, SeriesTie};
use domain::{Event, OfficerId, RecordedEvent, ReportId, Stream as _};
use jiff::ToSpan as _;
use store::AboutOfficer;

use crate::AppError;
use crate::change::View;
use crate::change::signs::{Detection, NewSign};

/// Number of days within which two reports of the same family that share a vehicle or phone form a series.
const SERIES_DAYS: i64 = 60;
/// Number of characters that two partly seen plates must have in common, with no character that differs.
const PLATE_CHARACTERS_COUNT: usize = 4;
/// Number of digits that a phone number must have, so that `withheld` or `999` ties no reports together.
const PHONE_DIGITS_COUNT: usize = 7;
/// Number of last digits that identify a phone number, with `+44`, with `0` or without either.
const PHONE_LAST_DIGITS_COUNT: usize = 10;
/// Number of reports from the same source that must be proven false before a person reviews the pattern.
const FALSE_REPORTS_COUNT: usize = 3;

/// Returns true for families in which a second allegation is a warning sign. Complaints about service are too common to
/// mean anything.
const fn is_watched(family: Family) -> bool {
    matches!(family, Family::Sexual | Family::Domestic | Family::Discrimination | Family::Integrity)
}

/// Checks what is on record about the officer named in a report, or linked to it by a person.
pub(super) async fn about_officer(view: &mut View<'_, '_>, event: &RecordedEvent) -> Result<Vec<NewSign>, AppError> {
    let report = view.thing::<Report>(event).await?;
    let Some(officer) = report.officer() else { return Ok(Vec::new()) };
    let officer = view.load::<Officer>(officer).await?;
    let earlier = earlier(view, officer.id, Some(report.id)).await?;
    let family = report.received.category.family();
    let mut signs = Vec::new();
    if let Some(first) = earlier.iter().find(|known| known.category.family() == family && is_watched(family)) {
        let fact = format!(
            "a second allegation of the same family: `{}` recorded by {} on {}, and `{}` recorded by {} on {}",
            first.category.as_str(),
            first.force,
            day(first.received_at),
            report.received.category.as_str(),
            report.received.force,
            day(report.received_at),
        );
        signs.push(sign(SignKind::SecondSimilarAllegation, &officer, fact, first, event));
    }
    signs.extend(held_elsewhere(&officer, &earlier, event));
    if report.received.force != *officer.force() && is_watched(family) {
        let own = AboutOfficer {
            report: report.id,
            force: report.received.force.clone(),
            category: report.received.category,
            received_at: report.received_at,
            first_event: report.first_event,
        };
        signs.extend(held_elsewhere(&officer, &[own], event));
    }
    Ok(signs)
}

/// Repeats the check when an officer joins another force.
pub(super) async fn on_transfer(view: &mut View<'_, '_>, event: &RecordedEvent) -> Result<Vec<NewSign>, AppError> {
    let officer = view.thing::<Officer>(event).await?;
    let earlier = earlier(view, officer.id, None).await?;
    Ok(held_elsewhere(&officer, &earlier, event))
}

/// Runs the check when a matter is opened without a report. With a report, it has already been done.
pub(super) async fn in_matter(view: &mut View<'_, '_>, event: &RecordedEvent) -> Result<Vec<NewSign>, AppError> {
    let Event::Matter(domain::matter::MatterEvent::Opened { subject, reports, allegations, force, .. }) = &event.event
    else {
        return Ok(Vec::new());
    };
    if !reports.is_empty() {
        return Ok(Vec::new());
    }
    let officer = view.load::<Officer>(*subject).await?;
    let families: Vec<Family> = allegations.iter().map(|known| known.category.family()).collect();
    let earlier = earlier(view, officer.id, None).await?;
    let first = earlier.iter().find(|known| {
        let family = known.category.family();
        is_watched(family) && families.contains(&family)
    });
    let Some(first) = first else { return Ok(Vec::new()) };
    let fact = format!(
        "a second allegation of the same family: `{}` recorded by {} on {}, and a matter opened by {force} on {}",
        first.category.as_str(),
        first.force,
        day(first.received_at),
        day(event.recorded_at),
    );
    Ok(vec![sign(SignKind::SecondSimilarAllegation, &officer, fact, first, event)])
}

/// Finds a proposed link to an officer of a force other than the one that holds the report, or to an officer who is
/// proposed or known for another recent report of the same family. Neither sign is an accusation: a person must first
/// say whether it is the same officer.
pub(super) async fn proposed(
    view: &mut View<'_, '_>,
    event: &RecordedEvent,
    proposal: &Proposal,
) -> Result<Vec<NewSign>, AppError> {
    let report = view.thing::<Report>(event).await?;
    if !is_watched(report.received.category.family()) {
        return Ok(Vec::new());
    }
    let officer = view.load::<Officer>(proposal.officer).await?;
    let mut signs = Vec::new();
    if report.received.force != *officer.force() {
        let fact = format!(
            "`{}` recorded by {} on {} may be about an officer of {}; a person must say so first",
            report.received.category.as_str(),
            report.received.force,
            day(report.received_at),
            officer.force(),
        );
        let rests_on = vec![report.first_event, event.id];
        let sources = vec![event.stream.clone()];
        signs.push((SignKind::AllegationInAnotherForce, fact, rests_on, sources));
    }
    for other in view.reports_proposed_to(officer.id).await? {
        let other = match other == report.id {
            true => continue,
            false => view.load::<Report>(other).await?,
        };
        let apart = day(report.received_at)
            .since(day(other.received_at))
            .map_or(i64::MAX, |span| i64::from(span.get_days()).abs());
        if other.received.category.family() != report.received.category.family() || apart > SERIES_DAYS {
            continue;
        }
        let fact = format!(
            "two reports of the same family may be about one officer: {} on {}, and {} on {}; a person must say so first",
            other.received.force,
            day(other.received_at),
            report.received.force,
            day(report.received_at),
        );
        let rests_on = vec![other.first_event, report.first_event, event.id];
        let sources = vec![Report::stream(other.id), event.stream.clone()];
        signs.push((SignKind::SecondSimilarAllegation, fact, rests_on, sources));
    }
    let sign = |(sign, fact, rests_on, sources)| NewSign {
        stream: event.stream.clone(),
        sign,
        officer: Some(officer.id),
        fact,
        rests_on,
        sources,
        occurred: report.happened_at.map(day),
        label: Label::Alleged,
        ask: Vec::new(),
    };
    Ok(signs.into_iter().map(sign).collect())
}

async fn earlier(
    view: &mut View<'_, '_>,
    officer: OfficerId,
    except: Option<ReportId>,
) -> Result<Vec<AboutOfficer>, AppError> {
    let mut earlier = view.reports_about(officer).await?;
    earlier.retain(|known| Some(known.report) != except);
    Ok(earlier)
}

fn held_elsewhere(officer: &Officer, earlier: &[AboutOfficer], event: &RecordedEvent) -> Vec<NewSign> {
    earlier
        .iter()
        .filter(|known| known.force != *officer.force() && is_watched(known.category.family()))
        .map(|known| {
            let fact = format!(
                "`{}` is held by {} since {}; the officer serves in {}",
                known.category.as_str(),
                known.force,
                day(known.received_at),
                officer.force(),
            );
            sign(SignKind::AllegationInAnotherForce, officer, fact, known, event)
        })
        .collect()
}

fn sign(sign: SignKind, officer: &Officer, fact: String, first: &AboutOfficer, event: &RecordedEvent) -> NewSign {
    let mut sources = vec![Report::stream(first.report)];
    if sign == SignKind::SecondSimilarAllegation {
        sources.push(event.stream.clone());
    }
    NewSign {
        stream: Officer::stream(officer.id),
        sign,
        officer: Some(officer.id),
        fact,
        rests_on: vec![first.first_event, event.id],
        sources,
        occurred: Some(day(first.received_at)),
        label: Label::Alleged,
        ask: Vec::new(),
    }
}

/// Joins a report to recent ones of the same family that share a phone or vehicle with it.
pub(super) async fn series(view: &mut View<'_, '_>, event: &RecordedEvent) -> Result<Detection, AppError> {
    let report = view.thing::<Report>(event).await?;
    let family = report.received.category.family();
    let Some(described) = report.received.described.known().filter(|_| is_watched(family)) else {
        return Ok(Detection::default());
    };
    // Most descriptions contain nothing that could tie two reports together.
    if described.phone.is_empty() && described.plate.is_empty() {
        return Ok(Detection::default());
    }
    let since = view.now().checked_sub((SERIES_DAYS * 24).hours()).unwrap_or(view.now());
    let mut found = Detection::default();
    for known in view.reports_since(since).await? {
        if known.report == report.id || known.category.family() != family {
            continue;
        }
        let other = view.load::<Report>(known.report).await?;
        let Some(other_described) = other.received.described.known() else { continue };
        let because = shared(described, other_described);
        if because.is_empty() {
            continue;
        }
        found.joined.push(ReportEvent::SeriesJoined { with: other.id, because: because.clone() });
        let fact = format!(
            "two reports of the same family share {}: {} on {}, and {} on {}",
            because.iter().map(|tie| format!("a {tie}")).collect::<Vec<_>>().join(" and "),
            other.received.force,
            day(other.received_at),
            report.received.force,
            day(report.received_at),
        );
        found.signs.push(NewSign {
            stream: event.stream.clone(),
            sign: SignKind::SecondSimilarAllegation,
            officer: report.officer().or(other.officer()),
            fact,
            rests_on: vec![other.first_event, event.id],
            sources: vec![Report::stream(other.id), event.stream.clone()],
            occurred: other.happened_at.map(day),
            label: Label::Alleged,
            ask: Vec::new(),
        });
    }
    Ok(found)
}

/// The details that two descriptions have in common.
fn shared(one: &PersonDescription, other: &PersonDescription) -> Vec<SeriesTie> {
    let mut shared = Vec::new();
    if same_phone(&one.phone, &other.phone) {
        shared.push(SeriesTie::Phone);
    }
    if same_plate(&one.plate, &other.plate) {
        shared.push(SeriesTie::Vehicle);
    }
    shared
}

/// Returns true if both phone numbers are long enough to mean somebody, and are the same however they are written.
fn same_phone(one: &str, other: &str) -> bool {
    let last_digits = |phone: &str| {
        let digits: Vec<char> = phone.chars().filter(char::is_ascii_digit).collect();
        let is_long_enough = digits.len() >= PHONE_DIGITS_COUNT;
        is_long_enough.then(|| digits.into_iter().rev().take(PHONE_LAST_DIGITS_COUNT).collect::<Vec<_>>())
    };
    last_digits(one).is_some_and(|one| last_digits(other) == Some(one))
}

/// Returns true if two plates, possibly with unseen characters, can be the same and both reports saw enough of it.
/// Case, spaces and hyphens make no difference.
fn same_plate(one: &str, other: &str) -> bool {
    let is_part = |letter: &char| letter.is_ascii_alphanumeric() || *letter == '?';
    let characters =
        |plate: &str| plate.chars().filter(is_part).map(|letter| letter.to_ascii_uppercase()).collect::<Vec<_>>();
    let (one, other) = (characters(one), characters(other));
    if one.len() != other.len() {
        return false;
    }
    let pairs = || one.iter().zip(&other);
    let both_seen = pairs().filter(|(one, other)| **one != '?' && **other != '?').count();
    let disagree = pairs().any(|(one, other)| *one != '?' && *other != '?' && one != other);
    !disagree && both_seen >= PLATE_CHARACTERS_COUNT
}

/// Reports from the same source that were each proven untrue: a pattern for a person to review, never grounds for
/// rejecting a report.
pub(super) async fn provably_false(view: &mut View<'_, '_>, event: &RecordedEvent) -> Result<Vec<NewSign>, AppError> {
    let report = view.thing::<Report>(event).await?;
    let Some(reporter) = report.received.reporter else { return Ok(Vec::new()) };
    let mut rests_on = Vec::new();
    for known in view.reports_by(reporter).await? {
        if let Some(found) = view.load::<Report>(known).await?.found_false {
            rests_on.push(found);
        }
    }
    if rests_on.len() < FALSE_REPORTS_COUNT {
        return Ok(Vec::new());
    }
    let fact = format!(
        "{} reports of one source were each proven to be untrue; every new report is still to be read",
        rests_on.len()
    );
    let sign = NewSign {
        stream: event.stream.clone(),
        sign: SignKind::ProvablyFalseReports,
        officer: None,
        fact,
        rests_on,
        sources: vec![event.stream.clone()],
        occurred: None,
        label: Label::OnRecord,
        ask: Vec::new(),
    };
    Ok(vec![sign])
}
