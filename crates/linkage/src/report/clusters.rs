//! Groups of records: their sizes, and the groups that should be checked before anyone relies on them.

use askama::Template;

use super::chart::{Bars, Figure};
use super::number::{bits, count, counted, percent};
use super::table::{Cell, Table, numbers, words};
use super::{ClusterReport, LinkageReport, ReportError, SuspiciousCluster, ThresholdChoice};
use crate::clustering::{Clusters, DoubtfulCluster, Suspicion};
use crate::linker::Linker;
use crate::settings::ClusterMethod;

/// The maximum number of suspicious clusters listed, and of records named in each.
const MOST_NAMED: usize = 20;
const MOST_LISTED: usize = 50;

/// Suspicious clusters with the ids of their records. The id of a cluster is that of its first record.
pub fn suspicious_clusters(linker: &Linker, clusters: &Clusters, found: &[DoubtfulCluster]) -> Vec<SuspiciousCluster> {
    let members = clusters.members();
    let ids = |cluster: u32| {
        let records = members.get(&cluster).map_or(&[][..], Vec::as_slice);
        records.iter().map(|record| linker.id(*record).to_owned()).collect()
    };
    let named = found.iter().map(|suspicious| SuspiciousCluster {
        id: linker.id(suspicious.cluster).to_owned(),
        size: suspicious.size,
        reason: suspicious.reason,
        members: ids(suspicious.cluster),
    });
    named.collect()
}

#[derive(Template)]
#[template(path = "report/clusters.html")]
struct Part {
    method: &'static str,
    threshold: Option<String>,
    sizes: Option<(Figure, Table)>,
    suspicious: Option<Table>,
    suspicious_count: String,
    not_listed: u64,
}

pub(super) fn part(report: &LinkageReport<'_>, found: &ClusterReport) -> Result<String, ReportError> {
    let ranges = ranges(&found.sizes);
    let count_of = found.suspicious.len();
    let part = Part {
        method: match report.model.output.clusters {
            ClusterMethod::Connected => "Records that are linked, directly or through others, form a group.",
            ClusterMethod::Average => {
                "Two groups join while the evidence over all their pairs is strong enough on average."
            }
            ClusterMethod::Star => "Each record joins the strongest record that it is linked to.",
        },
        threshold: report.thresholds.cluster.map(|threshold| {
            let how = match threshold.chosen {
                ThresholdChoice::Set => "as a person set it",
                ThresholdChoice::Expected => {
                    "chosen without labels, where the model expects the best balance of wrong and missed links"
                }
                ThresholdChoice::Labels => "chosen with the labels, where F1 is best",
            };
            format!("Only links of {} bits or more count, {how}.", bits(threshold.weight))
        }),
        sizes: (!ranges.is_empty()).then(|| (chart(&ranges), table(&ranges))),
        suspicious: (count_of > 0).then(|| suspicious(&found.suspicious)),
        suspicious_count: counted(count_of as u64, "group needs", "groups need"),
        not_listed: count_of.saturating_sub(MOST_LISTED) as u64,
    };
    Ok(part.render()?)
}

/// The number of clusters by size, with sizes above ten grouped into ranges: from, to, number of clusters.
fn ranges(sizes: &[(usize, u64)]) -> Vec<(usize, usize, u64)> {
    const LARGER: [(usize, usize); 7] =
        [(11, 20), (21, 50), (51, 100), (101, 200), (201, 500), (501, 1000), (1001, usize::MAX)];
    let all = (1..=10).map(|size| (size, size)).chain(LARGER);
    let counted = all.map(|(from, to)| {
        (from, to, sizes.iter().filter(|(size, _)| (from..=to).contains(size)).map(|(_, count)| count).sum())
    });
    counted.filter(|range| range.2 > 0).collect()
}

fn label((from, to, _): &(usize, usize, u64)) -> String {
    match (*from, *to) {
        (1, 1) => "1 record, linked with no other".to_owned(),
        (from, to) if from == to => format!("{from} records"),
        (from, usize::MAX) => format!("{} records or more", count(from as u64)),
        (from, to) => format!("{from} to {to} records"),
    }
}

fn chart(ranges: &[(usize, usize, u64)]) -> Figure {
    let mut bars = Bars::default();
    for range in ranges {
        // The length is the logarithm of twice the count, so that a count of one is visible.
        bars.row(label(range), count(range.2), (2.0 * range.2 as f64).log10());
    }
    let mut chart = bars.figure("clusters-chart", "Groups by size");
    chart.description = "One bar a size of group. Each further step of the same length is the same multiple.".into();
    chart.caption = "How many groups have how many records, on a scale where equal steps are equal multiples.".into();
    chart
}

fn table(ranges: &[(usize, usize, u64)]) -> Table {
    let mut table = Table::new("Groups by size", [words("Size"), numbers("Groups")]);
    for range in ranges {
        table.row([Cell::plain(label(range)), Cell::plain(count(range.2))]);
    }
    table
}

fn suspicious(found: &[SuspiciousCluster]) -> Table {
    let columns = [words("Group"), numbers("Records"), words("Why"), words("Its records")];
    let mut table = Table::new("Groups to look at before believing them, the largest first", columns);
    for cluster in found.iter().take(MOST_LISTED) {
        let why = match cluster.reason {
            Suspicion::Large => "far larger than groups usually are here".to_owned(),
            Suspicion::Sparse { density } => {
                format!(
                    "only {} of its pairs are linked: a chain of likenesses, perhaps several people",
                    percent(density)
                )
            }
            Suspicion::Bridge { weight } => {
                format!("a single link of {} bits holds two parts together: perhaps two people", bits(weight))
            }
        };
        let mut members = cluster.members.iter().take(MOST_NAMED).cloned().collect::<Vec<_>>().join(", ");
        let more = cluster.size.saturating_sub(cluster.members.len().min(MOST_NAMED));
        if more > 0 {
            members.push_str(&format!(" and {} more", count(more as u64)));
        }
        table.row([
            Cell::value(&cluster.id),
            Cell::plain(count(cluster.size as u64)),
            Cell::plain(why),
            Cell::value(&members),
        ]);
    }
    table
}
