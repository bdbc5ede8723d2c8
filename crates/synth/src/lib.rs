//! Made-up forces, people, vehicles and records, with the truth known.
//!
//! A [`Population`] is a seed and a size. [`write()`] turns it into a national workforce, dirty records about the
//! workforce and the public, and the truth about each record. Equal populations give equal bytes on every machine.
//!
//! ```
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let directory = tempfile::tempdir()?;
//! # let directory = directory.path();
//! use synth::Population;
//!
//! let population = Population { workforce: 500, records: 2_000, ..Population::default() };
//! let summary = synth::write(&population, directory, &mut |_done, _total| {})?;
//! assert_eq!(summary.records, 2_000);
//! assert!(directory.join("truth.csv").exists());
//! # Ok(())
//! # }
//! ```
//!
//! Nobody here is real. Names are frequent names combined at random. Addresses, phone numbers, plates and forces do not
//! exist, by the rules described at [`Contact`]. The columns and the rates are in the crate's `README.md`.

mod addresses;
pub mod cast;
mod chance;
mod dates;
mod families;
mod files;
mod generate;
pub mod history;
mod names;
mod needles;
mod people;
mod phones;
mod records;
mod seeded;
mod service;
mod typing;
mod vehicles;

use std::io;
use std::path::PathBuf;

use jiff::civil::{Date, date};

pub use generate::write;
pub use seeded::seeded_bytes;

/// A request for a population.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Population {
    /// The seed for all random numbers: the same seed gives the same files.
    pub seed: u64,
    /// Number of people employed by the forces, from [`Population::LEAST_WORKFORCE`] to [`Population::MOST_WORKFORCE`].
    /// Below 5,000 there are 4 forces, otherwise 46.
    pub workforce: usize,
    /// Number of records, from [`Population::LEAST_RECORDS`] to [`Population::MOST_RECORDS`]. The rates in the README
    /// are for four records per member of the workforce.
    pub records: usize,
    /// The source of phone and collar numbers.
    pub style: Contact,
    /// The day on which the population is made. No date in it is later.
    pub today: Date,
}

impl Population {
    /// The default day: 1 March 2026.
    pub const TODAY: Date = date(2026, 3, 1);
    /// The smallest workforce. With fewer people there would be no room for the families and the needles.
    pub const LEAST_WORKFORCE: usize = 100;
    /// The largest workforce. Ids have seven digits.
    pub const MOST_WORKFORCE: usize = 9_999_999;
    pub const LEAST_RECORDS: usize = 200;
    /// The largest number of records. Ids have eight digits.
    pub const MOST_RECORDS: usize = 99_999_999;

    fn check(&self) -> Result<(), SynthError> {
        let workforce = Self::LEAST_WORKFORCE..=Self::MOST_WORKFORCE;
        if !workforce.contains(&self.workforce) {
            return Err(SynthError::Workforce { given: self.workforce });
        }
        // Each set of needles needs its own records, among at least this many others.
        let least = Self::LEAST_RECORDS.max(self.workforce / 50);
        if !(least..=Self::MOST_RECORDS).contains(&self.records) {
            return Err(SynthError::Records { given: self.records, least });
        }
        // Careers reach back half a century, and a few expiry dates lie in the future.
        if !(1950..=9900).contains(&self.today.year()) {
            return Err(SynthError::Today { given: self.today });
        }
        Ok(())
    }
}

impl Default for Population {
    /// The small demonstration: 1,900 people in four forces, 7,600 records, seed 1 and [`Contact::Screen`].
    fn default() -> Self {
        Self { seed: 1, workforce: 1_900, records: 7_600, style: Contact::Screen, today: Self::TODAY }
    }
}

/// The kind of contact data. Neither kind can reach a real person.
///
/// In both kinds, a postcode has an area that begins with Q, V or X, which Royal Mail does not use in the first
/// position (`XX` and `QC` are left out, because they are in use for non-geographic purposes), and a plate has I, Q or
/// Z among its first two letters, which DVLA does not use there (leaflet INF104).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contact {
    /// For screens and demonstrations. Phone numbers come only from the ranges that Ofcom reserves for drama,
    /// `01632 960xxx` and `07700 900xxx`, which have 2,000 numbers: in a large workforce, many people share one.
    /// Collar numbers begin with `TEST`.
    Screen,
    /// For measurements, in which no page shows the values. Phone numbers are `00000xxxxxx`, which is in no numbering
    /// plan and has a million numbers, so that blocks on phone numbers have a realistic size. Collar numbers are digits.
    Benchmark,
}

/// Counts of what was generated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Summary {
    /// Number of forces, which is 4 or 46.
    pub forces: usize,
    /// Number of rows in `workforce.csv`.
    pub workforce: usize,
    /// Number of rows in `records.csv`.
    pub records: usize,
    /// Number of records about somebody in the workforce, which is the number of rows in `truth.csv`.
    pub about_workforce: usize,
    /// Number of records about a relative of somebody in the workforce.
    pub about_relatives: usize,
    /// Number of records about other members of the public.
    pub about_public: usize,
    /// Number of records that enter a person and event again, which is the number of rows in `duplicates.csv`.
    pub duplicates: usize,
    /// Number of records in which a name is misspelt.
    pub misspelt_names: usize,
    /// Number of records with part of a plate.
    pub partial_plates: usize,
    /// Number of rows in `needles.csv`.
    pub needles: usize,
    /// Number of rows in `lookalikes.csv`.
    pub look_alikes: usize,
    /// Number of different single surnames that can occur.
    pub surnames: usize,
}

/// The reasons why a population could not be written. No file has its final name, unless the variant says otherwise.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SynthError {
    /// The workforce is too small or too large.
    #[error(
        "the workforce cannot have `{given}` people: give a number from {} to {}",
        Population::LEAST_WORKFORCE,
        Population::MOST_WORKFORCE
    )]
    Workforce { given: usize },
    /// There are too few or too many records for the workforce.
    #[error("there cannot be `{given}` records: give a number from {least} to {}", Population::MOST_RECORDS)]
    Records {
        given: usize,
        /// The smallest number of records for this workforce.
        least: usize,
    },
    /// The day is too far from the present.
    #[error("the population cannot be made on `{given}`: give a day from the year 1950 to 9900")]
    Today { given: Date },
    /// A file could not be created.
    #[error("cannot create `{path}`: the directory must exist and be writable")]
    Create {
        /// The path of the file, which ends in `.part`.
        path: PathBuf,
        source: io::Error,
    },
    /// A row could not be written.
    #[error("cannot write `{path}`: is there room on the disk?")]
    Write {
        /// The path of the file, which ends in `.part`.
        path: PathBuf,
        source: io::Error,
    },
    /// A complete file could not be renamed. The files before it in the list at [`write()`] have their final names.
    #[error("cannot put `{path}` in its place: is there a directory of that name?")]
    Place {
        /// The intended path of the file.
        path: PathBuf,
        source: io::Error,
    },
}
