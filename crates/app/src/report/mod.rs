//! Reports: receiving them, linking them to an officer, withdrawing them, finding them false and closing them.

use domain::allegation::Category;
use domain::matter::Matter;
use domain::officer::{Officer, Verdict};
use domain::report::{Inquiry, PersonDescription, ReceivedReport, Report, ReportEvent, ReportKind, ReportOutcome};
use domain::{Actor, Event, ForceId, LinkId, OfficerId, Personal, ReportId, Stream as _, SubjectId};

use crate::change::{self, Change, PermissionSubject};
use crate::{Action, AppError, Context};

/// A report to be received.
#[derive(Clone, Debug)]
pub struct NewReport {
    /// The force that receives it.
    pub force: ForceId,
    /// The route by which it arrived.
    pub report: ReportKind,
    /// True if it is a complaint recorded under Schedule 3.
    pub schedule_3: bool,
    /// The category of the reported conduct.
    pub category: Category,
    /// True if it concerns violence against women and girls. It also counts as such if its category presumes so.
    pub violence_against_women: bool,
    /// The person who made the report, or `None` if it is anonymous.
    pub reporter: Option<SubjectId>,
    pub place: String,
    /// The report in the reporter's own words.
    pub words: String,
    /// A description of the person it is about.
    pub described: PersonDescription,
    /// The officer it is about, if the force knows.
    pub names: Option<OfficerId>,
}

/// Receives a report.
///
/// # Errors
/// If the actor is not allowed to, or the words are empty.
pub async fn receive(cx: &Context<'_>, new: NewReport) -> Result<ReportId, AppError> {
    let mut ids = receive_all(cx, vec![new]).await?;
    ids.pop().ok_or(AppError::Bug("a report gave no id"))
}

/// Receives several reports in one transaction: either all of them or none.
///
/// # Errors
/// Same as [`receive`].
pub async fn receive_all(cx: &Context<'_>, new: Vec<NewReport>) -> Result<Vec<ReportId>, AppError> {
    let mut change = Change::begin(cx).await?;
    let mut ids = Vec::with_capacity(new.len());
    for new in new {
        let permit = change.authorise(Action::RecordReport, PermissionSubject::Force(&new.force)).await?;
        let id = ReportId::new(cx.uuid());
        // The text is encrypted under the reporter's key or, if there is no reporter, under a key belonging to the
        // report.
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

/// Judges a proposed link to an officer, with reasons. The verdict confirms it, rejects it, or leaves it undecided.
///
/// # Errors
/// If the actor is not allowed to, is close to the proposed officer or gives no reasons, there is no such proposal, or
/// it has already been judged.
pub async fn judge_link(
    cx: &Context<'_>,
    id: ReportId,
    link: LinkId,
    verdict: Verdict,
    reasons: &str,
) -> Result<(), AppError> {
    let mut change = Change::begin(cx).await?;
    let report = change.load::<Report>(id).await?;
    let proposal = report.proposals.iter().find(|(proposal, _)| proposal.link == link);
    let officer = match proposal {
        Some((proposal, _)) => Some(change.load::<Officer>(proposal.officer).await?),
        None => None,
    };
    // Staff in the proposed officer's own force may judge too. In neither force may anybody who is close to the officer
    // (journey b4).
    let permit = match &officer {
        Some(officer) if cx.actor.force.as_ref() == Some(officer.force()) => {
            // The report may already be about another officer, to whom they may be close.
            if let Some(about) = report.officer() {
                change.authorise(Action::JudgeLink, PermissionSubject::ThingOver(officer, about)).await?;
            }
            change.authorise(Action::JudgeLink, PermissionSubject::Thing(officer)).await?
        }
        Some(officer) => {
            // The report may already be about another officer.
            change.authorise(Action::JudgeLink, PermissionSubject::Thing(&report)).await?;
            change.authorise(Action::JudgeLink, PermissionSubject::ThingOver(&report, officer.id)).await?
        }
        None => change.authorise(Action::JudgeLink, PermissionSubject::Thing(&report)).await?,
    };
    let event = report.judge(link, verdict, Personal::about(id, reasons.to_owned()))?;
    change.record(&permit, &Report::stream(id), vec![event]).await?;
    change.commit().await
}

/// Withdraws a complaint. This does not close anything: a person decides what continues, and someone not involved asks
/// the complainant about it.
///
/// # Errors
/// If the actor is not allowed to or did not make the complaint, or it has already been withdrawn.
pub async fn withdraw(cx: &Context<'_>, id: ReportId, words: &str) -> Result<(), AppError> {
    let mut change = Change::begin(cx).await?;
    let report = change.load::<Report>(id).await?;
    let permit = change.authorise(Action::WithdrawComplaint, PermissionSubject::Thing(&report)).await?;
    // People outside the workforce can withdraw only their own complaints. For them, other people's do not exist.
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
/// If the actor is not allowed to.
pub async fn record_visit(cx: &Context<'_>, id: ReportId, by: OfficerId) -> Result<(), AppError> {
    on_report(cx, id, Action::RecordVisit, |_| Ok(Event::Report(ReportEvent::ReporterVisited { by }))).await
}

/// Records that a report was proven untrue.
///
/// # Errors
/// If the actor is not allowed to, or does not say how this is known.
pub async fn find_false(cx: &Context<'_>, id: ReportId, how: &str) -> Result<(), AppError> {
    let how = change::reasons(id, how)?;
    on_report(cx, id, Action::FindReportFalse, |_| Ok(Event::Report(ReportEvent::FoundFalse { how }))).await
}

/// Closes a report without further action.
///
/// # Errors
/// If the actor is not allowed to; or, for violence against women and girls, if an inquiry is missing or the actor is
/// also the supervisor.
pub async fn close(
    cx: &Context<'_>,
    id: ReportId,
    outcome: ReportOutcome,
    inquiries: &[Inquiry],
    supervisor: &Actor,
) -> Result<(), AppError> {
    on_report(cx, id, Action::CloseReport, |report| Ok(report.close(outcome, inquiries, &cx.actor, supervisor)?)).await
}

/// Annotates a fact in a report.
///
/// # Errors
/// If the actor is not allowed to, or the text is empty.
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
