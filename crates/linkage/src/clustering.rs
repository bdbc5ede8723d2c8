//! Clustering: turns links into entities. A cluster is held together by connections alone, by the average weight of its
//! pairs, or by a central record.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::Serialize;

use crate::inference::Link;
use crate::settings::ClusterMethod;

/// The cluster of each record. The number of a cluster is that of its first record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clusters {
    /// Cluster numbers, indexed by record.
    pub of: Vec<u32>,
}

impl Clusters {
    /// The number of clusters of each size, smallest size first.
    pub fn sizes(&self) -> impl Iterator<Item = (usize, u64)> {
        let mut members: FxHashMap<u32, usize> = FxHashMap::default();
        self.of.iter().for_each(|cluster| *members.entry(*cluster).or_default() += 1);
        let mut sizes: BTreeMap<usize, u64> = BTreeMap::new();
        members.into_values().for_each(|size| *sizes.entry(size).or_default() += 1);
        sizes.into_iter()
    }

    /// The members of every cluster with more than one record, by cluster.
    pub fn members(&self) -> BTreeMap<u32, Vec<u32>> {
        let mut members: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for (record, cluster) in self.of.iter().enumerate() {
            members.entry(*cluster).or_default().push(record as u32);
        }
        members.retain(|_, members| members.len() > 1);
        members
    }
}

/// Clusters `count` records by the links with a weight of at least `threshold_weight` bits. With
/// [`ClusterMethod::Average`], weaker links still count against a join, and a pair without a link counts as
/// `absent_weight`, the highest weight that such a pair can have.
pub fn cluster(
    count: usize,
    links: &[Link],
    threshold_weight: f64,
    absent_weight: f64,
    method: ClusterMethod,
) -> Clusters {
    match method {
        ClusterMethod::Connected => connected(count, links, threshold_weight),
        ClusterMethod::Average => average(count, links, threshold_weight, absent_weight),
        ClusterMethod::Star => star(count, links, threshold_weight),
    }
}

/// Union-find with path halving. The root of a set is its smallest record, so the roots do not depend on the order of
/// the links.
struct Sets {
    parent: Vec<u32>,
}

impl Sets {
    fn new(count: usize) -> Sets {
        Sets { parent: (0..count as u32).collect() }
    }

    fn root(&mut self, mut record: u32) -> u32 {
        while self.parent[record as usize] != record {
            let above = self.parent[self.parent[record as usize] as usize];
            self.parent[record as usize] = above;
            record = above;
        }
        record
    }

    fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.root(a), self.root(b));
        self.parent[a.max(b) as usize] = a.min(b);
    }

    fn clusters(mut self) -> Clusters {
        Clusters { of: (0..self.parent.len() as u32).map(|record| self.root(record)).collect() }
    }
}

fn connected(count: usize, links: &[Link], threshold: f64) -> Clusters {
    let mut sets = Sets::new(count);
    links.iter().filter(|link| link.weight >= threshold).for_each(|link| sets.join(link.left, link.right));
    sets.clusters()
}

/// Sorts links from strongest to weakest, and those of equal weight by record, so that the input order does not matter.
fn strongest_first(links: &[Link]) -> Vec<(f64, u32, u32)> {
    let mut order: Vec<(f64, u32, u32)> =
        links.iter().map(|link| (link.weight, link.left.min(link.right), link.left.max(link.right))).collect();
    order.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    order
}

fn star(count: usize, links: &[Link], threshold: f64) -> Clusters {
    // The strength of a record is the sum of its links, so the records with the most certain links become centres
    // first.
    let mut strength = vec![0.0; count];
    let mut neighbours: Vec<Vec<(f64, u32)>> = vec![Vec::new(); count];
    for (weight, a, b) in strongest_first(links).into_iter().filter(|link| link.0 >= threshold) {
        strength[a as usize] += weight;
        strength[b as usize] += weight;
        neighbours[a as usize].push((weight, b));
        neighbours[b as usize].push((weight, a));
    }
    let mut order: Vec<u32> = (0..count as u32).collect();
    order.sort_by(|a, b| strength[*b as usize].total_cmp(&strength[*a as usize]).then(a.cmp(b)));
    let mut centre: Vec<Option<u32>> = vec![None; count];
    for record in order {
        if centre[record as usize].is_some() {
            continue;
        }
        centre[record as usize] = Some(record);
        for (_, other) in &neighbours[record as usize] {
            centre[*other as usize].get_or_insert(record);
        }
    }
    let mut sets = Sets::new(count);
    for (record, centre) in centre.iter().enumerate() {
        sets.join(record as u32, centre.unwrap_or(record as u32));
    }
    sets.clusters()
}

/// Average-link agglomeration: repeatedly joins the two clusters whose pairs have the highest average weight, as long
/// as that average is at least the threshold. Candidate joins come from a heap; an outdated entry is dropped when it
/// reaches the top.
fn average(count: usize, links: &[Link], threshold: f64, absent: f64) -> Clusters {
    #[derive(PartialEq)]
    struct Join {
        mean: f64,
        a: u32,
        b: u32,
        version: (u32, u32),
    }
    impl Eq for Join {}
    impl Ord for Join {
        fn cmp(&self, other: &Self) -> std::cmp::Ordering {
            self.mean.total_cmp(&other.mean).then((other.a, other.b).cmp(&(self.a, self.b)))
        }
    }
    impl PartialOrd for Join {
        fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
            Some(self.cmp(other))
        }
    }

    let mut sets = Sets::new(count);
    let mut size = vec![1u64; count];
    let mut version = vec![0u32; count];
    // For each pair of clusters: the sum of the weights of linked pairs in excess of `absent`, and the number of linked
    // pairs.
    let mut between: Vec<BTreeMap<u32, f64>> = vec![BTreeMap::new(); count];
    let mut heap = std::collections::BinaryHeap::new();
    for (weight, a, b) in strongest_first(links) {
        if a == b || between[a as usize].contains_key(&b) {
            continue;
        }
        between[a as usize].insert(b, weight - absent);
        between[b as usize].insert(a, weight - absent);
        if weight >= threshold {
            heap.push(Join { mean: weight, a, b, version: (0, 0) });
        }
    }
    while let Some(join) = heap.pop() {
        let (a, b) = (join.a, join.b);
        if (version[a as usize], version[b as usize]) != join.version || sets.root(a) != a || sets.root(b) != b {
            continue;
        }
        sets.join(a, b);
        let (kept, gone) = (a.min(b), a.max(b));
        let moved = std::mem::take(&mut between[gone as usize]);
        size[kept as usize] += size[gone as usize];
        version[kept as usize] += 1;
        between[kept as usize].remove(&gone);
        for (other, weight) in moved {
            if other == kept {
                continue;
            }
            between[other as usize].remove(&gone);
            *between[kept as usize].entry(other).or_default() += weight;
            let total = between[kept as usize][&other];
            between[other as usize].insert(kept, total);
        }
        for (other, beyond) in &between[kept as usize] {
            let mean = beyond / (size[kept as usize] * size[*other as usize]) as f64 + absent;
            if mean >= threshold {
                let (a, b) = (kept.min(*other), kept.max(*other));
                heap.push(Join { mean, a, b, version: (version[a as usize], version[b as usize]) });
            }
        }
    }
    sets.clusters()
}

/// A cluster that should be reviewed before anyone relies on it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DoubtfulCluster {
    /// The number of the cluster, which is that of its first record.
    pub cluster: u32,
    /// The number of records in the cluster.
    pub size: usize,
    /// The reason for the suspicion.
    pub reason: Suspicion,
}

/// Reasons to be suspicious of a cluster.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Suspicion {
    /// The cluster is far larger than is usual in this run.
    Large,
    /// Few of its pairs are linked: it is a chain of similar records rather than one entity.
    Sparse {
        /// The share of its pairs that are linked, from 0 to 1.
        density: f64,
    },
    /// A single link joins two parts of the cluster.
    Bridge {
        /// The weight of that link in bits.
        weight: f64,
    },
}

/// Clusters that should be reviewed, largest first. Links below the threshold are ignored.
pub fn suspicious(clusters: &Clusters, links: &[Link], threshold_weight: f64) -> Vec<DoubtfulCluster> {
    let members = clusters.members();
    let mut inside: FxHashMap<u32, Vec<(u32, u32, f64)>> = FxHashMap::default();
    for link in links.iter().filter(|link| link.weight >= threshold_weight) {
        let cluster = clusters.of[link.left as usize];
        if cluster == clusters.of[link.right as usize] {
            inside.entry(cluster).or_default().push((link.left, link.right, link.weight));
        }
    }
    let mut sizes: Vec<usize> = members.values().map(Vec::len).collect();
    sizes.sort_unstable();
    // The 99th percentile; a cluster more than ten times as large is suspicious.
    let usual = sizes.get(sizes.len() * 99 / 100).copied().unwrap_or(2);
    let mut found = Vec::new();
    for (cluster, records) in &members {
        let size = records.len();
        let edges = inside.get(cluster).map_or(&[][..], Vec::as_slice);
        let density = edges.len() as f64 / (size * (size - 1) / 2) as f64;
        let reason = if size > usual * 10 {
            Some(Suspicion::Large)
        } else if size >= 5 && density < 0.3 {
            Some(Suspicion::Sparse { density })
        } else if size >= 6 {
            bridge(edges).map(|weight| Suspicion::Bridge { weight })
        } else {
            None
        };
        found.extend(reason.map(|reason| DoubtfulCluster { cluster: *cluster, size, reason }));
    }
    found.sort_by_key(|suspicious| (std::cmp::Reverse(suspicious.size), suspicious.cluster));
    found
}

/// The weakest link whose removal leaves two parts of at least three records each (Tarjan 1974).
fn bridge(edges: &[(u32, u32, f64)]) -> Option<f64> {
    let mut neighbours: BTreeMap<u32, Vec<(u32, usize)>> = BTreeMap::new();
    for (at, (a, b, _)) in edges.iter().enumerate() {
        neighbours.entry(*a).or_default().push((*b, at));
        neighbours.entry(*b).or_default().push((*a, at));
    }
    let total = neighbours.len();
    let start = *neighbours.keys().next()?;
    let mut order: FxHashMap<u32, usize> = FxHashMap::default();
    let mut low: FxHashMap<u32, usize> = FxHashMap::default();
    let mut below: FxHashMap<u32, usize> = FxHashMap::default();
    let mut weakest: Option<f64> = None;
    // Depth-first search without recursion. An entry holds the record, the edge by which it was reached, and the next
    // neighbour to visit.
    let mut stack = vec![(start, usize::MAX, 0)];
    order.insert(start, 0);
    low.insert(start, 0);
    while let Some((record, by, next)) = stack.pop() {
        let around = neighbours.get(&record).map_or(&[][..], Vec::as_slice);
        if let Some((other, edge)) = around.get(next).copied() {
            stack.push((record, by, next + 1));
            if edge == by {
                continue;
            }
            if let Some(seen) = order.get(&other).copied() {
                low.entry(record).and_modify(|low| *low = (*low).min(seen));
            } else {
                let number = order.len();
                order.insert(other, number);
                low.insert(other, number);
                stack.push((other, edge, 0));
            }
            continue;
        }
        let size = below.get(&record).copied().unwrap_or(0) + 1;
        if let Some((parent, ..)) = stack.last().copied() {
            let own = low.get(&record).copied().unwrap_or(0);
            low.entry(parent).and_modify(|low| *low = (*low).min(own));
            *below.entry(parent).or_default() += size;
            if own > order.get(&parent).copied().unwrap_or(0) && size >= 3 && total - size >= 3 {
                let weight = edges[by].2;
                weakest = Some(weakest.map_or(weight, |weakest| weakest.min(weight)));
            }
        }
    }
    weakest
}
