//! The tables about the check.

use serde_json::Value;

use super::{CheckMeasurements, Extent, Sitting};
use crate::bench::table::{figure, spread, table, thousands};

/// The p-value below which a difference counts as significant.
const SIGNIFICANT: f64 = 0.01;

/// The value at or below which a given share of the values lies; `None` if there are none.
pub fn percentile(values: &[f64], share: f64) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let place = (sorted.len() as f64 * share).ceil() as usize;
    sorted.get(place.clamp(1, sorted.len().max(1)) - 1).copied()
}

/// The weight of a first visit to a page, in KiB.
pub fn page_kib(weight: &Value, page: &str) -> Option<f64> {
    weight["pages"].as_array()?.iter().find(|known| known["page"] == page)?["kib"].as_f64()
}

/// All the tables, with their explanations.
pub(super) fn all(measured: &CheckMeasurements, extent: &Extent) -> String {
    let mut text = paced(&measured.sittings, extent) + "\n" + &highest(&measured.sittings);
    for sitting in &measured.sittings {
        if let Some(refusals) = &sitting.refusals {
            text += &format!("\n{}", refused(sitting.database, refusals));
        }
    }
    if let Some(revoked) = &measured.revoked {
        text += &format!("\n{}", revocation(revoked));
    }
    text += &format!("\n{}", attestation(measured));
    if let Some(weight) = &measured.weight {
        text += &format!("\n{}", weights(weight));
    }
    text
}

fn paced(sittings: &[Sitting], extent: &Extent) -> String {
    let mut rows = Vec::new();
    for sitting in sittings {
        let Some(checked) = &sitting.paced else { continue };
        let post = |share| figure(percentile(&checked.post_ms, share), 1);
        let whole = |share| figure(percentile(&checked.whole_ms, share), 1);
        let stored = |name: &str| checked.stored[name].as_u64().map_or("-".to_owned(), thousands);
        let (verified, answered) = (checked.stored["verified"].as_f64(), checked.stored["answered"].as_f64());
        let share = verified.zip(answered).map(|(verified, answered)| 100.0 * verified / answered);
        rows.push(vec![
            sitting.database.to_owned(),
            format!("{:.1}", checked.rate()),
            post(0.5),
            post(0.95),
            whole(0.5),
            whole(0.95),
            whole(0.99),
            thousands(checked.errors),
            stored("answered"),
            stored("once"),
            figure(share, 1),
        ]);
    }
    let header = [
        "at a pace",
        "checks/s",
        "POST p50 ms",
        "p95",
        "whole p50 ms",
        "p95",
        "p99",
        "errors",
        "answered",
        "stored once",
        "verified %",
    ];
    format!(
        "{}\nA check is the POST of a code and the GET of the page that it leads to; the whole is counted from the moment at \
         which it was due, {} a second for {} s, {} visitors at once, each check from another address and with another code, a \
         fifth refused (unknown, suspended, not on duty, ended). The service, its sequencer, the database (durable) and the \
         load share the machine. Limits are on at their defaults, but for that of the whole service, 2,000 a second, which \
         would be the result of the next table. Codes live 10 minutes here, because giving them out takes some of their two.\n",
        table(&header, &rows),
        thousands(extent.rate),
        extent.seconds,
        super::load::VISITORS,
    )
}

fn highest(sittings: &[Sitting]) -> String {
    let row = |sitting: &Sitting| {
        let pages: Vec<f64> = sitting.rounds.iter().map(|(pages, _)| *pages).collect();
        let all = |times: fn(&super::CheckLoad) -> &Vec<f64>| -> Vec<f64> {
            sitting.rounds.iter().flat_map(|(_, checked)| times(checked).iter().copied()).collect()
        };
        vec![
            sitting.database.to_owned(),
            spread(&sitting.rates(), 0),
            spread(&pages, 0),
            spread(&sitting.ratios(), 3),
            figure(percentile(&all(|checked| &checked.whole_ms), 0.95), 1),
            thousands(sitting.rounds.iter().map(|(_, checked)| checked.errors).sum()),
        ]
    };
    let header = ["as many as can be", "checks/s", "static page/s", "checks / page", "whole p95 ms", "errors"];
    let rows: Vec<Vec<String>> = sittings.iter().filter(|sitting| !sitting.rounds.is_empty()).map(row).collect();
    format!(
        "{}\nBy turns with the accessibility page of the same service, asked for by the same script from as many visitors; median (least \
         to most).\n",
        table(&header, &rows)
    )
}

fn refused(database: &str, refusals: &Value) -> String {
    let empty = Vec::new();
    let list = |name: &str| refusals[name].as_array().unwrap_or(&empty).clone();
    let us = |value: &Value| figure(value.as_f64(), 0);
    let rows: Vec<Vec<String>> = list("causes")
        .iter()
        .map(|cause| {
            let names = ["post_p50_us", "post_p95_us", "page_p50_us", "page_p95_us"];
            let of = ["how", "cause"].map(|name| cause[name].as_str().unwrap_or_default());
            let mut row = vec![of.join(": "), us(&cause["count"])];
            row.extend(names.map(|name| us(&cause[name])));
            row
        })
        .collect();
    let header = [&format!("refusals, {database}"), "checks", "POST p50 µs", "p95", "page p50 µs", "p95"];
    let mut text = table(&header, &rows);

    let pairs = list("pairs");
    let p = |pair: &Value, measure: &str, kind: &str| pair[measure][kind].as_f64().unwrap_or(0.0);
    let shown: Vec<Vec<String>> = pairs
        .iter()
        .map(|pair| {
            let names = ["one", "other"].map(|side| pair[side].as_str().unwrap_or_default());
            let mut row = vec![format!("{}: {}", pair["how"].as_str().unwrap_or_default(), names.join(" / "))];
            row.extend(["post", "page", "whole"].map(|measure| format!("{:.3}", p(pair, measure, "p"))));
            row.push(format!("{:.3}", p(pair, "whole", "holm")));
            row
        })
        .collect();
    text += &format!("\n{}\n", table(&["Mann-Whitney p", "POST", "page", "whole", "whole, Holm"], &shown));
    let below = |kind: &str| {
        let told = ["post", "page", "whole"].map(|measure| {
            let count = pairs.iter().filter(|pair| p(pair, measure, kind) <= SIGNIFICANT).count();
            format!("{measure} {count}")
        });
        told.join(", ")
    };
    text += &format!(
        "Pairs of {} with p ≤ {SIGNIFICANT}, raw: {}; adjusted for their number (Holm): {}. {} pages differ in more than the \
         reference.\n",
        pairs.len(),
        below("p"),
        below("holm"),
        refusals["bodies_differ"],
    );
    text
}

fn revocation(revoked: &Value) -> String {
    let row = |what: &str, name: &str| {
        let ms = |share: &str| figure(revoked[name][share].as_f64(), 1);
        vec![what.to_owned(), ms("p50_ms"), ms("p99_ms"), ms("most_ms")]
    };
    let rows = [
        row("a check that is made anew is refused", "fresh"),
        row("a page that is open already is refused", "open"),
        row("(the decision itself, until its commit returned)", "decide"),
    ];
    let header = ["suspension on PostgreSQL, seen at another replica, ms", "p50", "p99", "most"];
    format!(
        "{}\n{} suspensions; from the return of the commit until the first refusal was there, asked for without a pause by one \
         visitor each.\n",
        table(&header, &rows),
        revoked["times"],
    )
}

fn attestation(measured: &CheckMeasurements) -> String {
    let row = |what: &str, cost: Option<super::Cost>| {
        let us = |part: fn(&super::Cost) -> f64| figure(cost.as_ref().map(part), 1);
        let ratio = figure(cost.map(|cost| cost.ratio()), 3);
        vec![what.to_owned(), us(|cost| cost.verify_us), us(|cost| cost.bare_us), ratio]
    };
    let rows = [row("native", measured.native), row("WebAssembly, node", measured.wasm)];
    table(&["verifying an attestation", "all µs", "two bare signatures µs", "ratio"], &rows)
}

fn weights(weight: &Value) -> String {
    let empty = Vec::new();
    let mut rows = Vec::new();
    for page in weight["pages"].as_array().unwrap_or(&empty) {
        let kib = |value: &Value| figure(value.as_f64().map(|bytes| bytes / 1024.0), 1);
        let parts = page["parts"].as_array().unwrap_or(&empty);
        let name = page["page"].as_str().unwrap_or_default();
        rows.push(vec![format!("{name}, in all"), figure(page["kib"].as_f64(), 1)]);
        rows.extend(parts.iter().map(|part| {
            let path = part["path"].as_str().unwrap_or_default();
            vec![format!("{name}: {path}"), kib(&part["bytes"])]
        }));
    }
    format!(
        "{}\nHeaders and bodies as they are sent to a browser that takes gzip and has nothing kept; the verified page with the \
         largest photo that is taken, of 27,000 bytes.\n",
        table(&["first visit", "KiB"], &rows)
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_percentile_is_one_of_the_values_and_none_of_nothing() {
        assert_eq!(percentile(&[3.0, 1.0, 2.0], 0.95), Some(3.0));
        assert_eq!(percentile(&[3.0, 1.0, 2.0], 0.5), Some(2.0));
        assert_eq!(percentile(&[], 0.5), None);
    }

    #[test]
    fn pairs_below_the_bound_are_counted_raw_and_adjusted() {
        let one = |p: f64, holm: f64| json!({ "p": p, "holm": holm });
        let pair = |p: f64, holm: f64| json!({ "how": "typed", "one": "left", "other": "suspended", "post": one(p, holm), "page": one(0.5, 1.0), "whole": one(p, holm) });
        let refusals = json!({ "causes": [], "pairs": [pair(0.004, 0.2), pair(0.7, 1.0)], "bodies_differ": 0 });
        let text = refused("SQLite", &refusals);
        assert!(
            text.contains("raw: post 1, page 0, whole 1; adjusted for their number (Holm): post 0, page 0, whole 0")
        );
        assert!(text.contains("| typed: left / suspended | 0.004 |"), "{text}");
    }
}
