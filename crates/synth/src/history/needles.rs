//! The needles N1 to N6: facts that service records and reports would have revealed if they had been read together.

use super::Needle;
use super::calendar::{minutes_later, moment};
use super::course::Course;
use super::happening::{HappeningContent, Proceedings, ReportResult, Severity, SynthConcern, SynthMatterKind};
use super::maker::{Maker, NEEDLES_STREAM};
use super::people::ForceNumber;
use super::words::{ARMED, RESPONSE, ROADS, STANDARDS, Unit};
use crate::dates::later;
use crate::names::{FamilyName, Sex, Tradition};
use crate::vehicles::Plate;

const YEAR: i32 = 365;

/// The forces and the time in which a set of needles is planted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bed {
    /// The first of three consecutive forces.
    pub(super) here: ForceNumber,
    pub(super) next: ForceNumber,
    pub(super) beyond: ForceNumber,
    /// The number of days by which everything in this set is moved back in time.
    pub(super) earlier: i32,
}

/// A function that plants one story.
pub(super) type Planting = fn(&mut Maker, Bed);

impl Maker {
    /// Plants every needle, once for each set.
    pub(super) fn plant_needles(&mut self) {
        self.step(NEEDLES_STREAM);
        let forces = self.forces_count() as u32;
        for set in 0..self.counts.needle_sets as u32 {
            let here = set * 4 % forces;
            let bed = Bed { here, next: (here + 1) % forces, beyond: (here + 2) % forces, earlier: set as i32 * 2 };
            let plants: [(&'static str, Planting); 12] = [
                ("N1", Self::ignored_vehicle),
                ("N2", Self::two_forces_in_three_weeks),
                ("N3", Self::nickname_by_three),
                ("N4", Self::rehired_under_another_name),
                ("N5", Self::armed_before_cleared),
                ("N6", Self::downgraded_by_a_colleague),
                ("N7", Self::silent_chat),
                ("N8", Self::retired_before_the_hearing),
                ("N9", Self::proved_false),
                ("N10", Self::card_while_suspended),
                ("N11", Self::withdrawn_after_a_visit),
                ("N12", Self::friend_looks),
            ];
            for (name, plant) in plants {
                self.needle = Some(name);
                plant(self, bed);
            }
        }
        self.needle = None;
    }

    fn ignored_vehicle(&mut self, bed: Bed) {
        let reported = 11 * YEAR + 130 + bed.earlier;
        let officer = self.cast(bed.next, 14 * YEAR, Some('M'));
        let mut plate = self.plate_of(officer);
        // The car must have been old enough when it was reported.
        while plate.year() > self.ago(14 * YEAR).year() {
            plate = Plate::new(&mut self.chance);
        }
        self.set_plate(officer, plate);
        let first = self.careers[officer as usize].stays[0];
        let unit = self.own_unit(RESPONSE, bed.beyond);
        self.careers[officer as usize].stays = vec![first];
        self.serve(officer, 8 * YEAR, bed.beyond, unit);
        let armed = self.own_unit(ARMED, bed.beyond);
        self.serve(officer, 2 * YEAR, bed.beyond, armed);
        self.careers[officer as usize].vehicles_declared = Some(self.ago(13 * YEAR));

        let (plan, partial) = self.exposure(bed.next, officer, plate, reported);
        let received = plan.at;
        let vehicle = self.people[officer as usize].plates[0].clone();
        let (report, turn) = self.report_and_turn(plan);
        let closed = minutes_later(moment(later(received.date(), 12), 15 * 60), 5);
        // Today's desk did not exist eleven years ago, so an officer from that time closes the report.
        let closer = self.cast_colleague(officer, 14 * YEAR);
        self.write(
            closed,
            HappeningContent::ReportClosed { report, by: closer, result: ReportResult::NoFurtherAction },
        );
        let what = format!(
            "a report of exposure in {} told `{partial}`, a {} {}; nobody asked whose it was, and its keeper, an officer of \
             that force, later transferred and now carries arms",
            Self::force_name(bed.next),
            vehicle.colour,
            vehicle.make
        );
        self.seen_plates.push((report, plate, partial));
        self.plant(Needle { what, ..needle("N1", vec![officer], vec![report], vec![]) }, turn);
    }

    fn two_forces_in_three_weeks(&mut self, bed: Bed) {
        let officer = self.cast(bed.beyond, 9 * YEAR, Some('M'));
        let plate = self.plate_of(officer);
        let phone = self.phone_of(officer);
        let (first, partial) = self.exposure(bed.here, officer, plate, 46 + bed.earlier);
        let first = self.report(first);
        let (mut second, other) = self.exposure(bed.next, officer, plate, 25 + bed.earlier);
        second.described.phone = Some(phone);
        let (second, turn) = self.report_and_turn(second);
        let what = format!(
            "two reports of exposure three weeks apart, in {} and in {}, tell `{partial}` and `{other}` of one car; the second \
             also a phone",
            Self::force_name(bed.here),
            Self::force_name(bed.next)
        );
        self.seen_plates.push((first, plate, partial));
        self.seen_plates.push((second, plate, other));
        self.plant(Needle { what, ..needle("N2", vec![officer], vec![first, second], vec![]) }, turn);
    }

    fn nickname_by_three(&mut self, bed: Bed) {
        let officer = self.cast(bed.here, 12 * YEAR, Some('M'));
        let nickname = crate::names::station_nickname(&mut self.chance);
        self.people[officer as usize].nickname = Some(nickname);
        let unit = self.own_unit(RESPONSE, bed.next);
        self.serve(officer, 4 * YEAR, bed.next, unit);
        let mut people = vec![officer];
        let mut last = None;
        let sayings = ["Everybody calls him", "Known on the shift as", "The women here warn each other of"];
        for (turn, saying) in sayings.into_iter().enumerate() {
            let by = self.cast_colleague(officer, 11 * YEAR);
            people.push(by);
            let at = self.at_work(6 * YEAR - 170 * turn as i32 + bed.earlier);
            let words = format!("{saying} {nickname}, and not for a good reason.");
            let (force, kind) = (bed.here, SynthConcern::Nickname);
            last = self.write(at, HappeningContent::ConcernRecorded { about: officer, by, force, kind, words });
        }
        let what = format!(
            "three colleagues in {} noted the same nickname, {nickname}, within a year; the officer then transferred",
            Self::force_name(bed.here)
        );
        self.plant(Needle { what, ..needle("N3", people, vec![], vec![]) }, last);
    }

    fn rehired_under_another_name(&mut self, bed: Bed) {
        let officer = self.cast(bed.next, 4 * YEAR, Some('F'));
        self.phone_of(officer);
        let (joined, left) = (self.ago(6 * YEAR + 200), self.ago(5 * YEAR + 90));
        // The officer must be old enough for the earlier record too.
        let youngest = later(joined, -19 * YEAR);
        let born = self.people[officer as usize].born.min(youngest);
        self.people[officer as usize].born = born;
        self.members[officer as usize].person.born = born;
        let earlier = self.earlier_record(officer, joined, left);
        let unit = self.own_unit(RESPONSE, bed.here);
        self.careers[earlier as usize].stays[0].force = bed.here;
        self.careers[earlier as usize].stays[0].unit = unit;
        self.careers[earlier as usize].needle = self.needle;
        let before = self.people[earlier as usize].surname.clone();
        let record = &mut self.people[officer as usize];
        record.previous_surname = None;
        while self.people[officer as usize].surname == before {
            let first = self.world.names.surname(Tradition::British, Sex::Woman, &mut self.chance);
            let married = FamilyName { first, joined: None };
            let mut text = String::new();
            self.world.names.write_surname(married, &mut text);
            self.people[officer as usize].surname = text;
            self.members[officer as usize].person.surname = married;
        }
        self.careers[officer as usize].declared = false;
        let extended = self.at_work(5 * YEAR + 250);
        self.write(
            extended,
            HappeningContent::ProbationExtended { person: earlier, reason: "conduct with colleagues" },
        );
        let ended = moment(left, 16 * 60);
        let reason = "unlikely to become a well-conducted constable";
        self.write(ended, HappeningContent::ProbationEndedEarly { person: earlier, reason });
        let what = format!(
            "a probation in {} was ended early; a year later {} appointed the same woman, married since, who declared neither \
             the service nor the name",
            Self::force_name(bed.here),
            Self::force_name(bed.next)
        );
        self.awaiting.push((Needle { what, ..needle("N4", vec![officer, earlier], vec![], vec![]) }, officer));
    }

    fn armed_before_cleared(&mut self, bed: Bed) {
        let officer = self.cast(bed.here, 7 * YEAR, None);
        let unit = self.own_unit(ARMED, bed.here);
        let days = 120 + bed.earlier;
        self.serve(officer, days, bed.here, unit);
        if let Some(stay) = self.careers[officer as usize].stays.last_mut() {
            stay.cleared_days_before = -33;
        }
        let what = format!(
            "an officer of {} was posted to an armed unit 33 days before management vetting was decided",
            Self::force_name(bed.here)
        );
        self.awaiting.push((Needle { what, ..needle("N5", vec![officer], vec![], vec![]) }, officer));
    }

    fn downgraded_by_a_colleague(&mut self, bed: Bed) {
        let force = bed.here;
        let officer = self.cast(force, 10 * YEAR, None);
        let investigator = self.cast(force, 12 * YEAR, None);
        let shared = self.own_unit(ROADS, force);
        self.serve(officer, 4 * YEAR + 300, force, shared);
        let unit = self.own_unit(RESPONSE, force);
        self.serve(officer, 2 * YEAR, force, unit);
        self.join_late(investigator, (4 * YEAR + 200, 3 * YEAR + 10), 112 + bed.earlier, shared);
        let desk = Unit { kind: STANDARDS, team: 1 };
        self.serve(investigator, 3 * YEAR, force, desk);

        let opened = self.at_work(140 + bed.earlier);
        let milestones = self.run(&Course {
            report: None,
            force,
            subject: officer,
            kind: SynthMatterKind::Conduct,
            categories: vec!["domestic-abuse"],
            opened,
            days: 128,
            severity: Severity::GrossMisconduct,
            form: Proceedings::None,
            end: None,
            criminal: false,
            suspended: false,
            referred: true,
            investigator: Some(investigator),
        });
        let matter = milestones.matter;
        let at = self.at_work(84 + bed.earlier);
        let reason = "the account of the officer is plausible";
        let to = Severity::PracticeRequiringImprovement;
        let turn = self.write(at, HappeningContent::SeverityDowngraded { matter, by: investigator, to, reason });
        let what = format!(
            "a matter in {} was downgraded by an investigator who had served in {} with the subject less than five years ago; \
             that posting was entered only after the appointment",
            Self::force_name(force),
            shared.name()
        );
        self.plant(Needle { what, ..needle("N6", vec![officer, investigator], vec![], vec![matter]) }, turn);
    }

    /// Gives a person a past posting that was entered only recently.
    pub(super) fn join_late(&mut self, person: u32, (from, until): (i32, i32), entered: i32, unit: Unit) {
        let force = self.careers[person as usize].stays[0].force;
        self.serve(person, from, force, unit);
        let entered = self.at_work(entered);
        let until = self.ago(until);
        if let Some(stay) = self.careers[person as usize].stays.last_mut() {
            stay.entered_late = Some((entered, until));
        }
    }

    /// Plants the needles that became complete when a career was written.
    pub(super) fn plant_awaiting(&mut self) {
        for (needle, officer) in std::mem::take(&mut self.awaiting) {
            let turn = self.book().iter().position(|happening| match &happening.what {
                HappeningContent::Joined { person, .. } => needle.name == "N4" && *person == officer,
                HappeningContent::Posted { person, role, .. } => {
                    needle.name == "N5" && *person == officer && *role == "armed"
                }
                HappeningContent::Left { person, .. } => needle.name == "N8" && *person == officer,
                _ => false,
            });
            self.plant(needle, turn);
        }
    }
}

/// A needle whose description is still empty.
pub(super) fn needle(name: &'static str, people: Vec<u32>, reports: Vec<u32>, matters: Vec<u32>) -> Needle {
    Needle { name, what: String::new(), people, reports, matters, gives_it_away: 0 }
}
