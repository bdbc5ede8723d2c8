//! Service: the invented forces, and the careers in them, with ranks, numbers, joining dates and transfers.

use jiff::civil::Date;

use crate::Contact;
use crate::chance::{Chance, WeightedDraw};
use crate::dates::{days_between, later};

/// The forces, with their shares of staff per mille. A small population has only the first four.
const FORCES: &[(&str, u32)] = &[
    ("Northmere", 58),
    ("Eastmarsh", 34),
    ("Valeshire", 26),
    ("Harbour Transport", 20),
    ("Kingsreach", 142),
    ("Aldermoor", 48),
    ("Calderfold", 40),
    ("Thornbeck", 34),
    ("Saltmere", 32),
    ("Hartwold", 30),
    ("Brackenshire", 26),
    ("Dunmarch", 24),
    ("Fenmark", 22),
    ("Glasswater", 22),
    ("Kestrelshire", 20),
    ("Larkmoor", 20),
    ("Millstrand", 20),
    ("Oakhamshire", 18),
    ("Pennarth", 18),
    ("Quarryvale", 18),
    ("Ravensmoor", 18),
    ("Sedgeshire", 18),
    ("Tarnside", 16),
    ("Ulverdale", 16),
    ("Westhallow", 16),
    ("Wychmarsh", 16),
    ("Ashenvale", 14),
    ("Birchmere", 14),
    ("Coldfell", 14),
    ("Dovershaw", 14),
    ("Elderwick", 12),
    ("Foxmoor", 12),
    ("Greymarsh", 12),
    ("Hollinshire", 12),
    ("Islemouth", 12),
    ("Junipershire", 12),
    ("Longmarch", 10),
    ("Mossdale", 10),
    ("Nethercombe", 10),
    ("Otterwold", 10),
    ("Plovershire", 10),
    ("Rushmere", 10),
    ("Swanholt", 8),
    ("Tidewater", 8),
    ("Crown Estates", 6),
    ("Reactor Sites", 6),
];

/// The size of the workforce at or above which all forces exist. Below it, there are four.
const NATIONAL_SCALE: usize = 5_000;
const SMALL_SCALE_FORCES_COUNT: usize = 4;

/// A force, by its position in the list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct ForceIndex(u8);

impl ForceIndex {
    pub(crate) fn at(place: usize) -> Self {
        Self(place as u8)
    }

    pub(crate) fn place(self) -> usize {
        usize::from(self.0)
    }
}

/// The forces of a population.
pub(crate) struct Forces {
    count: usize,
    by_staff: WeightedDraw,
}

impl Forces {
    /// The forces for a workforce of this size.
    pub(crate) fn of(workforce: usize) -> Self {
        let count = if workforce < NATIONAL_SCALE { SMALL_SCALE_FORCES_COUNT } else { FORCES.len() };
        Self { count, by_staff: WeightedDraw::new(FORCES[..count].iter().map(|force| u64::from(force.1))) }
    }

    pub(crate) fn count(&self) -> usize {
        self.count
    }

    #[cfg(test)]
    pub(crate) fn ids(&self) -> impl Iterator<Item = ForceIndex> {
        (0..self.count).map(ForceIndex::at)
    }

    pub(crate) fn name(force: ForceIndex) -> &'static str {
        FORCES[force.place()].0
    }

    /// Each force's share of all staff, from 0 to 1.
    pub(crate) fn staff_shares(&self) -> impl Iterator<Item = f64> + '_ {
        let total: u32 = FORCES[..self.count].iter().map(|force| force.1).sum();
        FORCES[..self.count].iter().map(move |force| f64::from(force.1) / f64::from(total))
    }

    /// A random force; larger ones are drawn more often.
    pub(crate) fn draw(&self, chance: &mut Chance) -> ForceIndex {
        ForceIndex::at(self.by_staff.draw(chance))
    }

    /// A random neighbour of a force.
    pub(crate) fn neighbour(&self, force: ForceIndex, chance: &mut Chance) -> ForceIndex {
        let step = if chance.odds(0.5) { 1 } else { self.count - 1 };
        ForceIndex::at((force.place() + step) % self.count)
    }

    /// A random force other than this one.
    pub(crate) fn another(&self, force: ForceIndex, chance: &mut Chance) -> ForceIndex {
        let drawn = self.draw(chance);
        if drawn == force { self.neighbour(force, chance) } else { drawn }
    }
}

/// A rank, or a kind of employment without one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Rank {
    Constable,
    Sergeant,
    Inspector,
    ChiefInspector,
    Superintendent,
    CommunitySupportOfficer,
    Staff,
}

impl Rank {
    pub(crate) fn text(self) -> &'static str {
        match self {
            Self::Constable => "constable",
            Self::Sergeant => "sergeant",
            Self::Inspector => "inspector",
            Self::ChiefInspector => "chief inspector",
            Self::Superintendent => "superintendent",
            Self::CommunitySupportOfficer => "community support officer",
            Self::Staff => "staff",
        }
    }

    /// The fewest years of service with which somebody holds this rank.
    fn least_years(self) -> i32 {
        match self {
            Self::Constable | Self::CommunitySupportOfficer | Self::Staff => 0,
            Self::Sergeant => 4,
            Self::Inspector => 8,
            Self::ChiefInspector => 12,
            Self::Superintendent => 15,
        }
    }
}

/// The number worn on the shoulder or on the staff pass. It is unique within a force until it is reassigned.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Collar(u32);

impl Collar {
    /// The digits; on screens they are preceded by `TEST`, so that the number reads like a warrant number.
    pub(crate) fn text(self, style: Contact) -> String {
        match style {
            Contact::Screen => format!("TEST{:04}", self.0),
            Contact::Benchmark => self.0.to_string(),
        }
    }
}

/// A place in a force, with its collar number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Posting {
    pub(crate) force: ForceIndex,
    pub(crate) collar: Collar,
}

/// A career: the current posting, and the one before a transfer, if any.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Service {
    pub(crate) rank: Rank,
    pub(crate) joined: Date,
    pub(crate) now: Posting,
    pub(crate) transfer: Option<Transfer>,
}

/// A move between forces.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Transfer {
    pub(crate) from: Posting,
    pub(crate) on: Date,
}

impl Service {
    /// The posting on a given day; for days before joining, the first posting.
    pub(crate) fn posting_on(&self, day: Date) -> Posting {
        match self.transfer {
            Some(transfer) if day < transfer.on => transfer.from,
            _ => self.now,
        }
    }
}

/// The personnel office of all forces, which assigns numbers and careers.
pub(crate) struct Personnel {
    today: Date,
    officers: Vec<u32>,
    staff: Vec<u32>,
    ranks: WeightedDraw,
}

// 2,000 transfers a year among 147,000 officers, over an average career of 12 years so far, make 16 %. Some of these
// move twice, so the share of people is smaller.
const TRANSFERRED: f64 = 0.14;

impl Personnel {
    pub(crate) fn new(forces: &Forces, today: Date) -> Self {
        Self {
            today,
            officers: vec![0; forces.count()],
            staff: vec![0; forces.count()],
            // Per mille of the whole workforce, in the order of `Rank`: 62 % are officers.
            ranks: WeightedDraw::new([482, 92, 32, 10, 4, 32, 348]),
        }
    }

    /// A career in this force for a person born on this day.
    pub(crate) fn career(&mut self, born: Date, force: ForceIndex, forces: &Forces, chance: &mut Chance) -> Service {
        const RANKS: [Rank; 7] = [
            Rank::Constable,
            Rank::Sergeant,
            Rank::Inspector,
            Rank::ChiefInspector,
            Rank::Superintendent,
            Rank::CommunitySupportOfficer,
            Rank::Staff,
        ];
        let of_age = later(born, 18 * 365 + 200);
        let span = days_between(of_age, self.today).max(30);
        // Most people join young.
        let waited = chance.unit() * chance.unit() * f64::from(span - 30);
        let joined = later(of_age, waited as i32);
        let served = days_between(joined, self.today);
        let drawn = RANKS[self.ranks.draw(chance)];
        let rank = if served < drawn.least_years() * 365 { Rank::Constable } else { drawn };
        let now = self.posting(force, rank);
        let moves = rank != Rank::Staff || chance.odds(0.3);
        let transfer = if moves && served > 2 * 365 && chance.odds(TRANSFERRED) {
            let from = self.posting(forces.another(force, chance), rank);
            Some(Transfer { from, on: later(joined, chance.between(365, served - 30)) })
        } else {
            None
        };
        Service { rank, joined, now, transfer }
    }

    /// A posting with the next free number in a force.
    pub(crate) fn posting(&mut self, force: ForceIndex, rank: Rank) -> Posting {
        // Each force starts at a different point in its range, and the strides are coprime to the ranges.
        let start = u32::from(force.0) * 1_733;
        let collar = if rank == Rank::Staff {
            let turn = &mut self.staff[force.place()];
            *turn += 1;
            50_000 + (start + *turn * 7_919) % 40_000
        } else {
            let turn = &mut self.officers[force.place()];
            *turn += 1;
            // Numbers have four digits while they last, and then five.
            if *turn < 9_000 { 1_000 + (start + *turn * 4_211) % 9_000 } else { *turn + 1_000 }
        };
        Posting { force, collar: Collar(collar) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_four_forces_in_a_demonstration_and_forty_six_at_national_scale() {
        assert_eq!(Forces::of(1_900).count(), 4);
        assert_eq!(Forces::of(250_000).count(), 46);
        let names: std::collections::HashSet<_> = FORCES.iter().map(|force| force.0).collect();
        assert_eq!(names.len(), FORCES.len());
    }
}
