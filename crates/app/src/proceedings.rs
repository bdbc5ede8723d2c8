//! Proceedings: notified, fixed, held in public, concluded, published, reported to the lists of the College, appealed.

use domain::allegation::Finding;
use domain::matter::{AppealResult, CourtEvent, DocumentRecipient, MatterEvent, Outcome, RestrictionScope};
use domain::{AllegationId, MatterId, Personal, Refusal};
use jiff::civil::Date;

use crate::change::{self, Change};
use crate::matters::{Service, change_matter, served, with_receipt};
use crate::suspension::{decision, departure};
use crate::{Action, AppError, Context};

/// Certifies a case for an accelerated hearing: the special conditions are met (reg 49).
///
/// # Errors
/// When the actor may not, without reasons, or before the investigator's report.
pub async fn certify_accelerated(cx: &Context<'_>, id: MatterId, reasons: &str) -> Result<(), AppError> {
    change_matter(cx, id, Action::DetermineCase, async |change, matter| {
        matter.stage.clone().accelerate(cx.now)?;
        let reasons = change::reasons(matter.subject, reasons)?;
        let decided = change.decided(&Change::shown(matter), reasons).await?;
        Ok(vec![MatterEvent::AcceleratedCertified { decided }])
    })
    .await
}

/// Notifies the officer of proceedings (regs 30 and 51).
///
/// # Errors
/// When the actor may not, without a receipt, or when there is no case to answer.
pub async fn notify(cx: &Context<'_>, id: MatterId, service: Service) -> Result<(), AppError> {
    change_matter(cx, id, Action::ConductProceedings, async |_, matter| {
        matter.stage.clone().notify(cx.now)?;
        Ok(vec![MatterEvent::ProceedingsNotified(served(cx, service)?)])
    })
    .await
}

/// A step of proceedings that is only recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The documents were supplied to the officer.
    DocumentsToOfficer,
    /// The documents were supplied to the chair, who orders a pre-hearing or does not.
    DocumentsToChair {
        /// Whether a pre-hearing is ordered.
        prehearing_ordered: bool,
    },
    /// The officer answered (reg 31).
    OfficerResponded,
    /// Witness lists were exchanged.
    WitnessListsExchanged,
    /// The public was told of the hearing (reg 36).
    PublicNoticePublished,
}

/// Records a step of proceedings.
///
/// # Errors
/// When the actor may not.
pub async fn record_step(cx: &Context<'_>, id: MatterId, step: Step) -> Result<(), AppError> {
    change_matter(cx, id, Action::ConductProceedings, async |_, _| {
        Ok(vec![match step {
            Step::DocumentsToOfficer => {
                MatterEvent::DocumentsSupplied { supplied_to: DocumentRecipient::Officer, prehearing_ordered: false }
            }
            Step::DocumentsToChair { prehearing_ordered } => {
                MatterEvent::DocumentsSupplied { supplied_to: DocumentRecipient::Chair, prehearing_ordered }
            }
            Step::OfficerResponded => MatterEvent::OfficerResponded,
            Step::WitnessListsExchanged => MatterEvent::WitnessListsExchanged,
            Step::PublicNoticePublished => MatterEvent::PublicNoticePublished,
        }])
    })
    .await
}

/// Fixes the first day. A day outside the window that the law allows needs the chair's reasons.
///
/// # Errors
/// When the actor may not; outside proceedings; outside the window without reasons; before a window opens.
pub async fn fix_hearing(cx: &Context<'_>, id: MatterId, on: Date, extension: Option<&str>) -> Result<(), AppError> {
    change_matter(cx, id, Action::ConductProceedings, async |_, matter| {
        matter.stage.clone().fix(on)?;
        if on <= cx.today() {
            return Err(Refusal::invalid("hearing.in-the-past", "a hearing is fixed for a day still to come").into());
        }
        for name in ["hold-hearing", "hold-accelerated-hearing", "hold-meeting"] {
            let Some(duty) = matter.followed.open_named(name).map(|known| &known.duty) else { continue };
            if let Some(from) = duty.not_before.filter(|from| on < *from) {
                let message = format!("the hearing may not begin before {from}: {}", duty.explanation);
                return Err(Refusal::invalid("hearing.too-early", message).citing(duty.citation.text.clone()).into());
            }
            let late = duty.due.filter(|due| on > *due && extension.is_none_or(|words| words.trim().is_empty()));
            if let Some(due) = late {
                let message =
                    format!("the first day must be no later than {due}: the chair may extend that with reasons");
                return Err(Refusal::invalid("hearing.too-late", message).citing(duty.citation.text.clone()).into());
            }
        }
        let extension = extension.map(|words| Personal::about(matter.subject, words.to_owned()));
        Ok(vec![MatterEvent::HearingFixed { on, extension }])
    })
    .await
}

/// Restricts the publicity of a hearing until a day, or until an event of the criminal case. It lapses by itself.
///
/// # Errors
/// When the actor may not, on a ground that the law does not list, or until a day in the past.
pub async fn restrict(
    cx: &Context<'_>,
    id: MatterId,
    scope: RestrictionScope,
    ground: &str,
    expires_on: Date,
    ends_with: Option<CourtEvent>,
) -> Result<(), AppError> {
    change_matter(cx, id, Action::RestrictHearing, async |_, matter| {
        let ground = cx.law_code(ground)?;
        let event = matter.restrict(scope, ground, expires_on, ends_with, cx.actor.clone(), cx.today())?;
        Ok(vec![event])
    })
    .await
}

/// Records that the hearing is over.
///
/// # Errors
/// When the actor may not, or none was fixed.
pub async fn complete(cx: &Context<'_>, id: MatterId) -> Result<(), AppError> {
    change_matter(cx, id, Action::ConductProceedings, async |_, matter| {
        matter.stage.clone().complete(cx.now)?;
        Ok(vec![MatterEvent::HearingCompleted])
    })
    .await
}

/// The findings and the outcome of proceedings.
#[derive(Clone, Debug)]
pub struct Concluded {
    /// For each allegation.
    pub findings: Vec<(AllegationId, Finding)>,
    /// What it ends in.
    pub outcome: Outcome,
    /// The exceptional circumstances, for gross misconduct without dismissal.
    pub exceptional: Option<String>,
    /// Why.
    pub reasons: String,
}

/// Records findings and outcome. Dismissal ends service in the same transaction.
///
/// # Errors
/// When the actor may not; at another stage; without reasons or findings; gross misconduct without dismissal and without
/// exceptional circumstances.
pub async fn conclude(cx: &Context<'_>, id: MatterId, concluded: Concluded) -> Result<(), AppError> {
    change_matter(cx, id, Action::RecordOutcome, async |change, matter| {
        // The presumption depends on what is found, so the law is asked about the matter as found.
        let mut found = matter.clone();
        for (allegation, finding) in &concluded.findings {
            if let Some(known) = found.allegations.get_mut(allegation) {
                known.finding = *finding;
            }
        }
        let decision = decision(change, &found, "outcome", &[]).await?;
        let chosen = match concluded.outcome {
            Outcome::WouldHaveBeenDismissed => "dismissal",
            outcome => outcome.as_str(),
        };
        let departure = departure(&decision, chosen);
        let reasons = change::reasons(matter.subject, &concluded.reasons)?;
        let decided = change.decided(&Change::shown(matter), reasons).await?;
        let exceptional = concluded.exceptional.map(|words| Personal::about(matter.subject, words));
        let nothing_proven = concluded.findings.iter().all(|(_, finding)| !finding.is_proven());
        let outcome = matter.record_outcome(
            concluded.findings,
            concluded.outcome,
            exceptional,
            decided,
            departure.as_ref(),
            cx.now,
        )?;
        Ok(std::iter::once(outcome).chain(nothing_proven.then_some(MatterEvent::NotProven)).collect())
    })
    .await
}

/// What is done once the outcome is known.
#[derive(Clone, Debug)]
pub enum Afterwards {
    /// The chair's report is with the authority.
    Reported,
    /// The outcome is published.
    Published,
    /// The barred list was told; its receipt.
    BarredList(String),
    /// The advisory list was told; its receipt.
    AdvisoryList(String),
    /// The entry in the barred list was corrected; its receipt.
    BarredEntryCorrected(String),
}

/// Records what is done once the outcome is known.
///
/// # Errors
/// When the actor may not; a report to a list without its receipt; to the barred list without a dismissal.
pub async fn report_outcome(cx: &Context<'_>, id: MatterId, afterwards: Afterwards) -> Result<(), AppError> {
    change_matter(cx, id, Action::ReportOutcome, async |_, matter| {
        let event = match afterwards {
            Afterwards::Reported => MatterEvent::OutcomeReported,
            Afterwards::Published => MatterEvent::OutcomePublished,
            Afterwards::BarredList(receipt) => {
                let dismissed = matches!(&matter.stage,
                    domain::matter::Stage::Concluded { outcome, .. } if outcome.is_dismissal());
                if !dismissed {
                    let message = "the barred list is told of dismissals only: this matter has none";
                    return Err(Refusal::invalid("lists.no-dismissal", message)
                        .citing("Police Act 1996, s.88A")
                        .into());
                }
                MatterEvent::BarredListReported { receipt: with_receipt(receipt)? }
            }
            Afterwards::AdvisoryList(receipt) => MatterEvent::AdvisoryListReported { receipt: with_receipt(receipt)? },
            Afterwards::BarredEntryCorrected(receipt) => {
                MatterEvent::BarredEntryCorrected { receipt: with_receipt(receipt)? }
            }
        };
        Ok(vec![event])
    })
    .await
}

/// Records an appeal, or the decision on one.
///
/// # Errors
/// When the actor may not; before an outcome; a decision without an appeal.
pub async fn appeal(cx: &Context<'_>, id: MatterId, decided: Option<AppealResult>) -> Result<(), AppError> {
    let action = if decided.is_some() { Action::DecideAppeal } else { Action::Appeal };
    change_matter(cx, id, action, async |_, matter| {
        if !matches!(matter.stage, domain::matter::Stage::Concluded { .. }) {
            return Err(Refusal::conflict("appeal.no-outcome", "there is no outcome to appeal against yet").into());
        }
        match (decided, &matter.appeal) {
            (None, domain::matter::Appeal::None) => Ok(vec![MatterEvent::Appealed]),
            (Some(result), domain::matter::Appeal::UnderWay { .. }) => Ok(vec![MatterEvent::AppealDecided { result }]),
            _ => {
                Err(Refusal::conflict("appeal.not-under-way", "no appeal is under way, or one was made before").into())
            }
        }
    })
    .await
}
