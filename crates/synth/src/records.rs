//! Records: entries about a person on a day, and the errors that make them dirty. The people are chosen elsewhere.

use jiff::civil::Date;

use crate::chance::Chance;
use crate::dates::{days_between, later, write_day};
use crate::people::{Member, Person, World};
use crate::service::{Forces, Service};
use crate::typing::{mistype, slipped_key};

/// The kind of a record.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    Allegation,
    Complaint,
    Incident,
    Intelligence,
    Vetting,
}

impl Kind {
    pub(crate) fn draw(chance: &mut Chance) -> Self {
        match chance.below(100) {
            0..=24 => Self::Allegation,
            25..=49 => Self::Complaint,
            50..=69 => Self::Incident,
            70..=89 => Self::Intelligence,
            _ => Self::Vetting,
        }
    }

    pub(crate) fn text(self) -> &'static str {
        match self {
            Self::Allegation => "allegation",
            Self::Complaint => "complaint",
            Self::Incident => "incident",
            Self::Intelligence => "intelligence",
            Self::Vetting => "vetting",
        }
    }
}

/// An event: a kind of record, on a given day.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Event {
    pub(crate) kind: Kind,
    pub(crate) on: Date,
}

/// The fields of a record as they were entered. An empty text is a blank field.
#[derive(Clone, Default, Debug)]
pub(crate) struct Entry {
    pub(crate) first_name: String,
    pub(crate) surname: String,
    pub(crate) dob: String,
    pub(crate) address: String,
    pub(crate) postcode: String,
    pub(crate) phone: String,
    pub(crate) vrm: String,
    pub(crate) force: &'static str,
    pub(crate) collar: String,
}

/// The person whom a record is about.
#[derive(Clone, Copy)]
pub(crate) struct Subject<'a> {
    person: &'a Person,
    service: Option<&'a Service>,
    nickname: Option<&'static str>,
}

impl<'a> Subject<'a> {
    pub(crate) fn member(member: &'a Member) -> Self {
        Self { person: &member.person, service: Some(&member.service), nickname: member.nickname }
    }

    pub(crate) fn other(person: &'a Person) -> Self {
        Self { person, service: None, nickname: None }
    }
}

/// The errors that the summary counts.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct Slips {
    pub(crate) name_misspelt: bool,
    pub(crate) plate_partial: bool,
}

/// A clerk, who enters the records.
pub(crate) struct Clerk<'a> {
    world: &'a World,
}

impl<'a> Clerk<'a> {
    pub(crate) fn new(world: &'a World) -> Self {
        Self { world }
    }

    /// A record with every field correct, but with no phone or collar number.
    pub(crate) fn clean(&self, subject: Subject<'_>, event: Event) -> Entry {
        let person = subject.person;
        let mut entry = Entry::default();
        entry.first_name.push_str(self.world.names.forename_text(person.forename));
        self.world.names.write_surname(person.surname, &mut entry.surname);
        write_day(person.born, &mut entry.dob);
        self.world.places.write_address(person.home, &mut entry.address);
        self.world.places.write_postcode(person.home, &mut entry.postcode);
        entry.vrm = person.plate.map(|plate| plate.text()).unwrap_or_default();
        entry.force = Forces::name(match subject.service {
            Some(service) => service.posting_on(event.on).force,
            None => self.world.places.force_of(person.home),
        });
        entry
    }

    /// Overwrites `entry` with a record as it was actually entered, and returns its errors.
    pub(crate) fn enter(&self, subject: Subject<'_>, event: Event, entry: &mut Entry, chance: &mut Chance) -> Slips {
        // Older records contain less: the rates of blanks and initials grow by 0.3 of their value per decade.
        let drift = 1.0 + 0.3 * f64::from(days_between(event.on, self.world.today)) / 3652.0;
        let name_misspelt = self.enter_name(subject, event, drift, entry, chance);
        self.enter_birth(subject.person, drift, &mut entry.dob, chance);
        self.enter_address(subject.person, event, drift, entry, chance);
        self.enter_phone(subject.person, drift, &mut entry.phone, chance);
        let plate_partial = self.enter_plate(subject.person, drift, &mut entry.vrm, chance);
        self.enter_force(subject, event, entry, chance);
        Slips { name_misspelt, plate_partial }
    }

    fn enter_name(
        &self,
        subject: Subject<'_>,
        event: Event,
        drift: f64,
        entry: &mut Entry,
        chance: &mut Chance,
    ) -> bool {
        let Entry { first_name, surname, .. } = entry;
        let (person, names) = (subject.person, &self.world.names);
        first_name.clear();
        surname.clear();

        let on_file = names.forename_text(person.forename);
        let familiar = names.familiar(person.forename);
        let (blank, initial) = (0.080 * drift, 0.045 * drift);
        let roll = chance.unit();
        if roll < blank {
        } else if roll < blank + initial {
            first_name.push_str(&on_file[..1]);
        } else if roll < blank + initial + 0.16 && !familiar.is_empty() {
            first_name.push_str(chance.pick(familiar));
        } else if let (true, Some(middle)) = (roll > 0.98, person.middle) {
            first_name.push_str(names.forename_text(middle));
        } else if let (true, Some(nickname)) = (roll > 0.90, subject.nickname) {
            first_name.push_str(nickname);
        } else {
            first_name.push_str(on_file);
        }

        let earlier = match person.earlier_surname {
            Some(earlier) if event.on < person.renamed_on || chance.odds(0.08) => Some(earlier),
            _ => None,
        };
        if !chance.odds(0.018 * drift) {
            names.write_surname(earlier.unwrap_or(person.surname), surname);
            match surname.split_once('-') {
                Some((first, last)) if chance.odds(0.4) => {
                    *surname = if chance.odds(0.5) { first } else { last }.to_owned();
                }
                Some((first, last)) if chance.odds(0.2) => *surname = format!("{first} {last}"),
                _ => {}
            }
            if surname.contains('\'') && chance.odds(0.35) {
                *surname = surname.replace('\'', "");
            }
        }

        let misspelt = chance.odds(NAMES_MISSPELT) && {
            let in_surname = surname.len() > 1 && (first_name.len() < 2 || chance.odds(0.6));
            let written = if in_surname { &mut *surname } else { &mut *first_name };
            *written = mistype(written, chance);
            written.len() > 1
        };
        if chance.odds(0.01) && !first_name.is_empty() && !surname.is_empty() {
            std::mem::swap(first_name, surname);
        }
        // Some systems of the time stored capital letters only.
        if chance.odds(0.04 * drift) {
            first_name.make_ascii_uppercase();
            surname.make_ascii_uppercase();
        }
        misspelt
    }

    fn enter_birth(&self, person: &Person, drift: f64, dob: &mut String, chance: &mut Chance) {
        dob.clear();
        let blank = 0.24 * drift;
        let roll = chance.unit();
        if roll < blank {
            return;
        }
        let born = person.born;
        let (year, month, day) = (born.year(), born.month(), born.day());
        // The entry screen refuses a date that is not in the calendar, so the right one stays.
        let typed = match ((roll - blank) * 1000.0) as u32 {
            0..=29 => Date::new(year, 1, 1),
            30..=49 => Date::new(year, day, month),
            50..=79 => with_one_digit_wrong(born, chance),
            80..=99 => Date::new(year + chance.pick(&[-10, -2, -1, 1, 2, 10]), month, day),
            _ => Ok(born),
        };
        write_day(typed.unwrap_or(born), dob);
    }

    fn enter_address(&self, person: &Person, event: Event, drift: f64, entry: &mut Entry, chance: &mut Chance) {
        let Entry { address, postcode, .. } = entry;
        let places = &self.world.places;
        address.clear();
        postcode.clear();
        let roll = chance.unit();
        let blank = 0.28 * drift;
        if roll < blank {
            return;
        }
        let home = match person.earlier_home {
            _ if chance.odds(0.04) => places.house_anywhere(chance),
            Some(earlier) if event.on < person.moved_on || chance.odds(0.08) => earlier,
            _ => person.home,
        };
        let rest = (roll - blank) / (1.0 - blank);
        if rest > 0.10 {
            places.write_address(home, address);
            if chance.odds(0.08) {
                *address = slipped_key(address, chance);
            }
        }
        places.write_postcode(home, postcode);
        if (0.10..0.17).contains(&rest) {
            // The area is left alone, because an error in it could name a real place.
            let (area, rest) = postcode.split_at(2);
            *postcode = format!("{area}{}", slipped_key(&rest.replace(' ', ""), chance));
        } else if (0.17..0.28).contains(&rest) {
            let outward = postcode.find(' ').unwrap_or(postcode.len());
            postcode.truncate(outward);
        } else if (0.28..0.33).contains(&rest) {
            *postcode = postcode.replace(' ', "").to_ascii_lowercase();
        }
    }

    fn enter_phone(&self, person: &Person, drift: f64, phone: &mut String, chance: &mut Chance) {
        phone.clear();
        let roll = chance.unit();
        // 4 % of numbers differ from the one on file; an older record more often has one that was given up since.
        let given_up = chance.odds(0.04 + 0.10 * (drift - 1.0));
        let own = if given_up { Some(self.world.phones.other(chance)) } else { person.phone };
        let Some(number) = own else { return };
        let shown = 0.40 / drift;
        if roll >= shown {
            return;
        }
        let text = self.world.phones.text(number);
        match (roll / shown * 100.0) as u32 {
            // The error is in the last three digits, so that the number still reaches nobody.
            0..=7 => {
                phone.push_str(&text[..text.len() - 3]);
                phone.push_str(&with_digits_swapped(&text[text.len() - 3..], chance));
            }
            8..=27 => {
                phone.push_str("+44");
                phone.push_str(&text[1..]);
            }
            28..=37 => {
                phone.push_str(&text[..5]);
                phone.push(' ');
                phone.push_str(&text[5..]);
            }
            _ => phone.push_str(&text),
        }
    }

    fn enter_plate(&self, person: &Person, drift: f64, vrm: &mut String, chance: &mut Chance) -> bool {
        vrm.clear();
        let Some(plate) = person.plate else { return false };
        let roll = chance.unit();
        if roll < PARTIAL_OF_OWNERS {
            *vrm = plate.partial(chance);
            return true;
        }
        let shown = PARTIAL_OF_OWNERS + 0.34 / drift;
        if roll >= shown {
            return false;
        }
        // Cars are sold, so an older record may contain the plate of a former car.
        *vrm = match ((roll - PARTIAL_OF_OWNERS) / (shown - PARTIAL_OF_OWNERS) * 100.0) as u32 {
            0..=7 => plate.misread(chance),
            8..=12 => slipped_last_letters(&plate.text(), chance),
            13..=24 if chance.odds(drift - 1.0) => crate::vehicles::Plate::new(chance).text(),
            25..=39 => plate.spaced(),
            _ => plate.text(),
        };
        false
    }

    fn enter_force(&self, subject: Subject<'_>, event: Event, entry: &mut Entry, chance: &mut Chance) {
        let world = self.world;
        entry.collar.clear();
        let force = match subject.service {
            Some(service) => {
                let posting = service.posting_on(event.on);
                if chance.odds(0.2) {
                    let collar = posting.collar.text(world.style);
                    let digits = collar.find(|letter: char| letter.is_ascii_digit()).unwrap_or(0);
                    entry.collar.push_str(&collar[..digits]);
                    if chance.odds(0.06) {
                        entry.collar.push_str(&slipped_key(&collar[digits..], chance));
                    } else {
                        entry.collar.push_str(&collar[digits..]);
                    }
                }
                posting.force
            }
            None => world.places.force_of(subject.person.home),
        };
        // Some records are made by a neighbouring force, and some by any other.
        entry.force = Forces::name(match chance.below(100) {
            0..=11 => world.forces.neighbour(force, chance),
            12..=19 => world.forces.another(force, chance),
            _ => force,
        });
    }
}

/// Share of records with a misspelt name.
const NAMES_MISSPELT: f64 = 0.12;
/// Share of records about car owners that contain a partial plate, chosen so that 7 % of all records do. 0.60 of
/// records are about the workforce, of whom 0.85 have a car, 0.08 about relatives (0.85) and 0.32 about the public
/// (0.85 x 0.7): 0.77 in all, and 0.07 / 0.77 = 0.091.
const PARTIAL_OF_OWNERS: f64 = 0.091;

fn with_one_digit_wrong(born: Date, chance: &mut Chance) -> Result<Date, jiff::Error> {
    let digit = chance.below(10) as i8;
    match chance.below(3) {
        0 => Date::new(born.year() / 10 * 10 + i16::from(digit), born.month(), born.day()),
        1 => Date::new(born.year(), born.month() / 10 * 10 + digit, born.day()),
        _ => Date::new(born.year(), born.month(), born.day() / 10 * 10 + digit),
    }
}

fn with_digits_swapped(digits: &str, chance: &mut Chance) -> String {
    let mut digits: Vec<char> = digits.chars().collect();
    let first = chance.below(digits.len() - 1);
    digits.swap(first, first + 1);
    digits.into_iter().collect()
}

/// Misreads one of the last letters, after the tag and the age, so that the plate still belongs to nobody.
fn slipped_last_letters(plate: &str, chance: &mut Chance) -> String {
    format!("{}{}", &plate[..4], slipped_key(&plate[4..], chance))
}

/// A random day of a record about a person, after `since` and up to today. Recent days are more likely.
pub(crate) fn day_recorded(since: Date, today: Date, chance: &mut Chance) -> Date {
    let span = f64::from(days_between(since, today).clamp(1, 25 * 365));
    let roll = chance.unit();
    later(today, -((roll * roll * span) as i32))
}
