//! The input of rules: the event, the matter, the officer, named dates and the event's own facts. Plain values only.
//!
//! The JSON Schema of [`Input`] is checked in at `policies/schema/input.json`; conditions are type-checked against it.

use std::collections::BTreeMap;

use jiff::{Timestamp, civil::Date};
use schemars::{JsonSchema, Schema, schema_for};
use serde::{Deserialize, Serialize};

use crate::problem::line_of;

/// Every kind of event to which a rule may react, as the application names them.
pub const EVENTS: &[&str] = &[
    "report.received",
    "report.link-proposed",
    "report.link-judged",
    "report.closed",
    "complaint.withdrawn",
    "matter.opened",
    "matter.allegation-added",
    "matter.severity-assessed",
    "matter.severity-reassessed",
    "matter.investigator-assigned",
    "matter.criminal-investigation-opened",
    "matter.arrested",
    "matter.charged",
    "matter.court-event",
    "matter.interviewed-under-caution",
    "matter.released-without-charge",
    "matter.bail-changed",
    "matter.not-investigated",
    "matter.convicted",
    "matter.suspension-decided",
    "matter.suspension-reviewed",
    "matter.circumstances-changed",
    "matter.referred",
    "matter.referral-declined",
    "matter.mode-decided",
    "matter.notice-served",
    "matter.interview-fixed",
    "matter.representations-received",
    "matter.clock-extended",
    "matter.delay-stated",
    "matter.complainant-updated",
    "matter.victim-contacted",
    "matter.report-submitted",
    "matter.case-determined",
    "matter.proceedings-notified",
    "matter.documents-supplied",
    "matter.officer-responded",
    "matter.witness-lists-exchanged",
    "matter.chair-delegated",
    "matter.panel-replaced",
    "matter.hearing-fixed",
    "matter.accelerated-certified",
    "matter.public-notice-published",
    "matter.restriction-imposed",
    "matter.hearing-completed",
    "matter.outcome-recorded",
    "matter.outcome-reported",
    "matter.outcome-published",
    "matter.barred-list-reported",
    "matter.advisory-list-reported",
    "matter.appealed",
    "matter.appeal-decided",
    "matter.closed",
    "matter.not-proven",
    "matter.withdrawn",
    "matter.resumption-asked",
    "matter.resumption-answered",
    "officer.left",
    "officer.dismissed",
    "officer.posted",
    "officer.enrolled",
    "officer.concern-recorded",
    "officer.clearance-granted",
    "officer.suspended",
    "officer.suspension-ended",
    "officer.card-presented",
    "officer.sign-raised",
    // Observations by the clock jobs, which are not events in the record.
    "officer.acted-off-duty",
    "officer.looked-up-repeatedly",
];

/// The reasons why a written input cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{problem}: see `policies/schema/input.json` for the known fields")]
pub struct InputError {
    pub line: Option<usize>,
    pub problem: String,
}

/// Everything that a rule may examine when an event has happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The kind of the event, one of [`EVENTS`].
    pub event: String,
    /// The time of the event. Days are those of Europe/London.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub at: Timestamp,
    /// The state of the matter after the event. Required for every event whose name starts with `matter.`.
    #[serde(default)]
    pub matter: Option<MatterFacts>,
    /// The officer concerned, as known after the event.
    #[serde(default)]
    pub officer: Option<OfficerFacts>,
    /// Anchor dates by name (`hearing-notice`, `dismissed` ...), as the packs declare them in `anchors.toml`.
    /// `event`, the day of `at`, always exists.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, String>")]
    pub dates: BTreeMap<String, Date>,
    /// The event's own facts by name, as the packs declare them in `facts.toml`. A declared fact that is missing
    /// takes the default of its declaration.
    #[serde(default)]
    pub facts: BTreeMap<String, serde_json::Value>,
}

impl Input {
    /// Creates an input in which only the event and its time are known.
    #[must_use]
    pub fn new(event: impl Into<String>, at: Timestamp) -> Self {
        Input { event: event.into(), at, matter: None, officer: None, dates: BTreeMap::new(), facts: BTreeMap::new() }
    }

    /// Reads an input written by a person, in TOML or, if it begins with a brace, in JSON.
    ///
    /// # Errors
    ///
    /// If the text is neither, or if it has an unknown field.
    pub fn parse(text: &str) -> Result<Self, InputError> {
        if text.trim_start().starts_with('{') {
            return serde_json::from_str(text)
                .map_err(|error| InputError { line: Some(error.line()), problem: error.to_string() });
        }
        toml::from_str(text).map_err(|error| InputError {
            line: error.span().map(|span| line_of(text, span.start)),
            problem: error.message().lines().next().unwrap_or_default().to_owned(),
        })
    }
}

/// A matter: one complaint, conduct matter or death or serious injury, and its progress.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct MatterFacts {
    /// The kind of matter.
    #[schemars(extend("enum" = ["complaint", "conduct", "recordable-conduct", "dsi"]))]
    pub kind: String,
    /// The latest severity assessment. `none` means assessed as neither misconduct nor practice requiring improvement.
    #[schemars(extend("enum" = ["not-assessed", "none", "misconduct", "gross-misconduct", "rprp", "performance", "vetting"]))]
    pub severity: String,
    /// Categories of the allegations, in kebab case.
    pub categories: Vec<String>,
    /// Violence against a woman or girl is alleged.
    pub vawg: bool,
    /// An offence listed in Schedule 3 to the Conduct Regulations (sexual or domestic-abuse related) is alleged.
    pub listed_offence: bool,
    /// Domestic abuse is alleged, listed offence or not.
    pub domestic_abuse: bool,
    /// A criminal investigation is open.
    pub criminal_investigation: bool,
    /// The officer has been arrested.
    pub arrested: bool,
    /// The officer has been charged.
    pub charged: bool,
    /// The officer has been convicted.
    pub convicted: bool,
    /// The offence (charged or convicted) is triable on indictment only.
    pub indictable_only: bool,
    /// A serious sexual offence is alleged.
    pub serious_sexual_offence: bool,
    /// A serious assault is alleged.
    pub serious_assault: bool,
    /// Serious corruption is alleged.
    pub corruption: bool,
    /// Abuse of position for a sexual purpose or an improper emotional relationship is alleged.
    pub abuse_of_position: bool,
    /// Criminal or disciplinary conduct aggravated by discrimination is alleged.
    pub discrimination_aggravated: bool,
    /// A relevant offence (one that can be punished with seven years or more) is alleged.
    pub relevant_offence: bool,
    /// A person died or was seriously injured.
    pub death_or_serious_injury: bool,
    /// The subject is a chief officer.
    pub chief_officer_subject: bool,
    /// The authority is satisfied from the complaint alone that the conduct of the chief officer, if it were proved, would
    /// not justify criminal or disciplinary proceedings.
    pub chief_officer_cleared: bool,
    /// The complaint arises from the same incident as one that was referred.
    pub same_incident_as_referred: bool,
    /// The appropriate authority is unsure if the matter must be referred.
    pub aa_unsure: bool,
    /// The matter has been referred.
    pub referred: bool,
    /// The mode of investigation that the Director General decided on.
    #[schemars(extend("enum" = ["none", "local", "directed", "independent"]))]
    pub iopc_mode: String,
    /// The first day of the alleged behaviour.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub arose_on: Option<Date>,
    /// The day on which the allegation first came to the attention of the appropriate authority.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub came_to_attention_on: Option<Date>,
    /// The day on which the matter was recorded.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub recorded_on: Option<Date>,
    /// The regime to which the matter was pinned when it was opened. It is used unchanged if
    /// given; a simulation gives another.
    pub pinned_regime: Option<String>,
    /// The officer is suspended in this matter.
    pub suspended: bool,
    /// The day on which the notice of referral to a hearing was given (reg 30).
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub hearing_notice_on: Option<Date>,
    /// The first day fixed for the hearing.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub hearing_on: Option<Date>,
    /// The form of the proceedings decided on.
    #[schemars(extend("enum" = ["none", "meeting", "hearing"]))]
    pub proceedings: String,
    /// The officer had a live final written warning when the severity was assessed.
    pub live_final_written_warning: bool,
    /// The officer was reduced in rank in the two years before the severity assessment.
    pub recent_reduction_in_rank: bool,
    /// The matter has been certified for an accelerated hearing.
    pub accelerated: bool,
    /// A victim has enhanced rights under the Victims' Code.
    pub victim_enhanced_rights: bool,
    /// The matter has a complainant or interested person who is to be kept informed.
    pub has_complainant: bool,
    /// An allegation was proved.
    pub proven: bool,
    /// The finding of the proceedings.
    #[schemars(extend("enum" = ["undecided", "not-proven", "misconduct", "gross-misconduct", "rprp"]))]
    pub finding: String,
}

impl Default for MatterFacts {
    fn default() -> Self {
        MatterFacts {
            kind: "conduct".into(),
            severity: "not-assessed".into(),
            categories: Vec::new(),
            vawg: false,
            listed_offence: false,
            domestic_abuse: false,
            criminal_investigation: false,
            arrested: false,
            charged: false,
            convicted: false,
            indictable_only: false,
            serious_sexual_offence: false,
            serious_assault: false,
            corruption: false,
            abuse_of_position: false,
            discrimination_aggravated: false,
            relevant_offence: false,
            death_or_serious_injury: false,
            chief_officer_subject: false,
            chief_officer_cleared: false,
            same_incident_as_referred: false,
            aa_unsure: false,
            referred: false,
            iopc_mode: "none".into(),
            arose_on: None,
            came_to_attention_on: None,
            recorded_on: None,
            pinned_regime: None,
            suspended: false,
            hearing_notice_on: None,
            hearing_on: None,
            proceedings: "none".into(),
            live_final_written_warning: false,
            recent_reduction_in_rank: false,
            accelerated: false,
            victim_enhanced_rights: false,
            has_complainant: false,
            proven: false,
            finding: "undecided".into(),
        }
    }
}

/// An officer, former officer or recruit, as known to the record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct OfficerFacts {
    /// The service status of the person.
    #[schemars(extend("enum" = ["serving", "former", "recruit"]))]
    pub status: String,
    /// The kind of rank.
    #[schemars(extend("enum" = ["constable", "senior", "chief", "special", "staff", "volunteer"]))]
    pub rank: String,
    /// The officer is on probation.
    pub probationer: bool,
    /// The officer is suspended.
    pub suspended: bool,
    /// The day on which the officer left.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub left_on: Option<Date>,
    /// The way in which the officer left.
    #[schemars(extend("enum" = ["not-left", "resigned", "retired", "dismissed", "designation-withdrawn", "other"]))]
    pub how_left: String,
    /// Allegations against the officer in any force and with any outcome, including this one.
    pub allegations_count: i64,
    /// Allegations of a similar kind with any outcome, including this one.
    pub similar_allegations_count: i64,
    /// Different people who have recorded a concern about the officer.
    pub concerns_sources_count: i64,
    /// The officer holds a post that carries firearms.
    pub armed_role: bool,
    /// The level of vetting clearance held.
    #[schemars(extend("enum" = ["none", "rv", "mv", "nppv1", "nppv2", "nppv3", "ctc", "sc", "dv"]))]
    pub clearance_level: String,
    /// The day on which the clearance expires.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub clearance_expires_on: Option<Date>,
}

impl Default for OfficerFacts {
    fn default() -> Self {
        OfficerFacts {
            status: "serving".into(),
            rank: "constable".into(),
            probationer: false,
            suspended: false,
            left_on: None,
            how_left: "not-left".into(),
            allegations_count: 0,
            similar_allegations_count: 0,
            concerns_sources_count: 0,
            armed_role: false,
            clearance_level: "none".into(),
            clearance_expires_on: None,
        }
    }
}

/// The JSON Schema of [`Input`], as checked in at `policies/schema/input.json`.
#[must_use]
pub fn input_schema() -> Schema {
    schema_for!(Input)
}
