//! Duties that a person records as done because no kind of event fulfils them, and extensions of their clocks.

use domain::matter::{Matter, MatterEvent};
use domain::officer::Officer;
use domain::record::followed::Consequence;
use domain::report::Report;
use domain::{DutyId, MatterId, OfficerId, Refusal, ReportId, State, Stream as _, StreamId};
use jiff::civil::Date;

use super::change_matter;
use crate::change::follow::follow_events;
use crate::change::{self, Change, PermissionSubject};
use crate::{Action, AppError, Context};

/// The record that a duty belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DutyHolder {
    Officer(OfficerId),
    Report(ReportId),
    Matter(MatterId),
}

impl DutyHolder {
    fn stream(self) -> StreamId {
        match self {
            Self::Officer(id) => Officer::stream(id),
            Self::Report(id) => Report::stream(id),
            Self::Matter(id) => Matter::stream(id),
        }
    }
}

/// Records that a duty was done when no other event fulfils it: equipment taken back, an alarm acknowledged, concerns
/// reviewed.
///
/// # Errors
/// If the actor is not allowed to, there is no such open duty, or the duty can only be fulfilled by the event it calls
/// for.
pub async fn done(cx: &Context<'_>, of: DutyHolder, duty: DutyId) -> Result<(), AppError> {
    let mut change = Change::begin(cx).await?;
    let stream = of.stream();
    let Some(loaded) = change.unit.load(&stream).await? else { return Err(AppError::Missing { what: "duty" }) };
    let about = match &loaded.state {
        State::Officer(officer) => PermissionSubject::Thing(officer),
        State::Report(report) => PermissionSubject::Thing(report),
        State::Matter(matter) => PermissionSubject::Thing(matter),
        _ => return Err(AppError::Missing { what: "duty" }),
    };
    let permit = change.authorise(Action::MeetDuty, about).await?;
    let known = loaded.state.followed().and_then(|followed| followed.duties.get(&duty));
    let Some(known) = known.filter(|known| known.is_open()) else {
        return Err(Refusal::conflict("duty.not-open", "this duty is not open").into());
    };
    if !known.duty.met_by.is_empty() {
        let message =
            format!("this duty is met by what it asks for, not by saying so: {}", known.duty.met_by.join(", "));
        return Err(Refusal::invalid("duty.met-by-event", message).citing(known.duty.citation.words()).into());
    }
    let events = follow_events(stream.kind, vec![Consequence::DutyMet { duty }])?;
    change.record(&permit, &stream, events).await?;
    change.commit().await
}

/// Extends the clock of a duty, with reasons. The original due date remains visible.
///
/// # Errors
/// If the actor is not allowed to, there is no such open duty, or the new due date is not later.
pub async fn extend_clock(
    cx: &Context<'_>,
    id: MatterId,
    duty: DutyId,
    until: Date,
    reasons: &str,
) -> Result<(), AppError> {
    change_matter(cx, id, Action::ExtendClock, async |_, matter| {
        let reasons = change::reasons(matter.subject, reasons)?;
        Ok(vec![MatterEvent::Followed(matter.followed.extend(duty, until, reasons)?)])
    })
    .await
}
