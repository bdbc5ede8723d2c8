//! Counts and rates at both scales. The national history is generated only once, because that takes some seconds.

use std::collections::{HashMap, HashSet};

use jiff::Unit;
use jiff::civil::{Date, Weekday};
use proptest::prelude::*;
use synth::history::{
    Happening, HappeningContent, History, Proceedings, Scale, ServiceKind, Setting, Severity, SynthMatterKind,
    SynthReportKind, SynthVettingDecision,
};

use super::clues::detect;
use super::needles::{NAMES, planted};
use super::order::assert_orderly;
use super::{SMALL, seeded};

/// The contents expected of a history at one scale.
struct Expected {
    forces: usize,
    officers: usize,
    staff: usize,
    complaints: usize,
    allegations: usize,
    conduct: usize,
    long: usize,
    proceedings: usize,
    vetting: usize,
    stops: usize,
    verified: usize,
    concerns: usize,
    needle_sets: usize,
}

fn days(from: Date, to: Date) -> i32 {
    from.until((Unit::Day, to)).unwrap().get_days()
}

fn count(history: &History, test: impl Fn(&Happening) -> bool) -> usize {
    history.happenings.iter().filter(|happening| test(happening)).count()
}

fn assert_counts(history: &History, expected: &Expected) {
    let year_begins = Setting::TODAY.date().saturating_sub(jiff::Span::new().days(364));
    let of_kind = |kind| {
        let humans: HashSet<_> =
            history.people.iter().filter(|person| person.kind == kind).map(|person| person.human).collect();
        humans.len()
    };
    assert_eq!(history.forces.len(), expected.forces);
    assert_eq!(of_kind(ServiceKind::Officer), expected.officers);
    assert_eq!(of_kind(ServiceKind::Staff), expected.staff);
    let allegations = history.happenings.iter().filter_map(|happening| match &happening.what {
        HappeningContent::ReportReceived { kind: SynthReportKind::Complaint, further, .. } => Some(1 + further.len()),
        _ => None,
    });
    let allegations: Vec<usize> = allegations.collect();
    assert_eq!(allegations.len(), expected.complaints);
    assert_eq!(allegations.iter().sum::<usize>(), expected.allegations);
    let conduct =
        |what: &HappeningContent| matches!(what, HappeningContent::MatterOpened { kind: SynthMatterKind::Conduct, .. });
    assert_eq!(count(history, |happening| conduct(&happening.what)), expected.conduct);
    let proceedings = |what: &HappeningContent| matches!(what, HappeningContent::CaseDetermined { form, .. } if *form != Proceedings::None);
    assert_eq!(count(history, |happening| proceedings(&happening.what)), expected.proceedings);
    let vetting = |happening: &Happening| {
        happening.at.date() >= year_begins && matches!(happening.what, HappeningContent::VettingDecided { .. })
    };
    assert_eq!(count(history, vetting), expected.vetting);
    assert_eq!(
        count(history, |happening| matches!(happening.what, HappeningContent::StopRecorded { .. })),
        expected.stops
    );
    let verified = |what: &HappeningContent| matches!(what, HappeningContent::StopRecorded { verified: true, .. });
    assert_eq!(count(history, |happening| verified(&happening.what)), expected.verified);
    assert_eq!(
        count(history, |happening| matches!(happening.what, HappeningContent::ConcernRecorded { .. })),
        expected.concerns
    );
    assert_eq!(history.needles.len(), 12 * expected.needle_sets);
    assert_eq!(history.look_alikes.len(), 50 * expected.needle_sets);
    let over_a_year = Matters::of(history).lasted.values().filter(|&&(_, lasted, _)| lasted > 365).count();
    assert_eq!(over_a_year, expected.long);
}

/// The durations of matters so far: the severity, the days, and whether they are closed.
struct Matters {
    lasted: HashMap<u32, (Option<Severity>, i32, bool)>,
}

impl Matters {
    fn of(history: &History) -> Self {
        let today = Setting::TODAY.date();
        let mut opened = HashMap::new();
        let mut lasted = HashMap::new();
        for happening in &history.happenings {
            let day = happening.at.date();
            match &happening.what {
                HappeningContent::MatterOpened { matter, .. } => {
                    opened.insert(*matter, day);
                    lasted.insert(*matter, (None, days(day, today), false));
                }
                HappeningContent::SeverityAssessed { matter, severity, .. } => {
                    lasted.entry(*matter).and_modify(|row| row.0 = Some(*severity));
                }
                HappeningContent::MatterClosed { matter, .. } => {
                    let duration = days(opened[matter], day);
                    lasted.entry(*matter).and_modify(|row| (row.1, row.2) = (duration, true));
                }
                _ => {}
            }
        }
        Self { lasted }
    }
}

const DEMONSTRATION: Expected = Expected {
    forces: 4,
    officers: 1_200,
    staff: 700,
    complaints: 600,
    allegations: 950,
    conduct: 60,
    long: 8,
    proceedings: 14,
    vetting: 500,
    stops: 4_000,
    verified: 120,
    concerns: 300,
    needle_sets: 1,
};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_demonstration_of_any_seed_holds_what_its_row_says(seed in 0_u64..1_000_000) {
        assert_counts(&seeded(seed), &DEMONSTRATION);
    }
}

#[test]
fn suspected_conduct_lies_on_both_sides_of_the_change_of_the_law() {
    let changed = jiff::civil::date(2026, 7, 13);
    let suspensions = |after: bool| {
        count(&SMALL, |happening| {
            matches!(happening.what, HappeningContent::SuspensionDecided { .. })
                && (happening.at.date() >= changed) == after
        })
    };
    assert!(suspensions(false) > 0 && suspensions(true) > 0);
}

#[test]
fn a_national_history_holds_what_its_row_says_at_the_rates_of_the_readme() {
    let history = History::of(&Setting { scale: Scale::National, ..Setting::default() });
    assert_counts(
        &history,
        &Expected {
            forces: 46,
            officers: 147_000,
            staff: 89_000,
            complaints: 95_000,
            allegations: 150_000,
            conduct: 9_500,
            long: 1_500,
            proceedings: 1_700,
            vetting: 150_000,
            stops: 530_000,
            verified: 50_000,
            concerns: 60_000,
            needle_sets: 10,
        },
    );
    assert_orderly(&history);
    assert_reports(&history);
    assert_few_attract_many(&history);
    assert_thin_reasons(&history);
    assert_durations(&history);
    assert_clocks(&history);
    assert_second_records(&history);
    for name in NAMES {
        let planted = planted(&history, name);
        assert_eq!(planted.len(), 10, "{name}");
        let found = detect(name, &history, history.happenings.len());
        assert!(found.is_superset(&planted), "{name}: {found:?} {planted:?}");
        // Among two hundred thousand cars, a few fit a partial plate by chance. Nothing else is found by chance.
        let most = if name == "N1" { 12 } else { 10 };
        assert!(found.len() <= most, "{name}: {found:?}");
    }
}

fn assert_share(what: &str, part: usize, whole: usize, expected: f64, tolerance: f64) {
    let share = part as f64 / whole as f64;
    assert!((share - expected).abs() <= tolerance, "{what}: {share:.4} of {whole}, expected {expected}");
}

fn assert_reports(history: &History) {
    let (mut complaints, mut schedule3, mut partial, mut named, mut misspelt) = (0, 0, 0, 0, 0);
    for happening in &history.happenings {
        let HappeningContent::ReportReceived {
            kind: SynthReportKind::Complaint,
            schedule3: recorded,
            described,
            truth,
            ..
        } = &happening.what
        else {
            continue;
        };
        complaints += 1;
        schedule3 += usize::from(*recorded);
        partial += usize::from(described.plate.as_ref().is_some_and(|plate| plate.contains('?')));
        if let (Some(surname), Some(truth)) = (&described.surname, truth) {
            named += 1;
            misspelt += usize::from(*surname != history.people[*truth as usize].surname);
        }
    }
    assert_share("recorded under Schedule 3", schedule3, complaints, 0.34, 0.01);
    assert_share("a part of a plate", partial, complaints, 0.07, 0.005);
    assert_share("a misspelt surname", misspelt, named, 0.12, 0.01);
}

fn assert_few_attract_many(history: &History) {
    let mut allegations: HashMap<u32, usize> = HashMap::new();
    for happening in &history.happenings {
        if let HappeningContent::ReportReceived {
            truth: Some(person), further, kind: SynthReportKind::Complaint, ..
        } = &happening.what
        {
            *allegations.entry(*person).or_default() += 1 + further.len();
        }
    }
    let many = allegations.values().filter(|&&count| count >= 4).count();
    assert_share("officers with four allegations or more", many, 147_000, 0.02, 0.001);
}

fn assert_thin_reasons(history: &History) {
    let (mut adverse, mut thin) = (0, 0);
    for happening in &history.happenings {
        if let HappeningContent::VettingDecided { decision, rationale, .. } = &happening.what
            && *decision != SynthVettingDecision::Granted
        {
            adverse += 1;
            thin += usize::from(rationale.split_whitespace().count() < 12);
        }
    }
    assert!(adverse > 5_000);
    assert_share("thin reasons", thin, adverse, 0.18, 0.005);
}

/// The median and the ninth decile of the durations in days. Open matters count as longer than any other.
fn quantiles(mut lasted: Vec<i32>) -> (i32, i32) {
    lasted.sort_unstable();
    (lasted[lasted.len() / 2], lasted[lasted.len() * 9 / 10])
}

fn assert_durations(history: &History) {
    let today = Setting::TODAY.date();
    let mut received = HashMap::new();
    let mut lasted: HashMap<bool, Vec<i32>> = HashMap::new();
    for happening in &history.happenings {
        let day = happening.at.date();
        match &happening.what {
            HappeningContent::ReportReceived { report, schedule3, kind: SynthReportKind::Complaint, .. }
                if days(day, today) > 240 =>
            {
                received.insert(*report, (day, *schedule3));
            }
            HappeningContent::MatterOpened { report: Some(report), .. } => {
                received.remove(report);
            }
            HappeningContent::ReportClosed { report, .. } => {
                if let Some((from, schedule3)) = received.remove(report) {
                    lasted.entry(schedule3).or_default().push(days(from, day));
                }
            }
            _ => {}
        }
    }
    for (_, schedule3) in received.into_values() {
        lasted.entry(schedule3).or_default().push(i32::MAX);
    }
    let (outside, _) = quantiles(lasted.remove(&false).unwrap());
    let (under, _) = quantiles(lasted.remove(&true).unwrap());
    assert!((20..=24).contains(&outside), "outside Schedule 3: {outside}");
    assert!((104..=116).contains(&under), "under Schedule 3: {under}");

    let matters = Matters::of(history);
    let grave = matters.lasted.values().filter(|row| row.0 == Some(Severity::GrossMisconduct) && row.2);
    let (median, ninetieth) = quantiles(grave.map(|row| row.1).collect());
    assert!((365..=400).contains(&median), "gross misconduct: {median}");
    assert!((740..=860).contains(&ninetieth), "gross misconduct, nine in ten: {ninetieth}");
}

/// Working days between two days, including the last. The few bank holidays make no difference here.
fn working_days(from: Date, to: Date) -> i32 {
    let mut count = 0;
    let mut day = from;
    while day < to {
        day = day.tomorrow().unwrap();
        count += i32::from(!matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday));
    }
    count
}

/// Asserts that the clocks are kept: a progress update within 28 days, a referral by the end of the next day, a
/// decision on suspension within three working days and its review within four or twelve weeks, a determination within
/// fifteen working days, and a hearing within a hundred.
fn assert_clocks(history: &History) {
    let (mut kept, mut broken) = (0, 0);
    let mut clock = |within: bool| {
        kept += usize::from(within);
        broken += usize::from(!within);
    };
    let mut updated: HashMap<u32, Date> = HashMap::new();
    let mut assessed: HashMap<u32, Date> = HashMap::new();
    let mut criminal: HashMap<u32, Date> = HashMap::new();
    let mut submitted: HashMap<u32, Date> = HashMap::new();
    let mut suspended: HashMap<u32, Date> = HashMap::new();
    let mut arose: HashMap<u32, Date> = HashMap::new();
    for happening in &history.happenings {
        let day = happening.at.date();
        match &happening.what {
            HappeningContent::ComplainantUpdated { report, .. } => {
                if let Some(before) = updated.insert(*report, day) {
                    clock(days(before, day) <= 28);
                }
            }
            HappeningContent::SeverityAssessed { matter, .. } => {
                assessed.insert(*matter, day);
            }
            HappeningContent::Referred { matter, .. } => clock(days(assessed[matter], day) <= 1),
            HappeningContent::CriminalInvestigation { matter } => {
                criminal.insert(*matter, day);
            }
            HappeningContent::SuspensionDecided { matter, .. } => clock(working_days(criminal[matter], day) <= 4),
            HappeningContent::SuspensionReviewed { matter, .. } => {
                if let Some(before) = suspended.insert(*matter, day) {
                    let weeks = if arose[matter] >= jiff::civil::date(2026, 7, 13) { 12 } else { 4 };
                    clock(days(before, day) <= weeks * 7);
                }
            }
            HappeningContent::MatterOpened { matter, arose: on, .. } => {
                arose.insert(*matter, *on);
            }
            HappeningContent::ReportSubmitted { matter, .. } => {
                submitted.insert(*matter, day);
            }
            HappeningContent::CaseDetermined { matter, .. } => clock(working_days(submitted[matter], day) <= 16),
            HappeningContent::HearingFixed { on, .. } => clock(working_days(day, *on) <= 103),
            _ => {}
        }
    }
    assert_share("clocks not kept", broken, kept + broken, 0.06, 0.01);
}

fn assert_second_records(history: &History) {
    let again = history.people.iter().filter(|person| person.human != person.id).count();
    assert_share("second records of a human in service", again, history.people.len(), 0.03, 0.002);
    let again = history.public.iter().filter(|person| person.human != person.id).count();
    assert_share("second records of a member of the public", again, history.public.len(), 0.03, 0.003);
}
