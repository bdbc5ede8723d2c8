//! The words for a report: the reporter, the description of the person reported, the judgements and the result.

use crate::history::people::PersonNumber;

/// A reporter's description of the person they report. Any part of it can be misspelt, partial or missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SynthDescription {
    /// A first name or an initial.
    pub first_name: Option<String>,
    pub surname: Option<String>,
    /// A phone number that the person used or gave.
    pub phone: Option<String>,
    /// A plate, with `?` for each character that was not seen: `?K6? T??`.
    pub plate: Option<String>,
    pub make: Option<&'static str>,
    pub colour: Option<&'static str>,
    /// The number on the shoulder or the card: `TEST` and digits.
    pub collar: Option<String>,
    /// The person's appearance; empty if the reporter did not describe it.
    pub appearance: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reporter {
    /// A member of the public, as an index in [`crate::history::History::public`].
    Public(u32),
    Colleague(PersonNumber),
    Anonymous,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SynthReportKind {
    /// A complaint about a force by a member of the public.
    Complaint,
    /// A crime, no matter who committed it.
    Crime,
    /// A report made in confidence by a colleague.
    ColleagueReport,
}

/// A judgement on whether a report is about a member of the workforce.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkVerdict {
    Confirmed,
    /// The report is about somebody else.
    NotHim,
    /// The material does not allow an answer.
    CannotTell,
}

/// The result of a report that did not become a matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportResult {
    /// The complainant is satisfied.
    Resolved,
    /// The service provided by the force was acceptable.
    Acceptable,
    /// The service provided by the force was not acceptable.
    NotAcceptable,
    NoFurtherAction,
}
