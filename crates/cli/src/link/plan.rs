//! `candour link plan`: a table of the pairs that blocking would produce.

use linkage::{Analysis, Linker};
use serde::Serialize;

use super::load;
use crate::arguments::PlanArguments;
use crate::exit::Failure;
use crate::output::{Align, TextTable, counted, many, percent, thousands};
use crate::session::Session;

#[derive(Serialize)]
struct PlanResult {
    left_records: usize,
    right_records: usize,
    model_version: String,
    #[serde(flatten)]
    analysis: Analysis,
}

/// Analyses how a model's blocking rules work on its files.
pub fn plan(arguments: &PlanArguments, session: &Session) -> Result<(), Failure> {
    let (_, ready) = load::ready(&arguments.model, &arguments.files, session)?;
    let linker = &ready.linker;
    let analysis = linker.analyse(!arguments.quick, &session.progress)?;
    let planned = PlanResult {
        left_records: linker.left_count(),
        right_records: linker.count() - linker.left_count(),
        model_version: linker.model().version(),
        analysis,
    };
    session.print(|| text(linker, &planned.analysis), &planned)
}

fn text(linker: &Linker, analysis: &Analysis) -> String {
    let mut heads = vec![("rule", Align::Left), ("blocks", Align::Right), ("pairs", Align::Right)];
    if analysis.counted {
        heads.extend([("new pairs", Align::Right), ("cumulative", Align::Right)]);
    }
    heads.extend([("largest block", Align::Right), ("left out", Align::Right)]);
    let mut table = TextTable::new(&heads);
    for (at, rule) in analysis.rules.iter().enumerate() {
        let mut row = vec![format!("{}  {}", at + 1, rule.rule), thousands(rule.blocks), thousands(rule.pairs)];
        if analysis.counted {
            row.extend([thousands(rule.new_pairs), thousands(rule.cumulative_pairs)]);
        }
        row.push(thousands(rule.largest_block_pairs));
        row.push(if rule.capped.blocks > 0 { counted(rule.capped.blocks, "block", "blocks") } else { String::new() });
        table.row(row);
    }
    let mut text = records(linker);
    text.push_str("\n\n");
    text.push_str(&table.text());
    for rule in analysis.rules.iter().filter(|rule| rule.capped.blocks > 0) {
        text.push_str(&format!(
            "\nrule `{}` leaves out {} with {} pairs, because each makes more than `blocking.largest_block_pairs` = {}; \
             the largest: {}\n",
            rule.rule,
            counted(rule.capped.blocks, "block", "blocks"),
            thousands(rule.capped.pairs),
            thousands(linker.model().blocking.largest_block_pairs),
            rule.capped.largest,
        ));
    }
    let pairs = if analysis.counted {
        "pairs to compare"
    } else {
        "pairs at most (a pair of several rules counts once for each)"
    };
    text.push_str(&format!(
        "\n{} {pairs}, {} of {} possible\n",
        thousands(analysis.pairs),
        percent(analysis.pairs as f64, analysis.possible_pairs),
        many(analysis.possible_pairs)
    ));
    text
}

/// The number of records, in words.
pub fn records(linker: &Linker) -> String {
    let (left, right) = (linker.left_count() as u64, (linker.count() - linker.left_count()) as u64);
    if right == 0 {
        counted(left, "record", "records")
    } else {
        format!("{} left, {} right", counted(left, "record", "records"), counted(right, "record", "records"))
    }
}
