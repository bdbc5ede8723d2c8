//! Values for reports: the ways they come in, the allegation, the person described, the officers proposed.

use serde::{Deserialize, Serialize};

use crate::allegation::Category;
use crate::codes::codes;
use crate::{ForceId, LinkId, OfficerId, Personal, SubjectId};

codes! {
    /// The way a report came in.
    pub enum ReportKind: "kind of report" {
        Crime = "crime",
        /// An expression of dissatisfaction with a force (Police Reform Act 2002 s.12).
        Complaint = "complaint",
        Colleague = "colleague",
    }
}

/// The description of the person reported. Any field may be empty; a plate may contain `?` for a character that was not
/// seen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PersonDescription {
    pub first_name: String,
    pub surname: String,
    pub born: String,
    pub postcode: String,
    pub phone: String,
    pub plate: String,
    pub make: String,
    pub colour: String,
    pub warrant: String,
    pub appearance: String,
}

/// A report as it was received.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceivedReport {
    /// The force that received it.
    pub force: ForceId,
    pub report: ReportKind,
    /// True for a complaint recorded under Schedule 3 of the Police Reform Act 2002.
    pub schedule_3: bool,
    pub category: Category,
    /// True if the report concerns violence against women and girls.
    pub violence_against_women: bool,
    /// The reporter, whose data is sealed under their own key. `None` for an anonymous report.
    pub reporter: Option<SubjectId>,
    /// The location, in words.
    pub place: Personal<String>,
    /// The reporter's own words.
    pub words: Personal<String>,
    /// The description of the person it is about.
    pub described: Personal<PersonDescription>,
    /// The officer it is about, if known to the force.
    pub names: Option<OfficerId>,
}

/// A proposed link between a report and an officer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    pub link: LinkId,
    pub officer: OfficerId,
    /// The match weight in hundredths of a bit.
    pub weight_centibits: i64,
    /// The grounds, worded so that they do not quote the values: `matches 4 of 7 characters of a declared plate`.
    pub because: Vec<String>,
    /// The model that proposed the link.
    pub model: String,
}

codes! {
    /// The inquiries without which a sexual report cannot be closed (journey b2; Angiolini 1 to 3).
    pub enum Inquiry: "inquiry" {
        Cctv = "cctv",
        Anpr = "anpr",
        Vehicle = "vehicle",
        /// A search of the workforce for people who fit the description.
        Workforce = "workforce",
    }
}

codes! {
    /// The outcome of a report that does not lead to a matter.
    pub enum ReportOutcome: "outcome of a report" {
        Resolved = "resolved",
        /// The service provided was acceptable.
        Acceptable = "acceptable",
        /// The service provided was not acceptable.
        NotAcceptable = "not-acceptable",
        NoFurtherAction = "no-further-action",
    }
}

codes! {
    /// A detail shared by two reports in a series.
    pub enum SeriesTie: "tie of a series" {
        Phone = "phone",
        Vehicle = "vehicle",
    }
}
