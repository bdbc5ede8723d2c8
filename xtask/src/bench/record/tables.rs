//! The figures about the record as tables, each with an explanation.

use std::fmt::Write as _;

use serde_json::Value;

use super::Sitting;
use crate::bench::table::{figure, table, thousands};

/// All tables, in the order of the sections.
pub fn all(sittings: &[Sitting], proof: Option<&Value>) -> String {
    let mut text = String::from(
        "Made-up officers; of ten events five hold personal parts (six in all), each sealed under the key of whom it is \
         about. Databases with everything committed on the disk (SQLite: WAL, synchronous=FULL; PostgreSQL: fsync and \
         synchronous_commit on), on the same disk as the log.\n\n",
    );
    text += "Events a second, one writer. *Bare* is the same rows, byte for byte, made ready beforehand and inserted with the \
             same few statements into the same tables of a second database by the same driver: streams, events, parts, \
             keys, the queue of the log, and the read models, which are in both. What the store does beyond it, and is \
             charged for here: reading and folding the streams first (not for new officers), sealing, committing, \
             encoding, comparing read models.\n\n";
    text += &appends(sittings);
    text += "\nFrom the moment at which an event is due until a checkpoint that covers it is signed and published, \
             everything before it on the disk. Eight writers, transactions due at fixed times whether or not the earlier \
             ones are done; each loads the officer, appends and commits.\n\n";
    text += &loads(sittings);
    if let Some(proof) = proof {
        let of = |name: &str, point: &str, decimals| figure(proof[name][point].as_f64(), decimals);
        let _ = write!(
            text,
            "\nInclusion proof in a log of {}: {} bytes of hashes ({} to {}), {} bytes as a tlog-proof file with its signed \
             checkpoint. To verify the proof: {} µs (median of {}, {} to {}); to read the file, verify the signature of \
             its checkpoint and the proof: {} µs.\n",
            thousands(proof["entries"].as_u64().unwrap_or(0)),
            of("hashes_bytes", "median", 0),
            of("hashes_bytes", "least", 0),
            of("hashes_bytes", "most", 0),
            of("file_bytes", "median", 0),
            of("verify_us", "median", 2),
            proof["proofs"],
            of("verify_us", "least", 2),
            of("verify_us", "most", 2),
            of("file_verify_us", "median", 1),
        );
    }
    text += "\n";
    text += &reading(sittings);
    text
}

/// The measurement for one shape of transaction.
pub fn shape(append: &Value, events: u64, new: bool) -> Option<&Value> {
    append["shapes"].as_array()?.iter().find(|shape| shape["events"] == events && shape["new"] == new)
}

/// Seconds to rebuild the read models of a million events; `None` if fewer were rebuilt.
pub fn rebuilt_1m_s(rebuild: &Value) -> Option<f64> {
    rebuild["rebuild_s"]["median"].as_f64().filter(|_| rebuild["events"] == 1_000_000)
}

/// The median, the smallest and the largest value, as the measurement reported them.
fn spread(told: &Value, decimals: usize) -> String {
    let of = |point: &str| figure(told[point].as_f64(), decimals);
    match (of("median"), of("least"), of("most")) {
        (median, least, most) if least == most => median,
        (median, least, most) => format!("{median} ({least} to {most})"),
    }
}

fn appends(sittings: &[Sitting]) -> String {
    let mut rows = Vec::new();
    for sitting in sittings {
        for shape in sitting.append.iter().flat_map(|append| append["shapes"].as_array()).flatten() {
            let (events, new) = (&shape["events"], shape["new"] == true);
            let what = if new { "one new officer" } else { "known officers" };
            rows.push(vec![
                format!("{}, {events} a transaction, {what}", sitting.database),
                spread(&shape["store"], 0),
                spread(&shape["bare"], 0),
                spread(&shape["ratio"], 2),
            ]);
        }
    }
    table(&["median (least to most)", "store", "bare", "store / bare"], &rows)
}

fn loads(sittings: &[Sitting]) -> String {
    let mut rows = Vec::new();
    for sitting in sittings {
        for load in [&sitting.single, &sitting.steady].into_iter().flatten() {
            rows.extend(load["tried"].as_array().into_iter().flatten().map(|told| tried(sitting, load, told, "")));
        }
        let Some(load) = &sitting.rising else { continue };
        let all = load["tried"].as_array().map(Vec::as_slice).unwrap_or_default();
        if let Some(best) = all.iter().rev().find(|told| told["holds"] == true) {
            rows.push(tried(sitting, load, best, ", the highest that holds"));
        }
        if let Some(first) = all.iter().find(|told| told["holds"] == false) {
            rows.push(tried(sitting, load, first, ", does not hold"));
        }
    }
    let header = ["events a second", "for", "committed p50", "p99", "signed p50 ms", "p99 ms", "most ms"];
    table(&header, &rows)
        + "\nA rate holds when the p99 is under 250 ms and the wait does not grow; rising rates are tried for some seconds each.\n"
}

fn tried(sitting: &Sitting, load: &Value, told: &Value, remark: &str) -> Vec<String> {
    let ms = |name: &str| figure(told[name].as_f64(), 1);
    let rate = thousands(told["rate"].as_u64().unwrap_or(0));
    vec![
        format!("{}, {rate}, {} a transaction{remark}", sitting.database, load["events_a_transaction"]),
        format!("{} s", told["seconds"]),
        ms("committed_p50_ms"),
        ms("committed_p99_ms"),
        ms("p50_ms"),
        ms("p99_ms"),
        ms("most_ms"),
    ]
}

fn reading(sittings: &[Sitting]) -> String {
    let mut rows = Vec::new();
    for sitting in sittings {
        if let Some(replay) = &sitting.replay {
            let what = format!(
                "{}: replay an officer of {} events, {} parts, ms",
                sitting.database,
                thousands(replay["events"].as_u64().unwrap_or(0)),
                replay["parts"]
            );
            rows.push(vec![what, spread(&replay["all_ms"], 2)]);
        }
        if let Some(rebuild) = &sitting.rebuild {
            let count = |name: &str| thousands(rebuild[name].as_u64().unwrap_or(0));
            let what =
                format!("{}: rebuild {} events of {} officers, s", sitting.database, count("events"), count("streams"));
            rows.push(vec![what, spread(&rebuild["rebuild_s"], 1)]);
            let filled = figure(rebuild["filled_s"].as_f64(), 0);
            rows.push(vec![format!("{}: filling it, 1,000 events a transaction, s", sitting.database), filled]);
        }
    }
    table(&["reading", "median (least to most)"], &rows)
}
