//! Checks that involve more than one table of a pack (ids, names of dates, decisions, layers), and the stacking of
//! packs.

use std::collections::{BTreeMap, BTreeSet};

use crate::condition::{Condition, Vocabulary};
use crate::decision::{DecisionEntry, KnownDecision};
use crate::input::EVENTS;
use crate::law::Law;
use crate::pack::{AnchorEntry, Pack, PackText};
use crate::problem::{Place, Problems, nearest};
use crate::reaction::{Layer, Status};
use crate::regime::{REGIME_DATES, RegimeEntry};
use crate::rule::{PROTECTIONS, ROLES, Rule, RuleEntry};

/// Dates of the event, the matter and the officer. Their names are always known, even if the dates have no value.
const BUILT_IN_DATES: &[&str] =
    &["event", "arose", "came-to-attention", "recorded", "hearing-notice", "hearing", "left", "clearance-expires"];

/// The names from all packs, used to check the parts.
struct KnownNames {
    vocabulary: Vocabulary,
    dates: BTreeSet<String>,
    regimes: BTreeSet<String>,
    options: BTreeMap<String, Vec<String>>,
    rules: BTreeSet<String>,
}

/// Stacks packs and records every fault. Returns `None` if there is nothing to stack.
pub(crate) fn stack(packs: Vec<Pack>, texts: Vec<PackText>, problems: &mut Problems) -> Option<Law> {
    let nowhere = Place::file("packs");
    let Some(calendar) = packs.iter().find_map(|pack| pack.calendar.clone()) else {
        if problems.0.is_empty() {
            problems.note(&nowhere, None, "no calendar", "one of the packs must hold a `calendar.toml`");
        }
        return None;
    };
    let known = KnownNames {
        vocabulary: Vocabulary::new(packs.iter().flat_map(|pack| pack.facts.iter().map(|(_, fact)| fact.clone()))),
        dates: BUILT_IN_DATES
            .iter()
            .map(|name| (*name).to_owned())
            .chain(packs.iter().flat_map(|pack| pack.anchors.iter().map(|(_, anchor)| anchor.name.clone())))
            .collect(),
        regimes: packs.iter().flat_map(|pack| pack.regimes.iter().map(|(_, regime)| regime.id.clone())).collect(),
        options: packs.iter().flat_map(|pack| pack.decisions.iter().map(|(_, entry)| options_of(entry))).collect(),
        rules: packs.iter().flat_map(|pack| pack.rules.iter().map(|(_, rule)| rule.id.clone())).collect(),
    };
    unique(packs.iter().flat_map(|p| p.rules.iter().map(|(place, rule)| (place, rule.id.as_str()))), "id", problems);
    unique(packs.iter().flat_map(|p| p.facts.iter().map(|(place, f)| (place, f.name.as_str()))), "name", problems);
    unique(packs.iter().flat_map(|p| p.anchors.iter().map(|(place, a)| (place, a.name.as_str()))), "name", problems);
    unique(packs.iter().flat_map(|p| p.decisions.iter().map(|(place, d)| (place, d.kind.as_str()))), "kind", problems);

    let mut law = Law {
        packs: Vec::new(),
        rules: Vec::new(),
        decisions: Vec::new(),
        regimes: Vec::new(),
        anchors: Vec::new(),
        services: Vec::new(),
        calendar,
        vocabulary: Vocabulary::default(),
        texts,
    };
    for (index, pack) in packs.into_iter().enumerate() {
        check_pack(&pack, &law, problems);
        let adopted = pack.stamp.adopted_by.is_some();
        for (place, entry) in pack.rules {
            let condition = check_rule(&place, &entry, adopted, &known, problems);
            law.rules.push(Rule { entry, pack: index, place, condition });
        }
        for (place, entry) in pack.decisions {
            let conditions = check_decision(&place, &entry, &known, problems);
            let makers = check_makers(&place, &entry, &known, problems);
            law.decisions.push(KnownDecision { entry, conditions, makers });
        }
        for (place, entry) in pack.regimes {
            check_regime(&place, &entry, problems);
            law.regimes.push(entry);
        }
        law.anchors.extend(pack.anchors.into_iter().map(|(_, anchor): (Place, AnchorEntry)| anchor));
        for (place, service) in pack.services {
            no_copy(&place, "status", service.status, problems);
            law.services.push(service);
        }
        law.packs.push(pack.stamp);
    }
    law.vocabulary = known.vocabulary;
    Some(law)
}

fn options_of(entry: &DecisionEntry) -> (String, Vec<String>) {
    (entry.kind.clone(), entry.option.iter().map(|option| option.option.clone()).collect())
}

fn unique<'a>(names: impl Iterator<Item = (&'a Place, &'a str)>, field: &str, problems: &mut Problems) {
    let mut seen: BTreeMap<&str, &Place> = BTreeMap::new();
    for (place, name) in names {
        if let Some(first) = seen.insert(name, place) {
            let line = first.line.map(|line| format!(":{line}")).unwrap_or_default();
            problems.note(place, Some(field), format!("`{name}` is already in {}{line}", first.file), "give another");
        }
    }
}

fn check_pack(pack: &Pack, below: &Law, problems: &mut Problems) {
    let place = Place::file(&format!("{}/pack.toml", pack.stamp.name));
    for name in &pack.stands_on {
        if below.packs.iter().all(|other| other.name != *name) {
            let right = format!("stack it above `{name}`: give that folder first");
            problems.note(&place, Some("stands_on"), format!("`{name}` is not below this pack"), right);
        }
    }
}

fn known_role(place: &Place, field: &str, role: &str, problems: &mut Problems) {
    if !ROLES.contains(&role) {
        let near = nearest(role, ROLES.iter().copied()).map(|near| format!("did you mean `{near}`?"));
        let right = near.unwrap_or_else(|| format!("use one of `{}`", ROLES.join("`, `")));
        problems.note(place, Some(field), format!("`{role}` is not a known role or body"), right);
    }
}

fn known_option(place: &Place, field: &str, decision: &str, option: &str, known: &KnownNames, problems: &mut Problems) {
    match known.options.get(decision) {
        None => {
            let kinds: Vec<&str> = known.options.keys().map(String::as_str).collect();
            let right = format!("use one of `{}`", kinds.join("`, `"));
            problems.note(place, Some(field), format!("`{decision}` is not a known decision"), right);
        }
        Some(options) if !options.iter().any(|other| other == option) => {
            let right = format!("use one of `{}`", options.join("`, `"));
            problems.note(place, Some(field), format!("`{option}` is not an option of `{decision}`"), right);
        }
        Some(_) => {}
    }
}

fn condition(place: &Place, source: Option<&str>, known: &KnownNames, problems: &mut Problems) -> Option<Condition> {
    match Condition::compile(source?, &known.vocabulary) {
        Ok(condition) => Some(condition),
        Err((problem, right)) => {
            problems.note(place, Some("when"), problem, right);
            None
        }
    }
}

fn check_rule(
    place: &Place,
    rule: &RuleEntry,
    adopted: bool,
    known: &KnownNames,
    problems: &mut Problems,
) -> Option<Condition> {
    let no_effect =
        rule.duty.is_empty() && rule.protections.is_empty() && rule.notice.is_empty() && rule.sign.is_empty();
    if rule.on.is_empty() && !no_effect {
        problems.note(
            place,
            Some("on"),
            "names no event",
            "only a rule that presumes or rules out something may do without an event",
        );
    }
    for event in rule.on.iter().filter(|event| !EVENTS.contains(&event.as_str())) {
        let near = nearest(event, EVENTS.iter().copied()).map(|near| format!("did you mean `{near}`?"));
        problems.note(place, Some("on"), format!("`{event}` is not a known event"), near.unwrap_or_default());
    }
    check_copy(place, rule, problems);
    if rule.layer == Layer::ForcePolicy && !adopted {
        let right = "say in `pack.toml` who adopted it and when: `adopted = { by = \"..\", on = \"2026-09-01\" }`";
        problems.note(place, Some("layer"), "is force policy that nobody adopted", right);
    }
    if rule.in_force_to.is_some_and(|last| last < rule.in_force_from) {
        problems.note(place, Some("in_force_to"), "lies before `in_force_from`", "give a later day");
    }
    for regime in rule.regimes.iter().filter(|regime| !known.regimes.contains(*regime)) {
        let ids: Vec<&str> = known.regimes.iter().map(String::as_str).collect();
        let right = format!("use one of `{}`", ids.join("`, `"));
        problems.note(place, Some("regimes"), format!("`{regime}` is not a known regime"), right);
    }
    for duty in &rule.duty {
        known_role(place, "duty.owner", &duty.owner, problems);
        if let Some(status) = duty.clock_status {
            no_copy(place, "duty.clock_status", status, problems);
        }
        if let Some(role) = &duty.escalate_to {
            known_role(place, "duty.escalate_to", role, problems);
        }
        for event in duty.met_by.iter().filter(|event| !EVENTS.contains(&event.as_str())) {
            let near = nearest(event, EVENTS.iter().copied()).map(|near| format!("did you mean `{near}`?"));
            problems.note(
                place,
                Some("duty.met_by"),
                format!("`{event}` is not a known event"),
                near.unwrap_or_default(),
            );
        }
        for name in duty.clock.from().iter().filter(|name| !known.dates.contains(*name)) {
            let near =
                nearest(name, known.dates.iter().map(String::as_str)).map(|near| format!("did you mean `{near}`?"));
            let right = near.unwrap_or_else(|| "declare it in `anchors.toml`".to_owned());
            problems.note(place, Some("duty.clock.from"), format!("`{name}` is not a known date"), right);
        }
        // The longest period in the law is 24 months; the bound prevents a typing error from producing one of
        // centuries.
        if duty.clock.numbers().iter().any(|number| !(1..=1_000).contains(number)) {
            problems.note(
                place,
                Some("duty.clock"),
                "counts less than 1 or more than 1000",
                "give a number between them",
            );
        }
        if duty.warn_days.iter().any(|days| *days < 0) {
            problems.note(place, Some("duty.warn_days"), "is negative", "days before the due day: 7, 2, 0");
        }
    }
    for presumption in &rule.presumption {
        known_option(place, "presumption", &presumption.decision, &presumption.option, known, problems);
        for role in &presumption.departure.notify {
            known_role(place, "presumption.departure.notify", role, problems);
        }
    }
    for forbid in &rule.forbid {
        known_option(place, "forbid", &forbid.decision, &forbid.option, known, problems);
    }
    for protection in rule.protections.iter().filter(|name| !PROTECTIONS.contains(&name.as_str())) {
        let right = format!("use a reversible one: `{}`", PROTECTIONS.join("`, `"));
        problems.note(place, Some("protections"), format!("`{protection}` is not a protection"), right);
    }
    for notice in &rule.notice {
        known_role(place, "notice.to", &notice.to, problems);
    }
    condition(place, rule.when.as_deref(), known, problems)
}

/// Reports a rule that was seen in a copy without naming it, and a copy named by any other rule.
fn check_copy(place: &Place, rule: &RuleEntry, problems: &mut Problems) {
    let Some(copy) = &rule.copy else {
        if rule.status == Status::Read {
            let right =
                "say where: `copy = { address = \"legislation.gov.uk/..\", text = \"as-made\", not_seen = \"..\" }`";
            problems.note(place, Some("copy"), "is missing from a rule that was seen in a copy", right);
        }
        return;
    };
    if rule.status != Status::Read {
        let right = "write `status = \"read\"`, or leave the copy out";
        problems.note(place, Some("copy"), format!("does not belong to a rule that is {}", rule.status.words()), right);
    }
    let is_address = copy.address.contains('.') && copy.address.contains('/');
    if !is_address || copy.address.contains(char::is_whitespace) {
        let right = "give one, such as `legislation.gov.uk/uksi/2020/4/regulation/45`";
        problems.note(place, Some("copy.address"), format!("`{}` is not an address", copy.address), right);
    }
    if copy.not_seen.trim().is_empty() {
        let right = "name the parts that the copy did not show, or write `nothing`";
        problems.note(place, Some("copy.not_seen"), "is empty", right);
    }
}

/// Reports the status `read` outside a rule: only a rule can name the copy in which it was seen.
fn no_copy(place: &Place, field: &str, status: Status, problems: &mut Problems) {
    if status == Status::Read {
        let right = "use `verified` or `unverified`: only a rule can name the copy in which it was seen";
        problems.note(place, Some(field), "is `read`", right);
    }
}

fn check_decision(
    place: &Place,
    decision: &DecisionEntry,
    known: &KnownNames,
    problems: &mut Problems,
) -> Vec<Option<Condition>> {
    known_role(place, "decided_by", &decision.decided_by, problems);
    let mut conditions = Vec::new();
    for option in &decision.option {
        if option.rules.is_empty() {
            problems.note(place, Some("option.rules"), format!("`{}` cites no rule", option.option), "cite one");
        }
        for rule in option.rules.iter().filter(|rule| !known.rules.contains(*rule)) {
            problems.note(
                place,
                Some("option.rules"),
                format!("`{rule}` is not a known rule"),
                "cite a rule by its id",
            );
        }
        if option.when.is_some() != option.why_not.is_some() {
            let right = "an option needs both or neither";
            problems.note(place, Some("option.why_not"), "`when` and `why_not` do not go together", right);
        }
        conditions.push(condition(place, option.when.as_deref(), known, problems));
    }
    conditions
}

fn check_makers(
    place: &Place,
    decision: &DecisionEntry,
    known: &KnownNames,
    problems: &mut Problems,
) -> Vec<Option<Condition>> {
    let mut conditions = Vec::new();
    for maker in &decision.maker {
        known_role(place, "maker.by", &maker.by, problems);
        conditions.push(condition(place, Some(&maker.when), known, problems));
    }
    conditions
}

fn check_regime(place: &Place, regime: &RegimeEntry, problems: &mut Problems) {
    no_copy(place, "status", regime.status, problems);
    let doubts = regime.doubt.iter().filter_map(|doubt| doubt.date.as_ref());
    for name in regime.selected_by.iter().chain(doubts).filter(|name| !REGIME_DATES.contains(&name.as_str())) {
        let right = format!("use one of `{}`", REGIME_DATES.join("`, `"));
        problems.note(place, Some("selected_by"), format!("`{name}` does not select a regime"), right);
    }
}
