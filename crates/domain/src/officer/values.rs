//! What is said of an officer: identity, postings, vetting, ties, concerns, protections. Values only.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::codes::codes;
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

codes! {
    /// The formats of a photo that every browser shows.
    pub enum PhotoType: "format of a photo" {
        Jpeg = "image/jpeg",
        Png = "image/png",
        Webp = "image/webp",
    }
}

/// The photo of a card.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Photo {
    /// In which format.
    pub media_type: PhotoType,
    /// The bytes in base64.
    pub base64: String,
}

impl std::fmt::Debug for Photo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Photo({}, {} bytes of base64)", self.media_type, self.base64.len())
    }
}

codes! {
    /// Which part of the workforce.
    pub enum Workforce: "part of the workforce" {
        /// A police officer.
        Officer = "officer",
        /// A special constable.
        Special = "special",
        /// Police staff.
        Staff = "staff",
    }
}

codes! {
    /// The role of a posting, as far as rules ask for it.
    pub enum Post: "post" {
        /// Response and neighbourhood work.
        Response = "response",
        /// Detective work.
        Detective = "detective",
        Armed = "armed",
        /// Working with vulnerable people.
        VulnerableFacing = "vulnerable-facing",
        /// Professional standards, counter-corruption or vetting.
        Standards = "standards",
        ControlRoom = "control-room",
        /// In training.
        Training = "training",
        /// Anything else.
        Other = "other",
    }
}

impl Post {
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

codes! {
    /// How a posting came about.
    pub enum Joining: "way of joining" {
        /// The first in policing.
        Recruited = "recruited",
        /// Within the force.
        Moved = "moved",
        /// From another force.
        Transferred = "transferred",
        /// Again, after having left.
        Rejoined = "rejoined",
    }
}

codes! {
    /// The rank of an officer, or the grade of somebody who is none.
    pub enum PoliceRank: "rank" {
        Constable = "constable",
        Sergeant = "sergeant",
        Inspector = "inspector",
        ChiefInspector = "chief-inspector",
        Superintendent = "superintendent",
        ChiefSuperintendent = "chief-superintendent",
        AssistantChiefConstable = "assistant-chief-constable",
        DeputyChiefConstable = "deputy-chief-constable",
        ChiefConstable = "chief-constable",
        Commander = "commander",
        DeputyAssistantCommissioner = "deputy-assistant-commissioner",
        AssistantCommissioner = "assistant-commissioner",
        DeputyCommissioner = "deputy-commissioner",
        Commissioner = "commissioner",
        SpecialConstable = "special-constable",
        CommunitySupportOfficer = "community-support-officer",
        Staff = "staff",
    }
}

impl PoliceRank {
    /// The rank in the words of a personnel file: `Detective Sergeant` is a sergeant, `pcso` a community support officer.
    pub fn in_words(words: &str) -> Option<Self> {
        let plain: Vec<String> = words.split([' ', '-', '_']).map(str::to_lowercase).collect();
        let titles = ["police", "detective", "temporary", "acting", "t", "a"];
        let rank: Vec<&str> = plain.iter().map(String::as_str).skip_while(|word| titles.contains(word)).collect();
        match rank.join("-").as_str() {
            "pc" | "dc" => Some(Self::Constable),
            "ps" | "sgt" | "ds" => Some(Self::Sergeant),
            "insp" | "di" => Some(Self::Inspector),
            "ci" | "dci" => Some(Self::ChiefInspector),
            "supt" => Some(Self::Superintendent),
            "special" | "sc" => Some(Self::SpecialConstable),
            "pcso" => Some(Self::CommunitySupportOfficer),
            code => Self::parse(code),
        }
    }

    /// Whether it is one of the chief officers: assistant chief constable, in London commander, and above. A chief inspector
    /// or chief superintendent is not.
    pub const fn is_chief_officer(self) -> bool {
        matches!(
            self,
            Self::AssistantChiefConstable
                | Self::DeputyChiefConstable
                | Self::ChiefConstable
                | Self::Commander
                | Self::DeputyAssistantCommissioner
                | Self::AssistantCommissioner
                | Self::DeputyCommissioner
                | Self::Commissioner
        )
    }
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
    /// In which rank; none where it is not on record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rank: Option<PoliceRank>,
    /// From which day.
    pub from: Date,
    /// How it came about.
    pub joining: Joining,
}

codes! {
    /// A level of vetting, lowest first.
    pub enum Clearance: "level of vetting" {
        /// Recruitment vetting (RV).
        Recruitment = "recruitment",
        /// Management vetting (MV).
        Management = "management",
    }
}

codes! {
    /// What a vetting authority decided.
    pub enum VettingDecision: "vetting decision" {
        Granted = "granted",
        Refused = "refused",
        Withdrawn = "withdrawn",
    }
}

codes! {
    /// How probation ended or went on.
    pub enum Probation: "change of probation" {
        /// It was completed.
        Completed = "completed",
        /// It was extended.
        Extended = "extended",
        /// It was cut short: the officer was discharged or left before its end (Police Regulations 2003 r.13).
        CutShort = "cut-short",
    }
}

codes! {
    /// What ties two members of the workforce, beside postings.
    pub enum Relation: "tie between colleagues" {
        /// Friends.
        Friend = "friend",
        /// Married or partners.
        Partner = "partner",
        /// Of one family.
        Relative = "relative",
        /// Formerly partners.
        FormerPartner = "former-partner",
    }
}

codes! {
    /// How somebody left.
    pub enum Leaving: "way of leaving" {
        Resigned = "resigned",
        Retired = "retired",
        Dismissed = "dismissed",
        /// Discharged in probation.
        Discharged = "discharged",
    }
}

codes! {
    /// What a colleague noticed: kept with its source, and not an allegation.
    pub enum ConcernKind: "kind of concern" {
        /// What colleagues call them.
        Nickname = "nickname",
        /// A remark.
        Remark = "remark",
        /// What was passed off as a joke.
        Banter = "banter",
        /// A feeling of discomfort.
        Discomfort = "discomfort",
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

codes! {
    /// A measure that can be reversed, and that the system may take by itself.
    pub enum Protection: "protection" {
        /// The public check does not verify the officer.
        VerificationOff = "verification-off",
        /// No armed duties.
        ArmedDutiesBlocked = "armed-duties-blocked",
        /// No duties with vulnerable people.
        VulnerableDutiesBlocked = "vulnerable-duties-blocked",
        /// No duties alone.
        LoneDutiesBlocked = "lone-duties-blocked",
        /// Their use of systems is watched.
        AccessWatch = "access-watch",
    }
}
