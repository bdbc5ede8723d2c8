//! `candour rebuild`: makes the read models again from the record, or compares them with it.

use serde::Serialize;

use crate::arguments::Rebuild;
use crate::exit::Failure;
use crate::open::Record;
use crate::output::thousands;
use crate::session::Session;

/// What was done.
#[derive(Serialize)]
struct Rebuilt {
    streams: u64,
    differences: Vec<String>,
}

/// Rebuilds, or with `--check` only compares.
pub fn rebuild(arguments: &Rebuild, session: &Session) -> Result<(), Failure> {
    let record = Record::existing(&arguments.record)?;
    let mut streams = 0;
    let mut progress = |progress: store::SweepProgress| streams = progress.streams_count;
    if arguments.check {
        let found = record.wait(record.store.check_read_models(&mut progress)).map_err(Failure::Store)?;
        let differences: Vec<String> = found.iter().map(ToString::to_string).collect();
        let text = match differences.as_slice() {
            [] => format!("the read models of {} streams are what the record says", thousands(streams)),
            differences => differences.join("\n"),
        };
        let differ = !differences.is_empty();
        session.print(|| text, &Rebuilt { streams, differences })?;
        return if differ { Err(Failure::ReadModelsDiffer) } else { Ok(()) };
    }
    session.tell("making the read models again; others who write wait meanwhile");
    record.wait(record.store.rebuild(&mut progress)).map_err(Failure::Store)?;
    let text = || format!("the read models of {} streams were made again", thousands(streams));
    session.print(text, &Rebuilt { streams, differences: Vec::new() })
}
