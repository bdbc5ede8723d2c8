//! A model together with its records, from which every stage starts.

use std::sync::Arc;

use crate::blocking::{self, Analysis, BlockingError, Blocks, CompiledRule};
use crate::comparison::{Comparisons, Frequency, Memory};
use crate::measure::Measure;
use crate::progress::Progress;
use crate::records::{PrepareError, Records, Slots};
use crate::settings::{Kind, LinkType, Model, ModelError, Side};
use crate::table::Table;
use crate::weights::Lookup;

/// A model and its normalised records, ready for the stages: [`Linker::analyse`], [`crate::training::train`],
/// [`crate::inference::predict`], [`crate::explain::explain`], [`crate::search::Index`].
pub struct Linker {
    pub(crate) model: Model,
    pub(crate) slots: Slots,
    pub(crate) rules: Vec<CompiledRule>,
    pub(crate) deterministic: Vec<CompiledRule>,
    pub(crate) comparisons: Comparisons,
    pub(crate) records: Records,
}

/// Reasons why a linker cannot be built.
#[derive(Debug, thiserror::Error)]
pub enum LinkerError {
    /// The model is invalid.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// The records do not fit the model.
    #[error(transparent)]
    Records(#[from] PrepareError),
}

/// The parts of a compiled model that do not depend on data.
pub(crate) struct CompiledModel {
    pub slots: Slots,
    pub rules: Vec<CompiledRule>,
    pub deterministic: Vec<CompiledRule>,
    pub comparisons: Comparisons,
}

impl CompiledModel {
    pub fn new(model: &Model, measures: &[Arc<dyn Measure>]) -> Result<CompiledModel, ModelError> {
        let mut slots = Slots::new(model);
        let rules = blocking::compile(&model.blocking.rules, "blocking.rules", model, &mut slots)?;
        let deterministic =
            blocking::compile(&model.training.deterministic_rules, "training.deterministic_rules", model, &mut slots)?;
        let comparisons = Comparisons::compile(model, &mut slots, measures)?;
        Ok(CompiledModel { slots, rules, deterministic, comparisons })
    }
}

impl Linker {
    /// Normalises the tables for a model; `right` is absent when deduplicating.
    ///
    /// # Errors
    /// If the model names columns that the files do not have, or if rows cannot be used; see [`PrepareError`].
    pub fn new(
        model: Model,
        left: &Table,
        right: Option<&Table>,
        progress: &dyn Progress,
    ) -> Result<Linker, LinkerError> {
        Linker::with_measures(model, left, right, &[], progress)
    }

    /// Like [`Linker::new`], but with custom measures that levels may name.
    ///
    /// # Errors
    /// Same as [`Linker::new`].
    pub fn with_measures(
        model: Model,
        left: &Table,
        right: Option<&Table>,
        measures: &[Arc<dyn Measure>],
        progress: &dyn Progress,
    ) -> Result<Linker, LinkerError> {
        let CompiledModel { slots, rules, deterministic, comparisons } = CompiledModel::new(&model, measures)?;
        let mut adjusted = Vec::new();
        for level in comparisons.list.iter().flat_map(|comparison| &comparison.levels) {
            match level.frequency {
                Frequency::None => {}
                Frequency::Value(a, b) => adjusted.extend([a, b]),
                Frequency::SharedTokens(slot) => adjusted.push(slot),
            }
        }
        adjusted.sort_unstable();
        adjusted.dedup();
        let records = Records::prepare(&model, &slots, &adjusted, left, right, progress)?;
        Ok(Linker { model, slots, rules, deterministic, comparisons, records })
    }

    /// Prepares only the left records of a model that links two files, for searching with [`crate::search::Index`].
    ///
    /// # Errors
    /// Same as [`Linker::new`].
    pub fn of_left(mut model: Model, left: &Table, progress: &dyn Progress) -> Result<Linker, LinkerError> {
        if model.link_type == LinkType::LinkAndDedupe {
            model.link_type = LinkType::DedupeOnly;
        }
        if model.link_type != LinkType::LinkOnly {
            return Linker::new(model, left, None, progress);
        }
        // An empty right file with the columns that the model requires.
        let mut names: Vec<&String> = model
            .fields
            .values()
            .filter_map(|field| field.columns(Side::Right))
            .flat_map(|columns| columns.names())
            .collect();
        names.extend(&model.id.right);
        names.sort_unstable();
        names.dedup();
        let columns = names.into_iter().map(|name| (name.clone(), Vec::new())).collect();
        let nobody = Table::from_columns("nobody", columns).map_err(|e| PrepareError::Files(e.to_string()))?;
        Linker::new(model, left, Some(&nobody), progress)
    }

    /// The model of this linker.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// Stores the result of training in the model. The model must still have the comparisons that were trained.
    pub fn set_trained(&mut self, trained: crate::settings::TrainedParameters) {
        self.model.trained = Some(trained);
    }

    /// The number of records in the left file, or in the only file.
    pub fn left_count(&self) -> usize {
        self.records.left_count()
    }

    /// The total number of records.
    pub fn count(&self) -> usize {
        self.records.count()
    }

    /// The id of a record. Records are numbered from 0, those of the left file first.
    pub fn id(&self, record: u32) -> &str {
        self.records.id(record)
    }

    /// The number of possible pairs.
    pub fn possible_pairs(&self) -> f64 {
        let (all, left) = (self.records.count() as f64, self.records.left_count() as f64);
        match self.model.link_type {
            LinkType::LinkOnly => left * (all - left),
            LinkType::DedupeOnly | LinkType::LinkAndDedupe => all * (all - 1.0) / 2.0,
        }
    }

    pub(crate) fn blocks<'r>(
        &'r self,
        rules: &'r [CompiledRule],
        progress: &dyn Progress,
    ) -> Result<Blocks<'r>, BlockingError> {
        self.blocks_of(rules, &|_| true, progress)
    }

    /// Like [`Linker::blocks`], but with only some of the right records; see [`Blocks::find`].
    pub(crate) fn blocks_of<'r>(
        &'r self,
        rules: &'r [CompiledRule],
        keep: &(dyn Fn(u32) -> bool + Sync),
        progress: &dyn Progress,
    ) -> Result<Blocks<'r>, BlockingError> {
        Blocks::find(&self.model, &self.records, &self.slots, rules, keep, progress)
    }

    /// Collects what is needed to look up frequencies.
    pub(crate) fn lookup(&self) -> Lookup<'_> {
        Lookup { comparisons: &self.comparisons, records: &self.records, tokens: self.records.values(Kind::Tokens) }
    }

    pub(crate) fn memory(&self) -> Memory<'_> {
        self.comparisons.memory(&self.slots, |kind| self.records.values(kind))
    }

    /// Analyses the blocking rules without comparing records. With `count`, pairs are counted one by one, so that a
    /// pair found by several rules counts once; this costs about a tenth as much as comparing them.
    ///
    /// # Errors
    /// See [`BlockingError`].
    pub fn analyse(&self, count: bool, progress: &dyn Progress) -> Result<Analysis, BlockingError> {
        use rayon::prelude::*;
        let blocks = self.blocks(&self.rules, progress)?;
        let mut analysis = blocks.analysis(&self.model);
        if count {
            progress.begin("count pairs", blocks.pairs_with_repeats());
            let counted: Vec<(usize, u64)> = blocks
                .chunks()
                .par_iter()
                .map(|chunk| {
                    if progress.stopped() {
                        return (0, 0);
                    }
                    let counted = blocks.visit(chunk, |_, _| true, |_| {});
                    progress.advance(chunk.pairs);
                    counted
                })
                .collect();
            progress.end();
            if progress.stopped() {
                return Err(BlockingError::Interrupted);
            }
            let mut new_pairs = vec![0; blocks.rule_count()];
            counted.iter().for_each(|(rule, pairs)| new_pairs[*rule] += pairs);
            blocks.count_into(&mut analysis, &new_pairs);
        }
        Ok(analysis)
    }
}

impl Linker {
    /// The mean number of tokens in a slot, over the records that have any.
    pub(crate) fn mean_tokens(&self, slot: crate::records::SlotId) -> f64 {
        let dictionary = self.records.dictionary(Kind::Tokens);
        let (mut records, mut tokens) = (0u64, 0u64);
        for record in 0..self.count() {
            let code = self.records.row(record as u32)[slot as usize];
            records += u64::from(code != crate::dictionary::MISSING);
            tokens += dictionary.tokens(code).len() as u64;
        }
        tokens as f64 / records.max(1) as f64
    }

    /// An index for finding records by id.
    pub fn ids(&self) -> IdIndex<'_> {
        let mut index =
            IdIndex { linker: self, left: hashbrown::HashMap::default(), right: hashbrown::HashMap::default() };
        for record in 0..self.count() as u32 {
            let side = if (record as usize) < self.left_count() { &mut index.left } else { &mut index.right };
            side.insert(self.id(record), record);
        }
        index
    }
}

/// Finds records by id.
pub struct IdIndex<'l> {
    linker: &'l Linker,
    left: hashbrown::HashMap<&'l str, u32, rustc_hash::FxBuildHasher>,
    right: hashbrown::HashMap<&'l str, u32, rustc_hash::FxBuildHasher>,
}

impl IdIndex<'_> {
    /// Finds the record with an id. When two files are linked, only the given side is searched. Otherwise the other
    /// side is searched as well, after the given one.
    pub fn find(&self, id: &str, side: Side) -> Option<u32> {
        let (own, other) = match side {
            Side::Left => (&self.left, &self.right),
            Side::Right => (&self.right, &self.left),
        };
        let across = self.linker.model.link_type != LinkType::LinkOnly;
        own.get(id).or_else(|| other.get(id).filter(|_| across)).copied()
    }
}

impl Linker {
    /// Returns true if blocking brings two records together.
    pub(crate) fn is_candidate(&self, left: u32, right: u32) -> bool {
        blocking::is_candidate(&self.records, &self.rules, self.model.link_type != LinkType::LinkOnly, left, right)
    }
}
