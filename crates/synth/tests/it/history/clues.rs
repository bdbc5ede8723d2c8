//! Detectors: each finds one kind of needle among happenings, by its definition alone. They never look at the truth.

use std::collections::{BTreeSet, HashMap, HashSet};

use jiff::Unit;
use jiff::civil::{Date, DateTime};
use synth::history::{
    Act, Happening, HappeningContent, History, Reporter, SynthConcern, SynthDescription, SynthFinding, SynthLeaving,
    SynthVehicle, SynthVettingDecision, VettingLevel,
};

pub(super) type Found = BTreeSet<u32>;

/// Finds the subjects of one kind of needle in the first `upto` happenings of a history.
pub(super) fn detect(name: &str, history: &History, upto: usize) -> Found {
    let happenings = &history.happenings[..upto];
    match name {
        "N1" => ignored_vehicle(happenings),
        "N2" => two_forces(history, happenings),
        "N3" => nickname(happenings),
        "N4" => rehired(history, happenings),
        "N5" => armed_before_cleared(happenings),
        "N6" => downgraded_by_a_colleague(happenings),
        "N7" => silent_chat(happenings),
        "N8" => left_before_the_hearing(happenings),
        "N9" => proved_false(happenings),
        "N10" => card_while_suspended(happenings),
        "N11" => withdrawn_after_a_visit(happenings),
        "N12" => looks_without_a_task(happenings),
        other => panic!("no needle `{other}`"),
    }
}

fn days(from: Date, to: Date) -> i32 {
    from.until((Unit::Day, to)).unwrap().get_days()
}

pub(super) fn same_vehicle(described: &SynthDescription, vehicle: &SynthVehicle) -> bool {
    let Some(seen) = &described.plate else { return false };
    seen.len() == vehicle.plate.len()
        && seen.chars().zip(vehicle.plate.chars()).all(|(seen, stands)| seen == '?' || seen == stands)
        && described.make == Some(vehicle.make)
        && described.colour == Some(vehicle.colour)
}

/// Each report of exposure with each member whose declared vehicle it fits, as force, day, report and member.
fn vehicle_matches(happenings: &[Happening]) -> Vec<(u32, Date, u32, u32)> {
    let mut vehicles: HashMap<(&str, &str), Vec<(u32, &SynthVehicle)>> = HashMap::new();
    let mut matches = Vec::new();
    for happening in happenings {
        match &happening.what {
            HappeningContent::VehicleDeclared { person, vehicle } => {
                vehicles.entry((vehicle.make, vehicle.colour)).or_default().push((*person, vehicle));
            }
            HappeningContent::ReportReceived { report, force, category: "indecent-exposure", described, .. } => {
                let (Some(make), Some(colour)) = (described.make, described.colour) else { continue };
                for (person, vehicle) in vehicles.get(&(make, colour)).into_iter().flatten() {
                    if same_vehicle(described, vehicle) {
                        matches.push((*force, happening.at.date(), *report, *person));
                    }
                }
            }
            _ => {}
        }
    }
    matches
}

/// The force of each member after every change.
fn forces(happenings: &[Happening]) -> HashMap<u32, Vec<(DateTime, u32)>> {
    let mut forces: HashMap<u32, Vec<(DateTime, u32)>> = HashMap::new();
    for happening in happenings {
        if let HappeningContent::Joined { person, force, .. }
        | HappeningContent::Transferred { person, to: force, .. } = &happening.what
        {
            forces.entry(*person).or_default().push((happening.at, *force));
        }
    }
    forces
}

/// An old report of exposure matches a vehicle declared in the same force, and nobody checked whose it was.
fn ignored_vehicle(happenings: &[Happening]) -> Found {
    let forces = forces(happenings);
    let enquired: HashSet<u32> = happenings
        .iter()
        .filter_map(|happening| match &happening.what {
            HappeningContent::InvestigativeAct { report: Some(report), kind: Act::VehicleEnquiry, .. }
            | HappeningContent::LinkJudged { report, .. } => Some(*report),
            _ => None,
        })
        .collect();
    let mut found = Found::new();
    for (force, day, report, person) in vehicle_matches(happenings) {
        let own = forces[&person].iter().rev().find(|(from, _)| from.date() < day).map(|(_, force)| *force);
        if own == Some(force) && !enquired.contains(&report) {
            found.insert(person);
        }
    }
    found
}

fn two_forces(history: &History, happenings: &[Happening]) -> Found {
    let matches = vehicle_matches(happenings);
    let mut found = Found::new();
    for (one, first, _, person) in &matches {
        for (other, second, _, same) in &matches {
            let neighbours = history.forces[*one as usize].neighbours.contains(other);
            if person == same && neighbours && (14..=28).contains(&days(*first, *second)) {
                found.insert(*person);
            }
        }
    }
    found
}

fn nickname(happenings: &[Happening]) -> Found {
    let mut sources: HashMap<u32, HashSet<u32>> = HashMap::new();
    let mut found = Found::new();
    for happening in happenings {
        if let HappeningContent::ConcernRecorded { about, by, kind: SynthConcern::Nickname, .. } = &happening.what {
            let sources = sources.entry(*about).or_default();
            sources.insert(*by);
            if sources.len() >= 3 {
                found.insert(*about);
            }
        }
    }
    found
}

fn rehired(history: &History, happenings: &[Happening]) -> Found {
    let mut ended = Vec::new();
    let mut found = Found::new();
    for happening in happenings {
        match &happening.what {
            HappeningContent::ProbationEndedEarly { person, .. } => ended.push(&history.people[*person as usize]),
            HappeningContent::Joined { person, declared: false, .. } => {
                let new = &history.people[*person as usize];
                let same = ended.iter().any(|old| {
                    old.first_name == new.first_name
                        && old.born == new.born
                        && (old.phone.is_some() && old.phone == new.phone || old.address == new.address)
                        && old.surname != new.surname
                        && new.previous_surname.as_ref() != Some(&old.surname)
                });
                if same {
                    found.insert(*person);
                }
            }
            _ => {}
        }
    }
    found
}

fn armed_before_cleared(happenings: &[Happening]) -> Found {
    let mut cleared: HashMap<u32, Date> = HashMap::new();
    let mut found = Found::new();
    for happening in happenings {
        match &happening.what {
            HappeningContent::VettingDecided { person, level: VettingLevel::Mv, decision, expires, .. } => {
                match decision {
                    SynthVettingDecision::Granted => {
                        cleared.insert(*person, expires.unwrap());
                    }
                    SynthVettingDecision::Withdrawn => {
                        cleared.remove(person);
                    }
                    SynthVettingDecision::Refused => {}
                }
            }
            HappeningContent::Posted { person, role: "armed", .. }
            | HappeningContent::Transferred { person, role: "armed", .. }
            | HappeningContent::Joined { person, role: "armed", .. }
                if cleared.get(person).is_none_or(|&expires| expires < happening.at.date()) =>
            {
                found.insert(*person);
            }
            _ => {}
        }
    }
    found
}

/// The postings of each member: from, to, force and unit.
type Stays = HashMap<u32, Vec<(Date, Option<Date>, u32, String)>>;

/// The postings by their claimed dates.
fn stays(happenings: &[Happening]) -> Stays {
    let mut stays = Stays::new();
    for happening in happenings {
        let from = happening.happened.unwrap_or(happening.at).date();
        let (person, force, unit, until) = match &happening.what {
            HappeningContent::Joined { person, force, unit, .. } => (person, force, unit, None),
            HappeningContent::Posted { person, force, unit, until, .. } => (person, force, unit, *until),
            HappeningContent::Transferred { person, to, unit, .. } => (person, to, unit, None),
            _ => continue,
        };
        stays.entry(*person).or_default().push((from, until, *force, unit.clone()));
    }
    for list in stays.values_mut() {
        list.sort();
        for place in 1..list.len() {
            let next = list[place].0;
            list[place - 1].1.get_or_insert(next);
        }
    }
    stays
}

/// Returns true if two members were in the same unit at any time between two days.
fn shared(stays: &Stays, one: u32, other: u32, from: Date, to: Date) -> bool {
    stays[&one].iter().any(|a| {
        stays[&other].iter().any(|b| {
            let begins = a.0.max(b.0).max(from);
            let ends = a.1.unwrap_or(to).min(b.1.unwrap_or(to)).min(to);
            (a.2, &a.3) == (b.2, &b.3) && begins < ends
        })
    })
}

fn downgraded_by_a_colleague(happenings: &[Happening]) -> Found {
    let stays = stays(happenings);
    let mut subjects = HashMap::new();
    let mut found = Found::new();
    for happening in happenings {
        match &happening.what {
            HappeningContent::MatterOpened { matter, person, .. } => {
                subjects.insert(*matter, *person);
            }
            HappeningContent::SeverityDowngraded { matter, by, .. } => {
                let today = happening.at.date();
                let five_years_ago = today.saturating_sub(jiff::Span::new().years(5));
                if shared(&stays, subjects[matter], *by, five_years_ago, today) {
                    found.insert(subjects[matter]);
                }
            }
            _ => {}
        }
    }
    found
}

fn silent_chat(happenings: &[Happening]) -> Found {
    let (mut subjects, mut chats) = (HashMap::new(), HashMap::new());
    let mut found = Found::new();
    for happening in happenings {
        match &happening.what {
            HappeningContent::MatterOpened { matter, person, .. } => {
                subjects.insert(*matter, *person);
            }
            HappeningContent::ChatGroupRecorded { matter, members, reporters } => {
                let subject = subjects[matter];
                let silent = members.iter().filter(|member| !reporters.contains(member) && **member != subject).count();
                chats.insert(*matter, silent);
            }
            HappeningContent::OutcomeRecorded { matter, finding, .. }
                if *finding != SynthFinding::NotProven && chats.get(matter).is_some_and(|&silent| silent > 0) =>
            {
                found.insert(subjects[matter]);
            }
            _ => {}
        }
    }
    found
}

fn left_before_the_hearing(happenings: &[Happening]) -> Found {
    let (mut subjects, mut hearings) = (HashMap::new(), HashMap::new());
    let mut found = Found::new();
    for happening in happenings {
        match &happening.what {
            HappeningContent::MatterOpened { matter, person, .. } => {
                subjects.insert(*matter, *person);
            }
            HappeningContent::HearingFixed { matter, on } => {
                hearings.insert(subjects[matter], *on);
            }
            HappeningContent::Left { person, how: SynthLeaving::Retired | SynthLeaving::Resigned } => {
                let before = hearings.get(person).map(|on| days(happening.at.date(), *on));
                if before.is_some_and(|before| (0..=14).contains(&before)) {
                    found.insert(*person);
                }
            }
            _ => {}
        }
    }
    found
}

fn proved_false(happenings: &[Happening]) -> Found {
    let mut reports = HashMap::new();
    let mut counts: HashMap<(u32, u32), u32> = HashMap::new();
    let mut found = Found::new();
    for happening in happenings {
        match &happening.what {
            HappeningContent::ReportReceived {
                report,
                reporter: Reporter::Public(reporter),
                names_officer: Some(person),
                ..
            } => {
                reports.insert(*report, (*reporter, *person));
            }
            HappeningContent::FoundFalse { report, .. } => {
                let count = counts.entry(reports[report]).or_default();
                *count += 1;
                if *count >= 4 {
                    found.insert(reports[report].1);
                }
            }
            _ => {}
        }
    }
    found
}

fn card_while_suspended(happenings: &[Happening]) -> Found {
    let (mut subjects, mut suspended) = (HashMap::new(), HashSet::new());
    let mut found = Found::new();
    for happening in happenings {
        match &happening.what {
            HappeningContent::MatterOpened { matter, person, .. } => {
                subjects.insert(*matter, *person);
            }
            HappeningContent::SuspensionDecided { matter, suspended: true, .. } => {
                suspended.insert(subjects[matter]);
            }
            HappeningContent::CardPresented { person, .. } | HappeningContent::StopRecorded { person, .. }
                if suspended.contains(person) =>
            {
                found.insert(*person);
            }
            _ => {}
        }
    }
    found
}

fn withdrawn_after_a_visit(happenings: &[Happening]) -> Found {
    let stays = stays(happenings);
    let (mut reports, mut visits) = (HashMap::new(), HashMap::new());
    let mut found = Found::new();
    for happening in happenings {
        let today = happening.at.date();
        match &happening.what {
            HappeningContent::ReportReceived { report, names_officer: Some(person), .. } => {
                reports.insert(*report, *person);
            }
            HappeningContent::Visited { report, by } => {
                visits.insert(*report, (*by, today));
            }
            HappeningContent::ComplaintWithdrawn { report, .. } => {
                let Some((by, on)) = visits.get(report) else { continue };
                let lately = today.saturating_sub(jiff::Span::new().days(60));
                if days(*on, today) <= 14 && shared(&stays, reports[report], *by, lately, today) {
                    found.insert(reports[report]);
                }
            }
            _ => {}
        }
    }
    found
}

fn looks_without_a_task(happenings: &[Happening]) -> Found {
    let mut looks: HashMap<(u32, u32), u32> = HashMap::new();
    let mut found = Found::new();
    for happening in happenings {
        if let HappeningContent::Consulted { by, about, purpose: None } = &happening.what {
            let count = looks.entry((*by, *about)).or_default();
            *count += 1;
            if *count >= 14 {
                found.insert(*about);
            }
        }
    }
    found
}
