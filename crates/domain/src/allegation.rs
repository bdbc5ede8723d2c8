//! Allegations: what is alleged, in which category, how reliable, fact or opinion, and what became of it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::codes::codes;
use crate::{AllegationId, Personal};

codes! {
    /// What is alleged.
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

/// Which allegations are of one family: a second one of the same family is a warning sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// Sexual offences and misconduct, with or without contact.
    Sexual,
    /// Abuse of a partner or former partner.
    Domestic,
    /// Dishonesty, corruption, misuse of systems.
    Integrity,
    /// Discrimination.
    Discrimination,
    /// Force and searches.
    Force,
    /// All others.
    Service,
}

impl Category {
    /// Its family.
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

    /// Whether every allegation of it is one of violence against women and girls unless somebody says otherwise.
    pub const fn presumed_violence_against_women(self) -> bool {
        matches!(self.family(), Family::Sexual | Family::Domestic)
    }

    /// Whether it is a serious sexual offence, which must be referred (PCMR reg 4).
    pub const fn serious_sexual(self) -> bool {
        matches!(self, Self::SexualAssault | Self::Rape)
    }
}

codes! {
    /// How reliable a source is: the first half of a police intelligence grade.
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
    /// Whether it states a fact or an opinion (DPA 2018 s.38).
    pub enum Basis: "basis of an allegation" {
        /// Based on facts.
        Fact = "fact",
        /// Based on a personal assessment.
        Opinion = "opinion",
    }
}

codes! {
    /// What became of it.
    #[derive(Default)]
    pub enum Finding: "finding on an allegation" {
        /// Nothing yet.
        #[default]
        Undecided = "undecided",
        /// Proven as gross misconduct.
        GrossMisconduct = "gross-misconduct",
        /// Proven as misconduct.
        Misconduct = "misconduct",
        /// Not proven; it is labelled so for ever.
        NotProven = "not-proven",
        /// Proven to be untrue.
        ProvablyFalse = "provably-false",
    }
}

impl Finding {
    /// Whether it was proven.
    pub const fn is_proven(self) -> bool {
        matches!(self, Self::GrossMisconduct | Self::Misconduct)
    }
}

/// One allegation as it was added to a matter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allegation {
    /// Its id.
    pub id: AllegationId,
    /// In which category.
    pub category: Category,
    /// Whether it is one of violence against women and girls.
    pub violence_against_women: bool,
    /// How reliable its source is.
    pub reliability: Reliability,
    /// Fact or opinion.
    pub basis: Basis,
    /// The day on which it is said to have happened.
    pub arose_on: Option<Date>,
    /// What is alleged.
    pub words: Personal<String>,
    /// What became of it. Not part of the event that adds it.
    #[serde(skip)]
    pub finding: Finding,
}
