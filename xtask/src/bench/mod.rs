//! `cargo xtask bench NAME`: each benchmark has its own module. The list, the printing and the results page are here.

mod check;
mod crash;
mod criterion;
mod linkage;
mod machine;
mod measure;
mod options;
mod page;
mod record;
mod table;

use std::fmt::Write as _;

use serde_json::{Map, Value};

use crate::shell::Stop;
use crate::workspace::Workspace;

/// The result of a benchmark: tables for people, notes about gaps, and figures for machines.
struct Findings {
    /// Markdown that also reads well in a terminal.
    tables: String,
    /// The measurements that were not possible, with the reasons. Their figures are null.
    notes: Vec<String>,
    /// One object, printed on the last line. Other programs rely on the names.
    figures: Map<String, Value>,
    /// True if Candour itself was measured. A result without the peer is still a result; one without Candour is not.
    complete: bool,
}

struct Bench {
    name: &'static str,
    options: &'static str,
    about: &'static str,
    run: fn(&Workspace, &[String]) -> Result<Findings, Stop>,
}

// New benchmark? Write its module and add its row here.
const BENCHES: &[Bench] = &[
    Bench {
        name: "linkage",
        options: linkage::OPTIONS,
        about: "link a workforce with records, compared with Splink; one-record search; nanoseconds per pair",
        run: linkage::run,
    },
    Bench {
        name: "record",
        options: record::OPTIONS,
        about: "append, sign, prove, replay and rebuild on SQLite and PostgreSQL, compared with bare inserts",
        run: record::run,
    },
    Bench {
        name: "crash",
        options: crash::OPTIONS,
        about: "kill the command under load, and look for everything it had acknowledged",
        run: crash::run,
    },
    Bench {
        name: "check",
        options: check::OPTIONS,
        about: "check officers at a rate on both databases; comparison of refusals; revocation; attestation; page weight",
        run: check::run,
    },
];

/// Runs one benchmark, prints its results and, with `--write`, saves them in `docs/benchmarks.md`.
pub fn run(workspace: &Workspace, arguments: &[String]) -> Result<(), Stop> {
    let Some((name, options)) = arguments.split_first() else {
        println!("usage: cargo xtask bench NAME [OPTIONS] [--write]\n\n{}", list());
        return Ok(());
    };
    let Some(bench) = BENCHES.iter().find(|bench| bench.name == name) else {
        return Err(Stop::new(format!("there is no benchmark `{name}`; these exist:\n\n{}", list())));
    };
    let write = options.iter().any(|option| option == "--write");
    let options: Vec<String> = options.iter().filter(|option| *option != "--write").cloned().collect();

    // The machine is described before the run: afterwards, the load average would mostly show the benchmark.
    let machine = machine::describe();
    let findings = (bench.run)(workspace, &options)?;
    let command = format!("cargo xtask bench {name} {}", options.join(" "));
    let section = page::section(workspace, command.trim_end(), &machine, &findings);
    println!("\n{section}");
    if write && findings.complete {
        page::write(workspace, name, &section)?;
    }
    println!("{}", Value::Object(findings.figures));
    if findings.complete { Ok(()) } else { Err(Stop::new("candour itself could not be measured: see above")) }
}

fn list() -> String {
    BENCHES.iter().fold(String::new(), |mut list, bench| {
        let _ = writeln!(list, "  {:<12}{}\n              {}", bench.name, bench.about, bench.options);
        list
    })
}
