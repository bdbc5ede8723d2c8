//! Stories about made-up histories: their order, their rates, their needles, and the innocent look-alikes.

mod clues;
mod innocents;

mod needles;
mod order;
mod rates;
mod safety;

use std::sync::LazyLock;

use synth::history::{History, Setting};

/// The history used in the demonstration.
static SMALL: LazyLock<History> = LazyLock::new(|| History::of(&Setting::default()));

fn seeded(seed: u64) -> History {
    History::of(&Setting { seed, ..Setting::default() })
}
