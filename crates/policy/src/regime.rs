//! Regimes: the states of the law to which matters are pinned by their own dates. Later amendments do not affect a
//! pinned matter.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::reaction::Status;

/// The state of the law to which a matter is pinned.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Regime {
    /// The id. Store it with the matter and pass it back as `pinned_regime`.
    pub id: String,
    pub title: String,
    /// The date that selected it (`arose`, `came-to-attention`, `recorded`, `pinned`), or
    /// `None` if no date was known.
    pub selected_by: Option<String>,
    /// The value of that date.
    pub selected_on: Option<Date>,
    pub citation: String,
    /// The source in which the rule that selects it was read.
    pub source: String,
    /// The status of the rule that selects it.
    pub status: Status,
    /// A doubt about this choice for this matter, to be shown on screen.
    pub doubt: Option<String>,
}

/// A `[[regime]]` in a pack. Entries are tried in file order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RegimeEntry {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) citation: String,
    pub(crate) source: String,
    pub(crate) status: Status,
    /// Names of the matter's dates. The first one that is known selects the regime.
    pub(crate) selected_by: Vec<String>,
    #[serde(default)]
    pub(crate) from: Option<Date>,
    #[serde(default)]
    pub(crate) doubt: Vec<DoubtEntry>,
}

/// The condition that makes the choice of a regime doubtful, and the reason.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DoubtEntry {
    /// The date to check. Without one, the doubt always applies.
    #[serde(default)]
    pub(crate) date: Option<String>,
    /// The doubt applies if the checked date is on or after this day.
    #[serde(default)]
    pub(crate) from: Option<Date>,
    pub(crate) text: String,
}

/// The dates that may select a regime.
pub(crate) const REGIME_DATES: &[&str] = &["arose", "came-to-attention", "recorded"];

impl RegimeEntry {
    fn as_regime(&self, selected: Option<(String, Date)>, doubt: Option<String>) -> Regime {
        let (selected_by, selected_on) = selected.unzip();
        Regime {
            id: self.id.clone(),
            title: self.title.clone(),
            selected_by,
            selected_on,
            citation: self.citation.clone(),
            source: self.source.clone(),
            status: self.status,
            doubt,
        }
    }

    fn doubts(&self, date: &impl Fn(&str) -> Option<Date>) -> Option<String> {
        let holds = |doubt: &&DoubtEntry| match (&doubt.date, doubt.from) {
            (Some(name), Some(from)) => date(name).is_some_and(|day| day >= from),
            (Some(name), None) => date(name).is_none(),
            (None, _) => true,
        };
        let texts: Vec<&str> = self.doubt.iter().filter(holds).map(|doubt| doubt.text.as_str()).collect();
        (!texts.is_empty()).then(|| texts.join("; "))
    }
}

/// Selects the regime of a matter by its dates. Returns `None` if the packs have no regimes.
pub(crate) fn select(
    regimes: &[RegimeEntry],
    pinned: Option<&str>,
    date: impl Fn(&str) -> Option<Date>,
) -> Option<Regime> {
    if let Some(entry) = pinned.and_then(|id| regimes.iter().find(|regime| regime.id == id)) {
        let mut regime = entry.as_regime(None, entry.doubts(&date));
        regime.selected_by = Some("pinned".into());
        return Some(regime);
    }
    for entry in regimes {
        let known = entry.selected_by.iter().find_map(|name| date(name).map(|day| (name.clone(), day)));
        if let Some((name, day)) = known
            && entry.from.is_none_or(|from| day >= from)
        {
            return Some(entry.as_regime(Some((name, day)), entry.doubts(&date)));
        }
    }
    let doubt = "none of the matter's dates is known: the newest regime is shown until one is given";
    regimes.first().map(|entry| entry.as_regime(None, Some(doubt.into())))
}
