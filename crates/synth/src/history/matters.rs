//! Conduct matters: their number, severity, duration and outcome.

use std::collections::{HashMap, HashSet};

use jiff::civil::{Date, DateTime};

use super::calendar::{in_office_hours, moment, working_day};
use super::course::Course;
use super::durations::days_within;
use super::happening::{
    HappeningContent, Proceedings, ReportResult, Reporter, Severity, SynthFinding, SynthMatterKind, SynthOutcome,
    SynthReportKind,
};
use super::later_needles::next_morning;
use super::maker::{MATTERS_STREAM, Maker};
use super::people::{ForceNumber, PersonNumber};
use super::reports::Plan;
use crate::chance::WeightedDraw;
use crate::dates::{days_between, later};

/// The median duration of a gross misconduct matter in days, and the spread with which a tenth take more than 800 days:
/// ln(800 / 380) / 1.2816.
const GRAVE_DAYS: (f64, f64) = (380.0, 0.581);
/// Share of grave matters that last more than a year.
const GRAVE_OVER_A_YEAR: f64 = 0.527;
const A_YEAR: i32 = 365;

const GRAVE: &[(&str, u64)] = &[
    ("dishonesty", 22),
    ("use-of-police-systems", 16),
    ("inappropriate-communication", 14),
    ("discrimination", 12),
    ("sexual-harassment", 14),
    ("domestic-abuse", 14),
    ("abuse-of-position-for-sexual-purpose", 9),
    ("sexual-assault", 8),
    ("corruption", 4),
    ("failure-to-report", 2),
];
const LESSER: &[(&str, u64)] = &[
    ("delivery-of-duties", 40),
    ("incivility", 20),
    ("use-of-force", 12),
    ("inappropriate-communication", 12),
    ("use-of-police-systems", 10),
    ("failure-to-report", 6),
];

/// Counts of the matters that are already in the book.
struct Tally {
    conduct: usize,
    proceedings: usize,
    long: usize,
}

impl Maker {
    fn tally(&self) -> Tally {
        let mut tally = Tally { conduct: 0, proceedings: 0, long: 0 };
        let mut open: HashMap<u32, Date> = HashMap::new();
        for happening in self.book() {
            match &happening.what {
                HappeningContent::MatterOpened { matter, kind, .. } => {
                    tally.conduct += usize::from(*kind == SynthMatterKind::Conduct);
                    open.insert(*matter, happening.at.date());
                }
                HappeningContent::CaseDetermined { answer: true, .. } => tally.proceedings += 1,
                HappeningContent::MatterClosed { matter, .. } => {
                    if let Some(opened) = open.remove(matter) {
                        tally.long += usize::from(days_between(opened, happening.at.date()) > A_YEAR);
                    }
                }
                _ => {}
            }
        }
        tally.long += open.values().filter(|&&opened| days_between(opened, self.today) > A_YEAR).count();
        tally
    }

    /// Adds conduct matters up to the requested number, then the remaining reports by colleagues.
    pub(super) fn fill_up_matters(&mut self) {
        self.step(MATTERS_STREAM);
        let tally = self.tally();
        let count = self.counts.conduct_matters.saturating_sub(tally.conduct);
        let long = self.counts.long.saturating_sub(tally.long);
        let grave = ((long as f64 / GRAVE_OVER_A_YEAR) as usize).min(count);
        let mut proceedings = self.counts.proceedings.saturating_sub(tally.proceedings);
        // 45 in a hundred proceedings are meetings.
        let mut hearings = (proceedings * 55 / 100).min(grave);
        let mut subjects = HashSet::new();
        let mut told = self.counts.colleague_reports;
        for turn in 0..count {
            let is_grave = turn < grave;
            let (least, most) = match (is_grave, turn < long) {
                (true, true) => (A_YEAR + 15, 2_600),
                (true, false) => (60, A_YEAR - 15),
                (false, _) => (30, A_YEAR - 15),
            };
            let (median, spread) = if is_grave { GRAVE_DAYS } else { (110.0, 0.6) };
            let days = days_within(median, spread, least, most, &mut self.chance);
            // The matters left are only just enough for the proceedings still wanted, so this one must end.
            let must = if is_grave { grave - turn <= hearings } else { count - turn <= proceedings };
            let ended = self.chance.odds(0.7) || must;
            let opened = if ended {
                // Holidays can make the end slip by a day or two.
                later(self.today, -days - 15 - self.chance.below(330) as i32)
            } else {
                let oldest = days - 2;
                let youngest = if least > A_YEAR { A_YEAR + 10 } else { 8 };
                later(self.today, -self.chance.between(youngest.min(oldest), oldest))
            };
            let opened = in_office_hours(working_day(opened), &mut self.chance);
            let Some(subject) = self.conduct_subject(opened, &mut subjects) else { continue };
            let hearing = ended && is_grave && hearings > 0;
            let meeting = ended && !is_grave && proceedings > hearings;
            let form = match (hearing, meeting) {
                (true, _) => Proceedings::Hearing,
                (_, true) => Proceedings::Meeting,
                _ => Proceedings::None,
            };
            proceedings -= usize::from(hearing || meeting);
            hearings -= usize::from(hearing);
            self.conduct(subject, opened, days, is_grave, form, &mut told);
        }
        for _ in 0..told {
            self.report_without_matter();
        }
    }

    /// A random person without a part who served at that time and is not yet the subject of a conduct matter.
    fn conduct_subject(&mut self, opened: DateTime, subjects: &mut HashSet<PersonNumber>) -> Option<PersonNumber> {
        let day = later(opened.date(), -60);
        for _ in 0..400 {
            let person = self.chance.below(self.counts.workforce()) as u32;
            let career = &self.careers[person as usize];
            let staff = career.kind != super::people::ServiceKind::Officer;
            let unfit = career.taken || career.stays[0].from > day || (staff && !self.chance.odds(0.25));
            if !unfit && subjects.insert(person) {
                return Some(person);
            }
        }
        None
    }

    fn conduct(
        &mut self,
        subject: PersonNumber,
        opened: DateTime,
        days: i32,
        grave: bool,
        form: Proceedings,
        told: &mut usize,
    ) {
        let table = if grave { GRAVE } else { LESSER };
        let category = table[WeightedDraw::new(table.iter().map(|entry| entry.1)).draw(&mut self.chance)].0;
        let sexual = super::words::category_is_vawg(category) || category == "corruption";
        let force = self.careers[subject as usize].force_on(opened.date());
        let criminal = grave && sexual && self.chance.odds(0.8);
        let end = match form {
            Proceedings::None => None,
            Proceedings::Hearing => Some(match self.chance.below(100) {
                0..=65 => (SynthFinding::GrossMisconduct, SynthOutcome::Dismissal),
                66..=77 => (SynthFinding::GrossMisconduct, SynthOutcome::FinalWrittenWarning),
                78..=86 => (SynthFinding::Misconduct, SynthOutcome::FinalWrittenWarning),
                _ => (SynthFinding::NotProven, SynthOutcome::NoAction),
            }),
            Proceedings::Meeting => Some(match self.chance.below(100) {
                0..=54 => (SynthFinding::Misconduct, SynthOutcome::WrittenWarning),
                55..=78 => (SynthFinding::Misconduct, SynthOutcome::FinalWrittenWarning),
                _ => (SynthFinding::NotProven, SynthOutcome::NoAction),
            }),
        };
        let severity = match (grave, form) {
            (true, _) => Severity::GrossMisconduct,
            (false, Proceedings::None) if self.chance.odds(0.5) => Severity::PracticeRequiringImprovement,
            (false, _) => Severity::Misconduct,
        };
        let (mut report, mut opened) = (None, opened);
        if *told > 0 && opened.date() > self.year_begins && self.chance.odds(0.4) {
            *told -= 1;
            let (number, received) = self.told_by_a_colleague(subject, opened, category);
            report = Some(number);
            opened = opened.max(next_morning(received));
        }
        // Three in four are suspended, evenly spread, so that a demonstration shows both decisions.
        let suspended = criminal && self.matters_count % 4 != 1;
        self.run(&Course {
            report,
            force,
            subject,
            kind: SynthMatterKind::Conduct,
            categories: vec![category],
            opened,
            days,
            severity,
            form,
            end,
            criminal,
            suspended,
            referred: grave && sexual,
            investigator: None,
        });
    }

    /// Writes a report by a colleague, often an anonymous one, one to three days before the given time.
    fn told_by_a_colleague(
        &mut self,
        about: PersonNumber,
        before: DateTime,
        category: &'static str,
    ) -> (u32, DateTime) {
        let at = moment(later(before.date(), -self.chance.between(1, 3)), 20 * 60 + 5);
        let force = self.careers[about as usize].force_on(at.date());
        let reporter = match self.colleague(force, about, at) {
            Some(colleague) if self.chance.odds(0.7) => Reporter::Colleague(colleague),
            _ => Reporter::Anonymous,
        };
        let plan = self.complaint_about(about, 30, category);
        let happened = Some(moment(later(at.date(), -self.chance.between(2, 60)), 18 * 60));
        let kind = SynthReportKind::ColleagueReport;
        let report = self.report(Plan { at, happened, force, reporter, kind, schedule3: false, ..plan });
        (report, at)
    }

    /// A random colleague in the same force who serves at the given time and is not suspended.
    pub(super) fn colleague(&mut self, force: ForceNumber, of: PersonNumber, at: DateTime) -> Option<PersonNumber> {
        for _ in 0..40 {
            let list = &self.by_force[force as usize];
            let other = list[self.chance.below(list.len())];
            let career = &self.careers[other as usize];
            if other != of && career.serves(at) && !career.suspended && career.force_on(at.date()) == force {
                return Some(other);
            }
        }
        None
    }

    fn report_without_matter(&mut self) {
        let day = later(self.day_of_the_year(), 2);
        let before = moment(day, 9 * 60);
        let Some(about) = self.conduct_subject(before, &mut HashSet::new()) else { return };
        if !self.careers[about as usize].serves(before) {
            return;
        }
        let (report, received) = self.told_by_a_colleague(about, before, "inappropriate-communication");
        let force = self.careers[about as usize].force_on(day);
        let by = self.investigator(force);
        let closed = moment(working_day(later(received.date(), self.chance.between(10, 60))), 13 * 60);
        self.write(closed, HappeningContent::ReportClosed { report, by, result: ReportResult::NoFurtherAction });
    }
}
