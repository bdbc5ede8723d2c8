//! Reports: complaints, descriptions of officers, and the way in which reports end that do not become a matter.

use std::collections::HashSet;

use jiff::civil::{Date, DateTime};

use super::calendar::{any_time, in_office_hours, minutes_later, working_day, working_day_upto};
use super::course::Course;
use super::durations;
use super::happening::{
    Act, HappeningContent, LinkVerdict, Proceedings, ReportNumber, ReportResult, Reporter, Severity, SynthDescription,
    SynthMatterKind, SynthReportKind,
};
use super::maker::{Maker, REPORTS_STREAM};
use super::people::{ForceNumber, PersonNumber, ServiceKind};
use super::words::{APPEARANCES, COLOURS, MAKES, category_is_vawg, report_words};
use crate::chance::WeightedDraw;
use crate::dates::{days_between, later};
use crate::service::ForceIndex;
use crate::typing::mistype;
use crate::vehicles::Plate;

/// Share of complaints recorded under Schedule 3.
const SCHEDULE_3: f64 = 0.34;
/// Share of reports that mention part of a plate.
const PARTIAL_PLATES: f64 = 0.07;
const MISSPELT: f64 = 0.12;
const MANY: u32 = 4;
/// Share of officers who attract many allegations.
const OFFICERS_WITH_MANY: f64 = 0.02;
const COMPLAINED_OF: &[(&str, u64)] = &[
    ("delivery-of-duties", 560),
    ("incivility", 140),
    ("use-of-force", 95),
    ("stop-and-search", 30),
    ("discrimination", 35),
    ("use-of-police-systems", 20),
    ("dishonesty", 50),
    ("inappropriate-communication", 30),
    ("sexual-harassment", 15),
    ("domestic-abuse", 15),
    ("stalking", 4),
    ("abuse-of-position-for-sexual-purpose", 6),
];

/// A report that has not been written yet.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    pub(super) at: DateTime,
    pub(super) happened: Option<DateTime>,
    pub(super) force: ForceNumber,
    pub(super) reporter: Reporter,
    pub(super) kind: SynthReportKind,
    pub(super) schedule3: bool,
    pub(super) category: &'static str,
    pub(super) further: Vec<&'static str>,
    pub(super) described: SynthDescription,
    pub(super) names_officer: Option<PersonNumber>,
    pub(super) truth: Option<PersonNumber>,
}

impl Maker {
    /// A random street in the area of a force.
    pub(super) fn somewhere(&mut self, force: ForceNumber) -> String {
        let house = self.world.places.house(ForceIndex::at(force as usize), &mut self.chance);
        let mut text = String::new();
        self.world.places.write_address(house, &mut text);
        text.split_once(' ').map_or(text.clone(), |(_, street)| street.to_owned())
    }

    /// Writes a report to the book.
    pub(super) fn report(&mut self, plan: Plan) -> ReportNumber {
        self.report_and_turn(plan).0
    }

    /// Writes a report to the book, and also returns its position there.
    pub(super) fn report_and_turn(&mut self, plan: Plan) -> (ReportNumber, Option<usize>) {
        let report = self.next_report();
        let place = self.somewhere(plan.force);
        let words = report_words(plan.category, &place, &mut self.chance);
        if let Some(subject) = plan.truth {
            *self.allegations_of.entry(subject).or_default() += 1 + plan.further.len() as u32;
        }
        let what = HappeningContent::ReportReceived {
            report,
            force: plan.force,
            reporter: plan.reporter,
            kind: plan.kind,
            schedule3: plan.schedule3,
            category: plan.category,
            vawg: category_is_vawg(plan.category) || plan.further.iter().any(|further| category_is_vawg(further)),
            further: plan.further,
            place,
            words,
            described: Box::new(plan.described),
            names_officer: plan.names_officer,
            truth: plan.truth,
        };
        (report, self.write_claimed(plan.at, plan.happened, what))
    }

    /// A reporter's description of an officer whom they met.
    pub(super) fn describe(&mut self, officer: Option<PersonNumber>) -> SynthDescription {
        let mut described = SynthDescription::default();
        if self.chance.odds(0.6) {
            described.appearance = self.chance.pick(APPEARANCES).to_owned();
        }
        let partial = self.chance.odds(PARTIAL_PLATES);
        let Some(officer) = officer else {
            if partial {
                let plate = Plate::new(&mut self.chance);
                let unknown = self.chance.between(2, 4) as usize;
                described.plate = Some(plate.with_unknowns(unknown, &mut self.chance));
                described.colour = Some(self.chance.pick(COLOURS));
                described.make = Some(self.chance.pick(MAKES));
            }
            return described;
        };
        let person = &self.people[officer as usize];
        if self.chance.odds(0.55) {
            let misspelt = self.chance.odds(MISSPELT);
            let surname = &person.surname;
            described.surname = Some(if misspelt { mistype(surname, &mut self.chance) } else { surname.clone() });
            if self.chance.odds(0.4) {
                described.first_name = Some(person.first_name.clone());
            }
        }
        if self.chance.odds(0.3) {
            described.collar = Some(person.warrant.clone());
        }
        if partial {
            // Most often it is a car of the force, which the officer has not declared.
            let plate = Plate::new(&mut self.chance);
            let unknown = self.chance.between(2, 4) as usize;
            described.plate = Some(plate.with_unknowns(unknown, &mut self.chance));
            described.make = Some(self.chance.pick(MAKES));
        }
        described
    }

    /// Adds complaints up to the requested numbers of complaints and allegations, then adds the crimes.
    pub(super) fn fill_up_reports(&mut self) {
        self.step(REPORTS_STREAM);
        let (mut complaints, mut allegations) = (0, 0);
        for happening in self.book() {
            if let HappeningContent::ReportReceived { kind: SynthReportKind::Complaint, further, .. } = &happening.what
            {
                complaints += 1;
                allegations += 1 + further.len();
            }
        }
        let count = self.counts.complaints.saturating_sub(complaints);
        let mut further = vec![0_u32; count];
        let mut rest = self.counts.allegations.saturating_sub(allegations + count);
        while rest > 0 && count > 0 {
            let place = self.chance.below(count);
            if further[place] < 3 {
                further[place] += 1;
                rest -= 1;
            }
        }
        let subjects = self.subjects(&further);
        let categories = WeightedDraw::new(COMPLAINED_OF.iter().map(|entry| entry.1));
        let mut accused: HashSet<PersonNumber> = HashSet::new();
        for (further, subject) in further.into_iter().zip(subjects) {
            self.complaint(subject, further, &categories, &mut accused);
        }
        for _ in 0..self.counts.crimes {
            self.crime();
        }
    }

    /// Picks the subject of each report: a few officers attract many, and three in ten reports have no known subject.
    fn subjects(&mut self, further: &[u32]) -> Vec<Option<PersonNumber>> {
        let mut pool: Vec<PersonNumber> =
            (0..self.people.len() as u32).filter(|&person| self.ordinary(person)).collect();
        self.chance.shuffle(&mut pool);
        let already = self.allegations_of.values().filter(|&&count| count >= MANY).count();
        let many = (self.counts.officers as f64 * OFFICERS_WITH_MANY) as usize - already;
        let mut subjects = vec![None; further.len()];
        let mut next = 0;
        for &officer in &pool[..many] {
            // By Zipf's law, half of them have four or five allegations, and one in twenty has more than twelve.
            let wanted = MANY + ((1.0 / (self.chance.unit() * 0.95 + 0.05)) as u32 - 1).min(14);
            let mut had = 0;
            while had < wanted && next < further.len() {
                subjects[next] = Some(officer);
                had += 1 + further[next];
                next += 1;
            }
        }
        let mut counts = vec![0_u32; pool.len()];
        for place in next..further.len() {
            if self.chance.odds(0.3) {
                continue;
            }
            for _ in 0..50 {
                let drawn = many + self.chance.below(pool.len() - many);
                if counts[drawn] + 1 + further[place] < MANY {
                    counts[drawn] += 1 + further[place];
                    subjects[place] = Some(pool[drawn]);
                    break;
                }
            }
        }
        // Officers with many allegations come first, but each report will get a random day.
        subjects
    }

    /// Returns true for an officer who has no part in any story and has served all year.
    fn ordinary(&self, person: PersonNumber) -> bool {
        let career = &self.careers[person as usize];
        career.kind == ServiceKind::Officer && !career.taken && career.stays[0].from < later(self.year_begins, -60)
    }

    pub(super) fn day_of_the_year(&mut self) -> Date {
        later(self.year_begins, self.chance.below(363) as i32)
    }

    fn complaint(
        &mut self,
        subject: Option<PersonNumber>,
        further: u32,
        categories: &WeightedDraw,
        accused: &mut HashSet<PersonNumber>,
    ) {
        let day = self.day_of_the_year();
        let at = any_time(day, &mut self.chance);
        let mut category = COMPLAINED_OF[categories.draw(&mut self.chance)].0;
        // Violence against women is never alleged twice against the same officer by chance.
        if category_is_vawg(category) && subject.is_none_or(|subject| !accused.insert(subject)) {
            category = "incivility";
        }
        let further =
            (0..further).map(|turn| ["delivery-of-duties", "incivility", "dishonesty"][turn as usize]).collect();
        let force = match subject {
            Some(subject) => self.careers[subject as usize].force_on(day),
            None => self.world.forces.draw(&mut self.chance).place() as u32,
        };
        let reporter = if self.public.len() > 50 && self.chance.odds(0.1) {
            self.chance.below(self.public.len()) as u32
        } else {
            self.public_person()
        };
        let schedule3 = self.chance.odds(SCHEDULE_3);
        let known = subject.filter(|_| self.chance.odds(0.7));
        let described = self.describe(subject);
        let happened =
            any_time(later(day, -1 - durations::days_within(5.0, 1.2, 0, 200, &mut self.chance)), &mut self.chance);
        let report = self.report(Plan {
            at,
            happened: Some(happened),
            force,
            reporter: Reporter::Public(reporter),
            kind: SynthReportKind::Complaint,
            schedule3,
            category,
            further,
            described,
            names_officer: known,
            truth: subject,
        });
        let identified = match (subject, known) {
            (Some(subject), None) => self.judge_link(report, subject, at),
            (Some(_), Some(_)) => Some(at),
            (None, _) => None,
        };
        if let (true, Some(subject), Some(from)) = (schedule3, subject, identified)
            && self.chance.odds(0.25)
            && days_between(from.date(), self.today) > 12
        {
            self.complaint_matter(report, subject, force, category, from);
        } else {
            self.handle(report, force, schedule3, at);
        }
    }

    /// Judges whether the report is about the subject. Returns the time of a confirmation.
    fn judge_link(&mut self, report: ReportNumber, subject: PersonNumber, received: DateTime) -> Option<DateTime> {
        let by = self.investigator(self.careers[subject as usize].force_on(received.date()));
        let day = working_day(later(received.date(), self.chance.between(1, 6)));
        let at = in_office_hours(day, &mut self.chance);
        let verdict = match self.chance.below(100) {
            0..=74 => LinkVerdict::Confirmed,
            75..=84 => LinkVerdict::CannotTell,
            _ => return None,
        };
        self.write(at, HappeningContent::LinkJudged { report, person: subject, verdict, by })?;
        (verdict == LinkVerdict::Confirmed).then_some(at)
    }

    fn complaint_matter(
        &mut self,
        report: ReportNumber,
        subject: PersonNumber,
        force: ForceNumber,
        category: &'static str,
        from: DateTime,
    ) {
        let day = working_day(later(from.date(), self.chance.between(1, 5)));
        let opened = in_office_hours(day, &mut self.chance);
        let days = durations::days_within(110.0, 0.6, 25, 350, &mut self.chance);
        let grave = self.chance.odds(0.3);
        let severity = if grave { Severity::Misconduct } else { Severity::PracticeRequiringImprovement };
        self.run(&Course {
            report: Some(report),
            force,
            subject,
            kind: SynthMatterKind::Complaint,
            categories: vec![category],
            opened,
            days,
            severity,
            form: Proceedings::None,
            end: None,
            criminal: false,
            suspended: false,
            referred: false,
            investigator: None,
        });
    }

    /// Handles a report that does not become a matter.
    pub(super) fn handle(&mut self, report: ReportNumber, force: ForceNumber, schedule3: bool, received: DateTime) {
        let (median, spread) = if schedule3 { (110.0, 0.6) } else { (22.0, 0.8) };
        let days = durations::days_within(median, spread, 1, 1_200, &mut self.chance);
        // Moved back to a working day, which preserves the median, or forward if that day would be before the report.
        let day = later(received.date(), days);
        let upto = working_day_upto(day);
        let day = if upto > received.date() { upto } else { working_day(day) };
        let closed = minutes_later(in_office_hours(day, &mut self.chance), 60 * 4);
        let by = self.investigator(force);
        let result = match self.chance.below(10) {
            0..=2 => ReportResult::Resolved,
            3..=6 => ReportResult::Acceptable,
            7 => ReportResult::NotAcceptable,
            _ => ReportResult::NoFurtherAction,
        };
        self.write(closed, HappeningContent::ReportClosed { report, by, result });
        if schedule3 {
            self.keep_informed(report, None, received, closed);
        }
    }

    /// Writes a crime by an unknown person; most have nothing to do with policing.
    fn crime(&mut self) {
        let day = self.day_of_the_year();
        let at = any_time(day, &mut self.chance);
        let force = self.world.forces.draw(&mut self.chance).place() as u32;
        let category = self.chance.pick(&["indecent-exposure", "indecent-exposure", "stalking", "sexual-assault"]);
        let reporter = self.public_person();
        let described = self.describe(None);
        let happened = any_time(later(day, -self.chance.between(1, 12)), &mut self.chance);
        let plate = described.plate.is_some();
        let report = self.report(Plan {
            at,
            happened: Some(happened),
            force,
            reporter: Reporter::Public(reporter),
            kind: SynthReportKind::Crime,
            schedule3: false,
            category,
            further: Vec::new(),
            described,
            names_officer: None,
            truth: None,
        });
        let by = self.investigator(force);
        let mut kinds = vec![Act::VictimContact, Act::Cctv, Act::WorkforceCheck];
        if plate {
            kinds.push(Act::VehicleEnquiry);
        }
        for (turn, kind) in kinds.into_iter().enumerate() {
            let act = in_office_hours(working_day(later(day, 1 + turn as i32)), &mut self.chance);
            self.write(act, HappeningContent::InvestigativeAct { report: Some(report), matter: None, kind, by });
        }
        let closed = in_office_hours(working_day(later(day, self.chance.between(30, 120))), &mut self.chance);
        self.write(closed, HappeningContent::ReportClosed { report, by, result: ReportResult::NoFurtherAction });
    }
}
