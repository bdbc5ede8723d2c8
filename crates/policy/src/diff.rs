//! The difference between two laws: rules and bank holidays that were added, removed or changed, and cases whose
//! results changed.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::Serialize;

use crate::cases::{outcome, read};
use crate::law::Law;
use crate::pack::PackStamp;
use crate::problem::{PackErrors, Problems};

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Difference {
    pub before: Vec<PackStamp>,
    pub after: Vec<PackStamp>,
    /// New rules and decisions.
    pub added: Vec<String>,
    /// Removed rules and decisions.
    pub removed: Vec<String>,
    /// Rules and decisions whose content has changed.
    pub changed: Vec<Change>,
    /// New bank holidays, such as `2026-12-28 Boxing Day`.
    pub holidays_added: Vec<String>,
    pub holidays_removed: Vec<String>,
    /// Cases from the earlier law whose results have changed.
    pub cases: Vec<CaseChange>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    pub id: String,
    /// The changed fields, with their old and new values.
    pub fields: BTreeMap<String, (serde_json::Value, serde_json::Value)>,
}

/// A case whose result has changed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CaseChange {
    pub case: String,
    /// Lines that only the earlier law produces.
    pub gone: Vec<String>,
    /// Lines that only the later law produces.
    pub new: Vec<String>,
}

impl Difference {
    /// Returns true if the two laws have the same content.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.added.is_empty()
            && self.removed.is_empty()
            && self.changed.is_empty()
            && self.holidays_added.is_empty()
            && self.holidays_removed.is_empty()
            && self.cases.is_empty()
    }
}

fn pieces(law: &Law) -> BTreeMap<String, serde_json::Value> {
    let rules =
        law.rules.iter().map(|rule| (rule.entry.id.clone(), serde_json::to_value(&rule.entry).unwrap_or_default()));
    let decisions = law.decisions.iter().map(|decision| {
        (format!("decision {}", decision.entry.kind), serde_json::to_value(&decision.entry).unwrap_or_default())
    });
    let regimes = law
        .regimes
        .iter()
        .map(|regime| (format!("regime {}", regime.id), serde_json::to_value(regime).unwrap_or_default()));
    rules.chain(decisions).chain(regimes).collect()
}

/// Compares two versions of the law.
///
/// # Errors
///
/// If a case file of the first law is faulty.
pub fn laws(before: &Law, after: &Law) -> Result<Difference, PackErrors> {
    let (old, new) = (pieces(before), pieces(after));
    let changed = old.iter().filter_map(|(id, was)| {
        let is = new.get(id).filter(|is| *is != was)?;
        let names: BTreeSet<&String> =
            [was, is].into_iter().filter_map(|v| v.as_object()).flat_map(|o| o.keys()).collect();
        let field = |name: &String| {
            let pair = (was.get(name).cloned().unwrap_or_default(), is.get(name).cloned().unwrap_or_default());
            (pair.0 != pair.1).then(|| (name.clone(), pair))
        };
        Some(Change { id: id.clone(), fields: names.into_iter().filter_map(field).collect() })
    });
    let days = |law: &Law| -> BTreeSet<String> {
        law.calendar.holidays().map(|(day, name)| format!("{day} {name}")).collect()
    };
    let (old_days, new_days) = (days(before), days(after));
    Ok(Difference {
        before: before.packs.clone(),
        after: after.packs.clone(),
        added: new.keys().filter(|id| !old.contains_key(*id)).cloned().collect(),
        removed: old.keys().filter(|id| !new.contains_key(*id)).cloned().collect(),
        changed: changed.collect(),
        holidays_added: new_days.difference(&old_days).cloned().collect(),
        holidays_removed: old_days.difference(&new_days).cloned().collect(),
        cases: cases(before, after)?,
    })
}

fn cases(before: &Law, after: &Law) -> Result<Vec<CaseChange>, PackErrors> {
    let mut problems = Problems::default();
    let mut changes = Vec::new();
    for text in &before.texts {
        for (name, contents) in text.case_files() {
            let file = format!("{}/{name}", text.folder);
            for (_, case) in read(&file, contents, &mut problems) {
                let (was, _) = outcome(before, None, &case);
                let (is, _) = outcome(after, None, &case);
                let only = |left: &[String], right: &[String]| -> Vec<String> {
                    left.iter().filter(|line| !right.contains(line)).cloned().collect()
                };
                let (gone, new) = (only(&was, &is), only(&is, &was));
                if !gone.is_empty() || !new.is_empty() {
                    changes.push(CaseChange { case: format!("{file}: {}", case.name), gone, new });
                }
            }
        }
    }
    if problems.0.is_empty() { Ok(changes) } else { Err(PackErrors(problems.0)) }
}

impl fmt::Display for Difference {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (sign, packs) in [("-", &self.before), ("+", &self.after)] {
            for pack in packs {
                writeln!(out, "{sign} {} {} {}", pack.name, pack.version, pack.hash)?;
            }
        }
        for id in &self.removed {
            writeln!(out, "removed {id}")?;
        }
        for id in &self.added {
            writeln!(out, "added {id}")?;
        }
        for change in &self.changed {
            writeln!(out, "changed {}", change.id)?;
            for (field, (was, is)) in &change.fields {
                writeln!(out, "  {field}: {was} -> {is}")?;
            }
        }
        for day in &self.holidays_removed {
            writeln!(out, "no longer a holiday: {day}")?;
        }
        for day in &self.holidays_added {
            writeln!(out, "now a holiday: {day}")?;
        }
        for case in &self.cases {
            writeln!(out, "case {}", case.case)?;
            for line in &case.gone {
                writeln!(out, "  - {line}")?;
            }
            for line in &case.new {
                writeln!(out, "  + {line}")?;
            }
        }
        if self.is_empty() {
            return write!(out, "the two laws are the same");
        }
        let (added, removed, changed) = (self.added.len(), self.removed.len(), self.changed.len());
        write!(
            out,
            "{added} added, {removed} removed, {changed} changed, {} cases have a different result",
            self.cases.len()
        )
    }
}
