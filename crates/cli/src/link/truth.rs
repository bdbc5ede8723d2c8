//! Files of the truth and of links: true pairs or clusters, and weighted pairs of ids.

use std::collections::hash_map::Entry;
use std::path::Path;

use linkage::settings::{LinkType, Model};
use linkage::table::{Column, Table};
use linkage::weight_of;
use rustc_hash::{FxHashMap, FxHashSet};

use super::load;
use crate::arguments::ReadingOptions;
use crate::exit::Failure;
use crate::session::Session;

/// The most true pairs that can be listed one by one: with two 24-byte ids each, they take up 2 GB.
const MOST_PAIRS: u64 = 20_000_000;

pub enum Truth {
    /// True pairs: the left and the right id.
    Pairs(Vec<(String, String)>),
    /// Each record's cluster, by record id; all pairs within a cluster are true.
    Clusters(FxHashMap<String, String>),
}

impl Truth {
    /// Reads `left_id,right_id` or `id,cluster_id`. If columns are named, the file contains clusters.
    pub fn read(
        path: &Path,
        id: Option<&str>,
        cluster: Option<&str>,
        reading: &ReadingOptions,
        session: &Session,
    ) -> Result<Truth, Failure> {
        let table = load::table(path, &ReadingOptions { reject_to: None, ..reading.clone() }, session)?;
        let named = id.is_some() || cluster.is_some();
        if let (false, Some(left), Some(right)) = (named, table.column("left_id"), table.column("right_id")) {
            let pairs = (0..table.rows()).map(|row| (left.value(row).to_owned(), right.value(row).to_owned()));
            return Ok(Truth::Pairs(pairs.collect()));
        }
        if !named && (table.column("id").is_none() || table.column("cluster_id").is_none()) {
            return Err(Failure::bad_data(format!(
                "`{}` is no truth: needs the columns `left_id` and `right_id`, or `id` and `cluster_id`; name others with \
                 `--id` and `--cluster`; it has {}",
                table.name(),
                names(&table)
            )));
        }
        let (id, cluster) = (column(&table, id.unwrap_or("id"))?, column(&table, cluster.unwrap_or("cluster_id"))?);
        let mut clusters = FxHashMap::default();
        for row in 0..table.rows() {
            let (id, cluster) = (id.value(row), cluster.value(row));
            // A record without a cluster gets one of its own, under a name that no other can have.
            let cluster = if cluster.is_empty() { format!("\0{id}") } else { cluster.to_owned() };
            match clusters.entry(id.to_owned()) {
                Entry::Occupied(known) if *known.get() != cluster => {
                    return Err(Failure::bad_data(format!(
                        "line {} of `{}` puts a record into a second cluster: needs one row for each id",
                        table.line(row),
                        table.name()
                    )));
                }
                Entry::Occupied(_) => {}
                Entry::Vacant(place) => {
                    place.insert(cluster);
                }
            }
        }
        Ok(Truth::Clusters(clusters))
    }

    /// The records of each cluster, in order of id.
    pub fn members(clusters: &FxHashMap<String, String>) -> Vec<Vec<&str>> {
        let mut members: FxHashMap<&str, Vec<&str>> = FxHashMap::default();
        clusters.iter().for_each(|(id, cluster)| members.entry(cluster).or_default().push(id));
        let mut members: Vec<Vec<&str>> = members.into_values().collect();
        members.iter_mut().for_each(|ids| ids.sort_unstable());
        members.sort_unstable();
        members
    }

    /// Lists all true pairs one by one.
    pub fn pairs(&self) -> Result<Vec<(String, String)>, Failure> {
        match self {
            Truth::Pairs(pairs) => Ok(pairs.clone()),
            Truth::Clusters(clusters) => {
                let members = Truth::members(clusters);
                let count = members.iter().map(|ids| pairs_of(ids.len())).sum::<u64>();
                if count > MOST_PAIRS {
                    return Err(Failure::bad_data(format!(
                        "the true clusters hold {count} pairs: at most {MOST_PAIRS} can be looked at one by one"
                    )));
                }
                let mut pairs = Vec::with_capacity(count as usize);
                for ids in &members {
                    for (at, left) in ids.iter().enumerate() {
                        pairs.extend(ids[at + 1..].iter().map(|right| ((*left).to_owned(), (*right).to_owned())));
                    }
                }
                Ok(pairs)
            }
        }
    }

    /// Prepares the truth for looking up pairs.
    pub fn judge(&self, either_way: bool) -> Judge<'_> {
        match self {
            Truth::Clusters(clusters) => {
                let mut sizes: FxHashMap<&str, usize> = FxHashMap::default();
                clusters.values().for_each(|cluster| *sizes.entry(cluster).or_default() += 1);
                Judge {
                    known: KnownPairs::Clusters(clusters),
                    either_way,
                    true_pairs: sizes.into_values().map(pairs_of).sum(),
                }
            }
            Truth::Pairs(pairs) => {
                let known: FxHashSet<(&str, &str)> =
                    pairs.iter().map(|(left, right)| ordered(left, right, either_way)).collect();
                let true_pairs = known.len() as u64;
                Judge { known: KnownPairs::Pairs(known), either_way, true_pairs }
            }
        }
    }

    /// True if a pair counts as the same in reverse order, because both records are in one file. The model or the
    /// clusters tell; otherwise, an id that occurs on both sides does.
    pub fn either_way(&self, links: &Links, model: Option<&Model>, two_files: bool) -> bool {
        if two_files {
            return false;
        }
        match (self, model) {
            (Truth::Clusters(_), _) => true,
            (Truth::Pairs(_), Some(model)) => model.link_type != LinkType::LinkOnly,
            (Truth::Pairs(pairs), None) => {
                let left: FxHashSet<&str> =
                    links.rows().map(|(left, ..)| left).chain(pairs.iter().map(|(left, _)| left.as_str())).collect();
                links.rows().any(|(_, right, _)| left.contains(right))
                    || pairs.iter().any(|(_, right)| left.contains(right.as_str()))
            }
        }
    }
}

fn pairs_of(records: usize) -> u64 {
    records as u64 * (records as u64).saturating_sub(1) / 2
}

/// The key under which a pair is looked up.
pub fn ordered<'a>(left: &'a str, right: &'a str, either_way: bool) -> (&'a str, &'a str) {
    if either_way && right < left { (right, left) } else { (left, right) }
}

/// Looks up whether pairs are true.
pub struct Judge<'t> {
    known: KnownPairs<'t>,
    either_way: bool,
    /// The number of true pairs.
    pub true_pairs: u64,
}

enum KnownPairs<'t> {
    Pairs(FxHashSet<(&'t str, &'t str)>),
    Clusters(&'t FxHashMap<String, String>),
}

impl Judge<'_> {
    pub fn is_true(&self, left: &str, right: &str) -> bool {
        match &self.known {
            KnownPairs::Pairs(known) => known.contains(&ordered(left, right, self.either_way)),
            KnownPairs::Clusters(clusters) => {
                left != right && clusters.get(left).zip(clusters.get(right)).is_some_and(|(one, other)| one == other)
            }
        }
    }
}

/// Weighted links, in the order in which they were written.
pub struct Links {
    table: Table,
    left: usize,
    right: usize,
    weights: Vec<f64>,
}

impl Links {
    /// Reads links with their weights. Probabilities are converted to weights.
    pub fn read(path: &Path, reading: &ReadingOptions, session: &Session) -> Result<Links, Failure> {
        let table = load::table(path, reading, session)?;
        let place = |name: &str| table.column_names().position(|column| column == name);
        let (Some(left), Some(right)) = (place("left_id"), place("right_id")) else {
            return Err(Failure::bad_data(format!(
                "`{}` holds no links: needs the columns `left_id` and `right_id`, and `match_weight` or \
                 `match_probability`; it has {}",
                table.name(),
                names(&table)
            )));
        };
        let (name, from): (_, fn(f64) -> f64) = match (place("match_weight"), place("match_probability")) {
            (Some(at), _) => (Some(at), |weight| weight),
            (None, Some(at)) => (Some(at), weight_of),
            (None, None) => (None, |weight| weight),
        };
        let mut weights = Vec::with_capacity(table.rows());
        for row in 0..table.rows() {
            // Links without weights all count the same.
            let Some(at) = name else {
                weights.push(0.0);
                continue;
            };
            let weight = table.value(row, at).parse().map(from).unwrap_or(f64::NAN);
            if weight.is_nan() {
                return Err(Failure::bad_data(format!(
                    "line {} of `{}`, column `{}`: not a number; wanted {}",
                    table.line(row),
                    table.name(),
                    table.columns()[at].name(),
                    if table.columns()[at].name() == "match_weight" { "a weight in bits" } else { "a probability" }
                )));
            }
            weights.push(weight);
        }
        Ok(Links { table, left, right, weights })
    }

    /// The two ids of each link, and its weight in bits.
    pub fn rows(&self) -> impl Iterator<Item = (&str, &str, f64)> {
        self.weights
            .iter()
            .enumerate()
            .map(|(row, weight)| (self.table.value(row, self.left), self.table.value(row, self.right), *weight))
    }

    /// Each pair once, with its greatest weight, in descending order of weight.
    pub fn ranked(&self, either_way: bool) -> Vec<(&str, &str, f64)> {
        let mut best: FxHashMap<(&str, &str), f64> = FxHashMap::default();
        for (left, right, weight) in self.rows() {
            let known = best.entry(ordered(left, right, either_way)).or_insert(weight);
            *known = known.max(weight);
        }
        let mut ranked: Vec<(&str, &str, f64)> =
            best.into_iter().map(|((left, right), weight)| (left, right, weight)).collect();
        ranked.sort_unstable_by(|a, b| b.2.total_cmp(&a.2).then_with(|| (a.0, a.1).cmp(&(b.0, b.1))));
        ranked
    }
}

/// The column with this name, or an error that lists the existing columns.
pub fn column<'t>(table: &'t Table, name: &str) -> Result<&'t Column, Failure> {
    table
        .column(name)
        .ok_or_else(|| Failure::bad_data(format!("no column `{name}` in `{}`; it has {}", table.name(), names(table))))
}

fn names(table: &Table) -> String {
    table.column_names().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
