//! A made-up history of policing with the truth known: people's service, reports, and the action taken on them.
//!
//! A [`Setting`] determines a [`History`]: the people, and everything that was recorded about them, in order of
//! recording. Equal settings give equal histories. Twelve kinds of story are planted in it ([`Needle`]), along with
//! innocent people who look like the culprits ([`LookAlike`]). The counts are in the crate's `README.md`.
//!
//! ```
//! use synth::history::{HappeningContent, History, Setting};
//!
//! let history = History::of(&Setting::default());
//! assert_eq!(history.forces[0].name, "Northmere");
//! let happenings = history.happenings.iter();
//! let stops = happenings.filter(|happening| matches!(happening.what, HappeningContent::StopRecorded { .. }));
//! assert_eq!(stops.count(), 4_000);
//! ```

mod calendar;
mod careers;
mod casting;
mod course;
mod daily;
mod durations;
mod forces;
mod happening;
mod later_needles;
mod look_alikes;
mod maker;
mod matters;
mod needles;
mod people;
mod public;
mod reports;
mod service_records;
mod words;

use jiff::civil::{DateTime, date};

pub use happening::{
    Act, Happening, HappeningContent, LinkVerdict, MatterNumber, Proceedings, Relationship, ReportNumber, ReportResult,
    Reporter, Severity, SynthConcern, SynthDescription, SynthFinding, SynthLeaving, SynthMatterKind, SynthOpportunity,
    SynthOutcome, SynthReportKind, SynthVettingDecision, VettingLevel,
};
use maker::Maker;
pub use people::{ForceInfo, ForceNumber, PersonNumber, PublicPerson, ServiceKind, ServiceRecord, SynthVehicle};
pub use words::{CATEGORIES, category_is_vawg};

/// A request for a history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The seed for all random numbers: the same seed gives the same history.
    pub seed: u64,
    pub scale: Scale,
    /// The present: nothing has happened after it. The reports, matters and stops fill the year before it.
    pub today: DateTime,
}

impl Setting {
    /// The default time: 2 November 2026, 9 in the morning.
    pub const TODAY: DateTime = date(2026, 11, 2).at(9, 0, 0, 0);
}

impl Default for Setting {
    /// The demonstration, with seed 1 and [`Scale::Small`].
    fn default() -> Self {
        Self { seed: 1, scale: Scale::Small, today: Self::TODAY }
    }
}

/// The size of a history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Four forces with 1,900 people.
    Small,
    /// Forty-six forces with 236,000 people, and about two million happenings.
    National,
}

/// A history: everything that was recorded, and the truth about it.
#[derive(Clone, Debug, PartialEq)]
pub struct History {
    /// The forces, indexed by [`ForceNumber`].
    pub forces: Vec<ForceInfo>,
    /// The service records, indexed by [`PersonNumber`].
    pub people: Vec<ServiceRecord>,
    /// The members of the public who report something, indexed by the number in [`Reporter::Public`].
    pub public: Vec<PublicPerson>,
    /// Everything that was recorded, earliest first.
    pub happenings: Vec<Happening>,
    pub needles: Vec<Needle>,
    /// The innocent people who look like somebody in a needle.
    pub look_alikes: Vec<LookAlike>,
}

/// A planted story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Needle {
    /// The name, `N1` to `N12`, as in the happenings.
    pub name: &'static str,
    /// The story in a sentence.
    pub what: String,
    /// The subject, followed by the other people in the story.
    pub people: Vec<PersonNumber>,
    pub reports: Vec<ReportNumber>,
    pub matters: Vec<MatterNumber>,
    /// The index of the happening that completes the story; from then on, it can be detected.
    pub gives_it_away: usize,
}

/// An innocent person who looks like a needle, or like somebody in one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookAlike {
    /// The kind of likeness, such as `namesakes` or `view with a task`.
    pub kind: &'static str,
    /// The innocent person, followed by the person for whom they can be mistaken, if any.
    pub people: Vec<PersonNumber>,
    /// The reports that could be wrongly attributed to the innocent person.
    pub reports: Vec<ReportNumber>,
    /// The fact that shows their innocence.
    pub why_innocent: &'static str,
}

impl History {
    /// Generates the history for a setting.
    pub fn of(setting: &Setting) -> Self {
        let mut maker = Maker::new(setting);
        let alike = maker.hire();
        maker.plant_needles();
        maker.plant_look_alikes(&alike);
        maker.fill_up_reports();
        maker.fill_up_matters();
        maker.write_careers();
        maker.plant_awaiting();
        maker.fill_up_days();
        maker.finish()
    }
}

/// A warrant number: `TEST`, six digits, and their check digit by Luhn's formula.
pub fn warrant_number(turn: u32) -> String {
    let digits = 100_000 + turn % 900_000;
    let mut sum = 0;
    let mut rest = digits;
    for place in 0..6 {
        let digit = rest % 10;
        rest /= 10;
        // The last digit is doubled, because the check digit will stand to its right.
        let doubled = if place % 2 == 0 { digit * 2 } else { digit };
        sum += doubled / 10 + doubled % 10;
    }
    format!("TEST{digits:06}{}", (10 - sum % 10) % 10)
}
