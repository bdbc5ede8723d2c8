//! Rows of records. Each becomes a report, with the time in the file as its claimed time of receipt.

use std::collections::HashMap;

use domain::allegation::Category;
use domain::report::{PersonDescription, ReceivedReport, Report, ReportKind};
use domain::{Personal, ReportId, State, Stream as _};
use jiff::Timestamp;

use super::rows::{Line, Reject};
use super::{RowEffect, Rows};
use crate::AppError;
use crate::change::{Change, derived};

/// The text of a record for which the file has none.
const NO_WORDS: &str = "imported without words";

const KINDS: [(&str, ReportKind); 3] =
    [("complaint", ReportKind::Complaint), ("crime", ReportKind::Crime), ("colleague", ReportKind::Colleague)];
const TRUTHS: [(&str, bool); 6] =
    [("yes", true), ("no", false), ("true", true), ("false", false), ("1", true), ("0", false)];

/// The id of our report for a source's own id.
fn id(source: &str, id: &str) -> ReportId {
    ReportId::new(derived::uuid(&[b"records", source.as_bytes(), id.as_bytes()]))
}

pub(super) async fn row(
    rows: &Rows<'_>,
    row: usize,
    seen: &mut HashMap<String, u64>,
) -> Result<Result<RowEffect, Vec<Reject>>, AppError> {
    let mut line = rows.sheet.line(row);
    if line.is_empty() {
        return Ok(Err(line.faults));
    }
    let Some((id, received, at)) = read(rows, &mut line, seen) else { return Ok(Err(line.faults)) };
    let stream = Report::stream(id);
    if let Some(State::Report(_)) = rows.state(&stream).await? {
        // A reporter's words are never overwritten. To correct them, a person adds an annotation.
        return Ok(Ok(RowEffect::Unchanged));
    }
    let event = match Report::receive(received) {
        Ok(event) => event,
        Err(refusal) => {
            line.fault("category", refusal.code, refusal.to_string());
            return Ok(Err(line.faults));
        }
    };
    let Some(batch) = rows.batch else { return Ok(Ok(RowEffect::New)) };
    let mut cx = rows.cx.clone().within(batch);
    cx.happened = at;
    let mut change = Change::begin(&cx).await?;
    change.record(rows.permit, &stream, vec![event]).await?;
    change.commit().await?;
    Ok(Ok(RowEffect::New))
}

fn read(
    rows: &Rows<'_>,
    line: &mut Line<'_>,
    seen: &mut HashMap<String, u64>,
) -> Option<(ReportId, ReceivedReport, Option<Timestamp>)> {
    let id = id(&rows.sheet.mapping().source, &line.id(seen));
    let force = line.needed_force(rows.forces);
    let category = category(line);
    let report = line.choice("kind", &KINDS, ReportKind::Complaint);
    let schedule_3 = line.choice("schedule_3", &TRUTHS, false);
    let at = line.moment("received", rows.cx.now);
    let described = PersonDescription {
        first_name: line.text("first_name"),
        surname: line.text("surname"),
        born: line.described_date("born"),
        postcode: line.text("postcode"),
        phone: line.text("phone"),
        plate: line.text("plate"),
        make: line.text("make"),
        colour: line.text("colour"),
        warrant: line.text("warrant"),
        appearance: line.text("appearance"),
    };
    if !line.faults.is_empty() {
        return None;
    }
    let (force, category) = (force?, category?);
    let words = match line.text("words") {
        words if words.is_empty() => NO_WORDS.to_owned(),
        words => words,
    };
    let received = ReceivedReport {
        force,
        report,
        schedule_3,
        category,
        violence_against_women: category.presumed_violence_against_women(),
        reporter: None,
        // The file does not identify the reporter, so the text is encrypted under the key of the report.
        place: Personal::about(id, line.text("place")),
        words: Personal::about(id, words),
        described: Personal::about(id, described),
        names: None,
    };
    Some((id, received, at))
}

fn category(line: &mut Line<'_>) -> Option<Category> {
    let text = line.needed("category");
    if text.is_empty() {
        return None;
    }
    let found = Category::parse(&super::plain(&text));
    if found.is_none() {
        let codes = Category::ALL.map(|category| format!("`{}`", category.as_str())).join(", ");
        line.fault(
            "category",
            "category.unknown",
            format!("one of {codes}; say under `values.category` what yours mean"),
        );
    }
    found
}
