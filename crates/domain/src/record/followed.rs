//! Consequences that rules attach to events: duties with their clocks, notices and warning signs. Officers, reports and
//! matters can have them.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::codes::codes;
use crate::record::event::RecordedEvent;
use crate::record::refusal::Refusal;
use crate::record::stream::StreamId;
use crate::{DutyId, EventId, ForceId, OfficerId, Personal, SignId};

/// The layer of a rule. It determines the conditions for departing from the rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleLayer {
    /// It cannot be switched off.
    Statute,
    /// Comply, or record the reason for not complying.
    Guidance,
    /// Stricter than the law, and adopted by a named body.
    ForcePolicy,
}

codes! {
    /// The extent to which a rule was compared with the text of the law.
    pub enum RuleStatus: "status of a rule" {
        /// A person compared it with the official text.
        Verified = "verified",
        /// Its content was seen in a copy of the text.
        Read = "read",
        /// Nobody has compared it.
        Unverified = "unverified",
    }
}

/// The rule behind a duty, presumption or protection, as shown on screen.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RuleCitation {
    /// The id of the rule, such as `PCR-11B`.
    pub rule: String,
    pub layer: RuleLayer,
    /// The act, regulation or policy: `Police (Conduct) Regulations 2020, reg 11B`.
    pub text: String,
    #[serde(default = "RuleStatus::unknown")]
    pub status: RuleStatus,
}

impl RuleCitation {
    /// The provision and the status of the rule: `Police (Conduct) Regulations 2020, reg 11B; seen in a copy`.
    pub fn words(&self) -> String {
        format!("{}; {}", self.text, self.status.words())
    }
}

impl RuleStatus {
    /// The status in a citation that was recorded before rules had one.
    const fn unknown() -> Self {
        Self::Unverified
    }

    /// The status in words, as used in refusals.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::Read => "seen in a copy",
            Self::Unverified => "unverified",
        }
    }
}

/// A duty that has arisen, with its clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duty {
    pub id: DutyId,
    /// The task as a code: `decide-suspension`.
    pub name: String,
    /// The task, in words.
    pub title: String,
    /// The role that must carry it out, or an office such as `chief-officer`.
    pub owner: String,
    /// The force that must carry it out; `None` if this is up to a body above the forces.
    pub force: Option<ForceId>,
    /// The last day, in London, on which it counts as in time. `None` if it is only due "as soon as practicable".
    pub due: Option<Date>,
    /// The first day on which it may be carried out, if the rule sets one.
    pub not_before: Option<Date>,
    /// The exact deadline, if the clock counts in hours.
    pub due_at: Option<Timestamp>,
    /// An explanation of how the due day was counted.
    pub explanation: String,
    /// The kinds of event that meet it.
    pub met_by: Vec<String>,
    /// Warnings are given this many days before the due day.
    pub warn_days: Vec<i64>,
    /// The role or body that is told when the duty is overdue, which is never the late owner.
    pub escalate_to: Option<String>,
    pub citation: RuleCitation,
}

impl Duty {
    /// The first instant at which it is late: the exact deadline, or else the midnight that ends its due day in London.
    pub fn late_from(&self) -> Option<Timestamp> {
        self.due_at.or_else(|| crate::record::time::day_after(self.due?))
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum DutyState {
    /// Not done yet, and not yet found to be overdue.
    Open,
    /// Not done in time; somebody has been told.
    Overdue { noticed_at: Timestamp },
    /// Done, in time or late.
    Met { at: Timestamp, late: bool },
    /// No longer required.
    Cancelled { at: Timestamp },
}

/// A duty with its current state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DutyNow {
    /// The duty. Its `due` is the current due day, after any extension.
    pub duty: Duty,
    /// The original due day, if it was extended.
    pub first_due: Option<Date>,
    pub arose_at: Timestamp,
    /// The event that gave rise to it.
    pub cause: Option<EventId>,
    /// The entries in `warn_days` for which a warning has been given.
    pub warned: Vec<i64>,
    pub state: DutyState,
}

impl DutyNow {
    /// The next time at which somebody is told that it is nearly due or late. `None` unless it is [`DutyState::Open`].
    pub fn tell_at(&self) -> Option<Timestamp> {
        if self.state != DutyState::Open {
            return None;
        }
        let days = self.duty.warn_days.iter().filter(|days| !self.warned.contains(days));
        let warnings = days.filter_map(|days| crate::record::time::day_before(self.duty.due?, *days));
        warnings.chain(self.duty.late_from()).min()
    }

    /// Returns true if it still has to be done, overdue or not.
    pub fn is_open(&self) -> bool {
        matches!(self.state, DutyState::Open | DutyState::Overdue { .. })
    }
}

/// A notice required by a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// The role or body to tell: `oversight`, `local-policing-body`, `victim`.
    pub to: String,
    /// The topic as a code, such as `not-suspended`.
    pub about: String,
    pub citation: RuleCitation,
}

/// The kinds of warning sign. A sign is a named fact; there is no score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SignKind {
    /// An allegation held by another force, from before or after a transfer.
    AllegationInAnotherForce,
    /// A second allegation in the same family.
    SecondSimilarAllegation,
    /// The same nickname or remark recorded by several colleagues.
    ConcernBySeveralColleagues,
    /// The person was employed again after their probation was cut short.
    RehiredAfterProbationCutShort,
    /// Posted to an armed role without the vetting that it requires.
    ArmedBeforeVetting,
    /// A person decided a matter about somebody with whom they share a past.
    ConflictOfInterest,
    /// Colleagues had the opportunity to report and did not; they are to be asked about it.
    OpportunityToReport,
    /// Left while proceedings were under way.
    LeftBeforeHearing,
    /// Several reports from one source were found provably false.
    ProvablyFalseReports,
    /// Acted as an officer while suspended.
    ActedWhileSuspended,
    /// A complaint was withdrawn soon after a colleague of its subject visited the complainant.
    WithdrawnAfterVisit,
    /// A record was viewed repeatedly by a person without a task.
    ViewedWithoutTask,
    /// A person who should have acted has not done so.
    Silence,
    /// A new fact would have changed an earlier decision under the rules that applied to it.
    EarlierDecisionTouched,
    /// The public checked an officer in several stops within an hour: somebody may be tracking the officer's location.
    RepeatedLookups,
}

impl SignKind {
    pub const ALL: [SignKind; 15] = [
        Self::AllegationInAnotherForce,
        Self::SecondSimilarAllegation,
        Self::ConcernBySeveralColleagues,
        Self::RehiredAfterProbationCutShort,
        Self::ArmedBeforeVetting,
        Self::ConflictOfInterest,
        Self::OpportunityToReport,
        Self::LeftBeforeHearing,
        Self::ProvablyFalseReports,
        Self::ActedWhileSuspended,
        Self::WithdrawnAfterVisit,
        Self::ViewedWithoutTask,
        Self::Silence,
        Self::EarlierDecisionTouched,
        Self::RepeatedLookups,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AllegationInAnotherForce => "allegation-in-another-force",
            Self::SecondSimilarAllegation => "second-similar-allegation",
            Self::ConcernBySeveralColleagues => "concern-by-several-colleagues",
            Self::RehiredAfterProbationCutShort => "rehired-after-probation-cut-short",
            Self::ArmedBeforeVetting => "armed-before-vetting",
            Self::ConflictOfInterest => "conflict-of-interest",
            Self::OpportunityToReport => "opportunity-to-report",
            Self::LeftBeforeHearing => "left-before-hearing",
            Self::ProvablyFalseReports => "provably-false-reports",
            Self::ActedWhileSuspended => "acted-while-suspended",
            Self::WithdrawnAfterVisit => "withdrawn-after-visit",
            Self::ViewedWithoutTask => "viewed-without-task",
            Self::Silence => "silence",
            Self::EarlierDecisionTouched => "earlier-decision-touched",
            Self::RepeatedLookups => "repeated-lookups",
        }
    }
}

/// The status of a fact, shown everywhere the fact is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Label {
    /// A fact on record, such as a posting or a date.
    OnRecord,
    Alleged,
    /// Alleged but not proven. This label is permanent.
    NotProven,
    Proven,
    /// A mistake. Everyone who was told of it was also told of the correction.
    Corrected,
}

/// A warning sign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sign {
    pub id: SignId,
    pub sign: SignKind,
    /// The rule or detector that raised it.
    pub rule: String,
    /// The officer it is about, if any.
    pub officer: Option<OfficerId>,
    /// The fact as a sentence, without personal data.
    pub fact: String,
    /// The events that it rests on, oldest first. The last one revealed it.
    pub rests_on: Vec<EventId>,
    /// The streams of those events.
    pub sources: Vec<String>,
    /// The day on which the fact occurred, if known.
    pub occurred: Option<Date>,
    pub label: Label,
    /// The people to be asked about it, if any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ask: Vec<OfficerId>,
}

codes! {
    /// The reason for cancelling a duty.
    pub enum DutyCancellation: "reason why a duty falls away" {
        /// The same rule has since set an earlier day for it.
        Superseded = "superseded",
        /// The last day on which it could be done has passed.
        TimeRanOut = "time-ran-out",
        /// The matter was decided or closed, which leaves nothing to review.
        CaseEnded = "case-ended",
    }
}

/// A consequence that a rule attaches to an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "payload")]
pub enum Consequence {
    #[serde(rename = "duty.arose")]
    DutyArose(Duty),
    /// The duty was met. The cause in the event's envelope is the event that met it.
    #[serde(rename = "duty.met")]
    DutyMet { duty: DutyId },
    /// The due day is approaching.
    #[serde(rename = "duty.warned")]
    DutyWarned {
        duty: DutyId,
        /// The number of days left before the due day.
        days: i64,
        /// The role or body that was told.
        told: String,
    },
    /// The duty was not met in time.
    #[serde(rename = "duty.overdue")]
    DutyOverdue {
        duty: DutyId,
        /// The role or body that was told, which is never the late owner.
        told: String,
    },
    /// The clock was extended. The original day stays visible.
    #[serde(rename = "duty.extended")]
    DutyExtended {
        duty: DutyId,
        /// The new due day.
        until: Date,
        reasons: Personal<String>,
    },
    /// The duty is no longer required.
    #[serde(rename = "duty.cancelled")]
    DutyCancelled { duty: DutyId, why: DutyCancellation },
    /// A notice was put in the outbox.
    #[serde(rename = "notice.given")]
    NoticeGiven(Notice),
    /// A warning sign was raised for a person to consider.
    #[serde(rename = "sign.raised")]
    SignRaised(Sign),
    /// A sign was given a different label. Everyone who was told of the sign is told of the change.
    #[serde(rename = "sign.relabelled")]
    SignRelabelled { sign: SignId, label: Label },
}

impl Consequence {
    /// Returns true for the kinds of event in this enum. Only the part before the dot is compared, so that the error
    /// for a misspelt kind lists these kinds and not those of the stream.
    pub(crate) fn owns(kind: &str) -> bool {
        matches!(kind.split('.').next(), Some("duty" | "notice" | "sign"))
    }
}

/// Writes and reads the events of a stream that has a `Followed` variant. Each kind is handled by its own enum, so that
/// an error names the wrong field or lists the valid kinds; with an untagged variant, it would only say that nothing
/// matched.
macro_rules! holds_follow {
    ($event:ident) => {
        impl serde::Serialize for $event {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    Self::Followed(follow) => serde::Serialize::serialize(follow, serializer),
                    other => $event::serialize(other, serializer),
                }
            }
        }

        impl<'de> serde::Deserialize<'de> for $event {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let value = <serde_json::Value as serde::Deserialize>::deserialize(deserializer)?;
                let kind = value.get("kind").and_then(serde_json::Value::as_str);
                let read = match kind.is_some_and($crate::record::followed::Consequence::owns) {
                    true => <$crate::record::followed::Consequence as serde::Deserialize>::deserialize(value)
                        .map(Self::Followed),
                    false => $event::deserialize(value),
                };
                read.map_err(serde::de::Error::custom)
            }
        }
    };
}
pub(crate) use holds_follow;

/// The duties, notices and signs of one stream.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Consequences {
    pub duties: BTreeMap<DutyId, DutyNow>,
    /// Notices, oldest first, each with the time at which it was given.
    pub notices: Vec<(Timestamp, Notice)>,
    /// Signs, oldest first, each with the time at which it was raised.
    pub signs: Vec<(Timestamp, Sign)>,
}

impl Consequences {
    /// Applies one more event; `None` if it names a duty or sign that does not exist here.
    pub(crate) fn after(&mut self, event: &Consequence, recorded: &RecordedEvent) -> Option<()> {
        let at = recorded.recorded_at;
        match event {
            Consequence::DutyArose(duty) => {
                let now = DutyNow {
                    duty: duty.clone(),
                    first_due: None,
                    arose_at: at,
                    cause: recorded.cause,
                    warned: Vec::new(),
                    state: DutyState::Open,
                };
                self.duties.insert(duty.id, now);
            }
            Consequence::DutyMet { duty } => {
                let duty = self.duties.get_mut(duty)?;
                let late = duty.duty.late_from().is_some_and(|late| at >= late);
                duty.state = DutyState::Met { at, late };
            }
            Consequence::DutyWarned { duty, days, .. } => self.duties.get_mut(duty)?.warned.push(*days),
            Consequence::DutyOverdue { duty, .. } => {
                self.duties.get_mut(duty)?.state = DutyState::Overdue { noticed_at: at };
            }
            Consequence::DutyExtended { duty, until, .. } => {
                let duty = self.duties.get_mut(duty)?;
                duty.first_due = duty.first_due.or(duty.duty.due).or(duty.duty.due_at.map(crate::record::time::day));
                duty.duty.due = Some(*until);
                // The new limit is a day. If an exact deadline were left in place, it would still make the duty late.
                duty.duty.due_at = None;
                duty.warned.clear();
                duty.state = DutyState::Open;
            }
            Consequence::DutyCancelled { duty, .. } => self.duties.get_mut(duty)?.state = DutyState::Cancelled { at },
            Consequence::NoticeGiven(notice) => self.notices.push((at, notice.clone())),
            Consequence::SignRaised(sign) => self.signs.push((at, sign.clone())),
            Consequence::SignRelabelled { sign, label } => {
                self.signs.iter_mut().find(|(_, known)| known.id == *sign)?.1.label = *label;
            }
        }
        Some(())
    }

    /// The duties that are still open.
    pub fn open(&self) -> impl Iterator<Item = &DutyNow> {
        self.duties.values().filter(|duty| duty.is_open())
    }

    /// The open duties that an event of this kind meets.
    pub fn met_by<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a DutyNow> {
        self.open().filter(move |duty| duty.duty.met_by.iter().any(|by| by == kind))
    }

    /// The open duty with this name. If there are several, the one due first; those without a deadline come last.
    pub fn open_named(&self, name: &str) -> Option<&DutyNow> {
        let open = self.open().filter(|duty| duty.duty.name == name);
        open.min_by_key(|duty| duty.duty.late_from().unwrap_or(Timestamp::MAX))
    }

    /// Returns true if a sign of this kind with the same last event has already been raised.
    pub fn has_sign(&self, sign: SignKind, given_away_by: Option<EventId>) -> bool {
        self.signs.iter().any(|(_, known)| known.sign == sign && known.rests_on.last().copied() == given_away_by)
    }

    /// Returns true if a sign of this kind from these sources, in any order, has already been raised.
    pub fn has_sign_from(&self, sign: SignKind, sources: &[StreamId]) -> bool {
        let sources: BTreeSet<String> = sources.iter().map(StreamId::to_string).collect();
        let same = |known: &Sign| known.sources.iter().cloned().collect::<BTreeSet<_>>() == sources;
        self.signs.iter().any(|(_, known)| known.sign == sign && same(known))
    }

    /// Extends the clock of a duty. It does not check whether the law allows an extension at all.
    ///
    /// # Errors
    /// If there is no such open duty, the new day is not later, or no reason is given.
    pub fn extend(&self, duty: DutyId, until: Date, reasons: Personal<String>) -> Result<Consequence, Refusal> {
        let Some(now) = self.duties.get(&duty).filter(|duty| duty.is_open()) else {
            return Err(Refusal::conflict("duty.not-open", "this duty is not open: there is no clock to extend"));
        };
        if now
            .duty
            .late_from()
            .is_some_and(|late| crate::record::time::day_after(until).is_some_and(|until| until <= late))
        {
            return Err(Refusal::invalid("duty.not-later", "an extension must end after the day that is due now"));
        }
        if reasons.known().is_none_or(|reasons| reasons.trim().is_empty()) {
            return Err(Refusal::invalid("duty.no-reasons", "an extension needs its reasons: who asked, and why"));
        }
        Ok(Consequence::DutyExtended { duty, until, reasons })
    }
}
