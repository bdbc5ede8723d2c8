//! Incremental linkage: adds new records to existing clusters. Nothing is retrained, no two old records are compared
//! again, and clusters change only by gaining records.

use rayon::prelude::*;

use crate::blocking::{self, BlockingError, Entry, Role};
use crate::comparison::Memory;
use crate::inference::{InferenceError, Link};
use crate::linker::{Linker, LinkerError};
use crate::progress::Progress;
use crate::settings::{LinkType, Model};
use crate::table::Table;
use crate::weights::Weights;

/// The outcome for one new record.
#[derive(Debug, Clone, PartialEq)]
pub struct Addition {
    /// The new record.
    pub record: u32,
    /// The strongest of its links, whose cluster the record joins. A record without links starts a new cluster.
    pub joins: Option<Link>,
    /// The strongest link to each of the other clusters. Such a cluster may describe the same entity; a human should
    /// decide.
    pub also: Vec<Link>,
}

/// The outcome for all new records.
#[derive(Debug, Clone, PartialEq)]
pub struct Additions {
    /// One entry per new record, in record order.
    pub additions: Vec<Addition>,
    /// For each record, old and new, the record that represents its cluster; old records keep the one they came with.
    pub clusters: Vec<u32>,
}

/// Builds a linker from a clustered file (the left records) and new records with the same columns (the right records),
/// for a model that deduplicates one file.
///
/// # Errors
/// Same as [`Linker::new`].
pub fn linker(mut model: Model, old: &Table, new: &Table, progress: &dyn Progress) -> Result<Linker, LinkerError> {
    model.link_type = LinkType::LinkAndDedupe;
    model.id.right.clone_from(&model.id.left);
    for field in model.fields.values_mut() {
        if let Some(left) = field.left.take() {
            field.column = Some(left);
            field.right = None;
        }
    }
    Linker::new(model, old, Some(new), progress)
}

/// Adds the right records of a linker (see [`linker`]) one by one to the clusters of its left records. For each left
/// record, `clusters` names the record that represents its cluster. A new record joins the cluster of its strongest
/// link to an earlier record, if that link weighs at least `threshold_weight` bits; if weights are equal, the smaller
/// id wins.
///
/// A key shared by so many records that a full run would leave out their block is left out here too.
///
/// # Errors
/// If the model is not trained, or the caller asks to stop.
///
/// # Panics
/// If there are fewer clusters than left records.
pub fn add(
    linker: &Linker,
    clusters: &[u32],
    threshold_weight: f64,
    progress: &dyn Progress,
) -> Result<Additions, InferenceError<std::convert::Infallible>> {
    let trained = linker.model.trained.as_ref().ok_or(InferenceError::Untrained)?;
    let lookup = Lookup::new(linker, Weights::new(trained));
    let (old, all) = (linker.left_count() as u32, linker.count() as u32);
    progress.begin("add", u64::from(all - old));
    let links: Vec<Vec<Link>> = (old..all)
        .into_par_iter()
        .map(|record| {
            if progress.stopped() {
                return Vec::new();
            }
            let links = lookup.links(record, threshold_weight);
            progress.advance(1);
            links
        })
        .collect();
    progress.end();
    if progress.stopped() {
        return Err(BlockingError::Interrupted.into());
    }
    let mut of: Vec<u32> = clusters[..old as usize].to_vec();
    let mut additions = Vec::with_capacity(links.len());
    for (record, links) in (old..all).zip(links) {
        let joins = links.first().copied();
        let cluster = joins.map_or(record, |link| of[link.left as usize]);
        let mut known = vec![cluster];
        let mut also = links;
        also.retain(|link| {
            let other = of[link.left as usize];
            let first = !known.contains(&other);
            known.push(other);
            first
        });
        of.push(cluster);
        additions.push(Addition { record, joins, also });
    }
    Ok(Additions { additions, clusters: of })
}

/// All records, filed under the keys of all rules, and in both roles if the roles differ.
struct Lookup<'l> {
    linker: &'l Linker,
    weights: Weights,
    by_rule: Vec<(Vec<Entry>, Option<Vec<Entry>>)>,
}

impl<'l> Lookup<'l> {
    fn new(linker: &'l Linker, weights: Weights) -> Lookup<'l> {
        let entries = |rule, role| blocking::entries(&linker.records, rule, role, 0..linker.count(), &|_| true, None);
        let by_rule = linker
            .rules
            .par_iter()
            .map(|rule| (entries(rule, Role::Left), rule.one_way.then(|| entries(rule, Role::Right))))
            .collect();
        Lookup { linker, weights, by_rule }
    }

    /// The earlier records that a rule brings together with this one, each with the position in the model of the first
    /// such rule.
    fn before(&self, record: u32) -> Vec<(u32, u16)> {
        let linker = self.linker;
        let values = |kind| linker.records.values(kind);
        let (mut found, mut keys) = (Vec::new(), Vec::new());
        for (rule, (left, right)) in linker.rules.iter().zip(&self.by_rule) {
            // Tries both orders: first the new record on the right and earlier ones on the left, then the reverse.
            let ways = [(Role::Right, Some(left)), (Role::Left, right.as_ref())];
            for (role, entries) in ways.into_iter().filter_map(|(role, entries)| Some((role, entries?))) {
                rule.keys(linker.records.row(record), role, &values, &mut keys);
                for key in &keys {
                    let start = entries.partition_point(|entry| entry.key < *key);
                    let count = entries[start..].partition_point(|entry| entry.key == *key) as u64;
                    if count * count.saturating_sub(1) / 2 > linker.model.blocking.largest_block_pairs {
                        continue;
                    }
                    // Under one key, entries are in record order.
                    let earlier =
                        entries[start..].iter().take(count as usize).take_while(|entry| entry.record < record);
                    found.extend(earlier.map(|entry| (entry.record, rule.source as u16)));
                }
            }
        }
        found.sort_unstable();
        found.dedup_by_key(|(record, _)| *record);
        found.retain(|(other, _)| linker.is_candidate(*other, record));
        found
    }

    /// The links from a record to earlier ones, strongest first.
    fn links(&self, record: u32, threshold_weight: f64) -> Vec<Link> {
        let linker = self.linker;
        let mut memory: Memory<'_> = linker.comparisons.forgetful(&linker.slots, |kind| linker.records.values(kind));
        let lookup = linker.lookup();
        let mut links: Vec<Link> = self
            .before(record)
            .into_iter()
            .map(|(other, rule)| {
                let (l, r) = (linker.records.row(other), linker.records.row(record));
                let vector = linker.comparisons.compare(l, r, &mut memory);
                let weight = self.weights.weight(&lookup, l, r, vector);
                Link { left: other, right: record, weight, vector, rule }
            })
            .filter(|link| link.weight >= threshold_weight)
            .collect();
        links.sort_unstable_by(|a, b| {
            b.weight.total_cmp(&a.weight).then_with(|| linker.id(a.left).cmp(linker.id(b.left)))
        });
        links
    }
}
