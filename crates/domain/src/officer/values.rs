//! What is said of an officer: identity, postings, vetting, ties, concerns, protections. Values only.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{ForceId, OfficerId, Personal};

/// Who a person is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Identity {
    pub first_name: String,
    pub middle_name: String,
    pub surname: String,
    pub previous_surname: String,
    pub born: Option<Date>,
    pub sex: String,
    pub address: String,
    pub postcode: String,
    pub previous_postcode: String,
    pub phone: String,
    pub nickname: String,
}

/// A vehicle that somebody declared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vehicle {
    /// Its registration mark.
    pub plate: String,
    /// Its make.
    pub make: String,
    /// Its colour.
    pub colour: String,
}

/// The photo of a card.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Photo {
    /// `image/jpeg`, `image/png` or `image/webp`.
    pub media_type: String,
    /// The bytes in base64.
    pub base64: String,
}

impl std::fmt::Debug for Photo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Photo({}, {} bytes of base64)", self.media_type, self.base64.len())
    }
}

/// Which part of the workforce.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Workforce {
    /// A police officer.
    Officer,
    /// A special constable.
    Special,
    /// Police staff.
    Staff,
}

/// The role of a posting, as far as rules ask for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Post {
    /// Response and neighbourhood work.
    Response,
    /// Detective work.
    Detective,
    /// Armed.
    Armed,
    /// Working with vulnerable people.
    VulnerableFacing,
    /// Professional standards, counter-corruption or vetting.
    Standards,
    /// Control room.
    ControlRoom,
    /// In training.
    Training,
    /// Anything else.
    Other,
}

impl Post {
    /// Its code.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Response => "response",
            Self::Detective => "detective",
            Self::Armed => "armed",
            Self::VulnerableFacing => "vulnerable-facing",
            Self::Standards => "standards",
            Self::ControlRoom => "control-room",
            Self::Training => "training",
            Self::Other => "other",
        }
    }

    /// The vetting that it needs (Vetting APP; unverified): management vetting for designated posts.
    pub const fn needs(self) -> Clearance {
        match self {
            Self::Armed | Self::VulnerableFacing | Self::Standards => Clearance::Management,
            Self::Response | Self::Detective | Self::ControlRoom | Self::Training | Self::Other => {
                Clearance::Recruitment
            }
        }
    }
}

/// How a posting came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Joining {
    /// The first in policing.
    Recruited,
    /// Within the force.
    Moved,
    /// From another force.
    Transferred,
    /// Again, after having left.
    Rejoined,
}

/// One posting. It ends when the next begins, or when the officer leaves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Posting {
    /// In which force.
    pub force: ForceId,
    /// In which unit; people of one unit know each other.
    pub unit: String,
    /// In which role.
    pub post: Post,
    /// In which rank.
    pub rank: String,
    /// From which day.
    pub from: Date,
    /// How it came about.
    pub joining: Joining,
}

/// A level of vetting, lowest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Clearance {
    /// Recruitment vetting (RV).
    Recruitment,
    /// Management vetting (MV).
    Management,
}

impl Clearance {
    /// Its code.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Recruitment => "recruitment",
            Self::Management => "management",
        }
    }
}

/// What a vetting authority decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum VettingDecision {
    /// Granted.
    Granted,
    /// Refused.
    Refused,
    /// Withdrawn.
    Withdrawn,
}

/// How probation ended or went on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Probation {
    /// It was completed.
    Completed,
    /// It was extended.
    Extended,
    /// It was cut short: the officer was discharged or left before its end (Police Regulations 2003 r.13).
    CutShort,
}

/// What ties two members of the workforce, beside postings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Relation {
    /// Friends.
    Friend,
    /// Married or partners.
    Partner,
    /// Of one family.
    Relative,
    /// Formerly partners.
    FormerPartner,
}

impl Relation {
    /// Its code.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Friend => "friend",
            Self::Partner => "partner",
            Self::Relative => "relative",
            Self::FormerPartner => "former-partner",
        }
    }
}

/// How somebody left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Leaving {
    /// Resigned.
    Resigned,
    /// Retired.
    Retired,
    /// Dismissed.
    Dismissed,
    /// Discharged in probation.
    Discharged,
}

impl Leaving {
    /// Its code.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Resigned => "resigned",
            Self::Retired => "retired",
            Self::Dismissed => "dismissed",
            Self::Discharged => "discharged",
        }
    }
}

/// What a colleague noticed: kept with its source, and not an allegation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ConcernKind {
    /// What colleagues call them.
    Nickname,
    /// A remark.
    Remark,
    /// What was passed off as a joke.
    Banter,
    /// A feeling of discomfort.
    Discomfort,
}

impl ConcernKind {
    /// Its code.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Nickname => "nickname",
            Self::Remark => "remark",
            Self::Banter => "banter",
            Self::Discomfort => "discomfort",
        }
    }
}

/// A low-level concern.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Concern {
    /// What kind.
    pub concern: ConcernKind,
    /// The words, under the key of the officer whom they are about.
    pub words: Personal<String>,
    /// Who noticed, under that person's own key.
    pub source: Personal<OfficerId>,
    /// In which force.
    pub force: ForceId,
}

/// A measure that can be reversed, and that the system may take by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Protection {
    /// The public check does not verify the officer.
    VerificationOff,
    /// No armed duties.
    ArmedDutiesBlocked,
    /// No duties with vulnerable people.
    VulnerableDutiesBlocked,
    /// No duties alone.
    LoneDutiesBlocked,
    /// Their use of systems is watched.
    AccessWatch,
}

impl Protection {
    /// All of them.
    pub const ALL: [Protection; 5] = [
        Self::VerificationOff,
        Self::ArmedDutiesBlocked,
        Self::VulnerableDutiesBlocked,
        Self::LoneDutiesBlocked,
        Self::AccessWatch,
    ];

    /// Its code.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::VerificationOff => "verification-off",
            Self::ArmedDutiesBlocked => "armed-duties-blocked",
            Self::VulnerableDutiesBlocked => "vulnerable-duties-blocked",
            Self::LoneDutiesBlocked => "lone-duties-blocked",
            Self::AccessWatch => "access-watch",
        }
    }

    /// The protection of this code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|protection| protection.as_str() == code)
    }
}
