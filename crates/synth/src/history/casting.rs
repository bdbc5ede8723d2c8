//! Casting: finds people for the parts in needles and look-alikes, and gives them the service that their part requires.

use jiff::civil::{Date, DateTime};

use super::calendar::{any_time, in_office_hours, moment, working_day};
use super::careers::vehicle;
use super::happening::{Reporter, SynthDescription, SynthReportKind};
use super::maker::{Career, Maker, UnitPosting};
use super::people::{ForceNumber, PersonNumber, ServiceKind};
use super::reports::Plan;
use super::words::{NEIGHBOURHOOD, RESPONSE, Unit};
use crate::dates::{days_between, later};
use crate::phones::Phones;
use crate::vehicles::Plate;

const YEAR: i32 = 365;

impl Maker {
    /// The date this many days before today.
    pub(super) fn ago(&self, days: i32) -> Date {
        later(self.today, -days)
    }

    /// A time during office hours on the first working day at or after the date this many days ago.
    pub(super) fn at_work(&mut self, days: i32) -> DateTime {
        in_office_hours(working_day(later(self.today, -days)), &mut self.chance)
    }

    /// Casts an officer in a force, with this many days of service in a unit of their own.
    pub(super) fn cast(&mut self, force: ForceNumber, served: i32, sex: Option<char>) -> PersonNumber {
        let fits = |maker: &Self, person: PersonNumber, anywhere: bool| {
            let (record, career) = (&maker.people[person as usize], &maker.careers[person as usize]);
            let age = days_between(record.born, maker.today);
            career.kind == ServiceKind::Officer
                && age - served > 19 * YEAR
                && age < 60 * YEAR
                && sex.is_none_or(|sex| record.sex == sex)
                && (anywhere || career.force_on(maker.today) == force)
        };
        let here = self.free.iter().rposition(|&person| fits(self, person, false));
        let place = here.or_else(|| self.free.iter().rposition(|&person| fits(self, person, true)));
        // The free list never runs out. If it did, the last person would be taken, and the tests would reveal it.
        let person = self.free.remove(place.unwrap_or(0));
        self.recast(person, force, served);
        person
    }

    /// Replaces a person's service by an uneventful one: this many days in a unit of their own.
    pub(super) fn recast(&mut self, person: PersonNumber, force: ForceNumber, served: i32) {
        let joined = self.ago(served).max(self.records_begin);
        let unit = self.own_unit(RESPONSE, force);
        let old = &self.careers[person as usize];
        self.careers[person as usize] = Career {
            kind: old.kind,
            rank: if served < 5 * YEAR { "constable" } else { old.rank },
            joined,
            stays: vec![UnitPosting::new(joined, force, unit)],
            left: None,
            declared: true,
            vehicles_declared: Some(later(joined, 40)),
            desk: false,
            taken: true,
            suspended: false,
            needle: self.needle,
        };
        self.free.retain(|&other| other != person);
    }

    /// A new unit, which nobody joins by chance.
    pub(super) fn own_unit(&mut self, kind: u8, force: ForceNumber) -> Unit {
        let share = self.world.forces.staff_shares().nth(force as usize).unwrap_or(0.0);
        let team = (share * self.counts.workforce() as f64 / 30.0) as u16 + 2;
        self.own_units += 1;
        Unit { kind, team: team + self.own_units }
    }

    /// Adds a posting that started this many days ago. A change of force makes it a transfer.
    pub(super) fn serve(&mut self, person: PersonNumber, days: i32, force: ForceNumber, unit: Unit) {
        let stay = UnitPosting::new(self.ago(days), force, unit);
        self.careers[person as usize].stays.push(stay);
    }

    /// Casts a colleague who was in the same unit for the whole time.
    pub(super) fn cast_colleague(&mut self, of: PersonNumber, served: i32) -> PersonNumber {
        let stay = self.careers[of as usize].stays[0];
        let colleague = self.cast(stay.force, served, None);
        self.careers[colleague as usize].stays[0].unit = stay.unit;
        colleague
    }

    /// The plate of a person's vehicle, which is added if they have none.
    pub(super) fn plate_of(&mut self, person: PersonNumber) -> Plate {
        let place = person as usize;
        let plate = match self.members[place].person.plate {
            Some(plate) => plate,
            None => Plate::new(&mut self.chance),
        };
        self.set_plate(person, plate);
        plate
    }

    pub(super) fn set_plate(&mut self, person: PersonNumber, plate: Plate) {
        let place = person as usize;
        let same = self.members[place].person.plate == Some(plate) && !self.people[place].plates.is_empty();
        self.members[place].person.plate = Some(plate);
        if !same {
            self.people[place].plates = vec![vehicle(plate, &mut self.chance)];
        }
    }

    /// A person's phone number, which is added if they have none.
    pub(super) fn phone_of(&mut self, person: PersonNumber) -> String {
        let own = self.world.phones.text(Phones::own(person as usize));
        self.people[person as usize].phone.get_or_insert(own).clone()
    }

    /// A complaint about a person whom the force can identify; the caller changes it as the part requires.
    pub(super) fn complaint_about(&mut self, person: PersonNumber, days: i32, category: &'static str) -> Plan {
        let force = self.careers[person as usize].force_on(self.ago(days));
        let at = self.at_work(days);
        let happened = moment(later(at.date(), -2), 20 * 60 + self.chance.below(180) as i32);
        let reporter = Reporter::Public(self.public_person());
        let record = &self.people[person as usize];
        let described = SynthDescription {
            surname: Some(record.surname.clone()),
            appearance: super::words::APPEARANCES[0].to_owned(),
            ..SynthDescription::default()
        };
        Plan {
            at,
            happened: Some(happened),
            force,
            reporter,
            kind: SynthReportKind::Complaint,
            schedule3: true,
            category,
            further: Vec::new(),
            described,
            names_officer: Some(person),
            truth: Some(person),
        }
    }

    /// A report of exposure by a stranger who saw part of the plate of an officer's car. Also returns that part.
    pub(super) fn exposure(
        &mut self,
        force: ForceNumber,
        officer: PersonNumber,
        plate: Plate,
        days: i32,
    ) -> (Plan, String) {
        let at = any_time(self.ago(days), &mut self.chance);
        let happened = moment(later(at.date(), -1), 19 * 60 + self.chance.below(240) as i32);
        let partial = plate.with_unknowns(3, &mut self.chance);
        let vehicle = self.people[officer as usize].plates[0].clone();
        let described = SynthDescription {
            plate: Some(partial.clone()),
            make: Some(vehicle.make),
            colour: Some(vehicle.colour),
            appearance: "about thirty-five, short dark hair, dark jacket".to_owned(),
            ..SynthDescription::default()
        };
        let plan = Plan {
            at,
            happened: Some(happened),
            force,
            reporter: Reporter::Public(self.public_person()),
            kind: SynthReportKind::Crime,
            schedule3: false,
            category: "indecent-exposure",
            further: Vec::new(),
            described,
            names_officer: None,
            truth: Some(officer),
        };
        (plan, partial)
    }

    /// Casts an officer in a neighbourhood team to which nobody else belongs.
    pub(super) fn neighbourhood_officer(&mut self, force: ForceNumber, served: i32) -> PersonNumber {
        let officer = self.cast(force, served, None);
        let unit = self.own_unit(NEIGHBOURHOOD, force);
        self.careers[officer as usize].stays[0].unit = unit;
        officer
    }
}
