//! Writes a population with benchmark contact data: `make OUT_DIR WORKFORCE RECORDS SEED`.

use std::error::Error;
use std::path::Path;

use synth::{Contact, Population};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [directory, workforce, records, seed] = arguments.as_slice() else {
        return Err("usage: make OUT_DIR WORKFORCE RECORDS SEED".into());
    };
    let population = Population {
        seed: seed.parse()?,
        workforce: workforce.parse()?,
        records: records.parse()?,
        style: Contact::Benchmark,
        ..Population::default()
    };
    std::fs::create_dir_all(directory)?;
    let summary = synth::write(&population, Path::new(directory), &mut |_done, _total| {})?;
    println!("{summary:#?}");
    Ok(())
}
