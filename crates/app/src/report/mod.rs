//! Reports: received, linked to an officer by a person, withdrawn, found false, closed.

use domain::allegation::Category;
use domain::matter::Matter;
use domain::officer::{Officer, Verdict};
use domain::report::{Inquiry, PersonDescription, ReceivedReport, Report, ReportEvent, ReportKind, ReportOutcome};
use domain::{Actor, Event, ForceId, LinkId, OfficerId, Personal, ReportId, Stream as _, SubjectId};

use crate::change::{self, Change, PermissionSubject};
use crate::{Action, AppError, Context};

/// A new report.
#[derive(Clone, Debug)]
pub struct NewReport {
    /// The force that receives it.
    pub force: ForceId,
    /// The way in which it arrived.
    pub report: ReportKind,
    /// True if a complaint is recorded under Schedule 3.
    pub schedule_3: bool,
    /// The category of the reported conduct.
    pub category: Category,
    /// True if it is violence against women and girls. The presumption of the category is added to it.
    pub violence_against_women: bool,
    /// The person who reports; none if it is anonymous.
    pub reporter: Option<SubjectId>,
    pub place: String,
    /// The reporter's words.
    pub words: String,
    /// The description of the person it is about.
    pub described: PersonDescription,
    /// The officer it is about, if the force knows.
    pub names: Option<OfficerId>,
}

/// Receives a report.
///
/// # Errors
/// When the actor may not, or nothing is said.
pub async fn receive(cx: &Context<'_>, new: NewReport) -> Result<ReportId, AppError> {
    let mut ids = receive_all(cx, vec![new]).await?;
    ids.pop().ok_or(AppError::Bug("a report gave no id"))
}

/// Receives several reports in one transaction: all or none.
///
/// # Errors
/// As [`receive`].
pub async fn receive_all(cx: &Context<'_>, new: Vec<NewReport>) -> Result<Vec<ReportId>, AppError> {
    let mut change = Change::begin(cx).await?;
    let mut ids = Vec::with_capacity(new.len());
    for new in new {
        let permit = change.authorise(Action::RecordReport, PermissionSubject::Force(&new.force)).await?;
        let id = ReportId::new(cx.uuid());
        // A reporter's words have the reporter's key; a report without a reporter has a key of its own.
        let teller = new.reporter.unwrap_or(id.into());
        let event = Report::receive(ReceivedReport {
            force: new.force,
            report: new.report,
            schedule_3: new.schedule_3,
            category: new.category,
            violence_against_women: new.violence_against_women || new.category.presumed_violence_against_women(),
            reporter: new.reporter,
            place: Personal::about(teller, new.place),
            words: Personal::about(teller, new.words),
            described: Personal::about(id, new.described),
            names: new.names,
        })?;
        change.record(&permit, &Report::stream(id), vec![event]).await?;
        ids.push(id);
    }
    change.commit().await?;
    Ok(ids)
}

/// Judges a proposed link to an officer: confirm, reject, or cannot tell, with reasons.
///
/// # Errors
/// When the actor may not, there is no such proposal, it was judged before, or there are no reasons.
pub async fn judge_link(
    cx: &Context<'_>,
    id: ReportId,
    link: LinkId,
    verdict: Verdict,
    reasons: &str,
) -> Result<(), AppError> {
    let mut change = Change::begin(cx).await?;
    let report = change.load::<Report>(id).await?;
    // The proposed officer's own force answers too, and nobody who is close to them (journey b4).
    let permit = match report.proposals.iter().find(|(proposal, _)| proposal.link == link) {
        Some((proposal, _)) => {
            let officer = change.load::<Officer>(proposal.officer).await?;
            let own = cx.actor.force.as_ref() == Some(officer.force());
            change
                .authorise(
                    Action::JudgeLink,
                    if own { PermissionSubject::Thing(&officer) } else { PermissionSubject::Thing(&report) },
                )
                .await?
        }
        None => change.authorise(Action::JudgeLink, PermissionSubject::Thing(&report)).await?,
    };
    let event = report.judge(link, verdict, Personal::about(id, reasons.to_owned()))?;
    change.record(&permit, &Report::stream(id), vec![event]).await?;
    change.commit().await
}

/// Withdraws a complaint. This closes nothing: a person decides what continues, and somebody else asks about the
/// complainant.
///
/// # Errors
/// When the actor may not, did not make it, or it was withdrawn before.
pub async fn withdraw(cx: &Context<'_>, id: ReportId, words: &str) -> Result<(), AppError> {
    let mut change = Change::begin(cx).await?;
    let report = change.load::<Report>(id).await?;
    let permit = change.authorise(Action::WithdrawComplaint, PermissionSubject::Thing(&report)).await?;
    // Somebody from outside the workforce withdraws their own complaint only; another's does not exist for them.
    if let domain::ActorIdentity::Person { id } = cx.actor.who
        && report.received.reporter != Some(id)
    {
        return Err(AppError::Missing { what: "report" });
    }
    let teller = report.received.reporter.unwrap_or(id.into());
    let event = report.withdraw(Personal::about(teller, words.to_owned()))?;
    change.record(&permit, &Report::stream(id), vec![event]).await?;
    for matter in report.matters {
        let event = domain::matter::MatterEvent::ComplaintWithdrawn { report: id };
        change.record(&permit, &Matter::stream(matter), vec![Event::Matter(event)]).await?;
    }
    change.commit().await
}

/// Records that a member of the workforce visited the reporter.
///
/// # Errors
/// When the actor may not.
pub async fn record_visit(cx: &Context<'_>, id: ReportId, by: OfficerId) -> Result<(), AppError> {
    on_report(cx, id, Action::RecordVisit, |_| Ok(Event::Report(ReportEvent::ReporterVisited { by }))).await
}

/// Records that a report was proven untrue.
///
/// # Errors
/// When the actor may not, or does not say how this is known.
pub async fn find_false(cx: &Context<'_>, id: ReportId, how: &str) -> Result<(), AppError> {
    let how = change::reasons(id, how)?;
    on_report(cx, id, Action::FindReportFalse, |_| Ok(Event::Report(ReportEvent::FoundFalse { how }))).await
}

/// Closes a report without further action.
///
/// # Errors
/// When the actor may not; for violence against women and girls, while an inquiry is missing or the actor is also the
/// supervisor.
pub async fn close(
    cx: &Context<'_>,
    id: ReportId,
    outcome: ReportOutcome,
    inquiries: &[Inquiry],
    supervisor: &Actor,
) -> Result<(), AppError> {
    on_report(cx, id, Action::CloseReport, |report| Ok(report.close(outcome, inquiries, &cx.actor, supervisor)?)).await
}

/// Annotates a fact of a report.
///
/// # Errors
/// When the actor may not, or says nothing.
pub async fn annotate(cx: &Context<'_>, id: ReportId, of: domain::EventId, words: &str) -> Result<(), AppError> {
    let words = change::reasons(id, words)?;
    on_report(cx, id, Action::Annotate, |_| Ok(Event::Report(ReportEvent::Annotated { of, words }))).await
}

async fn on_report(
    cx: &Context<'_>,
    id: ReportId,
    action: Action,
    decide: impl FnOnce(&Report) -> Result<Event, AppError>,
) -> Result<(), AppError> {
    let mut change = Change::begin(cx).await?;
    let report = change.load::<Report>(id).await?;
    let permit = change.authorise(action, PermissionSubject::Thing(&report)).await?;
    let event = decide(&report)?;
    change.record(&permit, &Report::stream(id), vec![event]).await?;
    change.commit().await
}
