//! Matters: opened, assessed, assigned, investigated, referred, determined, closed.

use domain::allegation::{Allegation, Basis, Category, Finding, Reliability};
use domain::matter::{
    CourtEvent, Form, InvestigationAct, Matter, MatterEvent, MatterKind, Mode, NoticeCode, RepresentationsAbout,
    Served, ServiceMethod, Severity, SharedOpportunity, VictimContact,
};
use domain::report::ReportEvent;
use domain::{AllegationId, DutyId, Event, EventId, ForceId, MatterId, OfficerId, PendingId, Personal, ReportId};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::change::{self, About, Change};
use crate::suspension::{allowed, decision};
use crate::{Action, AppError, Context, facts};

/// An allegation as somebody makes it.
#[derive(Clone, Debug)]
pub struct NewAllegation {
    /// In which category.
    pub category: Category,
    /// Whether it is one of violence against women and girls; what the category presumes is added.
    pub violence_against_women: bool,
    /// How reliable its source is.
    pub reliability: Reliability,
    /// Fact or opinion.
    pub basis: Basis,
    /// The day on which it is said to have happened.
    pub arose_on: Option<Date>,
    /// What is alleged.
    pub words: String,
}

impl NewAllegation {
    /// An allegation of an untested source, of facts.
    pub fn of(category: Category, arose_on: Date, words: &str) -> Self {
        Self {
            category,
            violence_against_women: false,
            reliability: Reliability::Untested,
            basis: Basis::Fact,
            arose_on: Some(arose_on),
            words: words.to_owned(),
        }
    }

    fn into_allegation(self, cx: &Context<'_>, subject: OfficerId) -> Allegation {
        Allegation {
            id: AllegationId::new(cx.uuid()),
            category: self.category,
            violence_against_women: self.violence_against_women || self.category.presumed_violence_against_women(),
            reliability: self.reliability,
            basis: self.basis,
            arose_on: self.arose_on,
            words: Personal::about(subject, self.words),
            finding: Finding::Undecided,
        }
    }
}

/// A matter as it is opened.
#[derive(Clone, Debug)]
pub struct NewMatter {
    /// The force of its appropriate authority.
    pub force: ForceId,
    /// The officer.
    pub subject: OfficerId,
    /// Complaint or conduct.
    pub kind: MatterKind,
    /// The reports behind it.
    pub reports: Vec<ReportId>,
    /// What is alleged.
    pub allegations: Vec<NewAllegation>,
    /// The day on which it came to the attention of the authority.
    pub came_to_attention_on: Date,
}

/// Opens a matter, pinned to the regime that the law selects by its dates.
///
/// # Errors
/// When the actor may not; without an allegation; when it came to attention on a day still to come.
pub async fn open(cx: &Context<'_>, new: NewMatter) -> Result<MatterId, AppError> {
    let mut change = Change::begin(cx).await?;
    change.authorise(Action::OpenMatter, About::Force(&new.force)).await?;
    let subject = change.officer(new.subject).await?;
    if cx.actor.officer() == Some(subject.id) {
        return Err(cx.forbidden(Action::OpenMatter));
    }
    if new.allegations.is_empty() {
        let message = "a matter begins with what is alleged: give at least one allegation";
        return Err(domain::Refusal::invalid("matter.no-allegation", message).into());
    }
    if new.came_to_attention_on > cx.today() {
        let message = "a matter cannot have come to attention on a day that is still to come";
        return Err(domain::Refusal::invalid("matter.in-the-future", message).into());
    }
    let id = MatterId::new(cx.uuid());
    let allegations: Vec<Allegation> =
        new.allegations.into_iter().map(|known| known.into_allegation(cx, new.subject)).collect();
    let regime = facts::regime(cx, new.kind, &allegations, new.came_to_attention_on);
    let event = MatterEvent::Opened {
        force: new.force,
        subject: new.subject,
        matter: new.kind,
        reports: new.reports.clone(),
        allegations,
        came_to_attention_on: new.came_to_attention_on,
    };
    for report in new.reports {
        change.report(report).await?;
        let event = Event::Report(ReportEvent::MatterOpened { matter: id });
        change.record(&change::report(report), vec![event]).await?;
    }
    change.record_under(&change::matter(id), Event::Matter(event), regime).await?;
    change.commit().await?;
    Ok(id)
}

/// Carries out one change of a matter: authorised, refused on a closed or called-in matter, recorded with what follows.
pub(crate) async fn change_matter(
    cx: &Context<'_>,
    id: MatterId,
    action: Action,
    decide: impl AsyncFnOnce(&mut Change<'_>, &Matter) -> Result<Vec<MatterEvent>, AppError>,
) -> Result<(), AppError> {
    let mut change = Change::begin(cx).await?;
    let matter = change.matter(id).await?;
    change.authorise(action, About::Matter(&matter)).await?;
    matter.may_be_altered_by(&cx.actor)?;
    let events = decide(&mut change, &matter).await?;
    change.record(&change::matter(id), events.into_iter().map(Event::Matter).collect()).await?;
    change.commit().await
}

/// Adds an allegation.
///
/// # Errors
/// When the actor may not, or the matter is closed.
pub async fn add_allegation(
    cx: &Context<'_>,
    id: MatterId,
    allegation: NewAllegation,
    report: Option<ReportId>,
) -> Result<(), AppError> {
    change_matter(cx, id, Action::AddAllegation, async |_, matter| {
        let allegation = allegation.into_allegation(cx, matter.subject);
        Ok(vec![MatterEvent::AllegationAdded { allegation, report }])
    })
    .await
}

/// Assesses severity, for the first time or upwards.
///
/// # Errors
/// When the actor may not, without reasons, or when it is less than before.
pub async fn assess_severity(
    cx: &Context<'_>,
    id: MatterId,
    severity: Severity,
    reasons: &str,
) -> Result<(), AppError> {
    change_matter(cx, id, Action::AssessSeverity, async |change, matter| {
        let reasons = change::reasons(matter.subject, reasons)?;
        let decision = decision(change, matter, "severity", &[]).await?;
        allowed(&decision, severity.as_str(), "severity.not-allowed")?;
        let decided = change.decided(&Change::shown(matter), reasons).await?;
        Ok(vec![matter.assess_severity(severity, decided)?])
    })
    .await
}

/// Asks for a downgrade, citing a new fact. It waits for a signature from outside.
///
/// # Errors
/// When the actor may not, without reasons, or when the fact is not newer than the last assessment.
pub async fn downgrade(
    cx: &Context<'_>,
    id: MatterId,
    to: Severity,
    new_fact: EventId,
    reasons: &str,
) -> Result<PendingId, AppError> {
    let pending = PendingId::new(cx.uuid());
    change_matter(cx, id, Action::DowngradeSeverity, async |change, matter| {
        let recorded_at = change.unit.recorded_at(new_fact).await?;
        let reasons = change::reasons(matter.subject, reasons)?;
        let decided = change.decided(&Change::shown(matter), reasons).await?;
        Ok(vec![matter.downgrade(to, new_fact, recorded_at, decided, pending)?])
    })
    .await?;
    Ok(pending)
}

/// Assigns an investigator.
///
/// # Errors
/// When the actor may not; when the investigator has an interest (reg 15).
pub async fn assign(cx: &Context<'_>, id: MatterId, investigator: OfficerId) -> Result<(), AppError> {
    change_matter(cx, id, Action::AssignInvestigator, async |change, matter| {
        change.officer(investigator).await?;
        let interest = change.interest(investigator, matter.subject).await?;
        Ok(vec![matter.assign(investigator, interest.map(crate::conflict::Interest::as_str))?])
    })
    .await
}

/// What investigators, supervisors and welfare officers record.
#[derive(Clone, Debug)]
pub enum Work {
    /// An act of investigation.
    Act(InvestigationAct),
    /// The victim was contacted.
    VictimContacted(VictimContact),
    /// The officer's welfare was asked after.
    WelfareContacted,
    /// The complainant was told how it goes. Only a provider's receipt stops the clock.
    ComplainantUpdated(String),
    /// A statement of delay was sent, with real reasons.
    DelayStated(String, Option<Date>),
    /// People who could have reported, and those who did.
    Opportunity {
        /// How they could know.
        how: SharedOpportunity,
        /// All of them.
        people: Vec<OfficerId>,
        /// Those who reported.
        reported: Vec<OfficerId>,
    },
    /// Something relevant changed.
    CircumstancesChanged(String),
}

/// Records work on a matter.
///
/// # Errors
/// When the actor may not; an update without its receipt; a statement of delay without reasons.
pub async fn record_work(cx: &Context<'_>, id: MatterId, work: Work) -> Result<(), AppError> {
    change_matter(cx, id, Action::RecordInvestigation, async |_, matter| {
        let event = match work {
            Work::Act(act) => MatterEvent::ActRecorded { act },
            Work::VictimContacted(about) => MatterEvent::VictimContacted { about },
            Work::WelfareContacted => MatterEvent::WelfareContacted,
            Work::ComplainantUpdated(receipt) => MatterEvent::ComplainantUpdated { receipt: with_receipt(receipt)? },
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

/// Nothing counts as sent without the receipt of whoever carried it (journey i8).
pub(crate) fn with_receipt(receipt: String) -> Result<String, AppError> {
    if receipt.trim().is_empty() {
        let message = "nothing counts as sent without the receipt of the provider who carried it";
        return Err(domain::Refusal::invalid("notice.no-receipt", message).into());
    }
    Ok(receipt)
}

/// An event of the criminal case.
#[derive(Clone, Debug)]
pub enum CriminalEvent {
    /// An investigation began, under this crime number.
    InvestigationOpened(String),
    /// Arrest for an offence; whether it is a listed one.
    Arrested(String, bool),
    /// Charge with an offence; whether it is a listed one.
    Charged(String, bool),
    /// Conviction of an offence; whether it can only be tried on indictment.
    Convicted(String, bool),
    /// Another.
    Court(CourtEvent),
}

/// Records an event of the criminal case. Restrictions that end with it end at once.
///
/// # Errors
/// When the actor may not.
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
/// When the actor may not, or without reasons.
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

/// Refers the matter to the oversight body.
///
/// # Errors
/// When the actor may not, it was referred before, or a ground is none that the law lists.
pub async fn refer(cx: &Context<'_>, id: MatterId, grounds: &[&str]) -> Result<(), AppError> {
    change_matter(cx, id, Action::DecideReferral, async |_, matter| {
        if let domain::matter::Referral::Referred { .. } = matter.referral {
            let message = "this matter was referred before";
            return Err(domain::Refusal::conflict("matter.already-referred", message).into());
        }
        let grounds = grounds.iter().map(|ground| cx.law_code(ground)).collect::<Result<_, _>>()?;
        Ok(vec![MatterEvent::Referred { grounds }])
    })
    .await
}

/// Asks not to refer. It waits for a second signature.
///
/// # Errors
/// When the actor may not, without reasons, or when it was referred.
pub async fn decline_referral(cx: &Context<'_>, id: MatterId, reasons: &str) -> Result<PendingId, AppError> {
    let pending = PendingId::new(cx.uuid());
    change_matter(cx, id, Action::DecideReferral, async |change, matter| {
        let reasons = change::reasons(matter.subject, reasons)?;
        let decision = decision(change, matter, "referral", &[]).await?;
        allowed(&decision, "do-not-refer", "referral.mandatory")?;
        let decided = change.decided(&Change::shown(matter), reasons).await?;
        Ok(vec![matter.decline_referral(decided, pending)?])
    })
    .await?;
    Ok(pending)
}

/// Decides how a referred matter is investigated.
///
/// # Errors
/// When the actor may not.
pub async fn decide_mode(cx: &Context<'_>, id: MatterId, mode: Mode) -> Result<(), AppError> {
    change_matter(cx, id, Action::DirectInvestigation, async |_, _| Ok(vec![MatterEvent::ModeDecided { mode }])).await
}

/// Calls a matter in: from now on the force may add, not alter.
///
/// # Errors
/// When the actor may not, or without reasons.
pub async fn call_in(cx: &Context<'_>, id: MatterId, reasons: &str) -> Result<(), AppError> {
    change_matter(cx, id, Action::DirectInvestigation, async |_, matter| {
        Ok(vec![MatterEvent::CalledIn { reasons: change::reasons(matter.subject, reasons)? }])
    })
    .await
}

/// A paper that is served.
#[derive(Clone, Debug)]
pub struct Service {
    /// Which, as the packs name it: `investigation` (reg 17), `referral-to-hearing` (reg 30), `accelerated` (reg 51), `outcome`.
    pub notice: String,
    /// How: `personal`, `email`, `post`, `left-with-person`.
    pub method: String,
    /// When it was sent.
    pub sent_at: Timestamp,
    /// The provider's receipt.
    pub receipt: String,
}

/// A paper with the day on which it is deemed to be served.
pub(crate) fn served(cx: &Context<'_>, service: Service) -> Result<Served, AppError> {
    let (notice, method): (NoticeCode, ServiceMethod) = (cx.law_code(&service.notice)?, cx.law_code(&service.method)?);
    let deemed = cx
        .app
        .law
        .deemed_service(method.as_str(), service.sent_at)
        .map_err(|error| domain::Refusal::invalid("notice.method", error.to_string()))?;
    Ok(Served {
        notice,
        method,
        sent_at: service.sent_at,
        deemed_served_on: deemed.served_on,
        receipt: with_receipt(service.receipt)?,
    })
}

/// Serves a paper on the officer.
///
/// # Errors
/// When the actor may not; without a receipt; a notice or a way of serving that the law does not list.
pub async fn serve_notice(cx: &Context<'_>, id: MatterId, service: Service) -> Result<(), AppError> {
    change_matter(cx, id, Action::ServeNotice, async |_, _| Ok(vec![MatterEvent::NoticeServed(served(cx, service)?)]))
        .await
}

/// Records representations of the officer, who may make them for themselves.
///
/// # Errors
/// When the actor may not, or nothing is said.
pub async fn make_representations(
    cx: &Context<'_>,
    id: MatterId,
    about: RepresentationsAbout,
    words: &str,
) -> Result<(), AppError> {
    change_matter(cx, id, Action::MakeRepresentations, async |_, matter| {
        let words = change::reasons(matter.subject, words)?;
        Ok(vec![MatterEvent::RepresentationsReceived { about, words }])
    })
    .await
}

/// Extends the clock of a duty, with reasons. The original day stays visible.
///
/// # Errors
/// When the actor may not; when there is no such open duty; when the new day is not later.
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

/// Submits the investigator's report (reg 21).
///
/// # Errors
/// When the actor may not, or a report was submitted before.
pub async fn submit_report(cx: &Context<'_>, id: MatterId) -> Result<(), AppError> {
    change_matter(cx, id, Action::SubmitReport, async |_, matter| {
        matter.stage.clone().report(cx.now)?;
        Ok(vec![MatterEvent::ReportSubmitted])
    })
    .await
}

/// Determines whether there is a case to answer, and in which form (reg 23).
///
/// # Errors
/// When the actor may not, at another stage, without reasons; gross misconduct goes to a hearing.
pub async fn determine(
    cx: &Context<'_>,
    id: MatterId,
    case_to_answer: bool,
    form: Option<Form>,
    reasons: &str,
) -> Result<(), AppError> {
    change_matter(cx, id, Action::DetermineCase, async |change, matter| {
        let reasons = change::reasons(matter.subject, reasons)?;
        let decided = change.decided(&Change::shown(matter), reasons).await?;
        Ok(vec![matter.determine(case_to_answer, form, decided, cx.now)?])
    })
    .await
}

/// Asks to close a matter. It waits for the second key.
///
/// # Errors
/// When the actor may not, without reasons, while proceedings or decisions that the law requires are open.
pub async fn close(cx: &Context<'_>, id: MatterId, reasons: &str) -> Result<PendingId, AppError> {
    let pending = PendingId::new(cx.uuid());
    change_matter(cx, id, Action::CloseMatter, async |change, matter| {
        let reasons = change::reasons(matter.subject, reasons)?;
        let decided = change.decided(&Change::shown(matter), reasons).await?;
        Ok(vec![matter.close(decided, pending, cx.now)?])
    })
    .await?;
    Ok(pending)
}
