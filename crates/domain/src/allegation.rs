//! Allegations: their category, the reliability of their source, their basis in fact or opinion, and the finding.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::codes::codes;
use crate::{AllegationId, Personal};

codes! {
    pub enum Category: "category of allegation" {
        IndecentExposure = "indecent-exposure",
        SexualHarassment = "sexual-harassment",
        SexualAssault = "sexual-assault",
        Rape = "rape",
        DomesticAbuse = "domestic-abuse",
        Stalking = "stalking",
        AbuseOfPositionForSexualPurpose = "abuse-of-position-for-sexual-purpose",
        ImproperEmotionalRelationship = "improper-emotional-relationship",
        UseOfForce = "use-of-force",
        StopAndSearch = "stop-and-search",
        Incivility = "incivility",
        DeliveryOfDuties = "delivery-of-duties",
        UseOfPoliceSystems = "use-of-police-systems",
        Disclosure = "disclosure",
        Discrimination = "discrimination",
        Corruption = "corruption",
        ObstructionOfJustice = "obstruction-of-justice",
        FailureToReport = "failure-to-report",
        DiscreditableConduct = "discreditable-conduct",
        Dishonesty = "dishonesty",
        Other = "other",
    }
}

/// A family of allegations. A second allegation in the same family is a warning sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// Sexual offences and misconduct, with or without contact.
    Sexual,
    /// Abuse of a partner or former partner.
    Domestic,
    /// Dishonesty, corruption and misuse of systems.
    Integrity,
    Discrimination,
    /// Use of force, and searches.
    Force,
    /// All other allegations.
    Service,
}

impl Category {
    pub const fn family(self) -> Family {
        match self {
            Self::IndecentExposure
            | Self::SexualHarassment
            | Self::SexualAssault
            | Self::Rape
            | Self::Stalking
            | Self::AbuseOfPositionForSexualPurpose
            | Self::ImproperEmotionalRelationship => Family::Sexual,
            Self::DomesticAbuse => Family::Domestic,
            Self::UseOfPoliceSystems
            | Self::Disclosure
            | Self::Corruption
            | Self::ObstructionOfJustice
            | Self::FailureToReport
            | Self::Dishonesty => Family::Integrity,
            Self::Discrimination => Family::Discrimination,
            Self::UseOfForce | Self::StopAndSearch => Family::Force,
            Self::Incivility | Self::DeliveryOfDuties | Self::DiscreditableConduct | Self::Other => Family::Service,
        }
    }

    /// Returns whether allegations in this category are presumed to concern violence against women and girls.
    pub const fn presumed_violence_against_women(self) -> bool {
        matches!(self.family(), Family::Sexual | Family::Domestic)
    }

    /// Returns whether this is a serious sexual offence, which must be referred (PCMR reg 4).
    pub const fn serious_sexual(self) -> bool {
        matches!(self, Self::SexualAssault | Self::Rape)
    }
}

codes! {
    /// The reliability of a source: the first half of a police intelligence grade.
    pub enum Reliability: "reliability of a source" {
        /// Grade 1.
        Reliable = "reliable",
        /// Grade 2.
        Untested = "untested",
        /// Grade 3.
        NotReliable = "not-reliable",
    }
}

codes! {
    /// The basis of an allegation: fact or opinion (DPA 2018 s.38).
    pub enum Basis: "basis of an allegation" {
        /// Based on facts.
        Fact = "fact",
        /// Based on a personal assessment.
        Opinion = "opinion",
    }
}

codes! {
    /// The decision on an allegation.
    #[derive(Default)]
    pub enum Finding: "finding on an allegation" {
        /// No finding yet.
        #[default]
        Undecided = "undecided",
        /// Proven to be gross misconduct.
        GrossMisconduct = "gross-misconduct",
        /// Proven to be misconduct.
        Misconduct = "misconduct",
        /// Not proven. The allegation keeps this label permanently.
        NotProven = "not-proven",
        /// Proven to be untrue.
        ProvablyFalse = "provably-false",
    }
}

impl Finding {
    /// Returns whether misconduct of any degree was proven.
    pub const fn is_proven(self) -> bool {
        matches!(self, Self::GrossMisconduct | Self::Misconduct)
    }
}

/// An allegation in a matter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allegation {
    pub id: AllegationId,
    pub category: Category,
    /// True if the allegation concerns violence against women and girls.
    pub violence_against_women: bool,
    pub reliability: Reliability,
    pub basis: Basis,
    /// The day on which the conduct allegedly took place.
    pub arose_on: Option<Date>,
    /// The text of the allegation.
    pub words: Personal<String>,
    /// The finding. It is not part of the event that adds the allegation.
    #[serde(skip)]
    pub finding: Finding,
}
