//! What follows from an event by rule: duties with their clocks, notices to be given, warning signs. Any stream may hold them.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::codes::codes;
use crate::record::event::Recorded;
use crate::record::refusal::Refusal;
use crate::record::stream::StreamId;
use crate::{DutyId, EventId, ForceId, OfficerId, Personal, SignId};

/// The layer of a rule: what it takes to depart from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Layer {
    /// It cannot be switched off.
    Statute,
    /// Comply, or record why not.
    Guidance,
    /// Stricter than the law; a named body adopted it.
    ForcePolicy,
}

/// The rule behind a duty, presumption or protection, as shown on screen.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Citation {
    /// The id of the rule: `PCR-11B`.
    pub rule: String,
    /// Its layer.
    pub layer: Layer,
    /// The act, regulation or policy: `Police (Conduct) Regulations 2020, reg 11B`.
    pub text: String,
    /// Whether somebody has compared the rule with the law's own text.
    pub verified: bool,
}

/// A duty that arose, with its clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duty {
    /// Its id.
    pub id: DutyId,
    /// What is to be done, as a code: `decide-suspension`.
    pub name: String,
    /// What is to be done, in words.
    pub title: String,
    /// Who must do it: a role, or an office such as `chief-officer`.
    pub owner: String,
    /// For which force; none where a body above the forces must.
    pub force: Option<ForceId>,
    /// The last day on which it can be done in time, in London; some duties have no day, only "as soon as practicable".
    pub due: Option<Date>,
    /// The first day on which it may be done, where there is one.
    pub not_before: Option<Date>,
    /// An hour-exact limit, where the clock counts in hours.
    pub due_at: Option<Timestamp>,
    /// How the day was counted.
    pub explanation: String,
    /// The kinds of events that meet it.
    pub met_by: Vec<String>,
    /// Days before the due day on which somebody is warned.
    pub warn_days: Vec<i64>,
    /// Who is told when it is overdue: another than the one who is late.
    pub escalate_to: Option<String>,
    /// By which rule.
    pub citation: Citation,
}

impl Duty {
    /// The first instant at which it is late: the midnight after its due day in London.
    pub fn late_from(&self) -> Option<Timestamp> {
        self.due_at.or_else(|| crate::record::time::day_after(self.due?))
    }
}

/// What became of a duty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum DutyState {
    /// It is to be done.
    Open,
    /// Its time has passed and it is still to be done; this was told to somebody.
    Overdue {
        /// When it was noticed.
        noticed_at: Timestamp,
    },
    /// It was done.
    Met {
        at: Timestamp,
        /// Whether after its time.
        late: bool,
    },
    /// It fell away.
    Cancelled { at: Timestamp },
}

/// A duty in its state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DutyNow {
    /// The duty. Its `due` is the present one.
    pub duty: Duty,
    /// The day it was due at first, where it was extended since.
    pub first_due: Option<Date>,
    /// When it arose.
    pub arose_at: Timestamp,
    /// Which event it follows from.
    pub cause: Option<EventId>,
    /// The days before the due day of which warning was given.
    pub warned: Vec<i64>,
    /// What became of it.
    pub state: DutyState,
}

impl DutyNow {
    /// When somebody is next to be told of it: that it comes due, or that it is late. Once it was found overdue, never.
    pub fn tell_at(&self) -> Option<Timestamp> {
        if self.state != DutyState::Open {
            return None;
        }
        let days = self.duty.warn_days.iter().filter(|days| !self.warned.contains(days));
        let warnings = days.filter_map(|days| crate::record::time::day_before(self.duty.due?, *days));
        warnings.chain(self.duty.late_from()).min()
    }

    /// Whether it is still to be done.
    pub fn is_open(&self) -> bool {
        matches!(self.state, DutyState::Open | DutyState::Overdue { .. })
    }
}

/// Somebody must be told something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Whom: a role or body, `oversight`, `local-policing-body`, `victim`.
    pub to: String,
    /// What about, as a code: `not-suspended`.
    pub about: String,
    /// By which rule.
    pub citation: Citation,
}

/// Which warning sign it is. A sign is a named fact; there is no score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SignKind {
    /// An allegation held by another force, from before or after a transfer.
    AllegationInAnotherForce,
    /// A second allegation of the same family.
    SecondSimilarAllegation,
    /// The same nickname or remark recorded by several colleagues.
    ConcernBySeveralColleagues,
    /// Probation ended early, then employed again.
    RehiredAfterProbationCutShort,
    /// In an armed role without the vetting that it needs.
    ArmedBeforeVetting,
    /// Somebody decided on a matter of a person with whom they share a past.
    ConflictOfInterest,
    /// Colleagues had the opportunity to report and did not: questions to ask.
    OpportunityToReport,
    /// Left while proceedings were under way.
    LeftBeforeHearing,
    /// One source's reports were found provably false several times.
    ProvablyFalseReports,
    /// Acted as an officer while suspended.
    ActedWhileSuspended,
    /// A complaint was withdrawn soon after a colleague of its subject visited.
    WithdrawnAfterVisit,
    /// A record was viewed again and again without a task.
    ViewedWithoutTask,
    /// Who should have acted has not.
    Silence,
    /// A fact arrived that would have changed an earlier decision under its own rules.
    EarlierDecisionTouched,
    /// The public checked an officer in several stops within an hour: somebody may follow where they are.
    RepeatedLookups,
}

impl SignKind {
    /// All kinds.
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

    /// Its code.
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

/// How a fact stands: it keeps this label wherever it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Label {
    /// A fact on record: a posting, a date.
    OnRecord,
    /// Alleged.
    Alleged,
    /// Alleged, not proven, for ever.
    NotProven,
    /// Proven.
    Proven,
    /// It was a mistake; everyone who was told was told so.
    Corrected,
}

/// A warning sign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sign {
    /// Its id.
    pub id: SignId,
    pub sign: SignKind,
    /// The rule or detector that raised it.
    pub rule: String,
    /// Whom it is about, where it is about an officer.
    pub officer: Option<OfficerId>,
    /// The fact in a sentence, without personal data.
    pub fact: String,
    /// The events it rests on, oldest first; the last one gave it away.
    pub rests_on: Vec<EventId>,
    /// Their streams.
    pub sources: Vec<String>,
    /// When the fact occurred, as far as is known.
    pub occurred: Option<Date>,
    /// How it stands.
    pub label: Label,
    /// The people who are to be asked something, where it asks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ask: Vec<OfficerId>,
}

codes! {
    /// Why a duty fell away.
    pub enum DutyCancellation: "reason why a duty falls away" {
        /// The same rule set an earlier day.
        Superseded = "superseded",
        /// It could only be done until a day that has passed.
        TimeRanOut = "time-ran-out",
    }
}

/// What follows from an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "payload")]
pub enum Follow {
    /// A duty arose.
    #[serde(rename = "duty.arose")]
    DutyArose(Duty),
    /// A duty was met; the cause is the event that met it.
    #[serde(rename = "duty.met")]
    DutyMet { duty: DutyId },
    /// Its due day comes near.
    #[serde(rename = "duty.warned")]
    DutyWarned {
        duty: DutyId,
        /// Days before the due day.
        days: i64,
        /// Who was told.
        told: String,
    },
    /// Its time passed.
    #[serde(rename = "duty.overdue")]
    DutyOverdue {
        duty: DutyId,
        /// Who was told: another than the one who is late.
        told: String,
    },
    /// Its clock was extended. The original day stays visible.
    #[serde(rename = "duty.extended")]
    DutyExtended {
        duty: DutyId,
        /// The new day.
        until: Date,
        /// Why.
        reasons: Personal<String>,
    },
    /// It fell away.
    #[serde(rename = "duty.cancelled")]
    DutyCancelled {
        duty: DutyId,
        /// Why.
        why: DutyCancellation,
    },
    /// A notice was put in the outbox.
    #[serde(rename = "notice.given")]
    NoticeGiven(Notice),
    /// A warning sign was put before a person.
    #[serde(rename = "sign.raised")]
    SignRaised(Sign),
    /// A sign got another label, and everyone who was told of it is told so.
    #[serde(rename = "sign.relabelled")]
    SignRelabelled {
        sign: SignId,
        /// The label.
        label: Label,
    },
}

impl Follow {
    /// Whether a kind of event is one of these: by its area, so that a misspelt one is told from those of the stream.
    pub(crate) fn owns(kind: &str) -> bool {
        matches!(kind.split('.').next(), Some("duty" | "notice" | "sign"))
    }
}

/// Writes and reads the events of a stream that holds what follows by rule: each kind by its own enum, so that an error says
/// which field is wrong, or which kinds there are. An untagged variant would say only that nothing matched.
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
                let read = match kind.is_some_and($crate::record::followed::Follow::owns) {
                    true => {
                        <$crate::record::followed::Follow as serde::Deserialize>::deserialize(value).map(Self::Followed)
                    }
                    false => $event::deserialize(value),
                };
                read.map_err(serde::de::Error::custom)
            }
        }
    };
}
pub(crate) use holds_follow;

/// What has followed so far in one stream.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Followed {
    /// Its duties.
    pub duties: BTreeMap<DutyId, DutyNow>,
    /// Its notices, oldest first, each with the time it was given.
    pub notices: Vec<(Timestamp, Notice)>,
    /// Its warning signs, oldest first, each with the time it was raised.
    pub signs: Vec<(Timestamp, Sign)>,
}

impl Followed {
    /// What has followed, after one more event; `None` when it names a duty or sign that is not here.
    pub(crate) fn after(&mut self, event: &Follow, recorded: &Recorded) -> Option<()> {
        let at = recorded.recorded_at;
        match event {
            Follow::DutyArose(duty) => {
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
            Follow::DutyMet { duty } => {
                let duty = self.duties.get_mut(duty)?;
                let late = duty.duty.late_from().is_some_and(|late| at >= late);
                duty.state = DutyState::Met { at, late };
            }
            Follow::DutyWarned { duty, days, .. } => self.duties.get_mut(duty)?.warned.push(*days),
            Follow::DutyOverdue { duty, .. } => {
                self.duties.get_mut(duty)?.state = DutyState::Overdue { noticed_at: at };
            }
            Follow::DutyExtended { duty, until, .. } => {
                let duty = self.duties.get_mut(duty)?;
                duty.first_due = duty.first_due.or(duty.duty.due).or(duty.duty.due_at.map(crate::record::time::day));
                duty.duty.due = Some(*until);
                // The new limit is a day: an hour-exact one would otherwise go on counting.
                duty.duty.due_at = None;
                duty.warned.clear();
                duty.state = DutyState::Open;
            }
            Follow::DutyCancelled { duty, .. } => self.duties.get_mut(duty)?.state = DutyState::Cancelled { at },
            Follow::NoticeGiven(notice) => self.notices.push((at, notice.clone())),
            Follow::SignRaised(sign) => self.signs.push((at, sign.clone())),
            Follow::SignRelabelled { sign, label } => {
                self.signs.iter_mut().find(|(_, known)| known.id == *sign)?.1.label = *label;
            }
        }
        Some(())
    }

    /// The open duties.
    pub fn open(&self) -> impl Iterator<Item = &DutyNow> {
        self.duties.values().filter(|duty| duty.is_open())
    }

    /// The open duties that an event of this kind meets.
    pub fn met_by<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a DutyNow> {
        self.open().filter(move |duty| duty.duty.met_by.iter().any(|by| by == kind))
    }

    /// The open duty of this name, the one due first where there are several; one without a day comes last.
    pub fn open_named(&self, name: &str) -> Option<&DutyNow> {
        let open = self.open().filter(|duty| duty.duty.name == name);
        open.min_by_key(|duty| duty.duty.late_from().unwrap_or(Timestamp::MAX))
    }

    /// Whether a sign of this kind resting on the same last event was raised before.
    pub fn has_sign(&self, sign: SignKind, given_away_by: Option<EventId>) -> bool {
        self.signs.iter().any(|(_, known)| known.sign == sign && known.rests_on.last().copied() == given_away_by)
    }

    /// Whether a sign of this kind from these sources, in whatever order, was raised before.
    pub fn has_sign_from(&self, sign: SignKind, sources: &[StreamId]) -> bool {
        let sources: BTreeSet<String> = sources.iter().map(StreamId::to_string).collect();
        let same = |known: &Sign| known.sources.iter().cloned().collect::<BTreeSet<_>>() == sources;
        self.signs.iter().any(|(_, known)| known.sign == sign && same(known))
    }

    /// Extends the clock of a duty.
    ///
    /// # Errors
    /// When there is no such open duty, when the new day is not later, and when no reason is given. Whether the clock of a
    /// duty may be extended at all is for the law to say.
    pub fn extend(&self, duty: DutyId, until: Date, reasons: Personal<String>) -> Result<Follow, Refusal> {
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
        Ok(Follow::DutyExtended { duty, until, reasons })
    }
}
