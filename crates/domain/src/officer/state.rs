//! The state of an officer, folded from their events.

use jiff::Timestamp;
use jiff::civil::Date;

use super::event::{OfficerEvent, SamePerson, Verdict};
use super::values::{
    Clearance, Concern, ConcernKind, Identity, Joining, Leaving, Photo, PoliceRank, Posting, Probation, Protection,
    Relation, Vehicle, VettingDecision, Workforce,
};
use crate::check::Standing;
use crate::record::event::RecordedEvent;
use crate::record::followed::{Consequences, RuleCitation};
use crate::record::state::Thing;
use crate::{DeviceId, EventId, ForceId, MatterId, OfficerId, Personal, Role};

/// The state of an officer's service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Service {
    Serving,
    Left {
        how: Leaving,
        /// The last day of service.
        on: Date,
    },
}

/// A protection in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProtectionInForce {
    pub protection: Protection,
    /// The matter in which it was applied.
    pub matter: MatterId,
    /// The rule under which it was applied.
    pub citation: RuleCitation,
    pub since: Timestamp,
}

/// A decision on an officer's vetting clearance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClearanceDecision {
    pub level: Clearance,
    pub decision: VettingDecision,
    /// The day of the decision.
    pub on: Date,
    /// The last day on which the clearance is valid.
    pub expires: Option<Date>,
}

/// A device of the force that is bound to an officer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    pub id: DeviceId,
    /// The name that people use for it.
    pub name: String,
    /// Its public key for presentations: SEC1 in base64url.
    pub key: Option<String>,
    /// The role whose pages its passkey opens.
    pub role: Role,
    /// SHA-256 of the passkey's id and public key, in base64url.
    pub passkey: String,
    pub since: Timestamp,
}

/// An officer or member of staff.
#[derive(Clone, Debug, PartialEq)]
pub struct Officer {
    pub id: OfficerId,
    pub workforce: Workforce,
    /// Their current personal details.
    pub identity: Personal<Identity>,
    /// Their earlier personal details, oldest first.
    pub earlier_identities: Vec<Personal<Identity>>,
    /// The number of their warrant or staff card.
    pub warrant: Personal<String>,
    pub service: Service,
    /// The last day of service for each time they left.
    pub last_days: Vec<Date>,
    /// Their postings, in order of first day.
    pub postings: Vec<Posting>,
    pub probationer: bool,
    /// Changes to their probation, each with the force and the day.
    pub probation: Vec<(ForceId, Probation, Date)>,
    pub vehicles: Vec<Personal<Vehicle>>,
    /// Ties to colleagues, each with the time at which it was recorded.
    pub relations: Vec<(OfficerId, Relation, Timestamp)>,
    /// Vetting decisions, oldest first.
    pub vetting: Vec<ClearanceDecision>,
    /// Low-level concerns, oldest first, each with its event and time.
    pub concerns: Vec<(EventId, Timestamp, Concern)>,
    /// Protections in force.
    pub protections: Vec<ProtectionInForce>,
    /// The matters in which they are suspended, each with the time of the suspension.
    pub suspensions: Vec<(MatterId, Timestamp)>,
    /// The start and the latest end of the current shift.
    pub on_duty: Option<(Timestamp, Timestamp)>,
    /// True if the public sees only their card number.
    pub by_number: bool,
    /// True if the public page verifies them at all.
    pub online: bool,
    /// The photo for their card.
    pub photo: Option<Personal<Photo>>,
    pub devices: Vec<Device>,
    /// Proposals that another record is about the same person, each with its verdict.
    pub same_person: Vec<(SamePerson, Option<Verdict>)>,
    /// Annotations, each with the event that it refers to.
    pub annotations: Vec<(EventId, Personal<String>)>,
    /// The consequences of rules: duties, notices and warning signs.
    pub followed: Consequences,
}

impl Thing for Officer {
    type Event = OfficerEvent;

    fn begin(event: &OfficerEvent, recorded: &RecordedEvent) -> Option<Self> {
        let OfficerEvent::Enrolled { workforce, identity, warrant, posting, probationer } = event else { return None };
        Some(Self {
            id: recorded.stream.key.parse().ok()?,
            workforce: *workforce,
            identity: identity.clone(),
            earlier_identities: Vec::new(),
            warrant: warrant.clone(),
            service: Service::Serving,
            last_days: Vec::new(),
            postings: vec![posting.clone()],
            probationer: *probationer,
            probation: Vec::new(),
            vehicles: Vec::new(),
            relations: Vec::new(),
            vetting: Vec::new(),
            concerns: Vec::new(),
            protections: Vec::new(),
            suspensions: Vec::new(),
            on_duty: None,
            by_number: false,
            online: true,
            photo: None,
            devices: Vec::new(),
            same_person: Vec::new(),
            annotations: Vec::new(),
            followed: Consequences::default(),
        })
    }

    fn after(mut self, event: &OfficerEvent, recorded: &RecordedEvent) -> Option<Self> {
        let at = recorded.recorded_at;
        match event {
            OfficerEvent::Enrolled { .. } => return None,
            OfficerEvent::Posted(posting) => {
                // A posting that began before the officer left does not bring them back, even if it is entered later.
                let since = |on: Date| posting.joining == Joining::Rejoined && posting.from > on;
                if matches!(self.service, Service::Left { on, .. } if since(on)) {
                    self.service = Service::Serving;
                }
                // A posting entered late is inserted in order of first day.
                let place = self.postings.partition_point(|earlier| earlier.from <= posting.from);
                self.postings.insert(place, posting.clone());
            }
            OfficerEvent::IdentityChanged { identity } => {
                self.earlier_identities.push(std::mem::replace(&mut self.identity, identity.clone()));
            }
            OfficerEvent::ProbationChanged { change, on } => {
                let force = self.posting_on(*on).force.clone();
                self.probationer = *change == Probation::Extended;
                self.probation.push((force, *change, *on));
            }
            OfficerEvent::VehicleDeclared { vehicle } => self.vehicles.push(vehicle.clone()),
            OfficerEvent::RelationDeclared { other, relation } => self.relations.push((*other, *relation, at)),
            OfficerEvent::VettingDecided { level, decision, expires, .. } => {
                let on = crate::record::time::day(recorded.happened());
                // A decision entered late is inserted in date order, so that it does not override a later one.
                let place = self.vetting.partition_point(|earlier| earlier.on <= on);
                self.vetting
                    .insert(place, ClearanceDecision { level: *level, decision: *decision, on, expires: *expires });
            }
            OfficerEvent::ConcernRecorded(concern) => self.concerns.push((recorded.id, at, concern.clone())),
            OfficerEvent::Protected { protection, matter, citation } => {
                // A protection that is applied twice is kept only once, with the time of its first application.
                if !self.protections.iter().any(|known| known.protection == *protection && known.matter == *matter) {
                    let (protection, matter, citation) = (*protection, *matter, citation.clone());
                    self.protections.push(ProtectionInForce { protection, matter, citation, since: at });
                }
            }
            OfficerEvent::ProtectionLifted { protection, matter } => {
                self.protections.retain(|known| known.protection != *protection || known.matter != *matter);
            }
            OfficerEvent::Suspended { matter } => {
                if !self.suspensions.iter().any(|(known, _)| known == matter) {
                    self.suspensions.push((*matter, at));
                }
            }
            OfficerEvent::SuspensionEnded { matter } => self.suspensions.retain(|(known, _)| known != matter),
            OfficerEvent::Left { how, on } => {
                self.service = Service::Left { how: *how, on: *on };
                self.last_days.push(*on);
            }
            OfficerEvent::CardPresented { .. } => {}
            OfficerEvent::DutyBegan { until } => self.on_duty = Some((at, *until)),
            OfficerEvent::DutyEnded => self.on_duty = None,
            OfficerEvent::PublicFaceSet { by_number, online } => (self.by_number, self.online) = (*by_number, *online),
            OfficerEvent::PhotoTaken { photo } => self.photo = Some(photo.clone()),
            OfficerEvent::DeviceBound { device, name, key, role, passkey } => {
                self.devices.retain(|known| known.id != *device);
                let (name, key, passkey) = (name.clone(), key.clone(), passkey.clone());
                self.devices.push(Device { id: *device, name, key, role: *role, passkey, since: at });
            }
            OfficerEvent::DeviceRemoved { device } => self.devices.retain(|known| known.id != *device),
            OfficerEvent::SamePersonProposed(proposal) => self.same_person.push((proposal.clone(), None)),
            OfficerEvent::SamePersonJudged { link, verdict } => {
                self.same_person.iter_mut().find(|(known, _)| known.link == *link)?.1 = Some(*verdict);
            }
            OfficerEvent::Annotated { of, words } => self.annotations.push((*of, words.clone())),
            OfficerEvent::Followed(follow) => self.followed.after(follow, recorded)?,
        }
        Some(self)
    }

    fn force(&self) -> Option<&ForceId> {
        Some(self.force())
    }

    fn subject(&self) -> Option<OfficerId> {
        Some(self.id)
    }
}

impl Officer {
    /// The current posting, or the last one if they have left.
    pub fn posting(&self) -> &Posting {
        // An officer is enrolled with a posting, and postings are never removed.
        self.postings.last().unwrap_or_else(|| unreachable!("an officer has a posting from enrolment on"))
    }

    /// The posting on a given day, or the first posting if the day is earlier.
    pub fn posting_on(&self, on: Date) -> &Posting {
        let begun = self.postings.iter().rev().find(|posting| posting.from <= on);
        begun.or(self.postings.first()).unwrap_or_else(|| self.posting())
    }

    /// The force in which they serve or last served.
    pub fn force(&self) -> &ForceId {
        &self.posting().force
    }

    pub fn is_serving(&self) -> bool {
        self.service == Service::Serving
    }

    /// Returns whether they are a chief officer. Specials and police staff never are, whatever their rank or grade.
    pub fn is_chief_officer(&self) -> bool {
        self.workforce == Workforce::Officer && self.posting().rank.is_some_and(PoliceRank::is_chief_officer)
    }

    /// Returns whether they are suspended in any matter.
    pub fn is_suspended(&self) -> bool {
        !self.suspensions.is_empty()
    }

    pub fn is_protected_by(&self, protection: Protection) -> bool {
        self.protections.iter().any(|known| known.protection == protection)
    }

    /// Returns whether they have the power to act as an officer: they are serving, not suspended, and verification is
    /// not off. An officer who is never verified online has power too; [`Officer::standing`] decides a check.
    pub fn has_power(&self) -> bool {
        self.is_serving() && !self.is_suspended() && !self.is_protected_by(Protection::VerificationOff)
    }

    /// The facts that decide whether they may act now.
    pub fn standing(&self) -> Standing {
        Standing {
            serving: self.is_serving(),
            suspended: self.is_suspended(),
            verification_off: self.is_protected_by(Protection::VerificationOff),
            online: self.online,
            on_duty: self.on_duty,
        }
    }

    /// Returns whether they hold a clearance of at least this level on a given day, based on decisions up to that day.
    pub fn is_cleared(&self, level: Clearance, on: Date) -> bool {
        let latest = self.vetting.iter().rev().find(|vetted| vetted.level >= level && vetted.on <= on);
        latest.is_some_and(|vetted| {
            vetted.decision == VettingDecision::Granted && vetted.expires.is_none_or(|expires| expires >= on)
        })
    }

    /// Their postings, each with its first day and, if it has ended, its last day. A posting ends on the day before the
    /// next one, or earlier if they left in between.
    pub fn periods(&self) -> impl Iterator<Item = (&Posting, Date, Option<Date>)> {
        let last = match &self.service {
            Service::Serving => None,
            Service::Left { on, .. } => Some(*on),
        };
        self.postings.iter().enumerate().map(move |(place, posting)| {
            let next = self.postings.get(place + 1).map(|next| next.from.yesterday().unwrap_or(next.from));
            let within = |on: &&Date| **on >= posting.from && next.is_none_or(|next| **on <= next);
            let left = self.last_days.iter().filter(within).min().copied();
            (posting, posting.from, left.or(next).or(last))
        })
    }

    /// Returns whether both served in the same unit of the same force at the same time, on or after the day `since`. An
    /// unknown unit never matches; otherwise, everyone in a workforce imported without units would count as a colleague
    /// of everyone else.
    pub fn shared_a_posting(&self, other: &Officer, since: Date) -> bool {
        self.periods().any(|(mine, from, to)| {
            other.periods().any(|(theirs, their_from, their_to)| {
                let begin = from.max(their_from);
                let end = match (to, their_to) {
                    (Some(one), Some(two)) => Some(one.min(two)),
                    (one, two) => one.or(two),
                };
                mine.force == theirs.force
                    && mine.unit == theirs.unit
                    && !mine.unit.is_empty()
                    && end.is_none_or(|end| begin <= end && end >= since)
            })
        })
    }

    /// Returns whether either officer has a recorded tie to the other.
    pub fn is_tied_to(&self, other: &Officer) -> bool {
        self.relations.iter().any(|(to, _, _)| *to == other.id)
            || other.relations.iter().any(|(to, _, _)| *to == self.id)
    }

    /// The number of different colleagues who recorded a concern of this kind, or of any kind if `None`. Colleagues
    /// still count after their names have been erased.
    pub fn sources_of(&self, concern: Option<ConcernKind>) -> usize {
        let mut sources: Vec<_> = self
            .concerns
            .iter()
            .filter(|(_, _, known)| concern.is_none_or(|kind| known.concern == kind))
            .map(|(_, _, known)| known.source.subject())
            .collect();
        sources.sort_unstable();
        sources.dedup();
        sources.len()
    }
}
