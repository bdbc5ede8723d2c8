//! Cases: facts, with the effects and citations that they must produce, from a pack's `cases/*.toml`. A pack with a
//! rule that no case covers is faulty.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::decision::Decision;
use crate::evaluate::EvaluationError;
use crate::input::{Input, MatterFacts, OfficerFacts};
use crate::law::Law;
use crate::pack::{piece, sections};
use crate::problem::{PackErrors, Problems};
use crate::reaction::{Citation, DueDate, Presumption, Reaction, Status};

/// A `[[case]]` of a pack.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CaseEntry {
    pub(crate) name: String,
    event: String,
    at: Timestamp,
    #[serde(default)]
    matter: Option<MatterFacts>,
    #[serde(default)]
    officer: Option<OfficerFacts>,
    #[serde(default)]
    dates: BTreeMap<String, Date>,
    #[serde(default)]
    facts: BTreeMap<String, serde_json::Value>,
    /// A kind of decision, if the case also states its expected options.
    #[serde(default)]
    decision: Option<String>,
    /// The exact lines that the case must produce, in order.
    expect: Vec<String>,
}

impl CaseEntry {
    pub(crate) fn input(&self) -> Input {
        Input {
            event: self.event.clone(),
            at: self.at,
            matter: self.matter.clone(),
            officer: self.officer.clone(),
            dates: self.dates.clone(),
            facts: self.facts.clone(),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CaseResult {
    /// The file, in the form `pack/cases/file.toml`.
    pub file: String,
    /// The line on which the case begins.
    pub line: Option<usize>,
    pub name: String,
    pub expected: Vec<String>,
    /// The lines that the rules of the pack produced.
    pub found: Vec<String>,
}

impl CaseResult {
    #[must_use]
    pub fn passed(&self) -> bool {
        self.expected == self.found
    }
}

impl fmt::Display for CaseResult {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = self.line.map(|line| format!(":{line}")).unwrap_or_default();
        write!(out, "{} {}{line}: {}", if self.passed() { "ok    " } else { "FAILED" }, self.file, self.name)?;
        if !self.passed() {
            for expected in self.expected.iter().filter(|line| !self.found.contains(line)) {
                write!(out, "\n         missing: {expected}")?;
            }
            for found in self.found.iter().filter(|line| !self.expected.contains(line)) {
                write!(out, "\n         surplus: {found}")?;
            }
            let (mut expected, mut found) = (self.expected.clone(), self.found.clone());
            expected.sort();
            found.sort();
            if expected == found {
                write!(
                    out,
                    "\n         the same lines in another order: rules are in the order of their packs and files"
                )?;
            }
        }
        Ok(())
    }
}

/// The results of all cases in all packs, and the rules that no case covers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CasesReport {
    /// The results, in pack and file order.
    pub results: Vec<CaseResult>,
    /// Rules that no case expects.
    pub rules_without_case: Vec<String>,
}

impl CasesReport {
    /// Returns true if every case passed and a case covers every rule.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.rules_without_case.is_empty() && self.results.iter().all(CaseResult::passed)
    }
}

impl fmt::Display for CasesReport {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for result in &self.results {
            writeln!(out, "{result}")?;
        }
        for rule in &self.rules_without_case {
            writeln!(out, "FAILED rule `{rule}` has no case: add one that expects its effects")?;
        }
        let failed = self.results.iter().filter(|result| !result.passed()).count();
        let (cases, rules) = (self.results.len(), self.rules_without_case.len());
        write!(out, "{cases} cases, {failed} failed, {rules} rules without a case")
    }
}

/// Runs all cases in all packs of a law. The cases of a pack see that pack and the packs below it, and state only the
/// effects of its own rules, so that a pack can be understood and changed without knowing those above it.
///
/// # Errors
///
/// If a file of cases is faulty, or if a lower part of the stack is not a valid law on its own.
pub fn run(law: &Law) -> Result<CasesReport, PackErrors> {
    let mut problems = Problems::default();
    let mut results = Vec::new();
    let mut covered = BTreeSet::new();
    for (index, text) in law.texts.iter().enumerate() {
        let below = Law::from_texts(law.texts.iter().take(index + 1).cloned().collect())?;
        for (name, text) in text.case_files() {
            let file = format!("{}/{name}", law.texts.get(index).map_or("", |text| &text.folder));
            for (place, case) in read(&file, text, &mut problems) {
                let (found, spoke) = outcome(&below, Some(index), &case);
                covered.extend(spoke);
                results.push(CaseResult {
                    file: file.clone(),
                    line: place.line,
                    name: case.name,
                    expected: case.expect,
                    found,
                });
            }
        }
    }
    if !problems.0.is_empty() {
        return Err(PackErrors(problems.0));
    }
    let rules_without_case = law.rule_ids().filter(|rule| !covered.contains(*rule)).map(str::to_owned).collect();
    Ok(CasesReport { results, rules_without_case })
}

pub(crate) fn read(file: &str, text: &str, problems: &mut Problems) -> Vec<(crate::problem::Place, CaseEntry)> {
    let mut cases = Vec::new();
    for (key, items) in sections(file, text, problems) {
        for (place, item) in items {
            if key == "case" {
                cases.extend(piece(place, text, item, problems));
            } else {
                problems.note(&place, Some(&key), "is not known", "a file of cases holds [[case]]");
            }
        }
    }
    cases
}

/// Applies a law to a case. Returns the effects as lines, and the ids of the rules that reacted. If `pack` is given,
/// only that pack's rules count.
pub(crate) fn outcome(law: &Law, pack: Option<usize>, case: &CaseEntry) -> (Vec<String>, BTreeSet<String>) {
    let input = case.input();
    let ours =
        |rule: &str| pack.is_none_or(|pack| law.rules.iter().any(|other| other.entry.id == rule && other.pack == pack));
    let mut lines = Lines::default();
    match law.react(&input) {
        Ok(reaction) => lines.reaction(&reaction, ours),
        Err(error) => lines.refusal(&error),
    }
    if let Some(kind) = &case.decision {
        match law.decision(kind, &input) {
            Ok(decision) => lines.decision(&decision, ours),
            Err(error) => lines.refusal(&error),
        }
    }
    lines.finish()
}

#[derive(Default)]
struct Lines {
    lines: Vec<String>,
    cited: BTreeMap<String, (String, Status)>,
}

impl Lines {
    fn cite(&mut self, citation: &Citation) {
        let adopted =
            citation.adopted_by.as_ref().map(|adopted| format!(", adopted by {} on {}", adopted.by, adopted.on));
        let text = format!("{} ({}{}", citation.text, citation.layer.words(), adopted.unwrap_or_default());
        let known = self.cited.entry(citation.rule.clone()).or_insert((text, citation.status));
        known.1 = known.1.max(citation.status);
    }

    fn reaction(&mut self, reaction: &Reaction, ours: impl Fn(&str) -> bool) {
        for duty in reaction.duties.iter().filter(|duty| ours(&duty.rule)) {
            let rolling = if duty.repeats { ", rolling" } else { "" };
            let due = duty.due.as_ref().map_or_else(|| "as soon as practicable".to_owned(), due_words);
            self.lines.push(format!("duty {} {} for {}: {due}{rolling}", duty.rule, duty.kind, duty.owner));
            self.cite(&duty.citation);
        }
        for presumption in reaction.presumptions.iter().filter(|presumption| ours(&presumption.citation.rule)) {
            let Presumption { decision, option, citation, .. } = presumption;
            self.lines.push(format!("presumes {} {decision} {option}", citation.rule));
            self.cite(citation);
        }
        for protection in reaction.protections.iter().filter(|protection| ours(&protection.citation.rule)) {
            self.lines.push(format!("protects {} {}", protection.citation.rule, protection.protection));
            self.cite(&protection.citation);
        }
        for notice in reaction.notices.iter().filter(|notice| ours(&notice.citation.rule)) {
            self.lines.push(format!("tells {} {} {}", notice.citation.rule, notice.to, notice.kind));
            self.cite(&notice.citation);
        }
        for sign in reaction.signs.iter().filter(|sign| ours(&sign.citation.rule)) {
            self.lines.push(format!("sign {} {}", sign.citation.rule, sign.kind));
            self.cite(&sign.citation);
        }
    }

    fn decision(&mut self, decision: &Decision, ours: impl Fn(&str) -> bool) {
        let default = decision.default.as_deref().unwrap_or("nothing");
        self.lines.push(format!("decision {} by {}, presumed: {default}", decision.kind, decision.decided_by));
        for option in &decision.options {
            let cited = option.ruled_out_by.as_ref().unwrap_or(&option.citation);
            if !ours(&cited.rule) {
                continue;
            }
            self.lines.push(match &option.why_not {
                None => format!("option {} allowed by {}", option.option, cited.rule),
                Some(why) => format!("option {} not allowed by {}: {why}", option.option, cited.rule),
            });
            self.cite(cited);
        }
        let departure = &decision.departure;
        let mut needs = Vec::new();
        needs.extend(departure.reasons.then(|| "reasons".to_owned()));
        needs.extend(departure.exceptional_circumstances.then(|| "exceptional circumstances".to_owned()));
        needs.extend(departure.second_signature.then(|| "a second signature".to_owned()));
        needs.extend(departure.notify.iter().map(|role| format!("notice to {role}")));
        if !needs.is_empty() {
            self.lines.push(format!("departing needs {}", needs.join(", ")));
        }
        for presumption in decision.presumptions.iter().filter(|presumption| ours(&presumption.citation.rule)) {
            self.cite(&presumption.citation);
        }
    }

    fn refusal(&mut self, error: &EvaluationError) {
        let mut text = format!("refused: {error}");
        let mut source = std::error::Error::source(error);
        while let Some(cause) = source {
            text.push_str(&format!(": {cause}"));
            source = cause.source();
        }
        self.lines.push(text);
    }

    fn finish(mut self) -> (Vec<String>, BTreeSet<String>) {
        let cites = self.cited.iter().map(|(rule, (text, status))| format!("cites {rule} {text}, {})", status.words()));
        self.lines.extend(cites);
        (self.lines, self.cited.into_keys().collect())
    }
}

fn due_words(due: &DueDate) -> String {
    let mut words = match due.by_time {
        Some(time) => format!("by {time}"),
        None => format!("by {}", due.by),
    };
    if let Some(first) = due.not_before {
        words.push_str(&format!(", not before {first}"));
    }
    if due.calendar == Status::Unverified {
        words.push_str(", projected calendar");
    }
    words
}
