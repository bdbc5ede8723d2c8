//! `candour link add`: adds new records to existing clusters.

use linkage::incremental::{self, Additions};
use linkage::inference::InferenceError;
use linkage::settings::LinkType;
use linkage::write::{RowWriter, Type, Value};
use linkage::{Linker, weight_of};
use rustc_hash::FxHashMap;
use serde::Serialize;

use super::load;
use super::truth::column;
use crate::arguments::{AddArguments, FileOptions, ReadingOptions};
use crate::exit::Failure;
use crate::output::{counted, thousands};
use crate::session::{Session, is_dash};

#[derive(Serialize)]
struct AddResult {
    new_records: usize,
    joined: usize,
    new_clusters: usize,
    between_clusters: Vec<AmbiguousRecord>,
    set_aside: u64,
    out: String,
}

/// A new record with links to two clusters, which may belong together.
#[derive(Serialize)]
struct AmbiguousRecord {
    id: String,
    joined: String,
    also: Vec<String>,
}

pub fn add(arguments: &AddArguments, session: &Session) -> Result<(), Failure> {
    let model = load::model(&arguments.model)?;
    if model.model.link_type != LinkType::DedupeOnly {
        return Err(Failure::usage(
            "records can be added to the clusters of one file only: needs a model with `link_type = \"dedupe_only\"`"
                .to_owned(),
        ));
    }
    if model.model.trained.is_none() {
        return Err(Failure::untrained());
    }
    let threshold = arguments.threshold.or(model.model.output.cluster_threshold).unwrap_or(0.5);
    let files = FileOptions {
        left: arguments.left.clone(),
        right: Some(arguments.new.clone()),
        reading: arguments.reading.clone(),
    };
    if is_dash(&arguments.out_clusters) && session.json {
        return Err(Failure::usage("`--json` takes standard output: write the clusters to a file"));
    }
    let known = ExistingClusters::read(arguments, session)?;
    let ready = load::linker_of_addition(&model, &arguments.model, &files, session)?;
    let linker = &ready.linker;
    let clusters = known.of(linker)?;
    let added =
        incremental::add(linker, &clusters, weight_of(threshold), &session.progress).map_err(|error| match error {
            InferenceError::Blocking(error) => error.into(),
            InferenceError::Untrained => Failure::untrained(),
            InferenceError::Sink(never) => match never {},
        })?;
    let names = known.names(linker, &added)?;
    session.go_on()?;
    write(arguments, linker, &names, session)?;
    let told = told(arguments, linker, &added, &names, ready.set_aside.left + ready.set_aside.right);
    if is_dash(&arguments.out_clusters) {
        session.tell(&text(&told));
        return Ok(());
    }
    if session.quiet { Ok(()) } else { session.print(|| text(&told), &told) }
}

/// The existing clusters: each record's cluster, by the record's id.
struct ExistingClusters {
    file: String,
    by_id: FxHashMap<String, String>,
}

impl ExistingClusters {
    fn read(arguments: &AddArguments, session: &Session) -> Result<ExistingClusters, Failure> {
        let table = load::table(&arguments.clusters, &ReadingOptions::default(), session)?;
        let (id, cluster) = (column(&table, "id")?, column(&table, "cluster_id")?);
        let by_id = (0..table.rows()).map(|row| (id.value(row).to_owned(), cluster.value(row).to_owned()));
        Ok(ExistingClusters { file: table.name().to_owned(), by_id: by_id.collect() })
    }

    /// For each old record, the first record of its cluster.
    fn of(&self, linker: &Linker) -> Result<Vec<u32>, Failure> {
        let mut first: FxHashMap<&str, u32> = FxHashMap::default();
        for record in linker.left_count() as u32..linker.count() as u32 {
            let id = linker.id(record);
            if self.by_id.contains_key(id) {
                return Err(Failure::bad_data(format!(
                    "the new record `{id}` has the id of one that is in a cluster already: give it another, or leave it out"
                )));
            }
        }
        let old = 0..linker.left_count() as u32;
        old.map(|record| {
            let id = linker.id(record);
            let cluster = self.by_id.get(id).ok_or_else(|| {
                Failure::bad_data(format!(
                    "`{}` has no cluster for the record `{id}`: needs the clusters of the very file that is given as `--left`",
                    self.file
                ))
            })?;
            Ok(*first.entry(cluster.as_str()).or_insert(record))
        })
        .collect()
    }

    /// The name of each record's cluster: its existing name or, for a new cluster, the id of its first record.
    fn names<'n>(&'n self, linker: &'n Linker, added: &Additions) -> Result<Vec<&'n str>, Failure> {
        let taken: rustc_hash::FxHashSet<&str> = self.by_id.values().map(String::as_str).collect();
        let name = |record: &u32| {
            let id = linker.id(*record);
            match self.by_id.get(id) {
                Some(cluster) if (*record as usize) < linker.left_count() => Ok(cluster.as_str()),
                _ if taken.contains(id) => Err(Failure::bad_data(format!(
                    "a new record begins a cluster, and its id `{id}` is the name of another: give it another id"
                ))),
                _ => Ok(id),
            }
        };
        added.clusters.iter().map(name).collect()
    }
}

fn write(arguments: &AddArguments, linker: &Linker, names: &[&str], session: &Session) -> Result<(), Failure> {
    let columns = [("id", Type::Text), ("cluster_id", Type::Text)];
    let mut rows = RowWriter::create(&session.output(&arguments.out_clusters), &columns)?;
    for (record, name) in (0..).zip(names) {
        rows.write(&[Value::Text(linker.id(record)), Value::Text(name)])?;
    }
    Ok(rows.finish()?)
}

fn told(arguments: &AddArguments, linker: &Linker, added: &Additions, names: &[&str], set_aside: u64) -> AddResult {
    let joined = added.additions.iter().filter(|addition| addition.joins.is_some()).count();
    let name = |record: u32| names[record as usize].to_owned();
    let between = added.additions.iter().filter(|addition| !addition.also.is_empty()).map(|addition| AmbiguousRecord {
        id: linker.id(addition.record).to_owned(),
        joined: name(addition.record),
        also: addition.also.iter().map(|link| name(link.left)).collect(),
    });
    AddResult {
        new_records: added.additions.len(),
        joined,
        new_clusters: added.additions.len() - joined,
        between_clusters: between.collect(),
        set_aside,
        out: arguments.out_clusters.display().to_string(),
    }
}

fn text(told: &AddResult) -> String {
    /// The most records to print; the JSON output has all of them.
    const LISTED: usize = 10;
    let mut text = format!(
        "{}: {} joined a cluster, {} began one; all clusters are in `{}`",
        counted(told.new_records as u64, "new record", "new records"),
        thousands(told.joined as u64),
        thousands(told.new_clusters as u64),
        told.out
    );
    if told.set_aside > 0 {
        text.push_str(&format!("\n{} set aside", counted(told.set_aside, "bad row", "bad rows")));
    }
    for between in told.between_clusters.iter().take(LISTED) {
        text.push_str(&format!(
            "\nrecord `{}` joined cluster `{}` and is linked with {} as well: are they one?",
            between.id,
            between.joined,
            between.also.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
        ));
    }
    if told.between_clusters.len() > LISTED {
        text.push_str(&format!("\nand {} more such records", told.between_clusters.len() - LISTED));
    }
    text
}
