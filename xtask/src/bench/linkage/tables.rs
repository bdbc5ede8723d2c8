//! The tables for people: the cost and accuracy of the runs, and the cost of each stage.

use super::{ToolRun, is_around};
use crate::bench::table::{figure, spread, table, thousands};

/// A table with one column for each tool and one row for each figure.
pub fn summary(ours: &[ToolRun], theirs: &[ToolRun], ratio: Option<f64>) -> String {
    type Measure = fn(&ToolRun) -> Option<f64>;
    type Count = fn(&ToolRun) -> Option<u64>;
    let measures: &[(&str, usize, Measure)] = &[
        ("CPU s, train + predict + cluster", 2, ToolRun::core_cpu_s),
        ("CPU s, whole process", 2, |run| run.cpu_s),
        ("wall s, whole process", 2, |run| run.wall_s),
        ("peak memory, MiB", 0, |run| run.peak_mib),
        ("precision at the best F1", 4, |run| Some(run.accuracy.as_ref()?.precision)),
        ("recall at the best F1", 4, |run| Some(run.accuracy.as_ref()?.recall)),
        ("best F1", 4, |run| Some(run.accuracy.as_ref()?.f1)),
    ];
    let counts: &[(&str, Count)] = &[("pairs compared", |run| run.pairs), ("links kept", |run| run.links)];
    let mut lines: Vec<Vec<String>> = Vec::new();
    for (name, decimals, measure) in measures {
        let cell = |runs: &[ToolRun]| {
            let values: Vec<f64> = runs.iter().filter_map(measure).collect();
            spread(&values, *decimals)
        };
        lines.push(vec![(*name).to_owned(), cell(ours), cell(theirs)]);
    }
    for (name, count) in counts {
        let cell = |runs: &[ToolRun]| runs.iter().find_map(count).map_or("-".to_owned(), thousands);
        lines.push(vec![(*name).to_owned(), cell(ours), cell(theirs)]);
    }
    lines.push(vec!["peer CPU / our CPU".to_owned(), figure(ratio, 1), String::new()]);
    let head = |runs: &[ToolRun], otherwise: &str| {
        let tool = runs.first().map_or(otherwise, |run| run.tool.as_str());
        format!("{tool}, {} run{}", runs.len(), if runs.len() == 1 { "" } else { "s" })
    };
    table(&["median (least to most)", &head(ours, "candour"), &head(theirs, "splink")], &lines)
}

/// A table with the processor and wall-clock seconds for every stage of both tools.
pub fn stages(ours: &[ToolRun], theirs: &[ToolRun]) -> String {
    let mut lines = Vec::new();
    for runs in [ours, theirs] {
        let Some(first) = runs.first() else { continue };
        for stage in &first.stages {
            let same = || runs.iter().flat_map(|run| &run.stages).filter(|other| other.name == stage.name);
            let cpu: Vec<f64> = same().map(|stage| stage.cpu_s).collect();
            let wall: Vec<f64> = same().map(|stage| stage.wall_s).collect();
            let aside = if is_around(&stage.name) { " (not in the ratio)" } else { "" };
            lines.push(vec![format!("{}: {}{aside}", first.tool, stage.name), spread(&cpu, 2), spread(&wall, 2)]);
        }
    }
    if lines.is_empty() { String::new() } else { format!("\n{}", table(&["stage", "CPU s", "wall s"], &lines)) }
}

#[cfg(test)]
mod tests {
    use super::super::tests::a_run;
    use super::*;

    #[test]
    fn a_missing_peer_leaves_dashes_and_no_ratio() {
        let text = summary(&[a_run(&[("predict", 3.0)])], &[], None);
        assert!(text.contains("| median (least to most)           | candour, 1 run | splink, 0 runs |"), "{text}");
        assert!(text.contains("| pairs compared                   |     24,500,000 |              - |"), "{text}");
    }
}
