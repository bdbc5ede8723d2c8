//! Evaluation of rules for one input: selects the rules that are in force and hold, and collects their effects.

use std::cell::OnceCell;

use cel::Context;
use jiff::civil::Date;

use crate::decision::{Decision, OptionAllowed};
use crate::input::{EVENTS, Input, MatterFacts};
use crate::law::Law;
use crate::reaction::{
    Citation, Departure, DutyArisen, Layer, NoticeDue, Presumption, ProtectionDue, Reaction, SignDue,
};
use crate::regime::{Regime, select};
use crate::rule::{DutyEntry, Rule};
use crate::time::clock::ClockError;
use crate::time::counting::CountingError;
use crate::time::london_day;

/// The reasons why the law cannot be applied to an input.
#[derive(Debug, thiserror::Error)]
pub enum EvaluationError {
    /// No rule can react to this kind of event.
    #[error("`{0}` is not a known event: use one of the kinds listed in `policies/README.md`")]
    UnknownEvent(String),
    /// The event belongs to a matter, but no matter was given.
    #[error("`{0}` is an event of a matter: give the matter")]
    MatterMissing(String),
    /// The event belongs to an officer, but no officer was given.
    #[error("`{0}` is an event of an officer: give the officer")]
    OfficerMissing(String),
    /// The value is not possible for its field.
    #[error("{0}")]
    WrongValue(String),
    /// The matter is pinned to a regime that no pack contains.
    #[error("`{regime}` is not a regime of these packs: use one of `{}`", known.join("`, `"))]
    UnknownRegime { regime: String, known: Vec<String> },
    #[error("`{kind}` is not a known decision: use one of `{}`", known.join("`, `"))]
    UnknownDecision { kind: String, known: Vec<String> },
    /// A condition could not be evaluated.
    #[error("rule `{rule}`: its condition failed: {problem}")]
    Condition { rule: String, problem: String },
    /// A clock could not be set.
    #[error("rule `{rule}`: its clock for `{duty}` cannot be set")]
    Clock { rule: String, duty: String, source: ClockError },
    /// The day of the event could not be determined.
    #[error(transparent)]
    Counting(#[from] CountingError),
}

/// One of a matter's dates, by the name that packs use.
pub(crate) fn matter_date(matter: &MatterFacts, name: &str) -> Option<Date> {
    match name {
        "arose" => matter.arose_on,
        "came-to-attention" => matter.came_to_attention_on,
        "recorded" => matter.recorded_on,
        "hearing-notice" => matter.hearing_notice_on,
        "hearing" => matter.hearing_on,
        _ => None,
    }
}

/// An input that has been checked, with values that are computed once for all rules.
pub(crate) struct Scene<'a> {
    law: &'a Law,
    input: &'a Input,
    day: Date,
    pub(crate) regime: Option<Regime>,
    context: OnceCell<Context<'static, 'static>>,
}

impl<'a> Scene<'a> {
    pub(crate) fn new(law: &'a Law, input: &'a Input) -> Result<Self, EvaluationError> {
        let event = &input.event;
        if !EVENTS.contains(&event.as_str()) {
            return Err(EvaluationError::UnknownEvent(event.clone()));
        }
        if event.starts_with("matter.") && input.matter.is_none() {
            return Err(EvaluationError::MatterMissing(event.clone()));
        }
        if event.starts_with("officer.") && input.officer.is_none() {
            return Err(EvaluationError::OfficerMissing(event.clone()));
        }
        if let Some(problem) = law.vocabulary.wrong_value(input) {
            return Err(EvaluationError::WrongValue(problem));
        }
        let pinned = input.matter.as_ref().and_then(|matter| matter.pinned_regime.as_deref());
        if let Some(id) = pinned.filter(|id| law.regimes.iter().all(|regime| regime.id != *id)) {
            let known = law.regimes.iter().map(|regime| regime.id.clone()).collect();
            return Err(EvaluationError::UnknownRegime { regime: id.to_owned(), known });
        }
        let day = london_day(input.at)?;
        let mut scene = Scene { law, input, day, regime: None, context: OnceCell::new() };
        // If a matter has no dates of its own, the day of the event determines its place in time.
        scene.regime = select(&law.regimes, pinned, |name| {
            let known = scene.date(name);
            let dated = crate::regime::REGIME_DATES.iter().any(|other| scene.date(other).is_some());
            if dated { known } else { Some(day) }
        });
        Ok(scene)
    }

    /// A named date, either as given or from the matter or the officer.
    fn date(&self, name: &str) -> Option<Date> {
        if name == "event" {
            return Some(self.day);
        }
        let officer = self.input.officer.as_ref();
        self.input.dates.get(name).copied().or_else(|| match name {
            "left" => officer?.left_on,
            "clearance-expires" => officer?.clearance_expires_on,
            _ => matter_date(self.input.matter.as_ref()?, name),
        })
    }

    /// Returns true if a rule is in force for this matter on this day.
    pub(crate) fn in_force(&self, rule: &Rule) -> bool {
        let entry = &rule.entry;
        let under_regime =
            entry.regimes.is_empty() || self.regime.as_ref().is_some_and(|regime| entry.regimes.contains(&regime.id));
        // A matter pinned to a regime is already placed in time: a simulation must see that regime's rules.
        let pinned = self.input.matter.as_ref().is_some_and(|matter| matter.pinned_regime.is_some());
        let day = if pinned && !entry.regimes.is_empty() && entry.applies_to != crate::rule::RuleDate::Event {
            None
        } else {
            entry.applies_to.dates().iter().find_map(|name| self.date(name))
        };
        under_regime
            && day.is_none_or(|day| day >= entry.in_force_from && entry.in_force_to.is_none_or(|last| day <= last))
    }

    pub(crate) fn holds(&self, rule: &Rule) -> Result<bool, EvaluationError> {
        if !self.in_force(rule) {
            return Ok(false);
        }
        self.condition(&rule.entry.id, rule.condition.as_ref())
    }

    fn condition(&self, rule: &str, condition: Option<&crate::condition::Condition>) -> Result<bool, EvaluationError> {
        let Some(condition) = condition else { return Ok(true) };
        let failed = |problem| EvaluationError::Condition { rule: rule.to_owned(), problem };
        let context = match self.context.get() {
            Some(context) => context,
            None => {
                let context = self.law.vocabulary.context(self.input).map_err(failed)?;
                self.context.get_or_init(|| context)
            }
        };
        condition.holds(self.input, context).map_err(failed)
    }

    fn duty(&self, rule: &Rule, duty: &DutyEntry) -> Result<DutyArisen, EvaluationError> {
        let due = duty.clock.due(&self.law.calendar, self.input.at, |name| self.date(name)).map_err(|source| {
            EvaluationError::Clock { rule: rule.entry.id.clone(), duty: duty.kind.clone(), source }
        })?;
        let mut citation = self.law.citation(rule);
        if let Some(of_clock) = duty.clock_status {
            citation.status = citation.status.max(of_clock);
        }
        Ok(DutyArisen {
            rule: rule.entry.id.clone(),
            kind: duty.kind.clone(),
            title: duty.title.clone(),
            owner: duty.owner.clone(),
            due,
            met_by: duty.met_by.clone(),
            repeats: duty.repeats,
            citation,
            warn_days: duty.warn_days.clone(),
            escalate_to: duty.escalate_to.clone(),
        })
    }
}

/// The first of these rules that is law and whose condition holds, or else the first that is law.
fn cited<'a>(
    scene: &Scene<'_>,
    mut rules: impl Iterator<Item = &'a Rule> + Clone,
) -> Result<Option<&'a Rule>, EvaluationError> {
    for rule in rules.clone() {
        if scene.holds(rule)? {
            return Ok(Some(rule));
        }
    }
    Ok(rules.find(|rule| scene.in_force(rule)))
}

impl Law {
    /// Returns the effects of an event: the effects of all rules that react to it, are in force under the matter's
    /// regime, and hold.
    ///
    /// # Errors
    ///
    /// If the input is incomplete, a value is not possible for its field, or a period cannot be counted.
    pub fn react(&self, input: &Input) -> Result<Reaction, EvaluationError> {
        let scene = Scene::new(self, input)?;
        let mut reaction = Reaction::default();
        for rule in self.rules.iter().filter(|rule| rule.entry.on.contains(&input.event)) {
            if !scene.holds(rule)? {
                continue;
            }
            let citation = || self.citation(rule);
            for duty in &rule.entry.duty {
                reaction.duties.push(scene.duty(rule, duty)?);
            }
            reaction.presumptions.extend(self.presumptions_of(rule));
            for protection in &rule.entry.protections {
                let protection = ProtectionDue { protection: protection.clone(), citation: citation() };
                reaction.protections.push(protection);
            }
            for notice in &rule.entry.notice {
                let (to, kind) = (notice.to.clone(), notice.kind.clone());
                reaction.notices.push(NoticeDue { to, kind, citation: citation() });
            }
            for sign in &rule.entry.sign {
                let (kind, title) = (sign.kind.clone(), sign.title.clone());
                reaction.signs.push(SignDue { kind, title, citation: citation() });
            }
        }
        Ok(reaction)
    }

    /// Returns the options that the law allows for a decision, the presumption, and the requirements for departing from
    /// it. The event that led to the decision does not matter: every rule that is in force and holds for the matter is
    /// taken into account.
    ///
    /// # Errors
    ///
    /// If no pack defines the decision. Otherwise the same as [`Law::react`].
    pub fn decision(&self, kind: &str, input: &Input) -> Result<Decision, EvaluationError> {
        let scene = Scene::new(self, input)?;
        let Some(known) = self.decisions.iter().find(|decision| decision.entry.kind == kind) else {
            let known = self.decisions.iter().map(|decision| decision.entry.kind.clone()).collect();
            return Err(EvaluationError::UnknownDecision { kind: kind.to_owned(), known });
        };
        let mut heard = Vec::new();
        for rule in &self.rules {
            let speaks = rule.entry.presumption.iter().any(|presumption| presumption.decision == kind)
                || rule.entry.forbid.iter().any(|forbid| forbid.decision == kind);
            if speaks && scene.holds(rule)? {
                heard.push(rule);
            }
        }
        let mut options = Vec::new();
        for (option, condition) in known.entry.option.iter().zip(&known.conditions) {
            let mut candidates = option.rules.iter().filter_map(|id| self.rule(id));
            let in_force = cited(&scene, candidates.clone())?;
            let Some(cited) = in_force.or_else(|| candidates.next()) else { continue };
            let mut why_not = None;
            if in_force.is_none() {
                why_not = Some(format!("{} is not law for this matter", cited.entry.citation));
            } else if !scene.condition(&cited.entry.id, condition.as_ref())? {
                why_not = option.why_not.clone();
            }
            let mut ruled_out_by = None;
            for rule in &heard {
                let forbids = rule.entry.forbid.iter().find(|f| f.decision == kind && f.option == option.option);
                if let (Some(forbid), None) = (forbids, &why_not) {
                    why_not = Some(forbid.because.clone());
                    ruled_out_by = Some(self.citation(rule));
                }
            }
            options.push(OptionAllowed {
                option: option.option.clone(),
                title: option.title.clone(),
                allowed: why_not.is_none(),
                why_not,
                ruled_out_by,
                citation: self.citation(cited),
            });
        }
        let mut presumptions: Vec<Presumption> =
            heard.iter().flat_map(|rule| self.presumptions_of(rule)).filter(|p| p.decision == kind).collect();
        // Statute comes first: a policy may be stricter than statute, but never contrary to it.
        presumptions.sort_by_key(|presumption| presumption.citation.layer);
        let allowed = |option: &str| options.iter().any(|other| other.option == option && other.allowed);
        let default = presumptions.iter().find(|presumption| allowed(&presumption.option)).map(|p| p.option.clone());
        let departure = presumptions
            .iter()
            .filter(|presumption| Some(&presumption.option) == default.as_ref())
            .fold(Departure::default(), |needs, presumption| needs.and(&presumption.departure));
        let mut decided_by = &known.entry.decided_by;
        for (maker, condition) in known.entry.maker.iter().zip(&known.makers) {
            if scene.condition(kind, condition.as_ref())? {
                decided_by = &maker.by;
                break;
            }
        }
        Ok(Decision {
            kind: kind.to_owned(),
            title: known.entry.title.clone(),
            decided_by: decided_by.clone(),
            options,
            default,
            presumptions,
            departure,
            regime: scene.regime,
        })
    }

    pub(crate) fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.entry.id == id)
    }

    fn presumptions_of(&self, rule: &Rule) -> Vec<Presumption> {
        let presumption = |entry: &crate::rule::PresumptionEntry| Presumption {
            decision: entry.decision.clone(),
            option: entry.option.clone(),
            departure: entry.departure.clone(),
            citation: self.citation(rule),
        };
        rule.entry.presumption.iter().map(presumption).collect()
    }

    pub(crate) fn citation(&self, rule: &Rule) -> Citation {
        Citation {
            rule: rule.entry.id.clone(),
            layer: rule.entry.layer,
            text: rule.entry.citation.clone(),
            status: rule.entry.status,
            copy: rule.entry.copy.clone(),
            source: rule.entry.source.clone(),
            note: rule.entry.note.clone(),
            adopted_by: match rule.entry.layer {
                Layer::ForcePolicy => self.packs.get(rule.pack).and_then(|pack| pack.adopted_by.clone()),
                Layer::Statute | Layer::Guidance => None,
            },
        }
    }
}
