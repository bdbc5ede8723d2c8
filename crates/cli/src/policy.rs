//! `candour policy`: checks packs, runs their cases, explains a rule or a set of facts, and compares packs.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use ::policy::{EvaluationError, Input, InputError, Layer, PackErrors, Status, cases, diff, explain, nearest};
use jiff::civil::Date;
use serde_json::{Value, json};

use crate::arguments;
use crate::exit::{Ending, Failure};
use crate::measure;
use crate::session::Session;

/// The result of a subcommand: text for people, JSON for programs.
#[derive(Debug)]
pub struct PolicyResult {
    pub text: String,
    pub json: Value,
}

/// The reason why a subcommand failed.
#[derive(Debug, thiserror::Error)]
pub enum PolicyFailure {
    /// Packs with faults; contains all of them.
    #[error("{0}")]
    Packs(PackErrors),
    /// Cases with an unexpected result, or rules without a case; the text lists them.
    #[error("{text}")]
    Cases { text: String, json: Value },
    /// A file of facts that cannot be read.
    #[error("`{file}` cannot be read: check the path, and that it is text in UTF-8")]
    Unread { file: String, source: std::io::Error },
    /// A file of facts that contains a fault.
    #[error("`{file}`{}", line.map(|line| format!(", line {line}")).unwrap_or_default())]
    Facts { file: String, line: Option<usize>, source: InputError },
    #[error("the law cannot be applied to these facts")]
    Evaluation(#[from] EvaluationError),
    #[error("`{rule}` is not a rule of these packs{}", near.as_ref().map(|near| format!(": did you mean `{near}`?")).unwrap_or_default())]
    UnknownRule {
        rule: String,
        /// The id that is most similar.
        near: Option<String>,
    },
}

impl From<PackErrors> for PolicyFailure {
    fn from(errors: PackErrors) -> Self {
        PolicyFailure::Packs(errors)
    }
}

impl PolicyFailure {
    fn ending(&self) -> Ending {
        match self {
            PolicyFailure::Cases { .. } => Ending::Wrong,
            PolicyFailure::Packs(_) => Ending::Settings,
            PolicyFailure::Unread { .. } => Ending::Missing,
            PolicyFailure::Facts { .. } | PolicyFailure::Evaluation(_) => Ending::BadData,
            PolicyFailure::UnknownRule { .. } => Ending::Usage,
        }
    }

    /// The failure as JSON, for programs.
    pub fn json(&self) -> Value {
        match self {
            PolicyFailure::Packs(errors) => json!({ "faults": errors }),
            PolicyFailure::Cases { json, .. } => json.clone(),
            other => json!({ "problem": other.to_string() }),
        }
    }
}

/// Loads the packs in these folders, stacked in this order; without folders, the built-in packs.
fn law(folders: &[PathBuf]) -> Result<::policy::Law, PolicyFailure> {
    if folders.is_empty() {
        return Ok(::policy::Law::embedded()?);
    }
    let folders: Vec<&Path> = folders.iter().map(PathBuf::as_path).collect();
    Ok(::policy::Law::load(&folders)?)
}

/// Loads packs and reports their content, how many rules were verified against the source, and which packs are stale on
/// this day.
pub fn check(folders: &[PathBuf], today: Date) -> Result<PolicyResult, PolicyFailure> {
    let law = law(folders)?;
    let stale: Vec<&str> = law.stale(today).iter().map(|pack| pack.name.as_str()).collect();
    let mut text = String::new();
    for pack in law.packs() {
        let adopted = pack.adopted_by.as_ref().map(|adopted| format!(", adopted by {} on {}", adopted.by, adopted.on));
        writeln!(text, "{} {}{}", pack.name, pack.version, adopted.unwrap_or_default()).ok();
        writeln!(text, "  checked on {}, sha256 {}", pack.checked_on, pack.hash).ok();
    }
    let citations: Vec<_> = law.citations().collect();
    let mut counts = Vec::new();
    for layer in [Layer::Statute, Layer::Guidance, Layer::ForcePolicy] {
        let of = |status| citations.iter().filter(|known| known.layer == layer && known.status == status).count();
        let [verified, read, unverified] = Status::ALL.map(of);
        writeln!(text, "{}: {verified} rules verified, {read} seen in a copy, {unverified} unverified", layer.words())
            .ok();
        counts.push(json!({ "layer": layer, "verified": verified, "read": read, "unverified": unverified }));
    }
    for pack in &stale {
        let days = ::policy::STALE_AFTER_DAYS;
        writeln!(text, "stale: `{pack}` was last checked more than {days} days ago: compare it with its sources").ok();
    }
    let json = json!({ "packs": law.packs(), "rules": counts, "stale": stale });
    Ok(PolicyResult { text, json })
}

/// Runs every case of the packs.
pub fn cases(folders: &[PathBuf]) -> Result<PolicyResult, PolicyFailure> {
    let report = cases::run(&law(folders)?)?;
    let json = json!(report);
    if report.passed() {
        let cases = report.results.len();
        Ok(PolicyResult { text: format!("{cases} cases come out as stated, and every rule has one\n"), json })
    } else {
        let mut text: String =
            report.results.iter().filter(|result| !result.passed()).map(|result| format!("{result}\n")).collect();
        for rule in &report.rules_without_case {
            writeln!(text, "FAILED rule `{rule}` has no case: add one that expects what it does").ok();
        }
        Err(PolicyFailure::Cases { text, json })
    }
}

/// Explains one rule.
pub fn explain_rule(folders: &[PathBuf], rule: &str) -> Result<PolicyResult, PolicyFailure> {
    let law = law(folders)?;
    let Some(explained) = explain::rule(&law, rule) else {
        let near = nearest(rule, law.rule_ids()).map(str::to_owned);
        return Err(PolicyFailure::UnknownRule { rule: rule.to_owned(), near });
    };
    Ok(PolicyResult { text: format!("{explained}\n"), json: json!(explained) })
}

/// Explains the consequences of the facts in a file, and why the other rules do not apply.
pub fn explain_facts(folders: &[PathBuf], file: &Path) -> Result<PolicyResult, PolicyFailure> {
    let law = law(folders)?;
    let name = file.display().to_string();
    let text = std::fs::read_to_string(file).map_err(|source| PolicyFailure::Unread { file: name.clone(), source })?;
    let input = Input::parse(&text).map_err(|source| PolicyFailure::Facts { file: name, line: source.line, source })?;
    let explained = explain::facts(&law, &input)?;
    Ok(PolicyResult { text: format!("{explained}\n"), json: json!(explained) })
}

/// Reports the changes from the earlier packs to the later ones, and the cases whose results differ.
pub fn diff(before: &[PathBuf], after: &[PathBuf]) -> Result<PolicyResult, PolicyFailure> {
    let difference = diff::laws(&law(before)?, &law(after)?)?;
    Ok(PolicyResult { text: format!("{difference}\n"), json: json!(difference) })
}

pub fn run(command: &arguments::PolicyCommand, session: &Session) -> Result<(), Failure> {
    let told = match command {
        arguments::PolicyCommand::Check(packs) => check(&packs.folders, measure::local_date()),
        arguments::PolicyCommand::Cases(packs) => cases(&packs.folders),
        arguments::PolicyCommand::Explain(asked) => match (&asked.rule, &asked.facts) {
            (Some(rule), _) => explain_rule(&asked.folders, rule),
            (None, Some(file)) => explain_facts(&asked.folders, file),
            (None, None) => return Err(Failure::usage("name a rule, or give `--facts`")),
        },
        arguments::PolicyCommand::Diff(asked) => diff(&asked.before, &asked.after),
    };
    match told {
        Ok(told) => session.print(|| told.text, &told.json),
        Err(failure) => {
            if session.json {
                session.print(String::new, &failure.json())?;
            }
            Err(Failure::of(failure.ending(), failure))
        }
    }
}
