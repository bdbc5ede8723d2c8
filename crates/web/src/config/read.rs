//! Reads a configuration: each key of the file with its line, then the environment, then the rules across keys.

use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};

use super::keys::{GivenValue, KEYS, Key};
use super::{Config, ConfigFault};

/// The place where each key was set, for messages about keys that conflict.
type Places = BTreeMap<String, String>;

pub(super) fn read(
    name: &str,
    text: &str,
    variables: impl IntoIterator<Item = (String, String)>,
) -> Result<Config, Vec<ConfigFault>> {
    let mut config = Config::begin()?;
    let mut faults = Vec::new();
    let mut places = Places::new();
    let place = |at: usize| format!("{name}:{}", 1 + text.get(..at).unwrap_or(text).matches('\n').count());
    match DeTable::parse(text) {
        Ok(table) => {
            let mut leaves = Vec::new();
            flatten(table.get_ref(), "", &mut leaves);
            for leaf in leaves {
                set(&mut config, &mut places, &leaf.name, place(leaf.at), &leaf.given, &mut faults);
            }
        }
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start);
            faults.push(ConfigFault::new(place(at), format!("is not TOML: {}", error.message())));
        }
    }
    for (variable, value) in variables {
        let Some(rest) = variable.strip_prefix("CANDOUR_") else { continue };
        match named(rest) {
            Some(key) => set(&mut config, &mut places, &key, variable, &GivenValue::Text(value), &mut faults),
            None => {
                let nearest = nearest(&rest.to_lowercase().replace('_', "."));
                config.unknown_variables.push((variable, nearest.map(|key| key.variable())));
            }
        }
    }
    fit(&mut config, &places, &mut faults);
    if faults.is_empty() { Ok(config) } else { Err(faults) }
}

/// One key of the file, with its position and value.
struct Leaf {
    name: String,
    at: usize,
    given: GivenValue,
}

fn flatten(table: &DeTable<'_>, above: &str, leaves: &mut Vec<Leaf>) {
    for (key, value) in table {
        let name = if above.is_empty() { key.get_ref().to_string() } else { format!("{above}.{}", key.get_ref()) };
        // An empty table, or a table in place of a value, is a leaf, so that its name is refused with its line.
        match value.get_ref() {
            DeValue::Table(inner) if !inner.is_empty() && find(&name).is_none() => flatten(inner, &name, leaves),
            other => leaves.push(Leaf { name, at: key.span().start, given: given(other) }),
        }
    }
}

fn given(value: &DeValue<'_>) -> GivenValue {
    match value {
        DeValue::String(text) => GivenValue::Text(text.to_string()),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .map_or(GivenValue::Other("so large a number"), GivenValue::Number),
        DeValue::Boolean(flag) => GivenValue::Flag(*flag),
        DeValue::Array(items) => {
            let texts = items.iter().map(|item| item.get_ref().as_str().map(str::to_owned));
            texts
                .collect::<Option<_>>()
                .map_or(GivenValue::Other("a list of other things than texts"), GivenValue::List)
        }
        DeValue::Float(_) => GivenValue::Other("a fraction"),
        DeValue::Datetime(_) => GivenValue::Other("a date"),
        DeValue::Table(_) => GivenValue::Other("a section"),
    }
}

/// Finds the key with this name, and the operator's own part of the name.
fn find(name: &str) -> Option<(&'static Key, &str)> {
    KEYS.iter().find_map(|key| {
        for variable in ["CODE", "NAME"] {
            if let Some((before, after)) = key.name.split_once(variable) {
                let own = name.strip_prefix(before)?.strip_suffix(after)?;
                return (!own.is_empty() && !own.contains('.')).then_some((key, own));
            }
        }
        (key.name == name).then_some((key, ""))
    })
}

/// The name of the key that a variable sets: `FORCES_EAST_MERE_NAME` sets `forces.east-mere.name`.
fn named(rest: &str) -> Option<String> {
    KEYS.iter().find_map(|key| {
        let upper = key.name.to_uppercase().replace('.', "_");
        for variable in ["CODE", "NAME"] {
            if let Some((before, after)) = key.name.split_once(variable) {
                let (start, end) = (before.to_uppercase().replace('.', "_"), after.to_uppercase().replace('.', "_"));
                let own = rest.strip_prefix(&start)?.strip_suffix(&end)?;
                let own = own.to_lowercase().replace('_', "-");
                return (!own.is_empty()).then(|| format!("{before}{own}{after}"));
            }
        }
        (upper == rest).then(|| key.name.to_owned())
    })
}

fn set(
    config: &mut Config,
    places: &mut Places,
    name: &str,
    place: String,
    given: &GivenValue,
    faults: &mut Vec<ConfigFault>,
) {
    let Some((key, own)) = find(name) else {
        let hint = match nearest(name) {
            Some(key) => format!(": did you mean `{}`?", key.name),
            None => ": the reference lists the keys, docs/reference/configuration.md".to_owned(),
        };
        faults.push(ConfigFault::new(place, format!("there is no key `{name}`{hint}")));
        return;
    };
    match (key.read)(config, own, given) {
        Ok(()) => {
            places.insert(name.to_owned(), place);
        }
        Err(text) => faults.push(ConfigFault::new(place, format!("`{name}`: {text}"))),
    }
}

/// The key with the most similar name, if there is one that is similar enough.
fn nearest(name: &str) -> Option<&'static Key> {
    let parts: Vec<&str> = name.split('.').collect();
    let close = |key: &&Key| {
        let pattern: Vec<&str> = key.name.split('.').collect();
        // A placeholder for an operator's own name matches any name.
        let compared: Vec<&str> = if pattern.len() == parts.len() {
            pattern
                .iter()
                .zip(&parts)
                .map(|(known, part)| if matches!(*known, "CODE" | "NAME") { *part } else { *known })
                .collect()
        } else {
            pattern
        };
        distance(name, &compared.join("."))
    };
    let best = KEYS.iter().min_by_key(close)?;
    (close(&best) <= (name.len() / 3).max(2)).then_some(best)
}

/// The number of letters to insert, remove or change (the Levenshtein distance).
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, letter) in one.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = at + 1;
        for (place, known) in other.iter().enumerate() {
            let changed = diagonal + usize::from(letter != *known);
            diagonal = row[place + 1];
            row[place + 1] = changed.min(row[place] + 1).min(diagonal + 1);
        }
    }
    row[other.len()]
}

/// Checks the rules that involve several keys.
fn fit(config: &mut Config, places: &Places, faults: &mut Vec<ConfigFault>) {
    if !places.contains_key("public_url") && config.address.ip().is_loopback() {
        // The default uses the port of the address on which the service listens.
        config.public_url.set_port(Some(config.address.port())).ok();
    } else if !places.contains_key("public_url") {
        let place = places.get("address").cloned().unwrap_or_default();
        let text = "`public_url` is needed where the service listens beyond the machine: set it to the address that the public uses";
        faults.push(ConfigFault::new(place, text));
    }
    if !config.log.witnesses.is_empty() && config.log.quorum.is_none() {
        let place = places.get("log.witnesses").cloned().unwrap_or_default();
        faults.push(ConfigFault::new(
            place,
            "`log.quorum` is needed where there are witnesses: say how many must have cosigned",
        ));
    }
    if let Some(force) = config.check.duty_force.as_ref().filter(|it| !config.forces.contains_key(*it)) {
        // Otherwise nobody would take alarms that point to no officer.
        let text = format!("`{force}` is not configured: add `[forces.{force}]`, or name another force");
        faults.push(ConfigFault::new(places.get("check.duty_force").cloned().unwrap_or_default(), text));
    }
    let mut prefixes: BTreeMap<&str, &str> = BTreeMap::new();
    for (code, force) in &config.forces {
        let place = |key: &str| {
            let wanted = format!("forces.{code}.{key}");
            let section = format!("forces.{code}.");
            let known = places
                .get(&wanted)
                .or_else(|| places.iter().find(|(name, _)| name.starts_with(&section)).map(|(_, place)| place));
            known.cloned().unwrap_or_default()
        };
        if force.prefix.is_empty() {
            let text = format!("`forces.{code}.prefix` is needed: two capital letters such as `NM`");
            faults.push(ConfigFault::new(place("prefix"), text));
        } else if let Some(other) = prefixes.insert(&force.prefix, code.as_str()) {
            let text = format!("`{}` already begins the references of `{other}`: choose other letters", force.prefix);
            faults.push(ConfigFault::new(place("prefix"), text));
        }
        if let Some(neighbour) = force.neighbour.as_ref().filter(|it| !config.forces.contains_key(*it)) {
            let text =
                format!("`{neighbour}` is not configured: add `[forces.{neighbour}]`, or name another neighbour");
            faults.push(ConfigFault::new(place("neighbour"), text));
        }
    }
}
