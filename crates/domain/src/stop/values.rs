//! What is said of a stop: its power, its reason, what is stated when it begins, the record of a search. Values only.

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use crate::record::letters::StopRef;
use crate::{DeviceId, ForceId, OfficerId, Personal};

/// A power of stop: an act and section.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Power {
    /// PACE 1984 s.1: stolen or prohibited articles.
    PaceSection1,
    /// Misuse of Drugs Act 1971 s.23.
    MisuseOfDrugsSection23,
    /// Criminal Justice and Public Order Act 1994 s.60.
    PublicOrderSection60,
    /// Road Traffic Act 1988 s.163: stopping a vehicle.
    RoadTrafficSection163,
    /// PACE 1984 s.24: arrest.
    PaceSection24,
}

impl Power {
    /// All of them.
    pub const ALL: [Power; 5] = [
        Self::PaceSection1,
        Self::MisuseOfDrugsSection23,
        Self::PublicOrderSection60,
        Self::RoadTrafficSection163,
        Self::PaceSection24,
    ];

    /// Its code.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::PaceSection1 => "pace-section1",
            Self::MisuseOfDrugsSection23 => "misuse-of-drugs-section23",
            Self::PublicOrderSection60 => "public-order-section60",
            Self::RoadTrafficSection163 => "road-traffic-section163",
            Self::PaceSection24 => "pace-section24",
        }
    }

    /// The power of this code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|power| power.as_str() == code)
    }

    /// Its act and section.
    pub const fn citation(self) -> &'static str {
        match self {
            Self::PaceSection1 => "Police and Criminal Evidence Act 1984 s.1",
            Self::MisuseOfDrugsSection23 => "Misuse of Drugs Act 1971 s.23",
            Self::PublicOrderSection60 => "Criminal Justice and Public Order Act 1994 s.60",
            Self::RoadTrafficSection163 => "Road Traffic Act 1988 s.163",
            Self::PaceSection24 => "Police and Criminal Evidence Act 1984 s.24",
        }
    }

    /// Whether something is searched for under it.
    pub const fn is_search(self) -> bool {
        matches!(self, Self::PaceSection1 | Self::MisuseOfDrugsSection23 | Self::PublicOrderSection60)
    }

    /// The rule by which only a constable in uniform has it, where there is one.
    pub(super) const fn uniform_only(self) -> Option<&'static str> {
        match self {
            Self::PublicOrderSection60 => Some("Criminal Justice and Public Order Act 1994 s.60(4)"),
            Self::RoadTrafficSection163 => Some("Road Traffic Act 1988 s.163(1)"),
            Self::PaceSection1 | Self::MisuseOfDrugsSection23 | Self::PaceSection24 => None,
        }
    }
}

/// The reason for a stop as a code, beside the officer's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReasonCode {
    /// Stolen property is suspected.
    StolenProperty,
    /// A weapon is suspected.
    Weapon,
    /// Tools for burglary or theft are suspected.
    GoingEquipped,
    /// Drugs are suspected.
    Drugs,
    /// An authorisation for the place and time is in force.
    AuthorisationInForce,
    /// The driving or the state of a vehicle.
    RoadTraffic,
    /// An offence is suspected for which the person is arrested.
    OffenceSuspected,
    /// The person is wanted.
    Wanted,
}

impl ReasonCode {
    /// All of them.
    pub const ALL: [ReasonCode; 8] = [
        Self::StolenProperty,
        Self::Weapon,
        Self::GoingEquipped,
        Self::Drugs,
        Self::AuthorisationInForce,
        Self::RoadTraffic,
        Self::OffenceSuspected,
        Self::Wanted,
    ];

    /// Its code.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::StolenProperty => "stolen-property",
            Self::Weapon => "weapon",
            Self::GoingEquipped => "going-equipped",
            Self::Drugs => "drugs",
            Self::AuthorisationInForce => "authorisation-in-force",
            Self::RoadTraffic => "road-traffic",
            Self::OffenceSuspected => "offence-suspected",
            Self::Wanted => "wanted",
        }
    }

    /// The reason of this code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == code)
    }
}

/// What is stated when a stop begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StopOpening {
    /// Its reference, for everybody who speaks of it.
    pub reference: StopRef,
    /// Who stops.
    pub officer: OfficerId,
    /// Of which force.
    pub force: ForceId,
    /// The device on which it was begun; none where a record was taken over from elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<DeviceId>,
    /// Under which power.
    pub power: Power,
    /// Why, as a code; none where a record was taken over from elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason_code: Option<ReasonCode>,
    /// Why, in the officer's words: the grounds.
    pub reason: Personal<String>,
    /// What is searched for: the object.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object: Option<Personal<String>>,
    /// Where, as coarse as it may be.
    pub place: String,
    /// Whether the officer wears a uniform.
    pub uniform: bool,
    /// Whether a vehicle is stopped.
    pub vehicle: bool,
    /// Whether the officer is off duty and has had to act.
    #[serde(default)]
    pub off_duty: bool,
}

/// The record of a search (PACE 1984 s.3; Code A section 4), beside what was stated at the beginning.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SearchRecord {
    /// The grounds, as the officer gives them at the end.
    pub grounds: String,
    /// The ethnicity that the person gives, as a code of the 18+1 list; empty when they gave none.
    pub self_defined_ethnicity: String,
    /// The ethnicity that the officer perceives, as a code.
    pub perceived_ethnicity: String,
    /// What was found.
    pub found: String,
}

/// How long a call to the control room waits before it is marked on the board for the duty superintendent (journey a2), whom the
/// control room rings. It should be taken within 30 seconds.
pub const CALL_ESCALATES_AFTER: SignedDuration = SignedDuration::from_secs(60);

/// The most characters that anybody writes into one field of a stop.
pub const WORDS_MAXIMUM: usize = 2_000;

/// How a stop ended that its officer could not end: the control room did, and there is no record of a search.
pub const ENDED_BY_CONTROL_ROOM: &str = "ended-by-control-room";

/// Whether a text is longer than a field of a stop may be.
pub fn is_too_long(words: &str) -> bool {
    words.chars().count() > WORDS_MAXIMUM
}
