//! The maker of a history: everything it knows about people during the writing, and the book it writes in.

use std::collections::HashMap;

use jiff::civil::{Date, DateTime};

use super::happening::{Happening, HappeningContent, MatterNumber, ReportNumber, SynthLeaving};
use super::people::{ForceNumber, PersonNumber, PublicPerson, ServiceKind, ServiceRecord};
use super::words::Unit;
use super::{LookAlike, Needle, Scale, Setting};
use crate::chance::{Chance, Seed};
use crate::dates::later;
use crate::people::{Member, World};
use crate::service::Forces;
use crate::vehicles::Plate;
use crate::{Contact, Population};

/// Numbers of people and things to create.
pub(super) struct Counts {
    pub(super) officers: usize,
    pub(super) staff: usize,
    pub(super) specials: usize,
    pub(super) complaints: usize,
    pub(super) allegations: usize,
    pub(super) crimes: usize,
    pub(super) colleague_reports: usize,
    pub(super) conduct_matters: usize,
    pub(super) long: usize,
    pub(super) proceedings: usize,
    pub(super) vetting: usize,
    pub(super) stops: usize,
    pub(super) verified: usize,
    pub(super) concerns: usize,
    pub(super) relationships: usize,
    pub(super) needle_sets: usize,
}

impl Counts {
    pub(super) fn of(scale: Scale) -> Self {
        match scale {
            Scale::Small => Self {
                officers: 1_200,
                staff: 700,
                specials: 40,
                complaints: 600,
                allegations: 950,
                crimes: 40,
                colleague_reports: 25,
                conduct_matters: 60,
                long: 8,
                proceedings: 14,
                vetting: 500,
                stops: 4_000,
                verified: 120,
                concerns: 300,
                relationships: 60,
                needle_sets: 1,
            },
            Scale::National => Self {
                officers: 147_000,
                staff: 89_000,
                specials: 5_600,
                complaints: 95_000,
                allegations: 150_000,
                crimes: 6_000,
                colleague_reports: 3_500,
                conduct_matters: 9_500,
                long: 1_500,
                proceedings: 1_700,
                vetting: 150_000,
                stops: 530_000,
                verified: 50_000,
                concerns: 60_000,
                relationships: 6_000,
                needle_sets: 10,
            },
        }
    }

    pub(super) fn workforce(&self) -> usize {
        self.officers + self.staff + self.specials
    }
}

/// A posting in a unit of a force, from a given day.
#[derive(Clone, Copy, Debug)]
pub(super) struct UnitPosting {
    pub(super) from: Date,
    pub(super) force: ForceNumber,
    pub(super) unit: Unit,
    /// For an armed posting, the days since management vetting was granted; negative if it was granted later.
    pub(super) cleared_days_before: i32,
    /// The time of entry and the last day of the posting, if it was entered long afterwards.
    pub(super) entered_late: Option<(DateTime, Date)>,
}

impl UnitPosting {
    pub(super) fn new(from: Date, force: ForceNumber, unit: Unit) -> Self {
        Self { from, force, unit, cleared_days_before: 40, entered_late: None }
    }
}

/// A person's service as it will be written to their service record.
#[derive(Clone, Debug)]
pub(super) struct Career {
    pub(super) kind: ServiceKind,
    pub(super) rank: &'static str,
    /// The first day of service, which may be earlier than the first recorded one.
    pub(super) joined: Date,
    /// The postings. Never empty; the first one starts on the first day of the record.
    pub(super) stays: Vec<UnitPosting>,
    pub(super) left: Option<(DateTime, SynthLeaving)>,
    /// True if earlier service was declared.
    pub(super) declared: bool,
    /// The day on which vehicles are declared.
    pub(super) vehicles_declared: Option<Date>,
    /// True for members of professional standards or vetting, who handle other people's matters and have none.
    pub(super) desk: bool,
    /// True for people who have a part in a needle or a look-alike, and for those who are about to leave: nothing else
    /// happens to them by chance.
    pub(super) taken: bool,
    pub(super) suspended: bool,
    pub(super) needle: Option<&'static str>,
}

impl Career {
    /// The posting on a given day, by the true dates.
    pub(super) fn stay_on(&self, day: Date) -> UnitPosting {
        let mut current = self.stays[0];
        for stay in &self.stays {
            if stay.from <= day && stay.entered_late.is_none_or(|(_, until)| day <= until) {
                current = *stay;
            }
        }
        current
    }

    /// Returns true if the record has begun and not ended by then, and the person does not change posts on that day.
    pub(super) fn serves(&self, at: DateTime) -> bool {
        let settled = self.stays.iter().all(|stay| stay.from != at.date());
        settled && self.stays[0].from < at.date() && self.left.is_none_or(|(left, _)| at < left)
    }

    pub(super) fn force_on(&self, day: Date) -> ForceNumber {
        self.stay_on(day).force
    }
}

/// The people in a force who handle reports, matters and vetting.
#[derive(Clone, Debug, Default)]
pub(super) struct Desks {
    pub(super) investigators: Vec<PersonNumber>,
    pub(super) authorities: Vec<PersonNumber>,
    pub(super) vetting: Vec<PersonNumber>,
}

/// A needle and the position of its last happening in the book.
struct PlantedNeedle {
    needle: Needle,
    turn: usize,
}

pub(super) struct Maker {
    pub(super) world: World,
    pub(super) seed: Seed,
    pub(super) chance: Chance,
    pub(super) counts: Counts,
    pub(super) now: DateTime,
    /// The date of `now`.
    pub(super) today: Date,
    /// The first day of the year that has complaints, matters and stops.
    pub(super) year_begins: Date,
    /// The day before which nothing was recorded.
    pub(super) records_begin: Date,
    pub(super) members: Vec<Member>,
    pub(super) people: Vec<ServiceRecord>,
    pub(super) careers: Vec<Career>,
    pub(super) desks: Vec<Desks>,
    /// The people who serve now, by force.
    pub(super) by_force: Vec<Vec<PersonNumber>>,
    /// People who have neither a part nor a family, in random order.
    pub(super) free: Vec<PersonNumber>,
    pub(super) public: Vec<PublicPerson>,
    pub(super) look_alikes: Vec<LookAlike>,
    book: Vec<Happening>,
    planted: Vec<PlantedNeedle>,
    /// Needles that become complete when the career of their first person is written.
    pub(super) awaiting: Vec<(Needle, PersonNumber)>,
    /// Reports with a partial plate: the report, the whole plate, and the part that was seen.
    pub(super) seen_plates: Vec<(ReportNumber, Plate, String)>,
    /// Number of units created for parts.
    pub(super) own_units: u16,
    pub(super) reports_count: u32,
    pub(super) matters_count: u32,
    /// The needle being written.
    pub(super) needle: Option<&'static str>,
    pub(super) allegations_of: HashMap<PersonNumber, u32>,
}

// Streams of random numbers: each step uses its own.
pub(super) const HIRING_STREAM: u64 = 10;
pub(super) const NEEDLES_STREAM: u64 = 11;
pub(super) const LOOK_ALIKES_STREAM: u64 = 12;
pub(super) const REPORTS_STREAM: u64 = 13;
pub(super) const MATTERS_STREAM: u64 = 14;
pub(super) const DAILY_STREAM: u64 = 15;
pub(super) const CAREERS_STREAM: u64 = 16;

impl Maker {
    pub(super) fn new(setting: &Setting) -> Self {
        let counts = Counts::of(setting.scale);
        let today = setting.today.date();
        let population = Population {
            seed: setting.seed,
            workforce: counts.workforce(),
            records: counts.workforce() * 4,
            // The 2,000 numbers reserved for screens are enough only for a small workforce.
            style: if setting.scale == Scale::Small { Contact::Screen } else { Contact::Benchmark },
            today,
        };
        let seed = Seed::new(setting.seed);
        Self {
            world: World::new(&population),
            chance: seed.stream(HIRING_STREAM),
            seed,
            now: setting.today,
            today,
            year_begins: later(today, -364),
            // This is twenty-one and a half years.
            records_begin: later(today, -7_850),
            members: Vec::new(),
            people: Vec::new(),
            careers: Vec::new(),
            desks: Vec::new(),
            by_force: Vec::new(),
            free: Vec::new(),
            public: Vec::new(),
            look_alikes: Vec::new(),
            book: Vec::new(),
            planted: Vec::new(),
            awaiting: Vec::new(),
            seen_plates: Vec::new(),
            own_units: 0,
            reports_count: 0,
            matters_count: 0,
            needle: None,
            allegations_of: HashMap::new(),
            counts,
        }
    }

    /// Switches to the random stream of a step, so that a change to one step leaves the others unchanged.
    pub(super) fn step(&mut self, stream: u64) {
        self.chance = self.seed.stream(stream);
    }

    /// Writes a happening, unless it lies in the future. Returns its position in the book if it was written.
    pub(super) fn write(&mut self, at: DateTime, what: HappeningContent) -> Option<usize> {
        self.write_claimed(at, None, what)
    }

    /// Writes a happening for which a different time of the event is claimed.
    pub(super) fn write_claimed(
        &mut self,
        at: DateTime,
        happened: Option<DateTime>,
        what: HappeningContent,
    ) -> Option<usize> {
        if at > self.now {
            return None;
        }
        self.book.push(Happening { at, happened, what, needle: self.needle });
        Some(self.book.len() - 1)
    }

    /// All happenings so far, unsorted.
    pub(super) fn book(&self) -> &[Happening] {
        &self.book
    }

    pub(super) fn next_report(&mut self) -> ReportNumber {
        self.reports_count += 1;
        self.reports_count - 1
    }

    pub(super) fn next_matter(&mut self) -> MatterNumber {
        self.matters_count += 1;
        self.matters_count - 1
    }

    /// Adds a needle that is completed by the happening at this position in the book.
    pub(super) fn plant(&mut self, needle: Needle, turn: Option<usize>) {
        if let Some(turn) = turn {
            self.planted.push(PlantedNeedle { needle, turn });
        }
    }

    pub(super) fn forces_count(&self) -> usize {
        self.world.forces.count()
    }

    pub(super) fn neighbours(&self, force: ForceNumber) -> [ForceNumber; 2] {
        let count = self.forces_count() as u32;
        [(force + 1) % count, (force + count - 1) % count]
    }

    pub(super) fn force_name(force: ForceNumber) -> &'static str {
        Forces::name(crate::service::ForceIndex::at(force as usize))
    }

    /// Sorts the happenings and needles, and returns the finished history.
    pub(super) fn finish(mut self) -> super::History {
        let before: Vec<(DateTime, usize)> = self
            .planted
            .iter()
            .map(|planted| {
                let at = self.book[planted.turn].at;
                (at, self.book[..planted.turn].iter().filter(|happening| happening.at == at).count())
            })
            .collect();
        // The sort is stable: of happenings in the same minute, the one written first stays first.
        self.book.sort_by_key(|happening| happening.at);
        let needles = self.planted.into_iter().zip(before).map(|(planted, (at, place))| {
            let first = self.book.partition_point(|happening| happening.at < at);
            Needle { gives_it_away: first + place, ..planted.needle }
        });
        let mut needles: Vec<Needle> = needles.collect();
        needles.sort_by_key(|needle| needle.name[1..].parse::<u8>().ok());
        let count = self.world.forces.count() as u32;
        let forces = (0..count).map(|force| super::forces::force(force, count)).collect();
        super::History {
            forces,
            people: self.people,
            public: self.public,
            happenings: self.book,
            needles,
            look_alikes: self.look_alikes,
        }
    }
}
