//! Needles: stories planted in the haystack under known ids, and as decoys, clean records of look-alikes.
//!
//! Only stories that records alone can tell are here (N1 to N4), not those about reviews, postings and access.

use jiff::civil::Date;

use crate::chance::Chance;
use crate::dates::{later, write_day};
use crate::families::{Likeness, LookAlikes};
use crate::names::{FamilyName, Sex, station_nickname};
use crate::people::{Member, NEEDLE_STREAM, Newcomer, World};
use crate::records::{Clerk, Entry, Event, Kind, Subject};
use crate::service::{Forces, Personnel, Rank, Transfer};
use crate::vehicles::{Plate, matches};

const YEAR: i32 = 365;

/// A story that a good search finds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Needle {
    VehicleIgnored,
    ThreeWeeksApart,
    NicknameInNotes,
    EndedAndRehired,
}

impl Needle {
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::VehicleIgnored => "N1",
            Self::ThreeWeeksApart => "N2",
            Self::NicknameInNotes => "N3",
            Self::EndedAndRehired => "N4",
        }
    }

    pub(crate) fn text(self) -> &'static str {
        match self {
            Self::VehicleIgnored => "transferee; exposure alleged in the earlier force; only a partial plate was taken",
            Self::ThreeWeeksApart => "one of two allegations three weeks apart in neighbouring forces",
            Self::NicknameInNotes => "nickname recorded by one of three colleagues in notes of the earlier force",
            Self::EndedAndRehired => "probation ended early in another force under another surname; not declared since",
        }
    }
}

/// A record that was planted, with its truth.
pub(crate) struct PlantedRecord {
    pub(crate) entry: Entry,
    pub(crate) event: Event,
    /// The person whom the record is about, by position in the workforce.
    pub(crate) about: usize,
    pub(crate) needle: Option<Needle>,
    /// A person to whom the record must not be linked, and the likeness that makes this mistake possible.
    pub(crate) look_alike: Option<(usize, Likeness)>,
}

/// Everything needed to place the people and records of each story.
struct Scene<'a> {
    world: &'a World,
    workforce: &'a mut [Member],
    personnel: &'a mut Personnel,
    free: Vec<usize>,
    chance: &'a mut Chance,
    planted: Vec<PlantedRecord>,
}

/// Plants one set of needles for each 5,000 members (at least one, at most 50), and for each kind of look-alike as many
/// clean records, but at least two. Uses up the positions of members who have no family.
pub(crate) fn plant(
    world: &World,
    workforce: &mut [Member],
    personnel: &mut Personnel,
    look_alikes: &[LookAlikes],
    free: Vec<usize>,
) -> Vec<PlantedRecord> {
    let sets = (workforce.len() / 5_000).clamp(1, 50);
    let chance = &mut world.seed.stream(NEEDLE_STREAM);
    let mut scene = Scene { world, workforce, personnel, free, chance, planted: Vec::new() };
    for _ in 0..sets {
        scene.vehicle_ignored();
        scene.three_weeks_apart();
        scene.nickname_in_notes();
        scene.ended_and_rehired();
    }
    for likeness in Likeness::ALL {
        let pairs = look_alikes.iter().filter(|pair| pair.likeness == likeness);
        for pair in pairs.take(sets.max(2)) {
            scene.record_of_the_other(pair);
        }
    }
    let Scene { mut planted, chance, .. } = scene;
    chance.shuffle(&mut planted);
    planted
}

impl Scene<'_> {
    fn days_ago(&mut self, least: i32, most: i32) -> Date {
        later(self.world.today, -self.chance.between(least, most))
    }

    /// Puts an officer aged 30 to 45 with an address, a car and a phone into the position of somebody without a family.
    fn officer(&mut self, likely_woman: bool) -> usize {
        // Even the smallest workforce has enough free positions for one set of needles.
        let place = self.free.pop().unwrap_or(0);
        let born = self.days_ago(30 * YEAR, 45 * YEAR);
        let sex = if likely_woman { Sex::Woman } else { Sex::Man };
        let newcomer = Newcomer { sex, born, ..self.world.newcomer(place, self.chance) };
        let mut member = self.world.recruit(&newcomer, self.personnel, self.chance);
        member.service.rank = Rank::Constable;
        member.service.transfer = None;
        member.service.now = self.personnel.posting(newcomer.force, Rank::Constable);
        member.service.joined = self.days_ago(9 * YEAR, 10 * YEAR);
        member.nickname = None;
        member.person.earlier_surname = None;
        member.person.plate = Some(Plate::new(self.chance));
        member.person.phone = Some(crate::phones::Phones::own(place));
        self.workforce[place] = member;
        place
    }

    /// Gives a person a transfer three to four years ago, along with a house move.
    fn transferred(&mut self, place: usize) -> Date {
        let on = self.days_ago(3 * YEAR, 4 * YEAR);
        let force = self.workforce[place].service.now.force;
        let earlier = self.world.forces.another(force, self.chance);
        let from = self.personnel.posting(earlier, Rank::Constable);
        let home = self.world.places.house(earlier, self.chance);
        let member = &mut self.workforce[place];
        member.service.transfer = Some(Transfer { from, on });
        member.person.earlier_home = Some(home);
        member.person.moved_on = on;
        on
    }

    fn plant(&mut self, about: usize, needle: Needle, entry: Entry, kind: Kind, on: Date) -> &mut PlantedRecord {
        let place = self.planted.len();
        let event = Event { kind, on };
        self.planted.push(PlantedRecord { entry, event, about, needle: Some(needle), look_alike: None });
        &mut self.planted[place]
    }

    /// N1: A witness saw a car, but nobody checked it against the roster. Another officer's car is one letter away.
    fn vehicle_ignored(&mut self) {
        let (place, other) = (self.officer(false), self.officer(false));
        let on = later(self.transferred(place), -self.chance.between(300, 700));
        let plate = Plate::new(self.chance);
        let similar = plate.similar(self.chance);
        let mut partial = plate.with_unknowns(3, self.chance);
        // The part that was seen must tell the two cars apart, which 4 in 7 tries do.
        while matches(&partial, &similar.text()) {
            partial = plate.with_unknowns(3, self.chance);
        }
        self.workforce[place].person.plate = Some(plate);
        self.workforce[other].person.plate = Some(similar);
        let mut entry = Entry { vrm: partial, ..Entry::default() };
        let person = &self.workforce[place].person;
        self.world.places.write_postcode(person.earlier_home.unwrap_or(person.home), &mut entry.postcode);
        entry.postcode.truncate(entry.postcode.find(' ').unwrap_or(0));
        entry.force = Forces::name(self.workforce[place].service.posting_on(on).force);
        let planted = self.plant(place, Needle::VehicleIgnored, entry, Kind::Allegation, on);
        planted.look_alike = Some((other, Likeness::SimilarPlates));
    }

    /// N2: Each force saw one allegation, but together there are two.
    fn three_weeks_apart(&mut self) {
        let place = self.officer(false);
        let first_on = self.days_ago(200, 600);
        let member = &self.workforce[place];
        let names = &self.world.names;
        let force = member.service.now.force;
        let forename = names.forename_text(member.person.forename);
        let mut first = Entry { first_name: forename.to_owned(), force: Forces::name(force), ..Entry::default() };
        names.write_surname(member.person.surname, &mut first.surname);
        first.collar = member.service.now.collar.text(self.world.style);
        let mut second = Entry { first_name: forename[..1].to_owned(), ..Entry::default() };
        second.surname.clone_from(&first.surname);
        second.vrm = member.person.plate.map(|plate| plate.spaced()).unwrap_or_default();
        second.phone = member.person.phone.map(|phone| self.world.phones.text(phone)).unwrap_or_default();
        second.force = Forces::name(self.world.forces.neighbour(force, self.chance));
        self.plant(place, Needle::ThreeWeeksApart, first, Kind::Allegation, first_on);
        self.plant(place, Needle::ThreeWeeksApart, second, Kind::Allegation, later(first_on, 21));
    }

    /// N3: Three colleagues noted a nickname that everybody used, but the new force knows only the name on file.
    fn nickname_in_notes(&mut self) {
        let place = self.officer(false);
        let until = self.transferred(place);
        let nickname = station_nickname(self.chance);
        self.workforce[place].nickname = Some(nickname);
        let (person, service) = (&self.workforce[place].person, &self.workforce[place].service);
        let earlier = service.posting_on(later(until, -1));
        let note = Entry { first_name: nickname.to_owned(), force: Forces::name(earlier.force), ..Entry::default() };
        let by_collar = Entry { collar: earlier.collar.text(self.world.style), ..note.clone() };
        let mut by_surname = note.clone();
        self.world.names.write_surname(person.surname, &mut by_surname.surname);
        let mut by_street = Entry { vrm: person.plate.map(|plate| plate.text()).unwrap_or_default(), ..note };
        let home = person.earlier_home.unwrap_or(person.home);
        self.world.places.write_address(home, &mut by_street.address);
        self.world.places.write_postcode(home, &mut by_street.postcode);
        for (note, days) in [(by_collar, 400), (by_surname, 310), (by_street, 90)] {
            self.plant(place, Needle::NicknameInNotes, note, Kind::Intelligence, later(until, -days));
        }
    }

    /// N4: The application mentioned neither the earlier force nor the earlier surname.
    fn ended_and_rehired(&mut self) {
        let place = self.officer(true);
        let ended_on = self.days_ago(6 * YEAR, 8 * YEAR);
        let force = self.workforce[place].service.now.force;
        let earlier = self.world.forces.another(force, self.chance);
        let posting = self.personnel.posting(earlier, Rank::Constable);
        let home = self.world.places.house(earlier, self.chance);
        let rehired_on = later(ended_on, self.chance.between(400, 900));
        let member = &mut self.workforce[place];
        member.service.joined = rehired_on;
        member.person.earlier_home = None;
        let person = &member.person;
        let names = &self.world.names;
        let surname = FamilyName { first: names.surname(person.tradition, person.sex, self.chance), joined: None };
        let mut entry = Entry { force: Forces::name(earlier), ..Entry::default() };
        entry.first_name.push_str(names.forename_text(person.forename));
        names.write_surname(surname, &mut entry.surname);
        write_day(person.born, &mut entry.dob);
        self.world.places.write_address(home, &mut entry.address);
        self.world.places.write_postcode(home, &mut entry.postcode);
        entry.phone = person.phone.map(|phone| self.world.phones.text(phone)).unwrap_or_default();
        entry.collar = posting.collar.text(self.world.style);
        self.plant(place, Needle::EndedAndRehired, entry, Kind::Vetting, ended_on);
    }

    fn record_of_the_other(&mut self, pair: &LookAlikes) {
        let event = Event { kind: Kind::Incident, on: self.days_ago(10, 300) };
        let entry = Clerk::new(self.world).clean(Subject::member(&self.workforce[pair.other]), event);
        let look_alike = Some((pair.one, pair.likeness));
        self.planted.push(PlantedRecord { entry, event, about: pair.other, needle: None, look_alike });
    }
}
