//! Duties that no event meets by its kind: somebody says that they were done.

use domain::record::followed::Follow;
use domain::{DutyId, Event, MatterId, OfficerId, Refusal, ReportId, State, StreamId};

use crate::change::{self, About, Change, follow};
use crate::{Action, AppError, Context};

/// Where a duty stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// On an officer's record.
    Officer(OfficerId),
    /// On a report.
    Report(ReportId),
    /// On a matter.
    Matter(MatterId),
}

impl Of {
    fn stream(self) -> StreamId {
        match self {
            Self::Officer(id) => change::officer(id),
            Self::Report(id) => change::report(id),
            Self::Matter(id) => change::matter(id),
        }
    }
}

/// Records that a duty was done which no other event meets: kit taken back, an alarm acknowledged, concerns reviewed.
///
/// # Errors
/// When the actor may not; when there is no such open duty; when the duty is met only by the decision that it asks for.
pub async fn done(cx: &Context<'_>, of: Of, duty: DutyId) -> Result<(), AppError> {
    let mut change = Change::begin(cx).await?;
    let stream = of.stream();
    let Some(loaded) = change.unit.load(&stream).await? else { return Err(AppError::Missing { what: "duty" }) };
    let about = match &loaded.state {
        State::Officer(officer) => About::Officer(officer),
        State::Report(report) => About::Report(report),
        State::Matter(matter) => About::Matter(matter),
        _ => return Err(AppError::Missing { what: "duty" }),
    };
    change.authorise(Action::MeetDuty, about).await?;
    let known = follow::followed(&loaded.state).and_then(|followed| followed.duties.get(&duty));
    let Some(known) = known.filter(|known| known.is_open()) else {
        return Err(Refusal::conflict("duty.not-open", "this duty is not open").into());
    };
    if !known.duty.met_by.is_empty() {
        let message =
            format!("this duty is met by what it asks for, not by saying so: {}", known.duty.met_by.join(", "));
        return Err(Refusal::invalid("duty.met-by-event", message).citing(known.duty.citation.text.clone()).into());
    }
    let event: Event = follow::follow_event(stream.kind, Follow::DutyMet { duty });
    change.record(&stream, vec![event]).await?;
    change.commit().await
}
