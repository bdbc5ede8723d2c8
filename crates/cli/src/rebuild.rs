//! `candour rebuild`: rebuilds the read models from the record, or compares them with it.

use serde::Serialize;

use crate::arguments::RebuildArguments;
use crate::exit::Failure;
use crate::open::Record;
use crate::output::thousands;
use crate::session::Session;

/// The message if there are differences, which are listed in the result.
const DIFFER: &str =
    "the read models are not what the record says: run `candour rebuild`, and find out who changed them";

#[derive(Serialize)]
struct RebuildSummary {
    streams: u64,
    differences: Vec<String>,
}

/// Rebuilds the read models, or only compares them if `--check` is given.
pub fn rebuild(arguments: &RebuildArguments, session: &Session) -> Result<(), Failure> {
    let record = Record::existing(&arguments.record)?;
    let mut streams = 0;
    let mut progress = |progress: store::SweepProgress| streams = progress.streams_count;
    if arguments.check {
        let found = record.wait(record.store.check_read_models(&mut progress)).map_err(Failure::from)?;
        let differences: Vec<String> = found.iter().map(ToString::to_string).collect();
        let text = match differences.as_slice() {
            [] => format!("the read models of {} streams are what the record says", thousands(streams)),
            differences => differences.join("\n"),
        };
        let differ = !differences.is_empty();
        session.print(|| text, &RebuildSummary { streams, differences })?;
        return if differ { Err(Failure::wrong(DIFFER)) } else { Ok(()) };
    }
    session.tell("making the read models again; others who write wait meanwhile");
    record.wait(record.store.rebuild(&mut progress)).map_err(Failure::from)?;
    let text = || format!("the read models of {} streams were made again", thousands(streams));
    session.print(text, &RebuildSummary { streams, differences: Vec::new() })
}
