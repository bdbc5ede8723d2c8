//! Values for officers: identity, postings, vetting, ties, concerns, protections. No decisions here.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::codes::codes;
use crate::{ForceId, OfficerId, Personal};

/// The personal details that identify a member of the workforce.
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

/// A vehicle declared by a member of the workforce.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vehicle {
    /// The registration mark.
    pub plate: String,
    pub make: String,
    pub colour: String,
}

codes! {
    /// Photo formats that every browser can show.
    pub enum PhotoType: "format of a photo" {
        Jpeg = "image/jpeg",
        Png = "image/png",
        Webp = "image/webp",
    }
}

/// The photo for a card.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Photo {
    pub media_type: PhotoType,
    /// The image file in base64.
    pub base64: String,
}

impl std::fmt::Debug for Photo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Photo({}, {} bytes of base64)", self.media_type, self.base64.len())
    }
}

codes! {
    /// A part of the workforce.
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
    /// The type of post, as far as the rules distinguish between types.
    pub enum Post: "post" {
        /// Response and neighbourhood work.
        Response = "response",
        Detective = "detective",
        Armed = "armed",
        /// Work with vulnerable people.
        VulnerableFacing = "vulnerable-facing",
        /// Professional standards, counter-corruption or vetting.
        Standards = "standards",
        ControlRoom = "control-room",
        Training = "training",
        Other = "other",
    }
}

impl Post {
    /// The clearance that the post requires (Vetting APP; unverified): management vetting for designated posts.
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
    /// The way a posting came about.
    pub enum Joining: "way of joining" {
        /// A first posting in policing.
        Recruited = "recruited",
        /// A move within the force.
        Moved = "moved",
        /// A transfer from another force.
        Transferred = "transferred",
        /// A return after having left.
        Rejoined = "rejoined",
    }
}

codes! {
    /// The rank of an officer, or the grade of a member of staff without a rank.
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
    /// Parses the wording used in personnel files: `Detective Sergeant` is a sergeant, `pcso` a community support
    /// officer.
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

    /// Returns whether this is a chief officer rank: assistant chief constable (in London, commander) and above. Chief
    /// inspector and chief superintendent are not.
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

/// A posting. It ends when the next one begins or when the officer leaves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Posting {
    pub force: ForceId,
    /// The unit; empty if unknown. Members of the same unit are assumed to know each other.
    pub unit: String,
    pub post: Post,
    /// The rank, if recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rank: Option<PoliceRank>,
    /// The first day of the posting.
    pub from: Date,
    pub joining: Joining,
}

codes! {
    /// Levels of vetting, lowest first.
    pub enum Clearance: "level of vetting" {
        /// Recruitment vetting (RV).
        Recruitment = "recruitment",
        /// Management vetting (MV).
        Management = "management",
    }
}

codes! {
    /// A vetting authority's decision.
    pub enum VettingDecision: "vetting decision" {
        Granted = "granted",
        Refused = "refused",
        Withdrawn = "withdrawn",
    }
}

codes! {
    /// The way probation ended or was extended.
    pub enum Probation: "change of probation" {
        Completed = "completed",
        Extended = "extended",
        /// The officer was discharged or left before the end of probation (Police Regulations 2003 r.13).
        CutShort = "cut-short",
    }
}

codes! {
    /// A tie between two members of the workforce, other than a shared posting.
    pub enum Relation: "tie between colleagues" {
        Friend = "friend",
        /// Spouse or partner.
        Partner = "partner",
        /// Member of the same family.
        Relative = "relative",
        FormerPartner = "former-partner",
    }
}

codes! {
    /// The way a member of the workforce left the service.
    pub enum Leaving: "way of leaving" {
        Resigned = "resigned",
        Retired = "retired",
        Dismissed = "dismissed",
        /// Discharged during probation.
        Discharged = "discharged",
    }
}

codes! {
    /// The kind of thing a colleague noticed. A concern is kept with its source and is not an allegation.
    pub enum ConcernKind: "kind of concern" {
        /// A nickname that colleagues use.
        Nickname = "nickname",
        Remark = "remark",
        /// Something that was passed off as a joke.
        Banter = "banter",
        /// A feeling of discomfort.
        Discomfort = "discomfort",
    }
}

/// A low-level concern.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Concern {
    pub concern: ConcernKind,
    /// The text, sealed under the key of the officer it is about.
    pub words: Personal<String>,
    /// The colleague who raised the concern, sealed under their own key.
    pub source: Personal<OfficerId>,
    pub force: ForceId,
}

codes! {
    /// A reversible measure that the system may apply by itself.
    pub enum Protection: "protection" {
        /// The public check does not verify the officer.
        VerificationOff = "verification-off",
        /// No armed duties.
        ArmedDutiesBlocked = "armed-duties-blocked",
        /// No duties with vulnerable people.
        VulnerableDutiesBlocked = "vulnerable-duties-blocked",
        /// No lone duties.
        LoneDutiesBlocked = "lone-duties-blocked",
        /// The officer's use of systems is monitored.
        AccessWatch = "access-watch",
    }
}
