//! What happens to an officer. The names of the kinds are what policy packs react to.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    Clearance, Concern, Identity, Leaving, Photo, Posting, Probation, Protection, Relation, Vehicle, VettingDecision,
    Workforce,
};
use crate::codes::codes;
use crate::record::followed::{Citation, Follow};
use crate::{DeviceId, EventId, LinkId, MatterId, OfficerId, Personal, Role};

/// What happens to an officer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "payload", remote = "Self")]
pub enum OfficerEvent {
    /// They are on record.
    #[serde(rename = "officer.enrolled")]
    Enrolled {
        /// Which part of the workforce.
        workforce: Workforce,
        /// Who they are.
        identity: Personal<Identity>,
        /// The number of their warrant or staff card.
        warrant: Personal<String>,
        /// Their first posting on record.
        posting: Posting,
        /// Whether they are in probation.
        probationer: bool,
    },
    /// A posting began.
    #[serde(rename = "officer.posted")]
    Posted(Posting),
    /// Their name or address is another now.
    #[serde(rename = "officer.identity-changed")]
    IdentityChanged {
        /// As it is now.
        identity: Personal<Identity>,
    },
    /// Something about their probation.
    #[serde(rename = "officer.probation-changed")]
    ProbationChanged {
        change: Probation,
        /// From which day.
        on: Date,
    },
    /// They declared a vehicle.
    #[serde(rename = "officer.vehicle-declared")]
    VehicleDeclared { vehicle: Personal<Vehicle> },
    /// They declared, or somebody recorded, a tie to a colleague.
    #[serde(rename = "officer.relation-declared")]
    RelationDeclared {
        /// To whom.
        other: OfficerId,
        relation: Relation,
    },
    /// A vetting decision.
    #[serde(rename = "officer.vetting-decided")]
    VettingDecided {
        /// Of which level.
        level: Clearance,
        /// What was decided.
        decision: VettingDecision,
        /// The last day on which a clearance holds.
        expires: Option<Date>,
        /// Why.
        rationale: Personal<String>,
    },
    /// A colleague noticed something.
    #[serde(rename = "officer.concern-recorded")]
    ConcernRecorded(Concern),
    /// A reversible protection was applied.
    #[serde(rename = "officer.protected")]
    Protected {
        protection: Protection,
        /// In which matter.
        matter: MatterId,
        /// By which rule.
        citation: Citation,
    },
    /// A protection was lifted.
    #[serde(rename = "officer.protection-lifted")]
    ProtectionLifted {
        protection: Protection,
        /// In which matter.
        matter: MatterId,
    },
    /// They were suspended.
    #[serde(rename = "officer.suspended")]
    Suspended {
        /// In which matter.
        matter: MatterId,
    },
    /// The suspension in a matter ended.
    #[serde(rename = "officer.suspension-ended")]
    SuspensionEnded {
        /// In which matter.
        matter: MatterId,
    },
    /// They left.
    #[serde(rename = "officer.left")]
    Left {
        how: Leaving,
        /// The last day of service.
        on: Date,
    },
    /// They presented themselves as an officer: showed a warrant card, answered a check.
    #[serde(rename = "officer.card-presented")]
    CardPresented {
        /// Where, as coarse as it may be.
        place: String,
        /// Whether they might act as an officer then.
        allowed: bool,
    },
    /// They booked on for a shift.
    #[serde(rename = "officer.duty-began")]
    DutyBegan {
        /// When the shift ends at the latest.
        until: Timestamp,
    },
    /// They booked off.
    #[serde(rename = "officer.duty-ended")]
    DutyEnded,
    /// How they are shown to the public was decided.
    #[serde(rename = "officer.public-face-set")]
    PublicFaceSet {
        /// By the number of their card only, because of terrorism or danger (PACE Code A 4.4).
        by_number: bool,
        /// Whether the public page verifies them at all; if not, their desk answers by voice.
        online: bool,
    },
    /// The photo of their card.
    #[serde(rename = "officer.photo-taken")]
    PhotoTaken {
        /// The photo.
        photo: Personal<Photo>,
    },
    /// A device of the force was bound to them.
    #[serde(rename = "officer.device-bound")]
    DeviceBound {
        device: DeviceId,
        /// What people call it: `phone 4711`.
        name: String,
        /// Its public key for presentations, where it has one: SEC1, base64url.
        key: Option<String>,
        /// The role whose pages its passkey opens.
        role: Role,
        /// SHA-256 of the passkey's id and public key, base64url: another put in its place in the database opens nothing.
        passkey: String,
    },
    /// A device was taken from them.
    #[serde(rename = "officer.device-removed")]
    DeviceRemoved { device: DeviceId },
    /// The engine says that another service record may be about the same person.
    #[serde(rename = "officer.same-person-proposed")]
    SamePersonProposed(SamePerson),
    /// A person judged that.
    #[serde(rename = "officer.same-person-judged")]
    SamePersonJudged {
        /// Which proposal.
        link: LinkId,
        /// The answer.
        verdict: Verdict,
    },
    /// Somebody disputes or explains a fact. Facts are annotated, never overwritten.
    #[serde(rename = "officer.annotated")]
    Annotated {
        /// What about.
        of: EventId,
        /// What is said.
        words: Personal<String>,
    },
    /// What follows by rule; written and read as [`Follow`] by its own kinds.
    #[serde(skip)]
    Followed(Follow),
}

crate::record::followed::holds_follow!(OfficerEvent);

/// A proposal that two service records are about one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SamePerson {
    /// The proposal.
    pub link: LinkId,
    /// The other record.
    pub other: OfficerId,
    /// The match weight in hundredths of a bit.
    pub weight_centibits: i64,
    /// The fields that spoke for it, by name.
    pub because: Vec<String>,
    /// Which model proposed it.
    pub model: String,
}

codes! {
    /// What a person says of a proposed link.
    pub enum Verdict: "verdict on a link" {
        /// They are one.
        Confirmed = "confirmed",
        /// They are not.
        Rejected = "rejected",
        /// It cannot be told.
        CannotTell = "cannot-tell",
    }
}
