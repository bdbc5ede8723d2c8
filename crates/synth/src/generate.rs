//! The run: first creates the people, then their records one by one, and writes each record as soon as it is created.

use std::path::Path;

use crate::chance::{Chance, WeightedDraw};
use crate::dates::{later, write_day};
use crate::families::{self, LookAlikes};
use crate::files::Draft;
use crate::needles::{self, PlantedRecord};
use crate::people::{Member, Person, RECORD_STREAM, RELATIVES_COUNT, WORKFORCE_STREAM, World};
use crate::records::{Clerk, Entry, Event, Kind, Subject, day_recorded};
use crate::service::{Forces, Personnel};
use crate::{Population, Summary, SynthError};

const WORKFORCE_HEADER: [&str; 20] = [
    "unique_id",
    "first_name",
    "middle_name",
    "surname",
    "prev_surname",
    "dob",
    "sex",
    "address",
    "postcode",
    "prev_address",
    "prev_postcode",
    "phone",
    "vrm",
    "force",
    "collar",
    "prev_force",
    "prev_collar",
    "joined",
    "rank",
    "nickname",
];
const RECORDS_HEADER: [&str; 13] = [
    "unique_id",
    "truth_id",
    "first_name",
    "surname",
    "dob",
    "address",
    "postcode",
    "phone",
    "vrm",
    "force",
    "collar",
    "kind",
    "recorded_on",
];

/// Share of records that repeat an earlier entry about the same person and event.
const DUPLICATES: f64 = 0.03;
/// A duplicate is entered while its original is still among this many of the latest entries.
const DESK_COUNT: usize = 200;
/// No record is about a child under 12.
const LEAST_AGE_DAYS: i32 = 12 * 366;
/// Number of rows between two calls of `progress`.
const PROGRESS_ROWS: usize = 4_096;

/// Generates the population and writes it to `directory`, which must exist: `workforce.csv`, `records.csv`,
/// `truth.csv`, `duplicates.csv`, `needles.csv` and `lookalikes.csv`, in this order. Existing files with these names
/// are replaced, but only once all six new ones are complete.
///
/// `progress` is called from time to time with the number of rows written so far and the total (workforce and records
/// together), and at the end with both equal.
///
/// # Errors
/// If the sizes or the date of the population are out of range, or a file cannot be written.
pub fn write(
    population: &Population,
    directory: &Path,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Summary, SynthError> {
    population.check()?;
    let total = (population.workforce + population.records) as u64;
    progress(0, total);

    let world = World::new(population);
    let staff = Staff::hire(&world);
    let mut summary = Summary {
        forces: world.forces.count(),
        workforce: population.workforce,
        records: population.records,
        surnames: world.names.surnames_count(),
        ..Summary::default()
    };

    let mut rows = WorkforceRows { world: &world, file: Draft::open(directory, "workforce.csv", &WORKFORCE_HEADER)? };
    for (place, member) in staff.workforce.iter().enumerate() {
        rows.write(place, member)?;
        if place % PROGRESS_ROWS == 0 {
            progress(place as u64, total);
        }
    }
    let mut tables = Tables::open(directory)?;
    for pair in &staff.look_alikes {
        tables.look_alike(&workforce_id(pair.one), &workforce_id(pair.other), pair.likeness.text(), &mut summary)?;
    }

    let mut day = Day::new(&world, &staff);
    let mut planted = staff.planted.iter().enumerate().peekable();
    let stratum = population.records / staff.planted.len().max(1);
    let mut next_planted_at = day.chance.below(stratum);
    for number in 0..population.records {
        let record_id = format!("R{:08}", number + 1);
        match planted.next_if(|_| number == next_planted_at) {
            Some((turn, needle)) => {
                tables.planted(&record_id, needle, &mut summary)?;
                next_planted_at = (turn + 1) * stratum + day.chance.below(stratum);
            }
            None => day.record(number, &record_id, &mut tables, &mut summary)?,
        }
        if number % PROGRESS_ROWS == 0 {
            progress((population.workforce + number) as u64, total);
        }
    }
    let Tables { records, truth, duplicates, needles, look_alikes, .. } = tables;
    Draft::keep(vec![rows.file, records, truth, duplicates, needles, look_alikes])?;
    progress(total, total);
    Ok(summary)
}

fn workforce_id(place: usize) -> String {
    format!("W{:07}", place + 1)
}

/// The workforce after its families have been formed and its needles planted.
struct Staff {
    workforce: Vec<Member>,
    look_alikes: Vec<LookAlikes>,
    planted: Vec<PlantedRecord>,
}

impl Staff {
    fn hire(world: &World) -> Self {
        let chance = &mut world.seed.stream(WORKFORCE_STREAM);
        let mut personnel = Personnel::new(&world.forces, world.today);
        let mut workforce: Vec<Member> = (0..world.workforce_count)
            .map(|place| {
                let newcomer = world.newcomer(place, chance);
                world.recruit(&newcomer, &mut personnel, chance)
            })
            .collect();
        let (look_alikes, free) = families::form(world, &mut workforce, &mut personnel);
        let planted = needles::plant(world, &mut workforce, &mut personnel, &look_alikes, free);
        Self { workforce, look_alikes, planted }
    }
}

struct WorkforceRows<'a> {
    world: &'a World,
    file: Draft,
}

impl WorkforceRows<'_> {
    fn write(&mut self, place: usize, member: &Member) -> Result<(), SynthError> {
        let Member { person, service, nickname } = member;
        let World { names, places, phones, style, .. } = self.world;
        let text = |write: &dyn Fn(&mut String)| {
            let mut text = String::new();
            write(&mut text);
            text
        };
        let earlier = service.transfer.map(|transfer| transfer.from);
        self.file.row(&[
            &workforce_id(place),
            names.forename_text(person.forename),
            person.middle.map_or("", |middle| names.forename_text(middle)),
            &text(&|text| names.write_surname(person.surname, text)),
            &text(&|text| {
                if let Some(surname) = person.earlier_surname {
                    names.write_surname(surname, text);
                }
            }),
            &text(&|text| write_day(person.born, text)),
            person.sex.letter(),
            &text(&|text| places.write_address(person.home, text)),
            &text(&|text| places.write_postcode(person.home, text)),
            &text(&|text| {
                if let Some(house) = person.earlier_home {
                    places.write_address(house, text);
                }
            }),
            &text(&|text| {
                if let Some(house) = person.earlier_home {
                    places.write_postcode(house, text);
                }
            }),
            &person.phone.map(|phone| phones.text(phone)).unwrap_or_default(),
            &person.plate.map(|plate| plate.text()).unwrap_or_default(),
            Forces::name(service.now.force),
            &service.now.collar.text(*style),
            earlier.map_or("", |posting| Forces::name(posting.force)),
            &earlier.map(|posting| posting.collar.text(*style)).unwrap_or_default(),
            &text(&|text| write_day(service.joined, text)),
            service.rank.text(),
            nickname.unwrap_or_default(),
        ])
    }
}

struct Tables {
    records: Draft,
    truth: Draft,
    duplicates: Draft,
    needles: Draft,
    look_alikes: Draft,
    recorded_on: String,
}

impl Tables {
    fn open(directory: &Path) -> Result<Self, SynthError> {
        Ok(Self {
            records: Draft::open(directory, "records.csv", &RECORDS_HEADER)?,
            truth: Draft::open(directory, "truth.csv", &["left_id", "right_id"])?,
            duplicates: Draft::open(directory, "duplicates.csv", &["left_id", "right_id"])?,
            needles: Draft::open(directory, "needles.csv", &["needle", "left_id", "right_id", "what"])?,
            look_alikes: Draft::open(directory, "lookalikes.csv", &["left_id", "right_id", "what"])?,
            recorded_on: String::new(),
        })
    }

    fn record(&mut self, id: &str, truth: &str, event: Event, entry: &Entry) -> Result<(), SynthError> {
        self.recorded_on.clear();
        write_day(event.on, &mut self.recorded_on);
        self.records.row(&[
            id,
            truth,
            &entry.first_name,
            &entry.surname,
            &entry.dob,
            &entry.address,
            &entry.postcode,
            &entry.phone,
            &entry.vrm,
            entry.force,
            &entry.collar,
            event.kind.text(),
            &self.recorded_on,
        ])
    }

    fn look_alike(&mut self, left: &str, right: &str, what: &str, summary: &mut Summary) -> Result<(), SynthError> {
        summary.look_alikes += 1;
        self.look_alikes.row(&[left, right, what])
    }

    fn planted(&mut self, record_id: &str, planted: &PlantedRecord, summary: &mut Summary) -> Result<(), SynthError> {
        let about = workforce_id(planted.about);
        summary.about_workforce += 1;
        summary.partial_plates += usize::from(planted.entry.vrm.contains('?'));
        self.record(record_id, &about, planted.event, &planted.entry)?;
        self.truth.row(&[&about, record_id])?;
        if let Some(needle) = planted.needle {
            summary.needles += 1;
            self.needles.row(&[needle.code(), &about, record_id, needle.text()])?;
        }
        if let Some((other, likeness)) = planted.look_alike {
            self.look_alike(&workforce_id(other), record_id, likeness.text(), summary)?;
        }
        Ok(())
    }
}

/// The person whom a record is about, by position.
#[derive(Clone, Copy)]
enum RecordSubject {
    Member(usize),
    Relative(usize, usize),
    Public(usize),
}

/// A day's work at the desk: picks the people, the dates, and the entries to repeat.
struct Day<'a> {
    world: &'a World,
    workforce: &'a [Member],
    clerk: Clerk<'a>,
    burdens: WeightedDraw,
    chance: Chance,
    /// The latest records entered: number, person and event.
    desk: Vec<(usize, RecordSubject, Event)>,
    entry: Entry,
}

impl<'a> Day<'a> {
    fn new(world: &'a World, staff: &'a Staff) -> Self {
        let mut chance = world.seed.stream(RECORD_STREAM);
        let burdens = WeightedDraw::new(staff.workforce.iter().map(|_| burden(&mut chance)));
        Self {
            world,
            workforce: &staff.workforce,
            clerk: Clerk::new(world),
            burdens,
            chance,
            desk: Vec::with_capacity(DESK_COUNT),
            entry: Entry::default(),
        }
    }

    fn record(
        &mut self,
        number: usize,
        id: &str,
        tables: &mut Tables,
        summary: &mut Summary,
    ) -> Result<(), SynthError> {
        let (whom, mut event) = if !self.desk.is_empty() && self.chance.odds(DUPLICATES) {
            let (first, whom, event) = self.chance.pick(&self.desk);
            tables.duplicates.row(&[&format!("R{:08}", first + 1), id])?;
            summary.duplicates += 1;
            (whom, event)
        } else {
            let met = self.meet();
            let at = number % DESK_COUNT;
            match self.desk.get_mut(at) {
                Some(place) => *place = (number, met.0, met.1),
                None => self.desk.push((number, met.0, met.1)),
            }
            met
        };

        let person: Person;
        let (truth, subject) = match whom {
            RecordSubject::Member(place) => {
                summary.about_workforce += 1;
                let truth = workforce_id(place);
                tables.truth.row(&[&truth, id])?;
                (truth, Subject::member(&self.workforce[place]))
            }
            RecordSubject::Relative(place, which) => {
                summary.about_relatives += 1;
                person = self.world.relative(place, which, self.workforce);
                event.on = event.on.max(later(person.born, LEAST_AGE_DAYS));
                let number = self.world.public_count + place * RELATIVES_COUNT + which;
                (format!("X{:08}", number + 1), Subject::other(&person))
            }
            RecordSubject::Public(number) => {
                summary.about_public += 1;
                person = self.world.member_of_the_public(number, self.workforce);
                event.on = event.on.max(later(person.born, LEAST_AGE_DAYS));
                (format!("X{:08}", number + 1), Subject::other(&person))
            }
        };
        let slips = self.clerk.enter(subject, event, &mut self.entry, &mut self.chance);
        summary.misspelt_names += usize::from(slips.name_misspelt);
        summary.partial_plates += usize::from(slips.plate_partial);
        tables.record(id, &truth, event, &self.entry)
    }

    /// Draws a person and an event. 60 % are about the workforce, 8 % about their relatives, the rest about the public.
    fn meet(&mut self) -> (RecordSubject, Event) {
        let chance = &mut self.chance;
        let today = self.world.today;
        let roll = chance.below(100);
        let kind = Kind::draw(chance);
        let long_ago = later(today, -25 * 365);
        if roll < 68 {
            let place = self.burdens.draw(chance);
            if roll < 60 {
                let since = self.workforce[place].service.joined;
                return (RecordSubject::Member(place), Event { kind, on: day_recorded(since, today, chance) });
            }
            let which = chance.below(RELATIVES_COUNT);
            return (RecordSubject::Relative(place, which), Event { kind, on: day_recorded(long_ago, today, chance) });
        }
        let number = chance.below(self.world.public_count);
        (RecordSubject::Public(number), Event { kind, on: day_recorded(long_ago, today, chance) })
    }
}

/// The relative number of records that a person attracts: a Pareto distribution with exponent 4/3, cut off at 12 times
/// the minimum.
///
/// With four records per member, 60 % of them about members and a quarter of those allegations, 2 % of members have
/// four allegations or more.
fn burden(chance: &mut Chance) -> u64 {
    let root = chance.unit().max(1e-9).sqrt();
    // This is u to the power of -3/4, computed with square roots alone.
    let share = 1.0 / (root * root.sqrt());
    (share.min(12.0) * 1000.0) as u64
}
