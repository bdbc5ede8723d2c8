//! Happenings are recorded in order, about things that exist, by people who are in service.

use std::collections::{HashMap, HashSet};

use proptest::prelude::*;
use synth::history::{Happening, HappeningContent, History, Reporter, Scale, Setting};

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
pub(super) fn actors(what: &HappeningContent) -> Vec<u32> {
    match what {
        HappeningContent::VettingDecided { by, .. } => by.iter().copied().collect(),
        HappeningContent::ConcernRecorded { by, .. }
        | HappeningContent::LinkJudged { by, .. }
        | HappeningContent::SeverityAssessed { by, .. }
        | HappeningContent::SeverityDowngraded { by, .. }
        | HappeningContent::SuspensionDecided { by, .. }
        | HappeningContent::SuspensionReviewed { by, .. }
        | HappeningContent::InvestigativeAct { by, .. }
        | HappeningContent::Referred { by, .. }
        | HappeningContent::ReportSubmitted { by, .. }
        | HappeningContent::CaseDetermined { by, .. }
        | HappeningContent::ReportClosed { by, .. }
        | HappeningContent::Visited { by, .. }
        | HappeningContent::FoundFalse { by, .. }
        | HappeningContent::Consulted { by, .. }
        | HappeningContent::MatterOpened { by, .. } => vec![*by],
        HappeningContent::InvestigatorAssigned { investigator, by, .. } => vec![*investigator, *by],
        HappeningContent::MatterClosed { by, second, .. } => vec![*by, *second],
        HappeningContent::StopRecorded { person, .. } | HappeningContent::CardPresented { person, .. } => vec![*person],
        HappeningContent::RelationshipDeclared { one, other, .. } => vec![*one, *other],
        HappeningContent::ReportReceived { reporter: Reporter::Colleague(person), .. } => vec![*person],
        _ => Vec::new(),
    }
}

/// The person to whose service record this happening belongs.
fn serving(what: &HappeningContent) -> Option<u32> {
    match what {
        HappeningContent::Posted { person, .. }
        | HappeningContent::Transferred { person, .. }
        | HappeningContent::ProbationExtended { person, .. }
        | HappeningContent::ProbationEndedEarly { person, .. }
        | HappeningContent::Left { person, .. }
        | HappeningContent::VehicleDeclared { person, .. }
        | HappeningContent::VettingDecided { person, .. } => Some(*person),
        HappeningContent::ConcernRecorded { about, .. } => Some(*about),
        _ => None,
    }
}

fn report_of(what: &HappeningContent) -> Option<u32> {
    match what {
        HappeningContent::LinkJudged { report, .. }
        | HappeningContent::ComplainantUpdated { report, .. }
        | HappeningContent::ReportClosed { report, .. }
        | HappeningContent::ComplaintWithdrawn { report, .. }
        | HappeningContent::Visited { report, .. }
        | HappeningContent::FoundFalse { report, .. } => Some(*report),
        HappeningContent::MatterOpened { report, .. } | HappeningContent::InvestigativeAct { report, .. } => *report,
        _ => None,
    }
}

pub(super) fn matter_of(what: &HappeningContent) -> Option<u32> {
    match what {
        HappeningContent::InvestigatorAssigned { matter, .. }
        | HappeningContent::SeverityAssessed { matter, .. }
        | HappeningContent::SeverityDowngraded { matter, .. }
        | HappeningContent::CriminalInvestigation { matter }
        | HappeningContent::Arrested { matter, .. }
        | HappeningContent::Charged { matter, .. }
        | HappeningContent::Convicted { matter, .. }
        | HappeningContent::SuspensionDecided { matter, .. }
        | HappeningContent::SuspensionReviewed { matter, .. }
        | HappeningContent::NoticeServed { matter }
        | HappeningContent::RepresentationsReceived { matter }
        | HappeningContent::Referred { matter, .. }
        | HappeningContent::ReportSubmitted { matter, .. }
        | HappeningContent::CaseDetermined { matter, .. }
        | HappeningContent::HearingFixed { matter, .. }
        | HappeningContent::ChatGroupRecorded { matter, .. }
        | HappeningContent::OpportunityRecorded { matter, .. }
        | HappeningContent::OutcomeRecorded { matter, .. }
        | HappeningContent::MatterClosed { matter, .. } => Some(*matter),
        HappeningContent::ComplainantUpdated { matter, .. } | HappeningContent::InvestigativeAct { matter, .. } => {
            *matter
        }
        _ => None,
    }
}

/// The position of a step in the course of a matter, for steps that have a fixed order.
fn step(what: &HappeningContent) -> Option<u8> {
    match what {
        HappeningContent::SeverityAssessed { .. } => Some(1),
        HappeningContent::InvestigatorAssigned { .. } => Some(2),
        HappeningContent::CriminalInvestigation { .. } => Some(3),
        HappeningContent::NoticeServed { .. } => Some(4),
        HappeningContent::RepresentationsReceived { .. } => Some(5),
        HappeningContent::ReportSubmitted { .. } => Some(6),
        HappeningContent::CaseDetermined { .. } => Some(7),
        HappeningContent::HearingFixed { .. } => Some(8),
        HappeningContent::OutcomeRecorded { .. } => Some(9),
        HappeningContent::MatterClosed { .. } => Some(10),
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
            assert!(
                *reached < 10 || matches!(what, HappeningContent::ComplainantUpdated { .. }),
                "closed: {happening:?}"
            );
            if let Some(step) = step(what) {
                assert!(step > *reached, "out of turn: {happening:?}");
                *reached = step;
            }
        }
        self.note(happening);
    }

    fn note(&mut self, happening: &Happening) {
        match &happening.what {
            HappeningContent::Joined { person, force, .. } => {
                assert!(self.joined.insert(*person, *force).is_none(), "joined twice: {happening:?}");
            }
            HappeningContent::Posted { person, force, .. } => assert_eq!(self.joined[person], *force, "{happening:?}"),
            HappeningContent::Transferred { person, from, to, .. } => {
                assert_ne!(from, to);
                assert_eq!(self.joined.insert(*person, *to), Some(*from), "{happening:?}");
            }
            HappeningContent::Left { person, .. } => assert!(self.left.insert(*person)),
            HappeningContent::ReportReceived { report, names_officer, truth, .. } => {
                assert!(self.reports.insert(*report));
                for person in [names_officer, truth].into_iter().flatten() {
                    assert!(self.joined.contains_key(person), "{happening:?}");
                }
            }
            HappeningContent::MatterOpened { matter, person, .. } => {
                assert!(self.matters.insert(*matter, 0).is_none());
                assert!(self.joined.contains_key(person), "{happening:?}");
                self.subjects.insert(*matter, *person);
            }
            HappeningContent::SuspensionDecided { matter, suspended: true, .. } => {
                self.suspended.insert(self.subjects[matter]);
            }
            HappeningContent::StopRecorded { person, force, .. } => {
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
    // The numbers have no gaps: the count equals the largest number plus one.
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
