//! A matter as its events leave it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;

use super::event::MatterEvent;
use super::stage::Stage;
use super::unsigned::UnsignedDecision;
use super::values::{
    AppealResult, InvestigationAct, MatterKind, Mode, Restriction, ReviewAnswer, Served, Severity, SharedOpportunity,
    SuspensionAnswer,
};
use crate::allegation::{Allegation, Category, Finding};
use crate::record::actor::Actor;
use crate::record::event::Recorded;
use crate::record::followed::Followed;
use crate::record::state::Thing;
use crate::{AllegationId, EventId, ForceId, MatterId, OfficerId, PendingId, Personal, ReportId};

/// What became of the question whether to suspend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Suspension {
    /// It was not decided.
    Undecided,
    /// The officer is suspended.
    Suspended {
        /// Since when.
        since: Timestamp,
        /// When it was last reviewed.
        reviewed_at: Option<Timestamp>,
        /// How many reviews there were.
        reviews_count: u32,
    },
    /// The officer is not suspended.
    NotSuspended {
        /// Since when.
        at: Timestamp,
    },
    /// A suspension ended.
    Ended { at: Timestamp },
}

/// What became of the question whether to refer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Referral {
    /// It was not decided.
    Undecided,
    /// It was referred.
    Referred {
        at: Timestamp,
        /// How it is investigated, once decided.
        mode: Option<Mode>,
    },
    /// It was not.
    Declined { at: Timestamp },
}

/// The criminal case beside the matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Criminal {
    /// Whether there is an investigation.
    pub investigation: bool,
    /// Whether the officer was arrested.
    pub arrested: bool,
    /// Whether the officer was charged.
    pub charged: bool,
    /// Whether arrest or charge is for a listed offence.
    pub listed: bool,
    /// Whether the officer was convicted, and if so, of an offence triable only on indictment.
    pub convicted: Option<bool>,
    /// Whether disciplinary proceedings would prejudice it, as last decided.
    pub would_be_prejudiced: bool,
    /// Whether it has ended.
    pub ended: bool,
}

/// People who could have reported something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opportunity {
    /// The event that recorded it.
    pub event: EventId,
    /// How they could know.
    pub how: SharedOpportunity,
    /// All of them.
    pub people: Vec<OfficerId>,
    /// Those who reported.
    pub reported: Vec<OfficerId>,
}

/// A decision that waits for its second signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// What will be recorded.
    pub decision: UnsignedDecision,
    /// Who asks.
    pub asked_by: Actor,
    /// Since when.
    pub at: Timestamp,
}

/// What became of the appeal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Appeal {
    /// There is none.
    None,
    /// It is under way.
    UnderWay {
        /// Since when.
        at: Timestamp,
    },
    /// It is decided.
    Decided { result: AppealResult },
}

/// Reports to the lists of the College (Police Act 1996 Part 4A).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lists {
    /// When the barred list was told.
    pub barred_at: Option<Timestamp>,
    /// When the advisory list was told.
    pub advisory_at: Option<Timestamp>,
    /// When the barred entry was corrected.
    pub corrected_at: Option<Timestamp>,
}

/// One severity assessment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessed {
    /// As what.
    pub severity: Severity,
    /// By whom.
    pub by: Actor,
    pub at: Timestamp,
    /// The event.
    pub event: EventId,
}

/// A matter.
#[derive(Clone, Debug, PartialEq)]
pub struct Matter {
    /// Its id.
    pub id: MatterId,
    /// The force of its appropriate authority.
    pub force: ForceId,
    /// The officer.
    pub subject: OfficerId,
    /// Complaint or conduct.
    pub kind: MatterKind,
    /// The regime it is pinned to.
    pub regime: Option<String>,
    /// The reports behind it.
    pub reports: Vec<ReportId>,
    /// What is alleged.
    pub allegations: BTreeMap<AllegationId, Allegation>,
    /// The day on which it came to the attention of the authority.
    pub came_to_attention_on: Date,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// Where it stands.
    pub stage: Stage,
    /// Severity assessments, oldest first.
    pub assessments: Vec<Assessed>,
    /// Who investigates.
    pub investigators: BTreeSet<OfficerId>,
    /// Everybody who ever did.
    pub team: BTreeSet<OfficerId>,
    /// The criminal case.
    pub criminal: Criminal,
    /// Whether the officer is suspended in it.
    pub suspension: Suspension,
    /// Whether it was referred.
    pub referral: Referral,
    /// Whether the oversight body called it in.
    pub called_in: bool,
    /// Papers served.
    pub served: Vec<Served>,
    /// Restrictions in force.
    pub restrictions: Vec<Restriction>,
    /// The highest number that a restriction was ever given; none is given twice.
    pub last_restriction: u32,
    /// Acts of investigation with their times.
    pub acts: Vec<(InvestigationAct, Timestamp)>,
    /// When the victim was last contacted.
    pub victim_contacted_at: Option<Timestamp>,
    /// When the complainant was last told how it goes.
    pub updated_at: Option<Timestamp>,
    /// How many statements of delay were sent.
    pub delays_stated_count: i64,
    /// People who could have reported.
    pub opportunities: Vec<Opportunity>,
    /// Decisions that wait for a second signature.
    pub pending: BTreeMap<PendingId, Pending>,
    /// The appeal.
    pub appeal: Appeal,
    /// What the College was told.
    pub lists: Lists,
    /// Whether a complainant withdrew.
    pub withdrawn: bool,
    /// Whether the letter of vindication was sent.
    pub vindicated_at: Option<Timestamp>,
    /// Annotations.
    pub annotations: Vec<(EventId, Personal<String>)>,
    /// What followed by rule.
    pub followed: Followed,
}

impl Thing for Matter {
    type Event = MatterEvent;

    fn begin(event: &MatterEvent, recorded: &Recorded) -> Option<Self> {
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
            criminal: Criminal::default(),
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
            followed: Followed::default(),
        })
    }

    fn after(mut self, event: &MatterEvent, recorded: &Recorded) -> Option<Self> {
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
            MatterEvent::CriminalInvestigationOpened { .. } => self.criminal.investigation = true,
            MatterEvent::Arrested { listed, .. } => {
                self.criminal.arrested = true;
                self.criminal.investigation = true;
                self.criminal.listed |= *listed;
            }
            MatterEvent::Charged { listed, .. } => {
                self.criminal.charged = true;
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
                self.settle(event);
            }
            MatterEvent::Vindicated { .. } => self.vindicated_at = Some(at),
            MatterEvent::Annotated { of, words } => self.annotations.push((*of, words.clone())),
            MatterEvent::CircumstancesChanged { .. }
            | MatterEvent::RepresentationsReceived { .. }
            | MatterEvent::WelfareContacted
            | MatterEvent::DocumentsSupplied { .. }
            | MatterEvent::OfficerResponded
            | MatterEvent::WitnessListsExchanged
            | MatterEvent::PublicNoticePublished
            | MatterEvent::NotProven
            | MatterEvent::OutcomeReported
            | MatterEvent::OutcomePublished => {}
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
    fn assessed(&mut self, severity: Severity, recorded: &Recorded) {
        self.assessments.push(Assessed {
            severity,
            by: recorded.actor.clone(),
            at: recorded.recorded_at,
            event: recorded.id,
        });
    }

    /// Takes the decision that was just recorded off the list of those that wait.
    fn settle(&mut self, event: &MatterEvent) {
        self.pending.retain(|_, waiting| !waiting.decision.is_settled_by(event));
    }

    /// The severity as last assessed.
    pub fn severity(&self) -> Option<Severity> {
        self.assessments.last().map(|assessed| assessed.severity)
    }

    /// Whether any allegation is one of violence against women and girls.
    pub fn violence_against_women(&self) -> bool {
        self.allegations.values().any(|allegation| allegation.violence_against_women)
    }

    /// The categories alleged, each once.
    pub fn categories(&self) -> BTreeSet<Category> {
        self.allegations.values().map(|allegation| allegation.category).collect()
    }

    /// The first day on which something alleged is said to have happened.
    pub fn arose_on(&self) -> Option<Date> {
        self.allegations.values().filter_map(|allegation| allegation.arose_on).min()
    }

    /// Whether the officer is suspended in it.
    pub fn is_suspended(&self) -> bool {
        matches!(self.suspension, Suspension::Suspended { .. })
    }

    /// The worst finding; that something is provably false only where that is so of everything alleged.
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
