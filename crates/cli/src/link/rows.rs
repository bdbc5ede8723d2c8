//! Links and clusters as file rows, in a format on which other programs rely.

use linkage::Linker;
use linkage::clustering::Clusters;
use linkage::explain::level_name;
use linkage::inference::Link;
use linkage::settings::LinkType;
use linkage::write::{Destination, RowWriter, Type, Value, WriteError};

use super::run::Counts;

/// Weights to a ten-thousandth of a bit and probabilities to a millionth, finer than any use requires.
const WEIGHT: Type = Type::Float { decimals: 4 };
const PROBABILITY: Type = Type::Float { decimals: 6 };

pub struct LinkRows {
    writer: RowWriter,
    model_version: String,
    sources: bool,
    levels: bool,
    least: f64,
    counts: Counts,
}

impl LinkRows {
    pub fn create(output: &Destination, linker: &Linker, version: &str, levels: bool) -> Result<LinkRows, WriteError> {
        let sources = linker.model().link_type == LinkType::LinkAndDedupe;
        let mut columns = vec![
            ("left_id", Type::Text),
            ("right_id", Type::Text),
            ("match_weight", WEIGHT),
            ("match_probability", PROBABILITY),
            ("rule", Type::Integer),
            ("show", Type::Text),
            ("model_version", Type::Text),
        ];
        if sources {
            columns.extend([("left_source", Type::Text), ("right_source", Type::Text)]);
        }
        if levels {
            columns.extend(linker.model().comparisons.iter().map(|comparison| (comparison.name.as_str(), Type::Text)));
        }
        let writer = RowWriter::create(output, &columns)?;
        let (model_version, least) = (version.to_owned(), f64::NEG_INFINITY);
        Ok(LinkRows { writer, model_version, sources, levels, least, counts: Counts::default() })
    }

    /// From now on, omits links below this weight.
    pub fn leave_out_below(&mut self, weight: f64) {
        self.least = weight;
    }

    /// Writes links in the given order.
    pub fn write(&mut self, linker: &Linker, links: &[Link]) -> Result<(), WriteError> {
        links.iter().try_for_each(|link| self.write_one(linker, link))
    }

    pub fn write_one(&mut self, linker: &Linker, link: &Link) -> Result<(), WriteError> {
        if link.weight < self.least {
            return Ok(());
        }
        let output = &linker.model().output;
        let probability = link.probability();
        let show = if probability >= output.show_first {
            "first"
        } else if probability >= output.show {
            "yes"
        } else {
            ""
        };
        self.counts.add(show);
        let mut row = vec![
            Value::Text(linker.id(link.left)),
            Value::Text(linker.id(link.right)),
            Value::Float(link.weight),
            Value::Float(probability),
            // Rules are numbered from 1, as they are in messages.
            Value::Integer(i64::from(link.rule) + 1),
            Value::Text(show),
            Value::Text(&self.model_version),
        ];
        if self.sources {
            row.extend([link.left, link.right].map(|record| Value::Text(source(linker, record))));
        }
        if self.levels {
            let comparisons = linker.model().comparisons.iter().enumerate();
            row.extend(comparisons.map(|(at, comparison)| Value::Text(level_name(comparison, link.vector.level(at)))));
        }
        self.writer.write(&row)
    }

    /// The number of links written so far.
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// Moves the finished file into place.
    pub fn finish(self) -> Result<(), WriteError> {
        self.writer.finish()
    }
}

/// The name of the file from which a record comes.
fn source(linker: &Linker, record: u32) -> &'static str {
    if (record as usize) < linker.left_count() { "left" } else { "right" }
}

/// The file of clusters: `id,cluster_id`, and `source` if there are two files.
pub struct ClusterRows {
    writer: RowWriter,
    sources: bool,
}

impl ClusterRows {
    pub fn create(output: &Destination, linker: &Linker) -> Result<ClusterRows, WriteError> {
        let sources = linker.model().link_type != LinkType::DedupeOnly;
        let mut columns = vec![("id", Type::Text), ("cluster_id", Type::Text)];
        if sources {
            columns.push(("source", Type::Text));
        }
        Ok(ClusterRows { writer: RowWriter::create(output, &columns)?, sources })
    }

    /// Writes each record's cluster, in record order.
    pub fn write(&mut self, linker: &Linker, clusters: &Clusters) -> Result<(), WriteError> {
        let names = cluster_names(linker, clusters);
        for record in 0..linker.count() as u32 {
            let id_and_cluster = [linker.id(record), names[record as usize].as_str()].map(Value::Text);
            let source = self.sources.then(|| Value::Text(source(linker, record)));
            let row: Vec<Value<'_>> = id_and_cluster.into_iter().chain(source).collect();
            self.writer.write(&row)?;
        }
        Ok(())
    }

    /// Moves the finished file into place.
    pub fn finish(self) -> Result<(), WriteError> {
        self.writer.finish()
    }
}

/// The name of each record's cluster: the smallest id in it, whatever the order of the rows. If there are two files,
/// the name of the record's file comes first, because both may use the same ids.
pub fn cluster_names(linker: &Linker, clusters: &Clusters) -> Vec<String> {
    let mut least: Vec<u32> = clusters.of.clone();
    let key = |record: u32| (source(linker, record), linker.id(record));
    for (record, cluster) in clusters.of.iter().enumerate() {
        let known = &mut least[*cluster as usize];
        if key(record as u32) < key(*known) {
            *known = record as u32;
        }
    }
    let two_files = linker.model().link_type != LinkType::DedupeOnly;
    let name = |cluster: &u32| {
        let record = least[*cluster as usize];
        if two_files {
            format!("{}:{}", source(linker, record), linker.id(record))
        } else {
            linker.id(record).to_owned()
        }
    };
    clusters.of.iter().map(name).collect()
}
