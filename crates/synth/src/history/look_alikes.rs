//! The innocent look-alikes: fifty for each set of needles. Each resembles a person in a needle, or the story itself,
//! except in one fact.

use super::LookAlike;
use super::calendar::{minutes_later, moment, working_day};
use super::careers::vehicle;
use super::course::Course;
use super::happening::{
    HappeningContent, Proceedings, ReportResult, Reporter, Severity, SynthConcern, SynthFinding, SynthLeaving,
    SynthMatterKind, SynthOutcome, SynthReportKind,
};
use super::later_needles::next_morning;
use super::maker::{LOOK_ALIKES_STREAM, Maker};
use super::needles::{Bed, Planting};
use super::people::PersonNumber;
use super::reports::Plan;
use super::words::{ARMED, RESPONSE, ROADS, STANDARDS, Unit};
use crate::dates::later;
use crate::families::{Likeness, LookAlikes};
use crate::vehicles;

const YEAR: i32 = 365;

impl Maker {
    /// Plants fifty look-alikes for each set of needles.
    pub(super) fn plant_look_alikes(&mut self, alike: &[LookAlikes]) {
        self.step(LOOK_ALIKES_STREAM);
        let forces = self.forces_count() as u32;
        let kinds: [(usize, Planting); 12] = [
            (6, Self::similar_plate),
            (4, Self::looks_with_a_task),
            (4, Self::old_shared_posting),
            (4, Self::cleared_the_day_before),
            (4, Self::withdrawn_without_a_visit),
            (3, Self::two_far_apart),
            (4, Self::retired_without_a_hearing),
            (2, Self::four_unproven),
            (2, Self::chat_that_was_reported),
            (2, Self::nickname_by_one),
            (2, Self::probation_ended_and_gone),
            (2, Self::old_exposure_not_theirs),
        ];
        for set in 0..self.counts.needle_sets as u32 {
            let here = (set * 4 + 1) % forces;
            let bed = Bed { here, next: (here + 1) % forces, beyond: (here + 2) % forces, earlier: set as i32 * 2 };
            for (count, plant) in kinds {
                for turn in 0..count as i32 {
                    let here = (bed.here + turn as u32) % forces;
                    plant(self, Bed { here, earlier: bed.earlier + 5 * turn, ..bed });
                }
            }
        }
        // The 39 above leave eleven of the fifty. These are pairs who have resembled each other since birth.
        let mut wanted = 11 * self.counts.needle_sets;
        for likeness in [Likeness::Twins, Likeness::FatherAndSon, Likeness::Namesakes] {
            let most = if likeness == Likeness::Namesakes { wanted } else { wanted.min(3 * self.counts.needle_sets) };
            for pair in alike.iter().filter(|pair| pair.likeness == likeness).take(most) {
                wanted -= usize::from(self.born_alike(pair));
            }
        }
        // Similar plates replace the pairs that were left out, for example because one person joined too recently.
        for here in 0..wanted as u32 {
            let here = here % forces;
            self.similar_plate(Bed { here, next: here, beyond: here, earlier: 0 });
        }
    }

    fn note(&mut self, kind: &'static str, why_innocent: &'static str, people: Vec<PersonNumber>, reports: Vec<u32>) {
        self.look_alikes.push(LookAlike { kind, people, reports, why_innocent });
    }

    /// Plants two people who have resembled each other since birth. A complaint names one of them, but gives only
    /// details that a caller would know.
    fn born_alike(&mut self, pair: &LookAlikes) -> bool {
        let (one, other) = (pair.one as u32, pair.other as u32);
        let taken = |person: u32| self.careers[person as usize].taken;
        if taken(one) || taken(other) {
            return false;
        }
        let (kind, why) = match pair.likeness {
            Likeness::Twins => {
                ("twins", "the other twin is meant: same surname, birth and address, another first name")
            }
            Likeness::FatherAndSon => {
                ("father and son", "the other one is meant: same name and address, another birth")
            }
            _ => ("namesakes", "the other one is meant: same name, another birth and address"),
        };
        if pair.likeness != Likeness::Namesakes {
            let (address, postcode) = (self.people[pair.one].address.clone(), self.people[pair.one].postcode.clone());
            self.people[pair.other].address = address;
            self.people[pair.other].postcode = postcode;
        }
        let days = 20 + self.chance.below(200) as i32;
        // Both must have been in service by then.
        if ![one, other].iter().all(|&person| self.careers[person as usize].stays[0].from < self.ago(days + 30)) {
            return false;
        }
        let plan = self.complaint_about(one, days, "incivility");
        let mut described = plan.described.clone();
        described.first_name = self.people[pair.one].first_name.get(..1).map(str::to_owned);
        let (force, received) = (plan.force, plan.at);
        let report = self.report(Plan { described, names_officer: None, schedule3: false, ..plan });
        self.handle(report, force, false, received);
        for person in [one, other] {
            self.careers[person as usize].taken = true;
        }
        self.note(kind, why, vec![other, one], vec![report]);
        true
    }

    /// Plants a plate one letter away from one in a report. A visible letter, the make or the colour differs.
    fn similar_plate(&mut self, bed: Bed) {
        let turn = self.look_alikes.len() % self.seen_plates.len();
        let (report, plate, _) = self.seen_plates[turn].clone();
        let person = self.cast(bed.here, 9 * YEAR, None);
        let theirs = self.needle_vehicle(plate);
        let similar = plate.similar(&mut self.chance);
        self.set_plate(person, similar);
        let mut own = vehicle(similar, &mut self.chance);
        if let Some((make, colour)) = theirs {
            let others = |all: &[&'static str], but: &str| all.iter().copied().find(|one| *one != but);
            let fits = |seen: &(u32, vehicles::Plate, String)| vehicles::matches(&seen.2, &similar.text());
            let same = !self.seen_plates.iter().any(fits);
            own.make = if same { make } else { others(super::words::MAKES, make).unwrap_or(make) };
            own.colour = if same { colour } else { others(super::words::COLOURS, colour).unwrap_or(colour) };
        }
        self.people[person as usize].plates = vec![own];
        let why = "one letter of the plate differs: one that was seen, or the car is of another make and colour";
        self.note("similar plate", why, vec![person], vec![report]);
    }

    fn needle_vehicle(&self, plate: vehicles::Plate) -> Option<(&'static str, &'static str)> {
        let text = plate.spaced();
        let owner = self.people.iter().find(|person| person.plates.iter().any(|vehicle| vehicle.plate == text))?;
        owner.plates.first().map(|vehicle| (vehicle.make, vehicle.colour))
    }

    fn looks_with_a_task(&mut self, bed: Bed) {
        let subject = self.cast(bed.here, 8 * YEAR, None);
        let plan = self.complaint_about(subject, 90 + bed.earlier, "dishonesty");
        let (force, received) = (plan.force, plan.at);
        let report = self.report(plan);
        self.handle(report, force, true, received);
        let by = self.investigator(bed.here);
        self.looks(by, subject, 62 + bed.earlier, Some("investigation"));
        let why = "the one who looked fourteen times has the complaint as a task";
        self.note("looks with a task", why, vec![by, subject], vec![report]);
    }

    fn old_shared_posting(&mut self, bed: Bed) {
        let force = bed.here;
        let subject = self.cast(force, 13 * YEAR, None);
        let investigator = self.cast(force, 14 * YEAR, None);
        let shared = self.own_unit(ROADS, force);
        self.serve(subject, 9 * YEAR, force, shared);
        let unit = self.own_unit(RESPONSE, force);
        self.serve(subject, 7 * YEAR, force, unit);
        self.serve(investigator, 8 * YEAR + 200, force, shared);
        self.serve(investigator, 6 * YEAR + 100, force, Unit { kind: STANDARDS, team: 1 });
        let opened = self.at_work(150 + bed.earlier);
        let milestones = self.run(&Course {
            report: None,
            force,
            subject,
            kind: SynthMatterKind::Conduct,
            categories: vec!["use-of-police-systems"],
            opened,
            days: 120,
            severity: Severity::Misconduct,
            form: Proceedings::None,
            end: None,
            criminal: false,
            suspended: false,
            referred: false,
            investigator: Some(investigator),
        });
        let at = self.at_work(100 + bed.earlier);
        let to = Severity::PracticeRequiringImprovement;
        let (matter, reason) = (milestones.matter, "one search, for a case of the officer's own: new evidence");
        self.write(at, HappeningContent::SeverityDowngraded { matter, by: investigator, to, reason });
        let why = "subject and investigator last shared a posting more than five years before";
        self.note("old shared posting", why, vec![investigator, subject], vec![]);
    }

    fn cleared_the_day_before(&mut self, bed: Bed) {
        let officer = self.cast(bed.here, 8 * YEAR, None);
        let unit = self.own_unit(ARMED, bed.here);
        self.serve(officer, 130 + bed.earlier, bed.here, unit);
        if let Some(stay) = self.careers[officer as usize].stays.last_mut() {
            stay.cleared_days_before = 1;
        }
        let why = "management vetting was granted the day before the armed posting";
        self.note("cleared the day before", why, vec![officer], vec![]);
    }

    fn withdrawn_without_a_visit(&mut self, bed: Bed) {
        let officer = self.cast(bed.here, 6 * YEAR, None);
        let plan = self.complaint_about(officer, 80 + bed.earlier, "incivility");
        let received = plan.at;
        let report = self.report(plan);
        let withdrawn = moment(working_day(later(received.date(), 12)), 11 * 60);
        self.write(withdrawn, HappeningContent::ComplaintWithdrawn { report, reason: "the officer has apologised" });
        let closed = minutes_later(moment(working_day(later(received.date(), 20)), 11 * 60), 5);
        let by = self.investigator(bed.here);
        self.write(closed, HappeningContent::ReportClosed { report, by, result: ReportResult::Resolved });
        self.keep_informed(report, None, received, closed);
        let mut people = vec![officer];
        // Some complainants were visited by a neighbourhood officer from another unit, who was asked to go.
        if bed.earlier % 2 == 1 {
            let visitor = self.neighbourhood_officer(bed.here, 5 * YEAR);
            self.write(moment(later(received.date(), 4), 14 * 60), HappeningContent::Visited { report, by: visitor });
            people.push(visitor);
        }
        let why = "nobody who serves with the subject visited the complainant before the withdrawal";
        self.note("withdrawn without a visit by a colleague", why, people, vec![report]);
    }

    fn two_far_apart(&mut self, bed: Bed) {
        let officer = self.cast(bed.here, 10 * YEAR, None);
        let mut reports = Vec::new();
        for (days, category) in [(330 + bed.earlier, "incivility"), (40 + bed.earlier, "delivery-of-duties")] {
            let plan = self.complaint_about(officer, days.min(355), category);
            let (force, received) = (plan.force, plan.at);
            let report = self.report(Plan { schedule3: false, ..plan });
            self.handle(report, force, false, received);
            reports.push(report);
        }
        let why = "two complaints of different kinds, ten months apart, in one force";
        self.note("two complaints far apart", why, vec![officer], reports);
    }

    fn retired_without_a_hearing(&mut self, bed: Bed) {
        let officer = self.cast(bed.here, 20 * YEAR, None);
        let at = moment(self.ago(40 + bed.earlier), 16 * 60);
        self.careers[officer as usize].left = Some((at, SynthLeaving::Retired));
        let plan = self.complaint_about(officer, 200 + bed.earlier, "delivery-of-duties");
        let (force, received) = (plan.force, plan.at);
        let report = self.report(Plan { schedule3: false, ..plan });
        let by = self.investigator(force);
        let closed = moment(working_day(later(received.date(), 25)), 15 * 60);
        self.write(closed, HappeningContent::ReportClosed { report, by, result: ReportResult::Acceptable });
        self.note(
            "retired without a hearing",
            "no hearing was fixed, nor any matter open",
            vec![officer],
            vec![report],
        );
    }

    fn four_unproven(&mut self, bed: Bed) {
        let officer = self.cast(bed.here, 9 * YEAR, None);
        let complainant = Reporter::Public(self.public_person());
        let mut reports = Vec::new();
        for turn in 0..4 {
            let plan = self.complaint_about(officer, 300 - 60 * turn + bed.earlier, "incivility");
            let received = plan.at;
            let report = self.report(Plan { reporter: complainant, schedule3: false, ..plan });
            let by = self.investigator(bed.here);
            let closed = moment(working_day(later(received.date(), 30)), 15 * 60);
            self.write(closed, HappeningContent::ReportClosed { report, by, result: ReportResult::Acceptable });
            reports.push(report);
        }
        let why = "nothing proves any of the four complaints false: the complainant may be right";
        self.note("four unproven complaints", why, vec![officer], reports);
    }

    /// Plants a chat that both members, apart from the subject, had reported.
    fn chat_that_was_reported(&mut self, bed: Bed) {
        let subject = self.cast(bed.here, 7 * YEAR, None);
        let one = self.cast_colleague(subject, 6 * YEAR);
        let other = self.cast_colleague(subject, 6 * YEAR);
        let (first, received) = self.colleague_report(one, subject, 280 + bed.earlier);
        let (second, also) = self.colleague_report(other, subject, 280 + bed.earlier);
        let course = self.heard(subject, Some(first), next_morning(received.max(also)), 250);
        let (form, severity) = (Proceedings::Meeting, Severity::Misconduct);
        let end = Some((SynthFinding::Misconduct, SynthOutcome::WrittenWarning));
        let milestones = self.run(&Course { form, severity, end, ..course });
        self.chat(milestones.matter, 235 + bed.earlier, &[subject, one, other], &[one, other]);
        let why = "everybody in the chat but the subject had reported it";
        self.note("chat that was reported", why, vec![one, other, subject], vec![first, second]);
    }

    fn nickname_by_one(&mut self, bed: Bed) {
        let officer = self.cast(bed.here, 9 * YEAR, None);
        let by = self.cast_colleague(officer, 9 * YEAR);
        let unit = self.own_unit(RESPONSE, bed.next);
        self.serve(officer, 3 * YEAR, bed.next, unit);
        let nickname = crate::names::station_nickname(&mut self.chance);
        self.people[officer as usize].nickname = Some(nickname);
        for turn in 0..3 {
            let at = self.at_work(5 * YEAR - 100 * turn + bed.earlier);
            let (force, kind) = (bed.here, SynthConcern::Nickname);
            let words = format!("We call him {nickname}, he is fond of biscuits.");
            self.write(at, HappeningContent::ConcernRecorded { about: officer, by, force, kind, words });
        }
        self.note("nickname by one colleague", "one source three times, and a kind name", vec![officer, by], vec![]);
    }

    fn probation_ended_and_gone(&mut self, bed: Bed) {
        let officer = self.cast(bed.here, 4 * YEAR, None);
        let left = self.ago(3 * YEAR + bed.earlier);
        let at = moment(left, 16 * 60);
        let reason = "did not reach the standard of fitness";
        self.write(at, HappeningContent::ProbationEndedEarly { person: officer, reason });
        self.careers[officer as usize].left = Some((moment(left, 17 * 60), SynthLeaving::Resigned));
        self.note("probation ended early", "nobody appointed the officer again", vec![officer], vec![]);
    }

    /// Plants an officer who transferred from a force that has an old report of exposure with another person's plate.
    fn old_exposure_not_theirs(&mut self, bed: Bed) {
        let officer = self.cast(bed.next, 14 * YEAR, Some('M'));
        let closer = self.cast_colleague(officer, 14 * YEAR);
        let unit = self.own_unit(RESPONSE, bed.beyond);
        self.serve(officer, 7 * YEAR, bed.beyond, unit);
        let own = self.plate_of(officer);
        let mut stranger = vehicles::Plate::new(&mut self.chance);
        let (mut plan, mut partial) = self.exposure(bed.next, officer, stranger, 11 * YEAR + bed.earlier);
        while vehicles::matches(&partial, &own.text()) {
            stranger = vehicles::Plate::new(&mut self.chance);
            partial = stranger.with_unknowns(3, &mut self.chance);
        }
        plan.described.plate = Some(partial);
        plan.truth = None;
        plan.kind = SynthReportKind::Crime;
        let received = plan.at;
        let report = self.report(plan);
        let closed = moment(working_day(later(received.date(), 30)), 15 * 60);
        self.write(
            closed,
            HappeningContent::ReportClosed { report, by: closer, result: ReportResult::NoFurtherAction },
        );
        let why = "same make and colour, but no letter of the plate says it is this car";
        self.note("old exposure not theirs", why, vec![officer], vec![report]);
    }
}
