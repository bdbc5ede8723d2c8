//! Allegations: what is alleged, in which category, how reliable, fact or opinion, and what became of it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{AllegationId, Personal};

/// What is alleged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Category {
    IndecentExposure,
    SexualHarassment,
    SexualAssault,
    Rape,
    DomesticAbuse,
    Stalking,
    AbuseOfPositionForSexualPurpose,
    ImproperEmotionalRelationship,
    UseOfForce,
    StopAndSearch,
    Incivility,
    DeliveryOfDuties,
    UseOfPoliceSystems,
    Disclosure,
    Discrimination,
    Corruption,
    ObstructionOfJustice,
    FailureToReport,
    DiscreditableConduct,
    Dishonesty,
    Other,
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
    /// All categories.
    pub const ALL: [Category; 21] = [
        Self::IndecentExposure,
        Self::SexualHarassment,
        Self::SexualAssault,
        Self::Rape,
        Self::DomesticAbuse,
        Self::Stalking,
        Self::AbuseOfPositionForSexualPurpose,
        Self::ImproperEmotionalRelationship,
        Self::UseOfForce,
        Self::StopAndSearch,
        Self::Incivility,
        Self::DeliveryOfDuties,
        Self::UseOfPoliceSystems,
        Self::Disclosure,
        Self::Discrimination,
        Self::Corruption,
        Self::ObstructionOfJustice,
        Self::FailureToReport,
        Self::DiscreditableConduct,
        Self::Dishonesty,
        Self::Other,
    ];

    /// Its code.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::IndecentExposure => "indecent-exposure",
            Self::SexualHarassment => "sexual-harassment",
            Self::SexualAssault => "sexual-assault",
            Self::Rape => "rape",
            Self::DomesticAbuse => "domestic-abuse",
            Self::Stalking => "stalking",
            Self::AbuseOfPositionForSexualPurpose => "abuse-of-position-for-sexual-purpose",
            Self::ImproperEmotionalRelationship => "improper-emotional-relationship",
            Self::UseOfForce => "use-of-force",
            Self::StopAndSearch => "stop-and-search",
            Self::Incivility => "incivility",
            Self::DeliveryOfDuties => "delivery-of-duties",
            Self::UseOfPoliceSystems => "use-of-police-systems",
            Self::Disclosure => "disclosure",
            Self::Discrimination => "discrimination",
            Self::Corruption => "corruption",
            Self::ObstructionOfJustice => "obstruction-of-justice",
            Self::FailureToReport => "failure-to-report",
            Self::DiscreditableConduct => "discreditable-conduct",
            Self::Dishonesty => "dishonesty",
            Self::Other => "other",
        }
    }

    /// The category of this code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|category| category.as_str() == code)
    }

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

/// How reliable a source is: the first half of a police intelligence grade.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reliability {
    /// Grade 1.
    Reliable,
    /// Grade 2.
    Untested,
    /// Grade 3.
    NotReliable,
}

/// Whether it states a fact or an opinion (DPA 2018 s.38).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// Based on facts.
    Fact,
    /// Based on a personal assessment.
    Opinion,
}

/// What became of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Finding {
    /// Nothing yet.
    #[default]
    Undecided,
    /// Proven as gross misconduct.
    GrossMisconduct,
    /// Proven as misconduct.
    Misconduct,
    /// Not proven; it is labelled so for ever.
    NotProven,
    /// Proven to be untrue.
    ProvablyFalse,
}

impl Finding {
    /// Whether it was proven.
    pub const fn is_proven(self) -> bool {
        matches!(self, Self::GrossMisconduct | Self::Misconduct)
    }

    /// Its code.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Undecided => "undecided",
            Self::GrossMisconduct => "gross-misconduct",
            Self::Misconduct => "misconduct",
            Self::NotProven => "not-proven",
            Self::ProvablyFalse => "provably-false",
        }
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
