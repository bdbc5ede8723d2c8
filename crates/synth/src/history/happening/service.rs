//! The words for a person's service: leaving, relationships, vetting and low-level concerns.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SynthLeaving {
    Resigned,
    Retired,
    Dismissed,
}

/// A relationship between two members of the workforce.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relationship {
    Friend,
    /// Spouses, or partners.
    Spouse,
    Relative,
    FormerPartner,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VettingLevel {
    /// Recruitment vetting, valid for ten years.
    Rv,
    /// Management vetting, valid for seven years: for armed and other designated posts.
    Mv,
    /// Non-police personnel vetting, level 2, valid for three years.
    Nppv2,
    /// Non-police personnel vetting, level 3, valid for five years.
    Nppv3,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SynthVettingDecision {
    Granted,
    /// An adverse decision on a clearance applied for.
    Refused,
    /// An adverse decision that ends an existing clearance.
    Withdrawn,
}

/// The kinds of low-level concern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SynthConcern {
    /// A name that colleagues use for the person.
    Nickname,
    Remark,
    /// Jokes at the expense of others.
    Banter,
    /// Behaviour that makes somebody feel uneasy.
    Discomfort,
}
