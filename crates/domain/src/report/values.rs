//! What is said of a report: how it came, what is reported, whom it describes, the officers proposed for it. Values only.

use serde::{Deserialize, Serialize};

use crate::allegation::Category;
use crate::codes::codes;
use crate::{ForceId, LinkId, OfficerId, Personal, SubjectId};

codes! {
    /// Which way it came.
    pub enum ReportKind: "kind of report" {
        /// A crime report.
        Crime = "crime",
        /// An expression of dissatisfaction with a force (Police Reform Act 2002 s.12).
        Complaint = "complaint",
        /// A colleague's report.
        Colleague = "colleague",
    }
}

/// How the person reported is described. Any field may be empty; a plate may hold `?` for a character not seen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Described {
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

/// A report as it is received.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Received {
    /// By which force.
    pub force: ForceId,
    /// Which way it came.
    pub report: ReportKind,
    /// Whether a complaint is recorded under Schedule 3 of the Police Reform Act 2002.
    pub schedule_3: bool,
    /// What is reported.
    pub category: Category,
    /// Whether it is violence against women and girls.
    pub violence_against_women: bool,
    /// Who reports; nobody where it is anonymous. Under that person's own key.
    pub reporter: Option<SubjectId>,
    /// Where, in words.
    pub place: Personal<String>,
    /// What the reporter says.
    pub words: Personal<String>,
    /// Whom it is about, as described.
    pub described: Personal<Described>,
    /// Whom it is about, where the force knows.
    pub names: Option<OfficerId>,
}

/// A proposed link between a report and an officer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// Its id.
    pub link: LinkId,
    /// The officer.
    pub officer: OfficerId,
    /// The match weight in hundredths of a bit.
    pub weight_centibits: i64,
    /// Why, in words without the values: `matches 4 of 7 characters of a declared plate`.
    pub because: Vec<String>,
    /// Which model proposed it.
    pub model: String,
}

codes! {
    /// The inquiries without which a sexual report cannot be closed (journey b2; Angiolini 1 to 3).
    pub enum Inquiry: "inquiry" {
        Cctv = "cctv",
        Anpr = "anpr",
        Vehicle = "vehicle",
        /// Whether somebody of the workforce fits the description.
        Workforce = "workforce",
    }
}

codes! {
    /// How a report is closed when no matter comes of it.
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
    /// What two reports of a series share.
    pub enum SeriesTie: "tie of a series" {
        Phone = "phone",
        Vehicle = "vehicle",
    }
}
