//! The state of a matter, folded from its events.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;

use super::event::MatterEvent;
use super::stage::Stage;
use super::unsigned::UnsignedDecision;
use super::values::{
    AppealResult, InvestigationAct, MatterKind, Mode, Restriction, ReviewAnswer, ServedNotice, Severity,
    SharedOpportunity, SuspensionAnswer,
};
use crate::allegation::{Allegation, Category, Finding};
use crate::record::actor::Actor;
use crate::record::event::RecordedEvent;
use crate::record::followed::Consequences;
use crate::record::state::Thing;
use crate::{AllegationId, EventId, ForceId, MatterId, OfficerId, PendingId, Personal, ReportId};

/// The suspension of the officer, from the first decision to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Suspension {
    /// No decision has been made yet.
    Undecided,
    Suspended {
        since: Timestamp,
        /// The time of the latest review.
        reviewed_at: Option<Timestamp>,
        reviews_count: u32,
    },
    /// A decision was made not to suspend.
    NotSuspended {
        at: Timestamp,
    },
    Ended {
        at: Timestamp,
    },
}

impl Suspension {
    /// Ends the suspension if there is one. An earlier decision or end stays as it is.
    fn ended(self, at: Timestamp) -> Self {
        match self {
            Self::Suspended { .. } => Self::Ended { at },
            other => other,
        }
    }
}

/// The referral of the matter to the oversight body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Referral {
    /// No decision has been made yet.
    Undecided,
    Referred {
        at: Timestamp,
        /// The mode of investigation, once it has been decided.
        mode: Option<Mode>,
    },
    /// A decision was made not to refer.
    Declined { at: Timestamp },
}

/// The criminal case that runs alongside the matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CriminalCase {
    /// True once a criminal investigation has begun.
    pub investigation: bool,
    pub arrested: bool,
    pub charged: bool,
    /// True if an arrest or charge was for a listed offence.
    pub listed: bool,
    /// Set on conviction: true if the offence is triable only on indictment.
    pub convicted: Option<bool>,
    /// The latest decision on whether disciplinary proceedings would prejudice the criminal case.
    pub would_be_prejudiced: bool,
    pub ended: bool,
}

/// An opportunity to report something, with the people who had it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opportunity {
    /// The event that recorded it.
    pub event: EventId,
    /// The way they could have come to know about it.
    pub how: SharedOpportunity,
    /// Everybody who had the opportunity.
    pub people: Vec<OfficerId>,
    /// The people among them who reported it.
    pub reported: Vec<OfficerId>,
}

/// A decision awaiting its second signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// The decision to record once it is signed.
    pub decision: UnsignedDecision,
    /// The actor who requested the second signature.
    pub asked_by: Actor,
    /// The time of the request.
    pub at: Timestamp,
}

/// The appeal against the outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Appeal {
    None,
    UnderWay { at: Timestamp },
    Decided { result: AppealResult },
}

/// Reports made for the College of Policing's lists (Police Act 1996 Part 4A).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lists {
    /// The time at which the officer was reported for the barred list.
    pub barred_at: Option<Timestamp>,
    /// The time at which the officer was reported for the advisory list.
    pub advisory_at: Option<Timestamp>,
    /// The time at which the entry on the barred list was corrected.
    pub corrected_at: Option<Timestamp>,
}

/// One assessment of severity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeverityAssessment {
    pub severity: Severity,
    pub by: Actor,
    pub at: Timestamp,
    /// The event that recorded it.
    pub event: EventId,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Matter {
    pub id: MatterId,
    /// The force of the appropriate authority.
    pub force: ForceId,
    /// The officer whom the matter is about.
    pub subject: OfficerId,
    pub kind: MatterKind,
    /// The regime to which the matter is pinned.
    pub regime: Option<String>,
    /// The reports that the matter is based on.
    pub reports: Vec<ReportId>,
    pub allegations: BTreeMap<AllegationId, Allegation>,
    /// The day on which the matter came to the authority's attention.
    pub came_to_attention_on: Date,
    pub opened_at: Timestamp,
    pub stage: Stage,
    /// Severity assessments, oldest first.
    pub assessments: Vec<SeverityAssessment>,
    /// The current investigators.
    pub investigators: BTreeSet<OfficerId>,
    /// Everybody who is or has ever been an investigator.
    pub team: BTreeSet<OfficerId>,
    pub criminal: CriminalCase,
    pub suspension: Suspension,
    pub referral: Referral,
    /// True once the oversight body has called the matter in.
    pub called_in: bool,
    /// Formal notices served on the officer.
    pub served: Vec<ServedNotice>,
    /// Restrictions in force.
    pub restrictions: Vec<Restriction>,
    /// The highest restriction number used so far. A number is never used twice.
    pub last_restriction: u32,
    /// Acts of investigation, each with its time.
    pub acts: Vec<(InvestigationAct, Timestamp)>,
    /// The time of the latest contact with the victim.
    pub victim_contacted_at: Option<Timestamp>,
    /// The time at which the complainant was last informed of progress.
    pub updated_at: Option<Timestamp>,
    /// The number of statements of delay sent so far.
    pub delays_stated_count: i64,
    pub opportunities: Vec<Opportunity>,
    /// Decisions awaiting a second signature.
    pub pending: BTreeMap<PendingId, Pending>,
    pub appeal: Appeal,
    pub lists: Lists,
    /// True once a complainant has withdrawn their complaint.
    pub withdrawn: bool,
    /// The time at which the letter of vindication was sent.
    pub vindicated_at: Option<Timestamp>,
    /// Annotations, each with the event that it refers to.
    pub annotations: Vec<(EventId, Personal<String>)>,
    /// The consequences of rules: duties, notices and warning signs.
    pub followed: Consequences,
}

impl Thing for Matter {
    type Event = MatterEvent;

    fn begin(event: &MatterEvent, recorded: &RecordedEvent) -> Option<Self> {
        let MatterEvent::Opened { force, subject, matter, reports, allegations, came_to_attention_on } = event else {
            return None;
        };
        Some(Self {
            id: recorded.stream.key.parse().ok()?,
            force: force.clone(),
            subject: *subject,
            kind: *matter,
            regime: recorded.regime.clone(),
            reports: reports.clone(),
            allegations: allegations.iter().map(|allegation| (allegation.id, allegation.clone())).collect(),
            came_to_attention_on: *came_to_attention_on,
            opened_at: recorded.recorded_at,
            stage: Stage::Open,
            assessments: Vec::new(),
            investigators: BTreeSet::new(),
            team: BTreeSet::new(),
            criminal: CriminalCase::default(),
            suspension: Suspension::Undecided,
            referral: Referral::Undecided,
            called_in: false,
            served: Vec::new(),
            restrictions: Vec::new(),
            last_restriction: 0,
            acts: Vec::new(),
            victim_contacted_at: None,
            updated_at: None,
            delays_stated_count: 0,
            opportunities: Vec::new(),
            pending: BTreeMap::new(),
            appeal: Appeal::None,
            lists: Lists::default(),
            withdrawn: false,
            vindicated_at: None,
            annotations: Vec::new(),
            followed: Consequences::default(),
        })
    }

    fn after(mut self, event: &MatterEvent, recorded: &RecordedEvent) -> Option<Self> {
        let at = recorded.recorded_at;
        match event {
            MatterEvent::Opened { .. } => return None,
            MatterEvent::AllegationAdded { allegation, report } => {
                self.reports.extend(report.filter(|report| !self.reports.contains(report)));
                self.allegations.insert(allegation.id, allegation.clone());
            }
            MatterEvent::SeverityAssessed { severity, .. } => self.assessed(*severity, recorded),
            MatterEvent::SeverityReassessed { to, .. } => {
                self.assessed(*to, recorded);
                self.settle(event);
            }
            MatterEvent::InvestigatorAssigned { investigator } => {
                self.investigators.insert(*investigator);
                self.team.insert(*investigator);
            }
            MatterEvent::InvestigatorRemoved { investigator, .. } => {
                self.investigators.remove(investigator);
            }
            MatterEvent::CriminalInvestigationOpened { .. } => {
                self.criminal.investigation = true;
                self.criminal.ended = false;
            }
            MatterEvent::Arrested { listed, .. } => {
                self.criminal.arrested = true;
                self.criminal.ended = false;
                self.criminal.investigation = true;
                self.criminal.listed |= *listed;
            }
            MatterEvent::Charged { listed, .. } => {
                self.criminal.charged = true;
                self.criminal.ended = false;
                self.criminal.investigation = true;
                self.criminal.listed |= *listed;
            }
            MatterEvent::Convicted { indictable_only, .. } => {
                self.criminal.convicted = Some(*indictable_only);
                self.criminal.ended = true;
            }
            MatterEvent::CourtEvent { what } => {
                self.criminal.ended |= what.ends_case();
            }
            MatterEvent::PrejudiceDecided { would_prejudice, .. } => {
                self.criminal.would_be_prejudiced = *would_prejudice;
            }
            MatterEvent::SuspensionDecided { answer, .. } => {
                self.suspension = match answer {
                    SuspensionAnswer::Suspend => {
                        Suspension::Suspended { since: at, reviewed_at: None, reviews_count: 0 }
                    }
                    SuspensionAnswer::DoNotSuspend => Suspension::NotSuspended { at },
                };
                self.settle(event);
            }
            MatterEvent::SuspensionReviewed { answer, .. } => {
                self.suspension = match (self.suspension, answer) {
                    (Suspension::Suspended { since, reviews_count, .. }, ReviewAnswer::Continue) => {
                        Suspension::Suspended { since, reviewed_at: Some(at), reviews_count: reviews_count + 1 }
                    }
                    _ => Suspension::Ended { at },
                };
            }
            MatterEvent::Referred { .. } => self.referral = Referral::Referred { at, mode: None },
            MatterEvent::ReferralDeclined { .. } => {
                self.referral = Referral::Declined { at };
                self.settle(event);
            }
            MatterEvent::ModeDecided { mode } => {
                let at = match self.referral {
                    Referral::Referred { at, .. } => at,
                    _ => at,
                };
                self.referral = Referral::Referred { at, mode: Some(*mode) };
            }
            MatterEvent::CalledIn { .. } => self.called_in = true,
            MatterEvent::NoticeServed(served) => self.served.push(served.clone()),
            MatterEvent::ComplainantUpdated { .. } => self.updated_at = Some(at),
            MatterEvent::DelayStated { .. } => self.delays_stated_count += 1,
            MatterEvent::VictimContacted { .. } => self.victim_contacted_at = Some(at),
            MatterEvent::ActRecorded { act } => self.acts.push((*act, recorded.happened())),
            MatterEvent::OpportunityRecorded { how, people, reported } => self.opportunities.push(Opportunity {
                event: recorded.id,
                how: *how,
                people: people.clone(),
                reported: reported.clone(),
            }),
            MatterEvent::ReportSubmitted => self.stage = self.stage.report(at).ok()?,
            MatterEvent::CaseDetermined { case_to_answer, form, .. } => {
                self.stage = self.stage.determine(form.filter(|_| *case_to_answer), at).ok()?;
            }
            MatterEvent::AcceleratedCertified { .. } => self.stage = self.stage.accelerate(at).ok()?,
            MatterEvent::ProceedingsNotified(served) => {
                self.served.push(served.clone());
                self.stage = self.stage.notify(at).ok()?;
            }
            MatterEvent::HearingFixed { on, .. } => self.stage = self.stage.fix(*on).ok()?,
            MatterEvent::RestrictionImposed(restriction) => {
                self.last_restriction = self.last_restriction.max(restriction.number);
                self.restrictions.push(restriction.clone());
            }
            MatterEvent::RestrictionLapsed { number } => self.restrictions.retain(|known| known.number != *number),
            MatterEvent::HearingCompleted => self.stage = self.stage.complete(at).ok()?,
            MatterEvent::OutcomeRecorded { findings, outcome, .. } => {
                for (allegation, finding) in findings {
                    self.allegations.get_mut(allegation)?.finding = *finding;
                }
                self.stage = self.stage.conclude(*outcome, at).ok()?;
                self.suspension = self.suspension.ended(at);
            }
            MatterEvent::BarredListReported { .. } => self.lists.barred_at = Some(at),
            MatterEvent::AdvisoryListReported { .. } => self.lists.advisory_at = Some(at),
            MatterEvent::BarredEntryCorrected { .. } => self.lists.corrected_at = Some(at),
            MatterEvent::Appealed => self.appeal = Appeal::UnderWay { at },
            MatterEvent::AppealDecided { result } => self.appeal = Appeal::Decided { result: *result },
            MatterEvent::ComplaintWithdrawn { .. } => self.withdrawn = true,
            MatterEvent::SignatureRequested { pending, decision } => {
                let decision = Pending { decision: decision.clone(), asked_by: recorded.actor.clone(), at };
                self.pending.insert(*pending, decision);
            }
            MatterEvent::SignatureRefused { pending, .. } => {
                self.pending.remove(pending)?;
            }
            MatterEvent::Closed { .. } => {
                self.stage = self.stage.close(at).ok()?;
                self.suspension = self.suspension.ended(at);
                self.settle(event);
            }
            MatterEvent::Vindicated { .. } => self.vindicated_at = Some(at),
            MatterEvent::Annotated { of, words } => self.annotations.push((*of, words.clone())),
            MatterEvent::CircumstancesChanged { .. }
            | MatterEvent::RepresentationsReceived { .. }
            | MatterEvent::InterviewFixed { .. }
            | MatterEvent::WelfareContacted
            | MatterEvent::DocumentsSupplied { .. }
            | MatterEvent::OfficerResponded
            | MatterEvent::WitnessListsExchanged
            | MatterEvent::ChairDelegated
            | MatterEvent::PanelReplaced
            | MatterEvent::PublicNoticePublished
            | MatterEvent::NotProven
            | MatterEvent::OutcomeReported
            | MatterEvent::OutcomePublished
            | MatterEvent::ResumptionAsked { .. }
            | MatterEvent::ResumptionAnswered { .. } => {}
            MatterEvent::Followed(follow) => self.followed.after(follow, recorded)?,
        }
        Some(self)
    }

    fn force(&self) -> Option<&ForceId> {
        Some(&self.force)
    }

    fn subject(&self) -> Option<OfficerId> {
        Some(self.subject)
    }
}

impl Matter {
    fn assessed(&mut self, severity: Severity, recorded: &RecordedEvent) {
        self.assessments.push(SeverityAssessment {
            severity,
            by: recorded.actor.clone(),
            at: recorded.recorded_at,
            event: recorded.id,
        });
    }

    /// Removes the pending decisions that this event settles.
    fn settle(&mut self, event: &MatterEvent) {
        self.pending.retain(|_, waiting| !waiting.decision.is_settled_by(event));
    }

    /// The severity in the latest assessment.
    pub fn severity(&self) -> Option<Severity> {
        self.assessments.last().map(|assessed| assessed.severity)
    }

    /// Returns whether any allegation concerns violence against women and girls.
    pub fn violence_against_women(&self) -> bool {
        self.allegations.values().any(|allegation| allegation.violence_against_women)
    }

    /// The categories of the allegations, each listed once.
    pub fn categories(&self) -> BTreeSet<Category> {
        self.allegations.values().map(|allegation| allegation.category).collect()
    }

    /// The earliest day on which any of the alleged conduct took place.
    pub fn arose_on(&self) -> Option<Date> {
        self.allegations.values().filter_map(|allegation| allegation.arose_on).min()
    }

    pub fn is_suspended(&self) -> bool {
        matches!(self.suspension, Suspension::Suspended { .. })
    }

    /// The overall finding. The most serious proven allegation decides it; if none is proven, any undecided one does.
    /// The finding is provably false only if every allegation is.
    pub fn finding(&self) -> Finding {
        let findings = || self.allegations.values().map(|allegation| allegation.finding);
        if findings().any(|finding| finding == Finding::GrossMisconduct) {
            return Finding::GrossMisconduct;
        }
        if findings().any(|finding| finding == Finding::Misconduct) {
            return Finding::Misconduct;
        }
        if findings().any(|finding| finding == Finding::Undecided) {
            return Finding::Undecided;
        }
        if findings().any(|finding| finding == Finding::ProvablyFalse)
            && findings().all(|finding| finding == Finding::ProvablyFalse)
        {
            return Finding::ProvablyFalse;
        }
        Finding::NotProven
    }
}
