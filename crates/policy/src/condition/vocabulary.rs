//! The words that a condition may use: the fields of the input with their types, from its JSON Schema, and the facts
//! that packs declare.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::Arc;

use cel::{Context, Env, Value};
use jiff::{Span, civil::Date};
use schemars::schema_for;
use serde::{Deserialize, Serialize};

use super::check::Type;
use crate::input::{EVENTS, Input, MatterFacts, OfficerFacts};

/// A `[[fact]]` in a pack: a fact about an event that conditions can read as `facts.name`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FactEntry {
    pub(crate) name: String,
    #[serde(rename = "type")]
    pub(crate) kind: FactType,
    /// The only values allowed, for a string or a list of strings.
    #[serde(default)]
    pub(crate) values: Vec<String>,
    pub(crate) doc: String,
}

impl FactEntry {
    /// Returns whether a value is allowed for the fact, or in its list.
    fn allows(&self, value: &serde_json::Value) -> bool {
        value.as_str().is_some_and(|text| self.values.is_empty() || self.values.iter().any(|known| known == text))
    }
}

/// The types of facts. A missing fact takes the default of its type: false, 0, "" or [].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum FactType {
    Bool,
    Int,
    Text,
    List,
}

/// All names that a condition may use.
#[derive(Default)]
pub(crate) struct Vocabulary {
    /// The built-in functions of CEL. They are built once, because building them costs more than all other steps of an
    /// evaluation together.
    language: Arc<Env>,
    matter: BTreeMap<String, Type>,
    officer: BTreeMap<String, Type>,
    facts: BTreeMap<String, FactEntry>,
}

impl fmt::Debug for Vocabulary {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Vocabulary").field("facts", &self.facts.keys()).finish_non_exhaustive()
    }
}

impl Vocabulary {
    pub(crate) fn new(facts: impl IntoIterator<Item = FactEntry>) -> Self {
        Vocabulary {
            language: Arc::new(Env::stdlib()),
            matter: fields(&schema_for!(MatterFacts)),
            officer: fields(&schema_for!(OfficerFacts)),
            facts: facts.into_iter().map(|fact| (fact.name.clone(), fact)).collect(),
        }
    }

    /// The type of a name that is used on its own.
    pub(super) fn variable(&self, name: &str) -> Option<Type> {
        match name {
            "matter" | "officer" | "facts" => Some(Type::Record(name.to_owned())),
            "event" => Some(Type::Text(EVENTS.iter().map(|event| (*event).to_owned()).collect())),
            _ => None,
        }
    }

    /// The type of a field of a record.
    pub(super) fn field(&self, record: &str, field: &str) -> Option<Type> {
        match record {
            "matter" => self.matter.get(field).cloned(),
            "officer" => self.officer.get(field).cloned(),
            _ => self.facts.get(field).map(|fact| match fact.kind {
                FactType::Bool => Type::Bool,
                FactType::Int => Type::Int,
                FactType::Text => Type::Text(fact.values.clone()),
                FactType::List => Type::List,
            }),
        }
    }

    /// The fields of a record.
    pub(super) fn fields_of(&self, record: &str) -> Vec<&str> {
        match record {
            "matter" => self.matter.keys().map(String::as_str).collect(),
            "officer" => self.officer.keys().map(String::as_str).collect(),
            _ => self.facts.keys().map(String::as_str).collect(),
        }
    }

    /// The only values that a fact may have; empty if every value is allowed.
    pub(crate) fn values(&self, fact: &str) -> &[String] {
        self.facts.get(fact).map_or(&[], |fact| &fact.values)
    }

    /// The facts in an input that no rule can see because no pack declares them.
    pub(crate) fn undeclared<'a>(&self, input: &'a Input) -> Vec<&'a str> {
        input.facts.keys().map(String::as_str).filter(|name| !self.facts.contains_key(*name)).collect()
    }

    /// Describes the first value in an input that does not match its declared type.
    pub(crate) fn wrong_value(&self, input: &Input) -> Option<String> {
        let records = [("matter", json(&input.matter), &self.matter), ("officer", json(&input.officer), &self.officer)];
        for (record, value, types) in &records {
            for (field, kind) in *types {
                if let (Some(text), Type::Text(allowed)) = (value.get(field).and_then(|v| v.as_str()), kind)
                    && !allowed.is_empty()
                    && !allowed.iter().any(|word| word == text)
                {
                    return Some(format!("`{record}.{field}` is `{text}`: give one of `{}`", allowed.join("`, `")));
                }
            }
        }
        for (name, value) in &input.facts {
            let Some(fact) = self.facts.get(name) else { continue };
            let right = match fact.kind {
                FactType::Bool => value.is_boolean(),
                FactType::Int => value.is_i64(),
                FactType::Text => fact.allows(value),
                FactType::List => value.as_array().is_some_and(|items| items.iter().all(|item| fact.allows(item))),
            };
            if !right {
                let wanted = match fact.kind {
                    FactType::Bool => "true or false".to_owned(),
                    FactType::Int => "a whole number".to_owned(),
                    FactType::List if fact.values.is_empty() => "a list of texts".to_owned(),
                    FactType::List => format!("a list of `{}`", fact.values.join("`, `")),
                    FactType::Text if fact.values.is_empty() => "a text".to_owned(),
                    FactType::Text => format!("one of `{}`", fact.values.join("`, `")),
                };
                return Some(format!("`facts.{name}` is `{value}`: give {wanted}"));
            }
        }
        None
    }

    /// The variables and functions that a condition sees for one input.
    pub(crate) fn context(&self, input: &Input) -> Result<Context<'static, 'static>, String> {
        let mut context = Context::with_env(Arc::clone(&self.language));
        context.add_function("within_months", within_months).map_err(|error| error.to_string())?;
        let mut facts: HashMap<String, Value> = HashMap::new();
        for (name, fact) in &self.facts {
            let value = match (input.facts.get(name), fact.kind) {
                (Some(given), _) => value(given),
                (None, FactType::Bool) => Value::Bool(false),
                (None, FactType::Int) => Value::Int(0),
                (None, FactType::Text) => Value::String(Arc::new(String::new())),
                (None, FactType::List) => Value::List(Arc::new(Vec::new())),
            };
            facts.insert(name.clone(), value);
        }
        context.add_variable_from_value("facts", facts);
        context.add_variable_from_value("event", input.event.clone());
        context.add_variable_from_value("matter", value(&json(&input.matter)));
        context.add_variable_from_value("officer", value(&json(&input.officer)));
        Ok(context)
    }
}

/// Returns true if `later` is at most `months` months after `earlier`; false if either date is unknown.
#[expect(clippy::needless_pass_by_value, reason = "the interpreter hands over its values")]
fn within_months(later: Arc<String>, earlier: Arc<String>, months: i64) -> bool {
    let (Ok(later), Ok(earlier)) = (later.parse::<Date>(), earlier.parse::<Date>()) else { return false };
    // If the number of months is beyond the range of dates, nothing exceeds the limit.
    Span::new().try_months(months).and_then(|span| earlier.checked_add(span)).map_or(true, |limit| later <= limit)
}

fn json(value: &impl Serialize) -> serde_json::Value {
    serde_json::to_value(value).unwrap_or_default()
}

/// Converts a JSON value for conditions: whole numbers become signed, an unknown date becomes an empty string.
fn value(json: &serde_json::Value) -> Value {
    match json {
        serde_json::Value::Null => Value::String(Arc::new(String::new())),
        serde_json::Value::Bool(truth) => Value::Bool(*truth),
        serde_json::Value::Number(number) => {
            number.as_i64().map_or_else(|| Value::Float(number.as_f64().unwrap_or_default()), Value::Int)
        }
        serde_json::Value::String(text) => Value::String(Arc::new(text.clone())),
        serde_json::Value::Array(items) => Value::List(Arc::new(items.iter().map(value).collect())),
        serde_json::Value::Object(fields) => {
            fields.iter().map(|(name, field)| (name.clone(), value(field))).collect::<HashMap<String, Value>>().into()
        }
    }
}

/// The fields of an input record and their types, taken from its schema, which also serves as its documentation.
fn fields(schema: &schemars::Schema) -> BTreeMap<String, Type> {
    let Some(properties) = schema.get("properties").and_then(serde_json::Value::as_object) else {
        return BTreeMap::new();
    };
    properties.iter().map(|(name, property)| (name.clone(), field_type(property))).collect()
}

fn field_type(property: &serde_json::Value) -> Type {
    let kind = match property.get("type") {
        Some(serde_json::Value::Array(kinds)) => kinds.first().and_then(serde_json::Value::as_str),
        Some(kind) => kind.as_str(),
        None => None,
    };
    match kind {
        Some("boolean") => Type::Bool,
        Some("integer") => Type::Int,
        Some("array") => Type::List,
        _ if property.get("format").is_some_and(|format| format == "date") => Type::Date,
        _ => {
            let words = property.get("enum").and_then(serde_json::Value::as_array);
            let texts = words.into_iter().flatten().filter_map(|word| word.as_str().map(str::to_owned));
            Type::Text(texts.collect())
        }
    }
}
