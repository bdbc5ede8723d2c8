//! The report of an audit: plain words for people, one JSON object for programs.

use std::fmt::Write as _;

use serde::Serialize;

use crate::output::{counted, thousands};

/// The most findings printed for people; the others are only counted. Programs get all of them.
const SHOWN_COUNT: usize = 20;

#[derive(Clone, Debug, Serialize)]
pub struct AuditRemark {
    /// `log`, `record` or `read-model`.
    pub place: &'static str,
    /// The first wrong position, if it is known.
    pub position: Option<u64>,
    pub what: String,
}

/// The result of auditing the database.
#[derive(Clone, Debug, Serialize)]
pub struct DatabaseComparison {
    pub events: u64,
    pub entries: u64,
    #[serde(skip)]
    pub said: Vec<AuditRemark>,
}

#[derive(Debug, Serialize)]
pub struct AuditSummary {
    /// True if everything is as it was recorded.
    pub holds: bool,
    pub first_wrong_position: Option<u64>,
    /// The name of the log.
    pub origin: String,
    /// Entries under the checkpoint; null if no checkpoint is trusted.
    pub size: Option<u64>,
    pub root: Option<String>,
    /// The witnesses that cosigned the checkpoint.
    pub cosigned_by: Vec<String>,
    /// The number of witnesses that were required.
    pub witnesses_count: usize,
    /// Entries under the checkpoint of the previous audit.
    pub remembered_size: Option<u64>,
    /// True if the entries by themselves produce the signed root.
    pub entries_hold: bool,
    /// True if the audit stopped because it reached the maximum number of findings.
    pub stopped_early: bool,
    /// The findings, ordered by position.
    pub findings: Vec<AuditRemark>,
    /// The result for the database, if it was audited.
    pub inside: Option<DatabaseComparison>,
    /// The folder that contains two contradictory heads.
    pub evidence: Option<String>,
}

impl AuditSummary {
    /// Adds the findings about the database.
    pub fn add_inside(&mut self, inside: DatabaseComparison) {
        self.holds &= inside.said.is_empty();
        self.findings.extend(inside.said.iter().cloned());
        self.inside = Some(inside);
        self.settle();
    }

    /// Sorts the findings and determines the first position.
    pub fn settle(&mut self) {
        self.findings.sort_by_key(|said| (said.position.is_none(), said.position));
        self.first_wrong_position = self.findings.iter().find_map(|said| said.position);
    }

    pub fn text(&self) -> String {
        let mut text = String::new();
        // Writing to a `String` cannot fail.
        let mut line = |words: &str| {
            let _ = writeln!(text, "{words}");
        };
        if let Some(size) = self.size {
            let witnesses = match self.witnesses_count {
                0 => "no witness was asked for: a log with two faces would not be noticed".to_owned(),
                count => format!("cosigned by {} of {count} witnesses", self.cosigned_by.len()),
            };
            line(&format!("The log `{}` has {}, {witnesses}.", self.origin, counted(size, "entry", "entries")));
        }
        if self.holds {
            line("Everything that was ever recorded is still there, unchanged and in its order.");
            if let Some(size) = self.remembered_size {
                line(&format!(
                    "It continues the log of the last audit, which had {}.",
                    counted(size, "entry", "entries")
                ));
            }
            if let Some(inside) = &self.inside {
                let events = counted(inside.events, "event", "events");
                line(&format!("The database agrees: {events} and every read model were computed again."));
            }
            return text;
        }
        match self.first_wrong_position {
            Some(position) => line(&format!("NOT WHOLE: position {} is the first that is wrong.", thousands(position))),
            None => line("NOT WHOLE, and no position can be named."),
        }
        for said in self.findings.iter().take(SHOWN_COUNT) {
            let place =
                said.position.map_or_else(|| said.place.to_owned(), |at| format!("{}, position {at}", said.place));
            line(&format!("  {place}: {}", said.what));
        }
        if let Some(more) = self.findings.len().checked_sub(SHOWN_COUNT).filter(|more| *more > 0) {
            line(&format!("  and {more} more; `--json` lists all"));
        }
        if self.stopped_early {
            line("There was so much that the audit stopped before the end.");
        }
        if let Some(evidence) = &self.evidence {
            line(&format!(
                "Two heads that contradict each other are kept in `{evidence}`: show them to the witnesses."
            ));
        }
        for advice in self.advice() {
            line(&format!("What to do: {advice}"));
        }
        text
    }

    fn advice(&self) -> Vec<&'static str> {
        let found_in = |place: &str| self.findings.iter().any(|said| said.place == place);
        let mut advice = Vec::new();
        if found_in("record") {
            advice.push(
                "stop whoever can write to the database, keep a copy of it, and compare the events named with the last \
                 backup; the log shows that they were recorded otherwise.",
            );
        }
        if found_in("read-model") {
            advice.push(
                "the events are the truth and pages show the read models: make these again with `candour rebuild`.",
            );
        }
        if found_in("log") && self.entries_hold {
            advice.push("every entry is there; move the files named away, and the sequencer makes them again.");
        } else if found_in("log") {
            advice.push("keep a copy of the log as it is, and ask the witnesses and mirrors for the files named.");
        }
        advice
    }
}
