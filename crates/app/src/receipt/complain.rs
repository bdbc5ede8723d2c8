//! Complaints made with a receipt.

use domain::allegation::Category;
use domain::check::{Check, CheckEvent};
use domain::report::{PersonDescription, Report, ReportKind};
use domain::stop::{Stop, WORDS_MAXIMUM};
use domain::{CheckId, Event, OfficerId, Pin, Refusal, ReportId, StopRef, Stream as _};

use super::fetch::open_receipt;
use crate::change::{self, Change, PermissionSubject, Permit, again};
use crate::check::as_visitor;
use crate::report::{self, NewReport};
use crate::{Action, AppError, Context};

/// The maximum length of a complaint, in characters.
pub const COMPLAINT_MAXIMUM: usize = 2 * WORDS_MAXIMUM;

#[derive(Clone, Debug)]
pub struct Complaint {
    pub words: String,
    pub category: Category,
}

/// Makes a complaint from the record of a stop. The force receives it as a complaint under the Police Reform Act 2002,
/// with the stop attached. The complainant does not have to give a name. A complaint with the same words as an earlier
/// one is not made again.
///
/// # Errors
/// Same as [`super::fetch`], or if the words are empty or too long.
pub async fn complain(
    cx: &Context<'_>,
    reference: StopRef,
    pin: Pin,
    complaint: Complaint,
) -> Result<ReportId, AppError> {
    let permit = cx.authorise(Action::FollowCheck, PermissionSubject::Nothing)?;
    let words = complaint.words.trim();
    if words.is_empty() || words.chars().count() > COMPLAINT_MAXIMUM {
        let message = format!("say what happened, in at most {COMPLAINT_MAXIMUM} characters");
        return Err(Refusal::invalid("complaint.no-words", message).into());
    }
    let receipt = open_receipt(cx, reference, pin).await?;
    let Some(stop) = change::state::<Stop>(cx, receipt.stop).await? else {
        return Err(AppError::Missing { what: "record" });
    };
    let cx = &as_visitor(cx, receipt.check);
    let officer: OfficerId = stop.opening.officer;
    let report = NewReport {
        force: stop.opening.force.clone(),
        report: ReportKind::Complaint,
        schedule_3: true,
        category: complaint.category,
        violence_against_women: false,
        reporter: None,
        place: stop.opening.place.clone(),
        words: format!("{words}\n\n(made from stop {})", stop.opening.reference),
        described: PersonDescription::default(),
        names: Some(officer),
    };
    again(|| complain_once(cx, &permit, receipt.check, &report)).await
}

async fn complain_once(
    cx: &Context<'_>,
    permit: &Permit,
    check: CheckId,
    report: &NewReport,
) -> Result<ReportId, AppError> {
    // Either both events are recorded or neither: a complaint that was received but not attached would be made again.
    let batch = cx.app.batch().await?;
    let within = cx.clone().within(&batch);
    // If the complaint was sent twice, it is already there.
    if let Some(earlier) = made_before(&within, check, report).await? {
        return Ok(earlier);
    }
    let report = report::receive(&within, report.clone()).await?;
    let mut change = Change::begin(&within).await?;
    let event = Event::Check(CheckEvent::Complained { report });
    change.record_alone(permit, &Check::stream(check), vec![event]).await?;
    change.commit().await?;
    batch.commit().await?;
    Ok(report)
}

/// The complaint made from this check with the same words and category, if there is one.
async fn made_before(cx: &Context<'_>, check: CheckId, report: &NewReport) -> Result<Option<ReportId>, AppError> {
    let mut change = Change::begin(cx).await?;
    for earlier in change.load::<Check>(check).await?.complaints {
        let received = change.load::<Report>(earlier).await?.received;
        if received.category == report.category && received.words.known() == Some(&report.words) {
            return Ok(Some(earlier));
        }
    }
    Ok(None)
}
