//! The notice of proceedings, and the steps that prepare for them.

use domain::MatterId;
use domain::matter::{DocumentRecipient, MatterEvent};

use crate::change::{self, Change};
use crate::matter::{Paper, change_matter, served};
use crate::{Action, AppError, Context};

/// Certifies that a case meets the special conditions for an accelerated hearing (reg 49).
///
/// # Errors
/// If the actor is not allowed to, no reasons are given, or there is no investigation report yet.
pub async fn certify_accelerated(cx: &Context<'_>, id: MatterId, reasons: &str) -> Result<(), AppError> {
    change_matter(cx, id, Action::DetermineCase, async |change, matter| {
        matter.stage.clone().accelerate(cx.now)?;
        let reasons = change::reasons(matter.subject, reasons)?;
        let decided = change.decided(&Change::shown(matter), reasons).await?;
        Ok(vec![MatterEvent::AcceleratedCertified { decided }])
    })
    .await
}

/// Gives the officer notice of proceedings (regs 30 and 51).
///
/// # Errors
/// If the actor is not allowed to, there is no receipt, or there is no case to answer.
pub async fn notify(cx: &Context<'_>, id: MatterId, service: Paper) -> Result<(), AppError> {
    change_matter(cx, id, Action::ConductProceedings, async |_, matter| {
        matter.stage.clone().notify(cx.now)?;
        Ok(vec![MatterEvent::ProceedingsNotified(served(cx, matter, service)?)])
    })
    .await
}

/// A step in proceedings that is recorded and has no other effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProceedingsStep {
    /// The documents were supplied to the officer.
    DocumentsToOfficer,
    /// The documents were supplied to the chair, who decides whether to order a pre-hearing.
    DocumentsToChair {
        /// True if the chair orders a pre-hearing.
        prehearing_ordered: bool,
    },
    /// The officer responded (reg 31).
    OfficerResponded,
    /// The witness lists were exchanged.
    WitnessListsExchanged,
    /// The chief officer delegated the chair (reg 28).
    ChairDelegated,
    /// A member of the panel was replaced after an objection by the officer (reg 52(1A)).
    PanelReplaced,
    /// Public notice of the hearing was given (reg 36).
    PublicNoticePublished,
}

/// Records a step in proceedings.
///
/// # Errors
/// If the actor is not allowed to.
pub async fn record_step(cx: &Context<'_>, id: MatterId, step: ProceedingsStep) -> Result<(), AppError> {
    change_matter(cx, id, Action::ConductProceedings, async |_, _| {
        Ok(vec![match step {
            ProceedingsStep::DocumentsToOfficer => {
                MatterEvent::DocumentsSupplied { supplied_to: DocumentRecipient::Officer, prehearing_ordered: false }
            }
            ProceedingsStep::DocumentsToChair { prehearing_ordered } => {
                MatterEvent::DocumentsSupplied { supplied_to: DocumentRecipient::Chair, prehearing_ordered }
            }
            ProceedingsStep::OfficerResponded => MatterEvent::OfficerResponded,
            ProceedingsStep::WitnessListsExchanged => MatterEvent::WitnessListsExchanged,
            ProceedingsStep::ChairDelegated => MatterEvent::ChairDelegated,
            ProceedingsStep::PanelReplaced => MatterEvent::PanelReplaced,
            ProceedingsStep::PublicNoticePublished => MatterEvent::PublicNoticePublished,
        }])
    })
    .await
}
