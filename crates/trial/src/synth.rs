//! `candour-trial synth`: writes made-up data to a folder.

use std::panic::{self, AssertUnwindSafe};
use std::path::Path;

use cli::exit::{Ending, Failure};
use cli::output::thousands;
use cli::session::Session;
use linkage::Progress as _;
use serde::Serialize;
use synth::{Contact, Population, Summary, SynthError};

use crate::arguments::SynthArguments;

#[derive(Serialize)]
struct SynthResult {
    out: String,
    seed: u64,
    workforce: usize,
    records: usize,
    about_workforce: usize,
    about_relatives: usize,
    about_public: usize,
    needles: usize,
    look_alikes: usize,
}

pub fn synth(arguments: &SynthArguments, session: &Session) -> Result<(), Failure> {
    let style = if arguments.screen { Contact::Screen } else { Contact::Benchmark };
    let SynthArguments { workforce, records, seed, .. } = *arguments;
    let population = Population { seed, workforce, records, style, ..Population::default() };
    let summary = make(&population, &arguments.out, session)?;
    let out = arguments.out.display().to_string();
    let made = SynthResult {
        out,
        seed,
        workforce: summary.workforce,
        records: summary.records,
        about_workforce: summary.about_workforce,
        about_relatives: summary.about_relatives,
        about_public: summary.about_public,
        needles: summary.needles,
        look_alikes: summary.look_alikes,
    };
    if session.quiet {
        return Ok(());
    }
    session.print(|| format!("{}\nin `{}`", text(&summary), made.out), &made)
}

/// Writes a population to a folder, which is created if it is missing.
pub fn make(population: &Population, folder: &Path, session: &Session) -> Result<Summary, Failure> {
    std::fs::create_dir_all(folder).map_err(|source| Failure::no_folder(folder, source))?;
    session.progress.begin("make people", (population.workforce + population.records) as u64);
    let mut before = 0;
    let mut told = |done: u64, _: u64| {
        session.progress.advance(done.saturating_sub(before));
        before = done;
        if session.interrupt.asked() {
            // The generator has no way to be stopped, but it removes its drafts when the stack is unwound.
            panic::resume_unwind(Box::new(StopRequest));
        }
    };
    let made = panic::catch_unwind(AssertUnwindSafe(|| synth::write(population, folder, &mut told)));
    session.progress.end();
    match made {
        Ok(made) => made.map_err(refused),
        Err(reason) if reason.is::<StopRequest>() => Err(Failure::interrupted()),
        Err(bug) => panic::resume_unwind(bug),
    }
}

/// Gives each error of the generator its exit code.
fn refused(error: SynthError) -> Failure {
    let ending = match error {
        SynthError::Workforce { .. } | SynthError::Records { .. } | SynthError::Today { .. } => Ending::Usage,
        SynthError::Create { .. } | SynthError::Place { .. } => Ending::NoOutput,
        _ => Ending::BrokenOff,
    };
    Failure::of(ending, error)
}

/// The payload that unwinds the generator when the user asks to stop.
struct StopRequest;

/// The summary as text.
pub fn text(summary: &Summary) -> String {
    format!(
        "{} people employed by {} forces, and {} records: {} about them, {} about their relatives, {} about the public",
        thousands(summary.workforce as u64),
        summary.forces,
        thousands(summary.records as u64),
        thousands(summary.about_workforce as u64),
        thousands(summary.about_relatives as u64),
        thousands(summary.about_public as u64),
    )
}
