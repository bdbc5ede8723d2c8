//! Explanations of the law: one rule in words, or the effects of a set of facts with the reasons why other rules have
//! none.

use std::fmt;

use serde::Serialize;

use crate::evaluate::{EvaluationError, Scene};
use crate::input::Input;
use crate::law::Law;
use crate::reaction::{Citation, Reaction};
use crate::regime::Regime;
use crate::rule::RuleEntry;

/// One rule, as written in its pack.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RuleExplanation {
    /// The file and line where the rule is written.
    pub place: String,
    pub citation: Citation,
    /// The rule as written, with every field.
    pub rule: serde_json::Value,
    #[serde(skip)]
    entry: RuleEntry,
}

/// Explains the rule with this id.
#[must_use]
pub fn rule(law: &Law, id: &str) -> Option<RuleExplanation> {
    let rule = law.rule(id)?;
    let line = rule.place.line.map(|line| format!(":{line}")).unwrap_or_default();
    Some(RuleExplanation {
        place: format!("{}{line}", rule.place.file),
        citation: law.citation(rule),
        rule: serde_json::to_value(&rule.entry).unwrap_or_default(),
        entry: rule.entry.clone(),
    })
}

impl fmt::Display for RuleExplanation {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (entry, citation) = (&self.entry, &self.citation);
        writeln!(out, "{}  {}", entry.id, entry.title)?;
        writeln!(
            out,
            "  {} ({}, {}), source: {}",
            citation.text,
            citation.layer.words(),
            citation.status.words(),
            citation.source
        )?;
        if let Some(copy) = &citation.copy {
            writeln!(out, "  copy: {}, {}; not seen: {}", copy.address, copy.text.words(), copy.not_seen)?;
        }
        if let Some(adopted) = &citation.adopted_by {
            writeln!(out, "  adopted by {} on {}", adopted.by, adopted.on)?;
        }
        if let Some(note) = &citation.note {
            writeln!(out, "  note: {note}")?;
        }
        let until = entry.in_force_to.map(|day| format!(" to {day}")).unwrap_or_default();
        writeln!(
            out,
            "  in force from {}{until}, selected by the date `{}`",
            entry.in_force_from,
            entry.applies_to.dates().join("`, else `")
        )?;
        if !entry.regimes.is_empty() {
            writeln!(out, "  under {}", entry.regimes.join(", "))?;
        }
        if !entry.on.is_empty() {
            writeln!(out, "  on {}", entry.on.join(", "))?;
        }
        if let Some(when) = &entry.when {
            writeln!(out, "  when {when}")?;
        }
        for duty in &entry.duty {
            let clock = serde_json::to_string(&duty.clock).unwrap_or_default();
            let status = duty.clock_status.map(|status| format!(", {}", status.words())).unwrap_or_default();
            writeln!(out, "  duty {} for {}: {} {clock}{status}", duty.kind, duty.owner, duty.title)?;
        }
        for presumption in &entry.presumption {
            writeln!(out, "  presumes {} in {}", presumption.option, presumption.decision)?;
        }
        for protection in &entry.protections {
            writeln!(out, "  protects: {protection}")?;
        }
        for notice in &entry.notice {
            writeln!(out, "  tells {}: {}", notice.to, notice.kind)?;
        }
        for sign in &entry.sign {
            writeln!(out, "  sign {}: {}", sign.kind, sign.title)?;
        }
        for forbid in &entry.forbid {
            writeln!(out, "  rules out {} in {}: {}", forbid.option, forbid.decision, forbid.because)?;
        }
        write!(out, "  written in {}", self.place)
    }
}

/// The effects of a set of facts, and the rules that listen for its event but have no effect.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FactsExplanation {
    /// The regime to which the matter is pinned.
    pub regime: Option<Regime>,
    pub reaction: Reaction,
    /// Rules that listen for the event but have no effect, each with the reason.
    pub silent: Vec<SilentRule>,
    /// Facts that no rule can see.
    pub undeclared_facts: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SilentRule {
    pub rule: String,
    pub because: String,
}

/// Explains the effects of a set of facts.
///
/// # Errors
///
/// Same as [`Law::react`].
pub fn facts(law: &Law, input: &Input) -> Result<FactsExplanation, EvaluationError> {
    let reaction = law.react(input)?;
    let scene = Scene::new(law, input)?;
    let mut silent = Vec::new();
    for rule in law.rules.iter().filter(|rule| rule.entry.on.contains(&input.event)) {
        let because = if !scene.in_force(rule) {
            "not law for this matter".to_owned()
        } else if scene.holds(rule)? {
            continue;
        } else {
            format!("does not hold: {}", rule.entry.when.as_deref().unwrap_or_default())
        };
        silent.push(SilentRule { rule: rule.entry.id.clone(), because });
    }
    let undeclared_facts = law.undeclared_facts(input).into_iter().map(str::to_owned).collect();
    Ok(FactsExplanation { regime: scene.regime, reaction, silent, undeclared_facts })
}

impl fmt::Display for FactsExplanation {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(regime) = &self.regime {
            let by = match (&regime.selected_by, regime.selected_on) {
                (Some(by), Some(on)) => format!(", selected by `{by}` {on}"),
                (Some(by), None) => format!(", {by}"),
                _ => String::new(),
            };
            writeln!(out, "regime {} ({}){by}", regime.id, regime.status.words())?;
            if let Some(doubt) = &regime.doubt {
                writeln!(out, "  doubt: {doubt}")?;
            }
        }
        let cited = |citation: &Citation| {
            format!("{} [{}, {}, {}]", citation.rule, citation.text, citation.layer.words(), citation.status.words())
        };
        for duty in &self.reaction.duties {
            let due = duty.due.as_ref().map_or_else(
                || "as soon as practicable".to_owned(),
                |due| format!("by {}: {}", due.by, due.explanation),
            );
            writeln!(out, "duty {} for {}, {due}\n  {}", duty.kind, duty.owner, cited(&duty.citation))?;
        }
        for presumption in &self.reaction.presumptions {
            writeln!(
                out,
                "presumed in {}: {}\n  {}",
                presumption.decision,
                presumption.option,
                cited(&presumption.citation)
            )?;
        }
        for protection in &self.reaction.protections {
            writeln!(out, "protection {}\n  {}", protection.protection, cited(&protection.citation))?;
        }
        for notice in &self.reaction.notices {
            writeln!(out, "notice to {}: {}\n  {}", notice.to, notice.kind, cited(&notice.citation))?;
        }
        for sign in &self.reaction.signs {
            writeln!(out, "sign {}: {}\n  {}", sign.kind, sign.title, cited(&sign.citation))?;
        }
        for silent in &self.silent {
            writeln!(out, "silent {}: {}", silent.rule, silent.because)?;
        }
        for fact in &self.undeclared_facts {
            writeln!(out, "not seen by any rule: the fact `{fact}` is not declared")?;
        }
        write!(out, "{} duties, {} silent rules", self.reaction.duties.len(), self.silent.len())
    }
}
