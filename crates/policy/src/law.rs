//! The law in force: stacked packs, loaded and checked as a whole. In a law that loads, there are no unknown fields,
//! every condition is Boolean, every clock has a date to count from, and every force policy names the body that adopted
//! it.

use std::path::Path;

use jiff::{Span, Timestamp, civil::Date};

use crate::condition::Vocabulary;
use crate::decision::KnownDecision;
use crate::evaluate::{EvaluationError, matter_date};
use crate::input::{Input, MatterFacts};
use crate::pack::{AnchorEntry, Pack, PackStamp, PackText};
use crate::problem::{PackErrors, Problems};
use crate::reaction::Citation;
use crate::regime::{Regime, RegimeEntry, select};
use crate::rule::Rule;
use crate::time::service::{DeemedService, ServiceEntry};
use crate::time::{Calendar, CountingError};

/// A pack becomes stale this many days after it was last checked against its sources. That is about a quarter, the
/// interval at which statute books are consolidated.
pub const STALE_AFTER_DAYS: i64 = 90;

/// Stacked packs: statute, guidance, force policy.
#[derive(Debug)]
pub struct Law {
    pub(crate) packs: Vec<PackStamp>,
    pub(crate) rules: Vec<Rule>,
    pub(crate) decisions: Vec<KnownDecision>,
    pub(crate) regimes: Vec<RegimeEntry>,
    pub(crate) anchors: Vec<AnchorEntry>,
    pub(crate) services: Vec<ServiceEntry>,
    pub(crate) calendar: Calendar,
    pub(crate) vocabulary: Vocabulary,
    pub(crate) texts: Vec<PackText>,
}

impl Law {
    /// Loads the built-in packs: England and Wales, with the promise on top.
    ///
    /// # Errors
    ///
    /// If a pack is faulty. A test prevents such builds.
    pub fn embedded() -> Result<Law, PackErrors> {
        Law::from_texts(PackText::embedded())
    }

    /// Loads the packs in these folders, stacked in this order.
    ///
    /// # Errors
    ///
    /// If any file is faulty. The error lists all faults in all files.
    pub fn load(folders: &[&Path]) -> Result<Law, PackErrors> {
        let mut texts = Vec::new();
        let mut errors = Vec::new();
        for folder in folders {
            match PackText::read(folder) {
                Ok(text) => texts.push(text),
                Err(PackErrors(found)) => errors.extend(found),
            }
        }
        if errors.is_empty() { Law::from_texts(texts) } else { Err(PackErrors(errors)) }
    }

    pub(crate) fn from_texts(texts: Vec<PackText>) -> Result<Law, PackErrors> {
        let mut problems = Problems::default();
        let packs: Vec<Pack> = texts.iter().filter_map(|text| text.parse(&mut problems)).collect();
        let law = crate::checks::stack(packs, texts, &mut problems);
        match law {
            Some(law) if problems.0.is_empty() => Ok(law),
            _ => Err(PackErrors(problems.0)),
        }
    }

    /// The packs, lowest first.
    #[must_use]
    pub fn packs(&self) -> &[PackStamp] {
        &self.packs
    }

    /// The packs that nobody has compared with their sources for more than 90 days. Show a banner for them, but do not
    /// let staleness close any clock.
    #[must_use]
    pub fn stale(&self, today: Date) -> Vec<&PackStamp> {
        let old = |pack: &&PackStamp| {
            let limit = Span::new().try_days(STALE_AFTER_DAYS).and_then(|span| pack.checked_on.checked_add(span));
            limit.is_ok_and(|limit| today > limit)
        };
        self.packs.iter().filter(old).collect()
    }

    /// Selects the regime of a matter by its dates. Store the regime's id with the matter when the matter is opened. If
    /// no date is known, returns the newest regime, along with the doubt about it.
    #[must_use]
    pub fn regime(&self, facts: &MatterFacts) -> Regime {
        let found = select(&self.regimes, facts.pinned_regime.as_deref(), |name| matter_date(facts, name));
        found.unwrap_or_else(|| Regime {
            id: "none".into(),
            title: "no regime: the packs name none".into(),
            selected_by: None,
            selected_on: None,
            citation: String::new(),
            source: String::new(),
            status: crate::reaction::Status::Unverified,
            doubt: Some("the packs name no regime".into()),
        })
    }

    #[must_use]
    pub fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// The day on which a notice counts as served, given the way it was sent (`personal`, `left-with-person`, `post`,
    /// `police-friend`, `agreed`, `email`) and the day on which the matter came to attention.
    ///
    /// # Errors
    ///
    /// If no pack defines this way of sending, if it is not law for a matter of that day, or if the day is outside the
    /// calendar.
    pub fn deemed_service(
        &self,
        method: &str,
        sent_at: Timestamp,
        came_to_attention: Option<Date>,
    ) -> Result<DeemedService, ServiceError> {
        let Some(entry) = self.services.iter().find(|service| service.method == method) else {
            let known = self.services.iter().map(|service| service.method.clone()).collect();
            return Err(ServiceError::UnknownMethod { method: method.to_owned(), known });
        };
        if let (Some(from), Some(day)) = (entry.came_to_attention_from, came_to_attention)
            && day < from
        {
            return Err(ServiceError::NotYetLaw { method: method.to_owned(), from });
        }
        Ok(entry.deemed(&self.calendar, sent_at)?)
    }

    /// The codes of a list that the packs own. For `service`, these are the ways of serving; for any other name, they
    /// are the values of the declared fact, such as `notice`.
    #[must_use]
    pub fn codes(&self, list: &str) -> Vec<String> {
        match list {
            "service" => self.services.iter().map(|service| service.method.clone()).collect(),
            fact => self.vocabulary.values(fact).to_vec(),
        }
    }

    /// The facts in an input that no rule can see because no pack declares them. They are either misspelt or irrelevant
    /// to the law.
    #[must_use]
    pub fn undeclared_facts<'a>(&self, input: &'a Input) -> Vec<&'a str> {
        self.vocabulary.undeclared(input)
    }

    /// The ids of all rules, in the order in which they are evaluated.
    pub fn rule_ids(&self) -> impl Iterator<Item = &str> {
        self.rules.iter().map(|rule| rule.entry.id.as_str())
    }

    /// The citation of every rule, in the same order.
    pub fn citations(&self) -> impl Iterator<Item = Citation> + '_ {
        self.rules.iter().map(|rule| self.citation(rule))
    }

    /// The kinds of decision that the packs define.
    pub fn decision_kinds(&self) -> impl Iterator<Item = &str> {
        self.decisions.iter().map(|decision| decision.entry.kind.as_str())
    }

    /// The anchor dates that the packs declare, each with its meaning.
    pub fn anchors(&self) -> impl Iterator<Item = (&str, &str)> {
        self.anchors.iter().map(|anchor| (anchor.name.as_str(), anchor.doc.as_str()))
    }
}

/// The reasons why a day of service cannot be determined.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// No pack defines this way of sending.
    #[error("`{method}` is not a known way of serving: use one of `{}`", known.join("`, `"))]
    UnknownMethod { method: String, known: Vec<String> },
    /// The method became law only after the matter came to attention.
    #[error(
        "`{method}` is a way of serving only in matters that came to attention on {from} or later: use another, such as `agreed`"
    )]
    NotYetLaw { method: String, from: Date },
    /// The day is outside the calendar.
    #[error(transparent)]
    Counting(#[from] CountingError),
}

impl From<ServiceError> for EvaluationError {
    fn from(error: ServiceError) -> Self {
        match error {
            ServiceError::Counting(error) => EvaluationError::Counting(error),
            error @ (ServiceError::UnknownMethod { .. } | ServiceError::NotYetLaw { .. }) => {
                EvaluationError::WrongValue(error.to_string())
            }
        }
    }
}
