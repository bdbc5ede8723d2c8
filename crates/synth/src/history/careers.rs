//! Careers: hires people, and decides where and for how long they serve. Their records are written elsewhere.

use jiff::civil::Date;

use super::calendar::moment;
use super::happening::SynthLeaving;
use super::maker::{Career, Desks, HIRING_STREAM, Maker, UnitPosting};
use super::people::{PersonNumber, ServiceKind, ServiceRecord, SynthVehicle};
use super::warrant_number;
use super::words::{ARMED, COLOURS, MAKES, RESPONSE, STANDARDS, UNITS, Unit, VETTING};
use crate::chance::WeightedDraw;
use crate::dates::{days_between, later};
use crate::families::{self, LookAlikes};
use crate::people::Member;
use crate::service::{Personnel, Rank};
use crate::vehicles::Plate;

const YEAR: i32 = 365;
/// Share of service records that are the earlier of one human's two records.
const EARLIER_RECORDS: f64 = 0.03;

impl Maker {
    /// Hires everybody. Returns the pairs of people who look alike.
    pub(super) fn hire(&mut self) -> Vec<LookAlikes> {
        self.step(HIRING_STREAM);
        let count = self.counts.workforce();
        let mut personnel = Personnel::new(&self.world.forces, self.today);
        for place in 0..count {
            let newcomer = self.world.newcomer(place, &mut self.chance);
            let member = self.world.recruit(&newcomer, &mut personnel, &mut self.chance);
            self.members.push(member);
        }
        let (alike, mut free) = families::form(&self.world, &mut self.members, &mut personnel);
        let weights = |pick: fn(&super::words::UnitKind) -> u64| WeightedDraw::new(UNITS.iter().map(pick));
        let draws = [weights(|unit| unit.officers), weights(|unit| unit.staff)];
        self.by_force = vec![Vec::new(); self.forces_count()];
        for place in 0..count {
            let kind = self.kind_of(place);
            let career = self.career(place, kind, &draws);
            self.by_force[career.force_on(self.today) as usize].push(place as u32);
            let person = self.person(place);
            self.careers.push(career);
            self.people.push(person);
        }
        // There is no need to shuffle: the families have already done so.
        free.retain(|&place| self.careers[place].kind != ServiceKind::Special);
        self.free = free.into_iter().map(|place| place as u32).collect();
        self.staff_desks();
        self.some_leave();
        self.some_return();
        alike
    }

    /// The kind of service for a position. There are exactly as many of each kind as requested, spread evenly.
    fn kind_of(&self, place: usize) -> ServiceKind {
        let count = self.counts.workforce();
        let upto = |place: usize, part: usize, whole: usize| place * part / whole;
        if upto(place + 1, self.counts.officers, count) > upto(place, self.counts.officers, count) {
            return ServiceKind::Officer;
        }
        let others = count - self.counts.officers;
        let turn = place - upto(place, self.counts.officers, count);
        if upto(turn + 1, self.counts.specials, others) > upto(turn, self.counts.specials, others) {
            ServiceKind::Special
        } else {
            ServiceKind::Staff
        }
    }

    fn person(&mut self, place: usize) -> ServiceRecord {
        let kind = self.kind_of(place);
        let Self { world, members, chance, .. } = self;
        let Member { person, nickname, .. } = &members[place];
        let surname = |name| {
            let mut text = String::new();
            world.names.write_surname(name, &mut text);
            text
        };
        let (mut address, mut postcode) = (String::new(), String::new());
        world.places.write_address(person.home, &mut address);
        world.places.write_postcode(person.home, &mut postcode);
        let plates = person.plate.into_iter().map(|plate| vehicle(plate, chance)).collect();
        ServiceRecord {
            id: place as u32,
            human: place as u32,
            first_name: world.names.forename_text(person.forename).to_owned(),
            middle_name: person.middle.map(|name| world.names.forename_text(name).to_owned()),
            surname: surname(person.surname),
            previous_surname: person.earlier_surname.map(surname),
            born: person.born,
            sex: if person.sex.letter() == "F" { 'F' } else { 'M' },
            address,
            postcode,
            phone: person.phone.map(|phone| world.phones.text(phone)),
            plates,
            // 7,919 and 900,000 have no common divisor, so no number is used twice.
            warrant: warrant_number(place as u32 * 7_919 % 900_000),
            kind,
            nickname: *nickname,
        }
    }

    /// A random unit of this kind in a force. Each unit has about fifteen people.
    pub(super) fn unit(&mut self, kind: u8, force: u32) -> Unit {
        let share = self.world.forces.staff_shares().nth(force as usize).unwrap_or(0.0);
        let weight = UNITS[usize::from(kind)].officers.max(20) as f64 / 1000.0;
        let people = share * self.counts.workforce() as f64 * weight;
        Unit { kind, team: 1 + self.chance.below((people / 15.0) as usize + 1) as u16 }
    }

    fn career(&mut self, place: usize, kind: ServiceKind, draws: &[WeightedDraw; 2]) -> Career {
        let service = self.members[place].service;
        let force = service.now.force.place() as u32;
        let rank = match (kind, service.rank) {
            (ServiceKind::Officer, Rank::Staff | Rank::CommunitySupportOfficer) => "constable",
            (ServiceKind::Officer, rank) => rank.text(),
            (ServiceKind::Staff, _) if self.chance.odds(0.084) => "community support officer",
            (ServiceKind::Staff, _) => "staff",
            (ServiceKind::Special, _) => "special constable",
        };
        let begins = service.joined.max(self.records_begin);
        let draw = usize::from(kind == ServiceKind::Staff);
        let mut stays: Vec<UnitPosting> = Vec::with_capacity(2);
        let mut moved = |maker: &mut Self, on: Date, force: u32| {
            let drawn = draws[draw].draw(&mut maker.chance) as u8;
            // Only experienced officers carry arms: about one in 25 postings after three years of service is armed.
            let armed = kind == ServiceKind::Officer && days_between(service.joined, on) > 3 * YEAR;
            let unit_kind = if stays.is_empty() && kind != ServiceKind::Staff {
                RESPONSE
            } else if armed && maker.chance.odds(0.06) {
                ARMED
            } else {
                drawn
            };
            let unit = maker.unit(unit_kind, force);
            let mut stay = UnitPosting::new(on, force, unit);
            stay.cleared_days_before = maker.chance.between(10, 120);
            stays.push(stay);
        };
        let transfer = service.transfer.filter(|transfer| days_between(begins, transfer.on) > 200);
        moved(self, begins, transfer.map_or(force, |transfer| transfer.from.force.place() as u32));
        let mut last = begins;
        if let Some(transfer) = transfer {
            moved(self, transfer.on, force);
            last = transfer.on;
        }
        if kind != ServiceKind::Special {
            let mut next = later(last, self.chance.between(400, 4_500));
            while days_between(next, self.today) >= 30 {
                moved(self, next, force);
                next = later(next, self.chance.between(400, 4_500));
            }
        }
        let declared = self.chance.odds(0.8).then(|| later(begins, self.chance.between(1, 300)));
        Career {
            kind,
            rank,
            joined: service.joined,
            stays,
            left: None,
            declared: true,
            vehicles_declared: declared,
            desk: false,
            taken: false,
            suspended: false,
            needle: None,
        }
    }

    /// Posts investigators, authorities and vetting officers to their desks more than six years ago, so that in the
    /// last five years they have shared a posting only with each other.
    fn staff_desks(&mut self) {
        let mut desks = vec![Desks::default(); self.forces_count()];
        let sizes: Vec<usize> = self.by_force.iter().map(Vec::len).collect();
        let settled = later(self.today, -9 * YEAR);
        let mut kept = Vec::with_capacity(self.free.len());
        for person in std::mem::take(&mut self.free) {
            let career = &self.careers[person as usize];
            let force = career.force_on(self.today);
            let desk = &mut desks[force as usize];
            let size = sizes[force as usize];
            let officer = career.kind == ServiceKind::Officer;
            let eligible = career.joined < settled && career.stays[0].force == force;
            let (list, kind, rank) = match (officer, eligible) {
                (true, true) if desk.investigators.len() < 4.max(size / 120) => {
                    (&mut desk.investigators, STANDARDS, "sergeant")
                }
                (true, true) if desk.authorities.len() < 2.max(size / 600) => {
                    (&mut desk.authorities, STANDARDS, "superintendent")
                }
                (false, true) if desk.vetting.len() < 2.max(size / 250) => (&mut desk.vetting, VETTING, "staff"),
                _ => {
                    kept.push(person);
                    continue;
                }
            };
            list.push(person);
            let since = later(self.today, -self.chance.between(6 * YEAR + 200, 8 * YEAR));
            let unit = Unit { kind, team: 1 };
            let career = &mut self.careers[person as usize];
            career.stays.truncate(1);
            career.stays.push(UnitPosting::new(since, force, unit));
            career.rank = rank;
            career.desk = true;
            career.taken = true;
        }
        self.free = kept;
        self.desks = desks;
    }

    /// Makes 3% of the people who are still free retire or resign during the year; nothing is alleged against them.
    fn some_leave(&mut self) {
        let count = self.free.len() * 3 / 100;
        for person in self.free.split_off(self.free.len() - count) {
            let day = later(self.year_begins, self.chance.between(20, 360));
            let at = moment(day, 17 * 60);
            let career = &mut self.careers[person as usize];
            if at > self.now || days_between(career.stays[0].from, day) < 30 {
                continue;
            }
            career.stays.retain(|stay| stay.from < day);
            let served = days_between(career.joined, day);
            career.left = Some((at, if served > 22 * YEAR { SynthLeaving::Retired } else { SynthLeaving::Resigned }));
            career.taken = true;
        }
    }

    /// Gives some people earlier service elsewhere, which they declared when they rejoined.
    fn some_return(&mut self) {
        let count = (self.counts.workforce() as f64 * EARLIER_RECORDS) as usize;
        let candidates: Vec<u32> = self.free.iter().rev().copied().collect();
        let mut made = 0;
        let mut returned = std::collections::HashSet::new();
        for person in candidates {
            if made == count {
                break;
            }
            let begins = self.careers[person as usize].stays[0].from;
            let born = self.people[person as usize].born;
            let room = days_between(later(born, 19 * YEAR).max(self.records_begin), begins);
            if room < 4 * YEAR {
                continue;
            }
            made += 1;
            returned.insert(person);
            let left = later(begins, -self.chance.between(200, YEAR));
            let joined = later(left, -self.chance.between(YEAR, 3 * YEAR));
            let earlier = self.earlier_record(person, joined, left);
            if self.chance.odds(0.5) {
                self.people[earlier as usize].phone = None;
            }
        }
        self.free.retain(|person| !returned.contains(person));
    }

    /// Adds an earlier record, in another force and between two dates, for a human who already has one.
    pub(super) fn earlier_record(&mut self, of: PersonNumber, joined: Date, left: Date) -> PersonNumber {
        let id = self.people.len() as u32;
        let force = self.careers[of as usize].stays[0].force;
        let elsewhere = self.neighbours(force)[self.chance.below(2)];
        let mut person = self.people[of as usize].clone();
        person.id = id;
        person.warrant = warrant_number(id * 7_919 % 900_000);
        person.plates.clear();
        person.nickname = None;
        if let Some(previous) = person.previous_surname.take() {
            person.surname = previous;
        }
        let mut career = self.careers[of as usize].clone();
        let unit = self.unit(RESPONSE, elsewhere);
        career.joined = joined;
        career.stays = vec![UnitPosting::new(joined, elsewhere, unit)];
        career.left = Some((moment(left, 17 * 60), SynthLeaving::Resigned));
        career.rank = if career.kind == ServiceKind::Staff { "staff" } else { "constable" };
        career.vehicles_declared = None;
        career.declared = true;
        career.taken = true;
        self.people.push(person);
        self.careers.push(career);
        id
    }
}

/// A vehicle with this plate, and a random make and colour.
pub(super) fn vehicle(plate: Plate, chance: &mut crate::chance::Chance) -> SynthVehicle {
    SynthVehicle { plate: plate.spaced(), make: chance.pick(MAKES), colour: chance.pick(COLOURS) }
}
