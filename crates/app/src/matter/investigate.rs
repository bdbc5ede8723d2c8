//! The investigation: its investigator, the work on it, the parallel criminal case, and its report.

use domain::matter::{CourtEvent, InvestigationAct, MatterEvent, SharedOpportunity, VictimContact};
use domain::officer::Officer;
use domain::{MatterId, OfficerId};
use jiff::civil::Date;

use super::change_matter;
use super::serve::with_receipt;
use crate::change::{self, Change};
use crate::{Action, AppError, Context};

/// Assigns an investigator.
///
/// # Errors
/// If the actor is not allowed to, or the investigator has an interest in the matter.
pub async fn assign(cx: &Context<'_>, id: MatterId, investigator: OfficerId) -> Result<(), AppError> {
    change_matter(cx, id, Action::AssignInvestigator, async |change, matter| {
        change.load::<Officer>(investigator).await?;
        let interest = change.interest(investigator, matter.subject).await?;
        Ok(vec![matter.assign(investigator, interest.map(change::conflict::Interest::as_str))?])
    })
    .await
}

/// Work by investigators, supervisors and welfare officers.
#[derive(Clone, Debug)]
pub enum Work {
    Act(InvestigationAct),
    /// The victim was contacted.
    VictimContacted(VictimContact),
    /// The officer was asked how they are.
    WelfareContacted,
    /// The complainant was told about progress. Only a provider's receipt stops the clock.
    ComplainantUpdated(String),
    /// The investigator specified this day for an interview with the officer.
    InterviewFixed(Date),
    /// The complainant was asked whether the investigation should resume after the criminal proceedings. Holds the
    /// provider's receipt for the letter.
    ResumptionAsked(String),
    /// The complainant answered: true if the investigation should resume.
    ResumptionAnswered(bool),
    /// A statement of delay was sent, with genuine reasons.
    DelayStated(String, Option<Date>),
    /// People who could have reported, and those of them who did.
    Opportunity {
        /// The opportunity that they had to know.
        how: SharedOpportunity,
        /// Everyone who could have reported.
        people: Vec<OfficerId>,
        /// The people who did report.
        reported: Vec<OfficerId>,
    },
    /// A relevant circumstance changed.
    CircumstancesChanged(String),
}

/// Records work on a matter.
///
/// # Errors
/// If the actor is not allowed to, an update or a letter has no receipt, or a statement of delay gives no reasons.
pub async fn record_work(cx: &Context<'_>, id: MatterId, work: Work) -> Result<(), AppError> {
    change_matter(cx, id, Action::RecordInvestigation, async |_, matter| {
        let event = match work {
            Work::Act(act) => MatterEvent::ActRecorded { act },
            Work::VictimContacted(about) => MatterEvent::VictimContacted { about },
            Work::WelfareContacted => MatterEvent::WelfareContacted,
            Work::ComplainantUpdated(receipt) => MatterEvent::ComplainantUpdated { receipt: with_receipt(receipt)? },
            Work::InterviewFixed(on) => MatterEvent::InterviewFixed { on },
            Work::ResumptionAsked(receipt) => MatterEvent::ResumptionAsked { receipt: with_receipt(receipt)? },
            Work::ResumptionAnswered(resume) => MatterEvent::ResumptionAnswered { resume },
            Work::DelayStated(reason, expected_end) => {
                MatterEvent::DelayStated { reason: change::reasons(matter.subject, &reason)?, expected_end }
            }
            Work::Opportunity { how, people, reported } => MatterEvent::OpportunityRecorded { how, people, reported },
            Work::CircumstancesChanged(words) => {
                MatterEvent::CircumstancesChanged { words: change::reasons(matter.subject, &words)? }
            }
        };
        Ok(vec![event])
    })
    .await
}

/// An event in the criminal case.
#[derive(Clone, Debug)]
pub enum CriminalEvent {
    /// An investigation was opened under this crime number.
    InvestigationOpened(String),
    /// Arrest for an offence. The flag is true if the offence is a listed one.
    Arrested(String, bool),
    /// Charge with an offence. The flag is true if the offence is a listed one.
    Charged(String, bool),
    /// Conviction for an offence. The flag is true if the offence can only be tried on indictment.
    Convicted(String, bool),
    /// Any other event of the criminal case.
    Court(CourtEvent),
}

/// Records an event in the criminal case. Restrictions that last until this event end at once.
///
/// # Errors
/// If the actor is not allowed to.
pub async fn record_criminal_event(cx: &Context<'_>, id: MatterId, event: CriminalEvent) -> Result<(), AppError> {
    change_matter(cx, id, Action::RecordCriminalCase, async |_, matter| {
        let (event, what) = match event {
            CriminalEvent::InvestigationOpened(crime_number) => {
                (MatterEvent::CriminalInvestigationOpened { crime_number }, None)
            }
            CriminalEvent::Arrested(offence, listed) => (MatterEvent::Arrested { offence, listed }, None),
            CriminalEvent::Charged(offence, listed) => (MatterEvent::Charged { offence, listed }, None),
            CriminalEvent::Convicted(offence, indictable_only) => {
                (MatterEvent::Convicted { offence, indictable_only }, Some(CourtEvent::Verdict))
            }
            CriminalEvent::Court(what) => (MatterEvent::CourtEvent { what }, Some(what)),
        };
        let ended = matter.restrictions.iter().filter(|known| what.is_some() && known.ends_with == what);
        let lapsed = ended.map(|known| MatterEvent::RestrictionLapsed { number: known.number });
        Ok(std::iter::once(event).chain(lapsed).collect())
    })
    .await
}

/// Decides whether proceedings would prejudice the criminal case (reg 10).
///
/// # Errors
/// If the actor is not allowed to, or gives no reasons.
pub async fn decide_prejudice(
    cx: &Context<'_>,
    id: MatterId,
    would_prejudice: bool,
    reasons: &str,
) -> Result<(), AppError> {
    change_matter(cx, id, Action::DecidePrejudice, async |change, matter| {
        let reasons = change::reasons(matter.subject, reasons)?;
        let decided = change.decided(&Change::shown(matter), reasons).await?;
        Ok(vec![MatterEvent::PrejudiceDecided { would_prejudice, decided }])
    })
    .await
}

/// Submits the investigation report (reg 21).
///
/// # Errors
/// If the actor is not allowed to, or a report has already been submitted.
pub async fn submit_report(cx: &Context<'_>, id: MatterId) -> Result<(), AppError> {
    change_matter(cx, id, Action::SubmitReport, async |_, matter| {
        matter.stage.clone().report(cx.now)?;
        Ok(vec![MatterEvent::ReportSubmitted])
    })
    .await
}
