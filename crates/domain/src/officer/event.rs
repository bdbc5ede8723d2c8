//! Events about an officer. Policy packs refer to them by kind.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    Clearance, Concern, Identity, Leaving, Photo, Posting, Probation, Protection, Relation, Vehicle, VettingDecision,
    Workforce,
};
use crate::codes::codes;
use crate::record::followed::{Consequence, RuleCitation};
use crate::{DeviceId, EventId, LinkId, MatterId, OfficerId, Personal, Role};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "payload", remote = "Self")]
pub enum OfficerEvent {
    /// The officer or member of staff was added to the record.
    #[serde(rename = "officer.enrolled")]
    Enrolled {
        workforce: Workforce,
        identity: Personal<Identity>,
        /// The number of their warrant or staff card.
        warrant: Personal<String>,
        /// The earliest posting on record.
        posting: Posting,
        probationer: bool,
    },
    #[serde(rename = "officer.posted")]
    Posted(Posting),
    /// Their name, address or other personal details changed.
    #[serde(rename = "officer.identity-changed")]
    IdentityChanged {
        /// The new details.
        identity: Personal<Identity>,
    },
    /// Their probation was completed, extended or cut short.
    #[serde(rename = "officer.probation-changed")]
    ProbationChanged {
        change: Probation,
        /// The day from which the change applies.
        on: Date,
    },
    #[serde(rename = "officer.vehicle-declared")]
    VehicleDeclared { vehicle: Personal<Vehicle> },
    /// A tie to a colleague was declared by the officer or recorded by somebody else.
    #[serde(rename = "officer.relation-declared")]
    RelationDeclared {
        /// The colleague.
        other: OfficerId,
        relation: Relation,
    },
    #[serde(rename = "officer.vetting-decided")]
    VettingDecided {
        level: Clearance,
        decision: VettingDecision,
        /// The last day on which a clearance is valid.
        expires: Option<Date>,
        rationale: Personal<String>,
    },
    /// A colleague's low-level concern about the officer was recorded.
    #[serde(rename = "officer.concern-recorded")]
    ConcernRecorded(Concern),
    /// A reversible protection was applied.
    #[serde(rename = "officer.protected")]
    Protected {
        protection: Protection,
        /// The matter in which it was applied.
        matter: MatterId,
        /// The rule under which it was applied.
        citation: RuleCitation,
    },
    #[serde(rename = "officer.protection-lifted")]
    ProtectionLifted {
        protection: Protection,
        /// The matter in which it was applied.
        matter: MatterId,
    },
    #[serde(rename = "officer.suspended")]
    Suspended { matter: MatterId },
    /// The suspension in this matter ended. Another matter may still suspend the officer.
    #[serde(rename = "officer.suspension-ended")]
    SuspensionEnded { matter: MatterId },
    #[serde(rename = "officer.left")]
    Left {
        how: Leaving,
        /// The last day of service.
        on: Date,
    },
    /// The person presented themselves as an officer, for example by showing a warrant card or answering a check.
    #[serde(rename = "officer.card-presented")]
    CardPresented {
        /// The location, in no more detail than necessary.
        place: String,
        /// True if they were allowed to act as an officer at that time.
        allowed: bool,
    },
    /// The officer booked on for a shift.
    #[serde(rename = "officer.duty-began")]
    DutyBegan {
        /// The latest time at which the shift ends.
        until: Timestamp,
    },
    /// The officer booked off.
    #[serde(rename = "officer.duty-ended")]
    DutyEnded,
    /// A decision was made on how the public sees them.
    #[serde(rename = "officer.public-face-set")]
    PublicFaceSet {
        /// True if only their card number is shown, because of terrorism or danger (PACE Code A 4.4).
        by_number: bool,
        /// True if the public page verifies them at all. Otherwise their desk answers by voice.
        online: bool,
    },
    /// The photo for their card was recorded.
    #[serde(rename = "officer.photo-taken")]
    PhotoTaken { photo: Personal<Photo> },
    /// A device of the force was bound to them.
    #[serde(rename = "officer.device-bound")]
    DeviceBound {
        device: DeviceId,
        /// The name that people use for it, such as `phone 4711`.
        name: String,
        /// Its public key for presentations, if it has one: SEC1 in base64url.
        key: Option<String>,
        /// The role whose pages its passkey opens.
        role: Role,
        /// SHA-256 of the passkey's id and public key, in base64url. It makes a passkey swapped in the database
        /// useless.
        passkey: String,
    },
    /// A device is no longer bound to them.
    #[serde(rename = "officer.device-removed")]
    DeviceRemoved { device: DeviceId },
    /// The linkage engine proposed that another service record is about the same person.
    #[serde(rename = "officer.same-person-proposed")]
    SamePersonProposed(SamePerson),
    /// A person judged a proposal of this kind.
    #[serde(rename = "officer.same-person-judged")]
    SamePersonJudged {
        /// The proposal that was judged.
        link: LinkId,
        verdict: Verdict,
    },
    /// An annotation that disputes or explains a fact was added. Facts are never overwritten.
    #[serde(rename = "officer.annotated")]
    Annotated {
        /// The event that the annotation refers to.
        of: EventId,
        words: Personal<String>,
    },
    /// A consequence of a rule. It is serialised as a [`Consequence`], with event kinds of its own.
    #[serde(skip)]
    Followed(Consequence),
}

crate::record::followed::holds_follow!(OfficerEvent);

/// A proposal that two service records are about the same person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SamePerson {
    /// The id of the proposal.
    pub link: LinkId,
    /// The other service record.
    pub other: OfficerId,
    /// The match weight in hundredths of a bit.
    pub weight_centibits: i64,
    /// The names of the fields that supported the proposal.
    pub because: Vec<String>,
    /// The model that made the proposal.
    pub model: String,
}

codes! {
    /// A person's answer to a proposed link.
    pub enum Verdict: "verdict on a link" {
        /// Both sides of the link are the same person.
        Confirmed = "confirmed",
        /// The two sides are different people.
        Rejected = "rejected",
        /// The person could not decide.
        CannotTell = "cannot-tell",
    }
}
