//! The checks of a model that need no data: fields exist, rules and levels can be parsed, numbers lie in their ranges.

use super::Model;
use super::comparisons::{MOST_COMPARISONS, MOST_LEVELS};
use super::error::{ModelError, setting, syntax};
use super::fields::{Field, Side};
use crate::expression;

impl Model {
    pub(super) fn check(&self) -> Result<(), ModelError> {
        self.check_fields()?;
        if self.blocking.rules.is_empty() {
            return Err(setting(
                "blocking.rules",
                "needs at least one rule, such as `\"surname, year(date_of_birth)\"`",
            ));
        }
        for (place, rules) in [
            ("blocking.rules", &self.blocking.rules),
            ("training.deterministic_rules", &self.training.deterministic_rules),
        ] {
            for (index, text) in rules.iter().enumerate() {
                self.check_rule(&format!("{place}, rule {}", index + 1), text)?;
            }
        }
        self.check_comparisons()?;
        for (place, value) in [
            ("training.recall", Some(self.training.recall)),
            ("output.show", Some(self.output.show)),
            ("output.show_first", Some(self.output.show_first)),
            ("output.cluster_threshold", self.output.cluster_threshold),
        ] {
            if value.is_some_and(|value| !(0.0..=1.0).contains(&value)) {
                return Err(setting(place, "must lie between 0 and 1"));
            }
        }
        if self.training.recall <= 0.0 {
            return Err(setting(
                "training.recall",
                "must be more than 0: the share of matches the deterministic rules find",
            ));
        }
        self.check_trained()
    }

    fn check_fields(&self) -> Result<(), ModelError> {
        for (name, field) in &self.fields {
            let place = format!("fields.{name}");
            if !name.chars().all(|c| c.is_alphanumeric() || c == '_') || name.starts_with(|c: char| c.is_ascii_digit())
            {
                return Err(setting(place, "a field's name is letters, digits and `_`, and begins with a letter"));
            }
            if field.column.is_some() && (field.left.is_some() || field.right.is_some()) {
                return Err(setting(place, "give either `column`, or `left` and `right`"));
            }
            if field.columns(Side::Left).is_none() && field.columns(Side::Right).is_none() {
                return Err(setting(place, "needs `column`, or `left` or `right`"));
            }
            if [Side::Left, Side::Right].iter().filter_map(|side| field.columns(*side)).any(|c| c.names().is_empty()) {
                return Err(setting(place, "needs at least one column"));
            }
        }
        Ok(())
    }

    fn check_rule(&self, place: &str, text: &str) -> Result<(), ModelError> {
        let terms = expression::rule(text).map_err(|e| syntax(place, text, e.to_string()))?;
        for term in &terms {
            for operand in std::iter::once(&term.operand).chain(&term.other) {
                let field = self.field(place, text, &operand.field)?;
                crate::dictionary::Transform::parse(&operand.word, operand.argument, field.kind)
                    .map_err(|problem| syntax(place, text, problem))?;
            }
        }
        Ok(())
    }

    fn check_comparisons(&self) -> Result<(), ModelError> {
        if self.comparisons.is_empty() {
            return Err(setting("comparisons", "needs at least one comparison"));
        }
        if self.comparisons.len() > MOST_COMPARISONS {
            return Err(setting(
                "comparisons",
                format!("has {}; at most {MOST_COMPARISONS} fit", self.comparisons.len()),
            ));
        }
        for (index, comparison) in self.comparisons.iter().enumerate() {
            let place = format!("comparisons, `{}`", comparison.name);
            if self.comparisons.iter().take(index).any(|earlier| earlier.name == comparison.name) {
                return Err(setting(place, "two comparisons have this name"));
            }
            if comparison.levels.is_empty() || comparison.levels.len() > MOST_LEVELS {
                return Err(setting(place, format!("needs between 1 and {MOST_LEVELS} levels")));
            }
            for text in &comparison.levels {
                let calls = expression::level(text).map_err(|e| syntax(&place, text, e.to_string()))?;
                for call in &calls {
                    let kind = self.field(&place, text, &call.field)?.kind;
                    if let Some(other) = &call.other {
                        let other_kind = self.field(&place, text, other)?.kind;
                        if kind != other_kind {
                            return Err(syntax(
                                &place,
                                text,
                                format!("`{}` and `{other}` are of different kinds", call.field),
                            ));
                        }
                    }
                }
            }
        }
        Ok(())
    }

    fn check_trained(&self) -> Result<(), ModelError> {
        let Some(trained) = &self.trained else { return Ok(()) };
        let advice = "train again: the settings have changed since";
        if !(0.0..1.0).contains(&trained.family_prior)
            || trained.comparisons.iter().any(|learnt| !(0.0..=1.0).contains(&learnt.family))
        {
            return Err(setting("trained", "what is learnt of families lies between 0 and 1"));
        }
        if !(trained.prior > 0.0 && trained.prior < 1.0) {
            return Err(setting("trained.prior", "must lie between 0 and 1"));
        }
        if trained.comparisons.len() != self.comparisons.len() {
            return Err(setting("trained", advice));
        }
        for (learnt, comparison) in trained.comparisons.iter().zip(&self.comparisons) {
            let levels = comparison.levels.len() + 2;
            let place = format!("trained, `{}`", learnt.name);
            if learnt.name != comparison.name
                || [&learnt.m, &learnt.u, &learnt.term_frequency].iter().any(|values| values.len() != levels)
            {
                return Err(setting(place, advice));
            }
            if learnt.m.iter().chain(&learnt.u).any(|p| !(*p > 0.0 && *p <= 1.0))
                || learnt.term_frequency.iter().any(|k| !(*k >= 0.0 && k.is_finite()))
            {
                return Err(setting(place, "m and u are probabilities above 0, and a scale is not negative"));
            }
        }
        Ok(())
    }

    fn field(&self, place: &str, text: &str, name: &str) -> Result<&Field, ModelError> {
        self.fields.get(name).ok_or_else(|| {
            let known = self.fields.keys().map(|k| format!("`{k}`")).collect::<Vec<_>>().join(", ");
            syntax(place, text, format!("there is no field `{name}`; the model has {known}"))
        })
    }
}
