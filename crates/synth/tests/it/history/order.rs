//! Happenings are recorded in order, about things that exist, by people who serve.

use std::collections::{HashMap, HashSet};

use proptest::prelude::*;
use synth::history::{Happening, History, Reporter, Scale, Setting, What};

use super::{SMALL, seeded};

#[test]
fn equal_settings_give_equal_histories_and_other_seeds_others() {
    assert!(*SMALL == seeded(1));
    assert!(*SMALL != seeded(2));
}

#[test]
fn another_day_gives_a_history_up_to_that_day() {
    let today = jiff::civil::date(2027, 5, 4).at(12, 0, 0, 0);
    let history = History::of(&Setting { seed: 1, scale: Scale::Small, today });
    assert!(history.happenings.last().unwrap().at <= today);
    assert!(history.happenings.last().unwrap().at > jiff::civil::date(2027, 4, 20).at(0, 0, 0, 0));
    assert_eq!(history.needles.len(), 12);
}

/// All members of the workforce who act in this happening.
pub(super) fn actors(what: &What) -> Vec<u32> {
    match what {
        What::VettingDecided { by, .. } => by.iter().copied().collect(),
        What::ConcernRecorded { by, .. }
        | What::LinkJudged { by, .. }
        | What::SeverityAssessed { by, .. }
        | What::SeverityDowngraded { by, .. }
        | What::SuspensionDecided { by, .. }
        | What::SuspensionReviewed { by, .. }
        | What::InvestigativeAct { by, .. }
        | What::Referred { by, .. }
        | What::ReportSubmitted { by, .. }
        | What::CaseDetermined { by, .. }
        | What::ReportClosed { by, .. }
        | What::Visited { by, .. }
        | What::FoundFalse { by, .. }
        | What::Consulted { by, .. }
        | What::MatterOpened { by, .. } => vec![*by],
        What::InvestigatorAssigned { investigator, by, .. } => vec![*investigator, *by],
        What::MatterClosed { by, second, .. } => vec![*by, *second],
        What::StopRecorded { person, .. } | What::CardPresented { person, .. } => vec![*person],
        What::RelationshipDeclared { one, other, .. } => vec![*one, *other],
        What::ReportReceived { reporter: Reporter::Colleague(person), .. } => vec![*person],
        _ => Vec::new(),
    }
}

/// The person whose service record contains this happening.
fn serving(what: &What) -> Option<u32> {
    match what {
        What::Posted { person, .. }
        | What::Transferred { person, .. }
        | What::ProbationExtended { person, .. }
        | What::ProbationEndedEarly { person, .. }
        | What::Left { person, .. }
        | What::VehicleDeclared { person, .. }
        | What::VettingDecided { person, .. } => Some(*person),
        What::ConcernRecorded { about, .. } => Some(*about),
        _ => None,
    }
}

fn report_of(what: &What) -> Option<u32> {
    match what {
        What::LinkJudged { report, .. }
        | What::ComplainantUpdated { report, .. }
        | What::ReportClosed { report, .. }
        | What::ComplaintWithdrawn { report, .. }
        | What::Visited { report, .. }
        | What::FoundFalse { report, .. } => Some(*report),
        What::MatterOpened { report, .. } | What::InvestigativeAct { report, .. } => *report,
        _ => None,
    }
}

pub(super) fn matter_of(what: &What) -> Option<u32> {
    match what {
        What::InvestigatorAssigned { matter, .. }
        | What::SeverityAssessed { matter, .. }
        | What::SeverityDowngraded { matter, .. }
        | What::CriminalInvestigation { matter }
        | What::Arrested { matter, .. }
        | What::Charged { matter, .. }
        | What::Convicted { matter, .. }
        | What::SuspensionDecided { matter, .. }
        | What::SuspensionReviewed { matter, .. }
        | What::NoticeServed { matter }
        | What::RepresentationsReceived { matter }
        | What::Referred { matter, .. }
        | What::ReportSubmitted { matter, .. }
        | What::CaseDetermined { matter, .. }
        | What::HearingFixed { matter, .. }
        | What::ChatGroupRecorded { matter, .. }
        | What::OpportunityRecorded { matter, .. }
        | What::OutcomeRecorded { matter, .. }
        | What::MatterClosed { matter, .. } => Some(*matter),
        What::ComplainantUpdated { matter, .. } | What::InvestigativeAct { matter, .. } => *matter,
        _ => None,
    }
}

/// The position of a step in the course of a matter, for steps with a fixed order.
fn step(what: &What) -> Option<u8> {
    match what {
        What::SeverityAssessed { .. } => Some(1),
        What::InvestigatorAssigned { .. } => Some(2),
        What::CriminalInvestigation { .. } => Some(3),
        What::NoticeServed { .. } => Some(4),
        What::RepresentationsReceived { .. } => Some(5),
        What::ReportSubmitted { .. } => Some(6),
        What::CaseDetermined { .. } => Some(7),
        What::HearingFixed { .. } => Some(8),
        What::OutcomeRecorded { .. } => Some(9),
        What::MatterClosed { .. } => Some(10),
        _ => None,
    }
}

#[derive(Default)]
struct SoFar {
    joined: HashMap<u32, u32>,
    left: HashSet<u32>,
    reports: HashSet<u32>,
    matters: HashMap<u32, u8>,
    subjects: HashMap<u32, u32>,
    suspended: HashSet<u32>,
}

impl SoFar {
    fn take(&mut self, happening: &Happening) {
        let what = &happening.what;
        for actor in actors(what) {
            assert!(self.joined.contains_key(&actor), "{actor} acts before joining: {happening:?}");
            assert!(!self.left.contains(&actor), "{actor} acts after leaving: {happening:?}");
        }
        if let Some(person) = serving(what) {
            assert!(self.joined.contains_key(&person) && !self.left.contains(&person), "not in service: {happening:?}");
        }
        if let Some(report) = report_of(what) {
            assert!(self.reports.contains(&report), "no such report yet: {happening:?}");
        }
        if let Some(matter) = matter_of(what) {
            let reached = self.matters.get_mut(&matter);
            let reached = reached.unwrap_or_else(|| panic!("no such matter yet: {happening:?}"));
            assert!(*reached < 10 || matches!(what, What::ComplainantUpdated { .. }), "closed: {happening:?}");
            if let Some(step) = step(what) {
                assert!(step > *reached, "out of turn: {happening:?}");
                *reached = step;
            }
        }
        self.note(happening);
    }

    fn note(&mut self, happening: &Happening) {
        match &happening.what {
            What::Joined { person, force, .. } => {
                assert!(self.joined.insert(*person, *force).is_none(), "joined twice: {happening:?}");
            }
            What::Posted { person, force, .. } => assert_eq!(self.joined[person], *force, "{happening:?}"),
            What::Transferred { person, from, to, .. } => {
                assert_ne!(from, to);
                assert_eq!(self.joined.insert(*person, *to), Some(*from), "{happening:?}");
            }
            What::Left { person, .. } => assert!(self.left.insert(*person)),
            What::ReportReceived { report, names_officer, truth, .. } => {
                assert!(self.reports.insert(*report));
                for person in [names_officer, truth].into_iter().flatten() {
                    assert!(self.joined.contains_key(person), "{happening:?}");
                }
            }
            What::MatterOpened { matter, person, .. } => {
                assert!(self.matters.insert(*matter, 0).is_none());
                assert!(self.joined.contains_key(person), "{happening:?}");
                self.subjects.insert(*matter, *person);
            }
            What::SuspensionDecided { matter, suspended: true, .. } => {
                self.suspended.insert(self.subjects[matter]);
            }
            What::StopRecorded { person, force, .. } => {
                assert!(!self.suspended.contains(person), "stops while suspended: {happening:?}");
                assert_eq!(self.joined[person], *force, "{happening:?}");
            }
            _ => {}
        }
    }
}

pub(super) fn assert_orderly(history: &History) {
    assert!(history.happenings.is_sorted_by_key(|happening| happening.at));
    let mut so_far = SoFar::default();
    for happening in &history.happenings {
        so_far.take(happening);
    }
    // Dense: the count equals the largest number plus one.
    assert_eq!(so_far.joined.len(), history.people.len());
    assert_eq!(so_far.reports.iter().max().map(|most| *most as usize + 1), Some(so_far.reports.len()));
    assert_eq!(so_far.matters.keys().max().map(|most| *most as usize + 1), Some(so_far.matters.len()));
    for (place, person) in history.people.iter().enumerate() {
        assert_eq!(person.id as usize, place);
    }
    for (place, person) in history.public.iter().enumerate() {
        assert_eq!(person.id as usize, place);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn everything_refers_to_what_was_recorded_before_and_nobody_acts_outside_their_service(seed in 0_u64..1_000_000) {
        let history = seeded(seed);
        assert!(history.happenings.last().unwrap().at <= Setting::TODAY);
        assert_orderly(&history);
    }
}
