//! People: the identity, home and vehicles of the workforce, their relatives and the public.

use jiff::civil::Date;

use crate::addresses::{House, Places};
use crate::chance::{Chance, Seed};
use crate::dates::later;
use crate::names::{FamilyName, Forename, Names, Sex, Tradition, station_nickname};
use crate::phones::{Phone, Phones};
use crate::service::{ForceIndex, Forces, Personnel, Service};
use crate::vehicles::Plate;
use crate::{Contact, Population};

const YEAR: i32 = 365;

/// A person, including their earlier name and home.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub(crate) sex: Sex,
    pub(crate) tradition: Tradition,
    pub(crate) forename: Forename,
    pub(crate) middle: Option<Forename>,
    pub(crate) surname: FamilyName,
    pub(crate) earlier_surname: Option<FamilyName>,
    pub(crate) renamed_on: Date,
    pub(crate) born: Date,
    pub(crate) home: House,
    pub(crate) earlier_home: Option<House>,
    pub(crate) moved_on: Date,
    pub(crate) phone: Option<Phone>,
    pub(crate) plate: Option<Plate>,
}

/// A person employed by a force.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    pub(crate) person: Person,
    pub(crate) service: Service,
    pub(crate) nickname: Option<&'static str>,
}

/// The sources from which people are generated.
pub(crate) struct World {
    pub(crate) seed: Seed,
    pub(crate) style: Contact,
    pub(crate) today: Date,
    pub(crate) names: Names,
    pub(crate) forces: Forces,
    pub(crate) places: Places,
    pub(crate) phones: Phones,
    pub(crate) workforce_count: usize,
    /// Number of members of the public who can occur in the records.
    pub(crate) public_count: usize,
}

// Streams of random numbers: each part uses its own, so that a change to one leaves the others unchanged.
pub(crate) const WORKFORCE_STREAM: u64 = 1;
pub(crate) const FAMILY_STREAM: u64 = 2;
pub(crate) const NEEDLE_STREAM: u64 = 3;
pub(crate) const RECORD_STREAM: u64 = 4;
const PUBLIC_STREAMS: u64 = 1 << 40;
const RELATIVE_STREAMS: u64 = 1 << 41;

/// Number of relatives of each member of the workforce who can occur in records.
pub(crate) const RELATIVES_COUNT: usize = 2;

impl World {
    pub(crate) fn new(population: &Population) -> Self {
        let forces = Forces::of(population.workforce);
        // There are as many members of the public as records about them: most occur once, and some two or three times.
        let public_count = (population.records * 3 / 10).max(1);
        let people = population.workforce + public_count;
        Self {
            seed: Seed::new(population.seed),
            style: population.style,
            today: population.today,
            names: Names::new(),
            places: Places::new(&forces, people),
            forces,
            phones: Phones::new(population.style, people),
            workforce_count: population.workforce,
            public_count,
        }
    }

    fn person(&self, sex: Sex, tradition: Tradition, born: Date, home: House, chance: &mut Chance) -> Person {
        let names = &self.names;
        let forename = |chance: &mut Chance| names.forename(tradition, sex, born.year(), chance);
        let birth_name = FamilyName { first: names.surname(tradition, sex, chance), joined: None };
        let mut person = Person {
            sex,
            tradition,
            forename: forename(chance),
            middle: if chance.odds(0.68) { Some(forename(chance)) } else { None },
            surname: birth_name,
            earlier_surname: None,
            renamed_on: self.today,
            born,
            home,
            earlier_home: None,
            moved_on: later(self.today, -chance.between(30, 20 * YEAR)),
            phone: None,
            plate: if chance.odds(0.85) { Some(Plate::new(chance)) } else { None },
        };
        let grown = later(born, 21 * YEAR);
        let renamed = match sex {
            Sex::Woman => chance.odds(0.32),
            Sex::Man => chance.odds(0.02),
        };
        if renamed && grown < self.today {
            let other = names.surname(tradition, sex, chance);
            person.earlier_surname = Some(birth_name);
            person.renamed_on = between_days(grown, self.today, chance);
            person.surname = match chance.below(100) {
                0..=9 => FamilyName { first: birth_name.first, joined: Some(other) },
                _ => FamilyName { first: other, joined: None },
            };
        } else if chance.odds(0.01) {
            person.surname.joined = Some(names.surname(tradition, sex, chance));
        }
        person
    }

    /// A new member of the workforce, whose row is the newcomer's `place`.
    pub(crate) fn recruit(&self, newcomer: &Newcomer, personnel: &mut Personnel, chance: &mut Chance) -> Member {
        let Newcomer { place, sex, tradition, born, force } = *newcomer;
        let home = self.places.house(force, chance);
        let mut person = self.person(sex, tradition, born, home, chance);
        let service = personnel.career(born, force, &self.forces, chance);
        // A transfer comes with a house move; other people have moved within the area of the force, or from anywhere.
        match service.transfer {
            Some(transfer) if chance.odds(0.8) => {
                person.earlier_home = Some(self.places.house(transfer.from.force, chance));
                person.moved_on = later(transfer.on, chance.between(0, 200)).min(self.today);
            }
            _ if chance.odds(0.5) => {
                let within = chance.odds(0.8);
                let house = if within { self.places.house(force, chance) } else { self.places.house_anywhere(chance) };
                person.earlier_home = Some(house);
            }
            _ => {}
        }
        person.phone = if chance.odds(0.93) { Some(Phones::own(place)) } else { None };
        let nickname = if chance.odds(0.05) { Some(station_nickname(chance)) } else { None };
        Member { person, service, nickname }
    }

    /// A newcomer who has no family in the workforce.
    pub(crate) fn newcomer(&self, place: usize, chance: &mut Chance) -> Newcomer {
        // The age is the mean of two draws, so that few people are very young or close to retirement.
        let age = f64::from(20 * YEAR) + (chance.unit() + chance.unit()) / 2.0 * f64::from(44 * YEAR);
        Newcomer {
            place,
            sex: if chance.odds(0.38) { Sex::Woman } else { Sex::Man },
            tradition: self.names.workforce_tradition(chance),
            born: later(self.today, -(age as i32)),
            force: self.forces.draw(chance),
        }
    }

    /// The member of the public with this number, who is the same person at every call.
    pub(crate) fn member_of_the_public(&self, number: usize, workforce: &[Member]) -> Person {
        let chance = &mut self.seed.stream(PUBLIC_STREAMS + number as u64);
        let sex = if chance.odds(0.45) { Sex::Woman } else { Sex::Man };
        let born = later(self.today, -chance.between(16 * YEAR, 80 * YEAR));
        let tradition = self.names.public_tradition(chance);
        let elsewhere = self.places.house_anywhere(chance);
        let mut person = self.person(sex, tradition, born, elsewhere, chance);
        // One in five lives on the street of a member of the workforce, and a few of these have the same surname.
        if chance.odds(0.2) {
            let known = &workforce[chance.below(workforce.len())].person;
            person.home = self.places.neighbour(known.home, chance);
            if chance.odds(0.1) {
                person.surname = self.names.shared(known.surname, sex, chance);
            }
        }
        if chance.odds(0.3) {
            person.earlier_home = Some(self.places.house_anywhere(chance));
        }
        person.phone = if chance.odds(0.8) { Some(Phones::own(self.workforce_count + number)) } else { None };
        if chance.odds(0.3) {
            person.plate = None;
        }
        person
    }

    /// A relative of a member of the workforce, who is the same person at every call.
    pub(crate) fn relative(&self, place: usize, which: usize, workforce: &[Member]) -> Person {
        let of = &workforce[place].person;
        let number = (place * RELATIVES_COUNT + which) as u64;
        let chance = &mut self.seed.stream(RELATIVE_STREAMS + number);
        let partner = chance.odds(0.35);
        let sex = match (partner, of.sex) {
            (true, Sex::Man) => Sex::Woman,
            (true, Sex::Woman) => Sex::Man,
            (false, _) if chance.odds(0.5) => Sex::Woman,
            (false, _) => Sex::Man,
        };
        let (youngest, oldest) = match (partner, chance.below(3)) {
            (true, _) => (-8, 8),
            (false, 0) => (-12, 12),
            (false, 1) => (-40, -20),
            (false, _) => (20, 38),
        };
        let latest = later(self.today, -14 * YEAR);
        let born = later(of.born, chance.between(youngest * YEAR, oldest * YEAR)).min(latest);
        let at_home = chance.odds(if partner { 0.9 } else { 0.4 });
        let home = if at_home { of.home } else { self.places.house_anywhere(chance) };
        let mut person = self.person(sex, of.tradition, born, home, chance);
        if chance.odds(0.75) {
            person.surname = self.names.shared(of.surname, sex, chance);
        }
        if !partner && sex == of.sex && chance.odds(0.08) {
            person.forename = of.forename;
        }
        if at_home && chance.odds(0.45) {
            person.plate = of.plate;
        }
        person.phone = match chance.below(100) {
            0..=11 if at_home => of.phone,
            0..=79 => Some(self.phones.other(chance)),
            _ => None,
        };
        person
    }
}

/// A person who is about to be employed, and their force.
pub(crate) struct Newcomer {
    pub(crate) place: usize,
    pub(crate) sex: Sex,
    pub(crate) tradition: Tradition,
    pub(crate) born: Date,
    pub(crate) force: ForceIndex,
}

fn between_days(from: Date, to: Date, chance: &mut Chance) -> Date {
    later(from, chance.between(0, crate::dates::days_between(from, to).max(0)))
}
