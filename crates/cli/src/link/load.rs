//! Loading a model and its files, and building a linker from them. Bad rows are collected on the way: see `rejects`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicU64;

use linkage::read::{self, ReadError, ReadOptions, Source};
use linkage::settings::{Columns, Model, ModelError, Side};
use linkage::table::Table;
use linkage::{Linker, LinkerError, PrepareError, incremental};

use super::rejects::{Origin, RejectedRows, Rejects};
use crate::arguments::{FileOptions, ReadingOptions};
use crate::exit::Failure;
use crate::session::{Session, is_dash};

/// A model together with its text, so that comments can be kept.
pub struct ModelFile {
    pub model: Model,
    pub text: String,
}

pub fn model(path: &Path) -> Result<ModelFile, Failure> {
    let file = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|source| {
        let text = format!("the model `{file}` cannot be read: check the path, and that it is text in UTF-8");
        Failure::missing(text).because(source)
    })?;
    let model = Model::from_toml(&text).map_err(|source| in_model(path, source))?;
    Ok(ModelFile { model, text })
}

/// The failure for an error in a model file.
pub fn in_model(path: &Path, source: ModelError) -> Failure {
    Failure::settings(format!("`{}`: {source}", path.display())).because(source)
}

/// The tables of a run, with their bad rows.
pub struct Tables {
    pub left: Table,
    pub right: Option<Table>,
    rejects: Rejects,
}

/// The number of rows that were set aside, for the summary and the report.
#[derive(Debug, Clone, Copy, Default)]
pub struct SetAsideCounts {
    pub left: u64,
    pub right: u64,
}

/// A linker whose records are ready to be linked.
pub struct LinkInput {
    pub linker: Linker,
    pub set_aside: SetAsideCounts,
}

/// Reads the columns that a model needs.
pub fn tables(model: &Model, files: &FileOptions, session: &Session) -> Result<Tables, Failure> {
    tables_of(model, files, |side| columns(model, side), session)
}

fn tables_of(
    model: &Model,
    files: &FileOptions,
    columns: impl Fn(Side) -> (Vec<String>, Vec<String>),
    session: &Session,
) -> Result<Tables, Failure> {
    if is_dash(&files.left) && files.right.as_deref().is_some_and(is_dash) {
        return Err(Failure::usage("standard input can be one of the two files only: name the other"));
    }
    if let Some(out) = &files.reading.reject_to {
        refuse_overwriting(files, None, &[Some(out)])?;
    }
    let sides: Vec<(Side, &PathBuf)> =
        std::iter::once((Side::Left, &files.left)).chain(files.right.iter().map(|path| (Side::Right, path))).collect();
    let wanted = |(side, path): &(Side, &'_ PathBuf)| {
        let (needed, optional) = columns(*side);
        (path.to_path_buf(), needed, optional)
    };
    let wanted: Vec<_> = sides.iter().map(wanted).collect();
    let paths: Vec<TableRequest<'_>> = wanted
        .iter()
        .map(|(path, needed, optional)| (path.as_path(), Some(needed.clone()), optional.clone()))
        .collect();
    let mut read = read_all(&paths, &files.reading, session).map_err(|error| name_reader(error, model))?.into_iter();
    let Some((left, left_rejected)) = read.next() else {
        return Err(Failure::bad_data("there is nothing to read"));
    };
    let (right, right_rejected) = read.next().unzip();
    let rejects = Rejects::new(left_rejected, right_rejected, files.reading.reject_to.clone());
    Ok(Tables { left, right, rejects })
}

/// A file, the columns to read from it (all if `None`), and the columns to read if they exist.
type TableRequest<'p> = (&'p Path, Option<Vec<String>>, Vec<String>);

/// Reads tables in parallel, whole or only some of their columns.
fn read_all(
    paths: &[TableRequest<'_>],
    reading: &ReadingOptions,
    session: &Session,
) -> Result<Vec<(Table, RejectedRows)>, Failure> {
    use rayon::prelude::*;
    let total = paths.iter().map(|(path, ..)| path.metadata().map(|file| file.len())).sum::<Result<u64, _>>().ok();
    session.go_on()?;
    session.progress.bytes("read", total.unwrap_or(0), |bar| {
        let one = |(path, columns, optional): &TableRequest<'_>| -> Result<(Table, RejectedRows), Failure> {
            let (source, origin) = origin(path, reading, session)?;
            let before = AtomicU64::new(0);
            let told = |now: u64, _: Option<u64>| bar.so_far(&before, now);
            let stop = || session.interrupt.asked();
            let options = ReadOptions {
                columns: columns.clone(),
                optional: optional.clone(),
                delimiter: delimiter(reading)?,
                limit_rows: None,
                on_progress: Some(&told),
                stop: Some(&stop),
            };
            let read = read::read(&source, &options)?;
            Ok((read.table, RejectedRows::new(source, origin, read.header, read.faults)))
        };
        paths.par_iter().map(one).collect()
    })
}

/// A source, and where to read it a second time. Standard input can be read only once, so it is kept in memory if bad
/// rows are to be set aside.
fn origin(path: &Path, reading: &ReadingOptions, session: &Session) -> Result<(Source, Origin), Failure> {
    let source = session.source(path);
    if !is_dash(path) {
        return Ok((source, Origin::File(path.to_owned())));
    }
    let Some(format) = source.format() else { return Ok((source, Origin::Gone)) };
    let mut bytes = Vec::new();
    session
        .interrupt
        .at_once(|| std::io::Read::read_to_end(&mut std::io::stdin().lock(), &mut bytes))
        .map_err(|source| ReadError::Io { file: "standard input".to_owned(), source })?;
    let kept = if reading.reject_to.is_some() { Origin::Kept(bytes.clone()) } else { Origin::Gone };
    Ok((Source::bytes("standard input", format, bytes), kept))
}

fn delimiter(reading: &ReadingOptions) -> Result<Option<u8>, Failure> {
    let Some(delimiter) = reading.delimiter else { return Ok(None) };
    u8::try_from(delimiter).ok().filter(u8::is_ascii).map(Some).ok_or_else(|| {
        Failure::usage(format!("`{delimiter}` cannot separate fields: give one ASCII character, such as `;`"))
    })
}

/// Reads a table with all its columns. Bad rows make the run fail or are set aside.
pub fn table(path: &Path, reading: &ReadingOptions, session: &Session) -> Result<Table, Failure> {
    let read = read_all(&[(path, None, Vec::new())], reading, session)?.pop();
    let Some((table, rejected)) = read else { return Err(Failure::bad_data("there is nothing to read")) };
    Rejects::new(rejected, None, reading.reject_to.clone()).settle(session)?;
    Ok(table)
}

/// Reads all columns of the files for a first look. Bad rows are reported and left out.
pub fn whole_tables(files: &FileOptions, session: &Session) -> Result<(Table, Option<Table>), Failure> {
    let paths: Vec<TableRequest<'_>> =
        std::iter::once(&files.left).chain(&files.right).map(|path| (path.as_path(), None, Vec::new())).collect();
    let mut read = read_all(&paths, &files.reading, session)?.into_iter();
    let Some((left, left_rejected)) = read.next() else {
        return Err(Failure::bad_data("there is nothing to read"));
    };
    let (right, right_rejected) = read.next().unzip();
    let rejects = Rejects::new(left_rejected, right_rejected, files.reading.reject_to.clone());
    if files.reading.reject_to.is_some() {
        rejects.settle(session)?;
    } else {
        rejects.tell(session);
    }
    Ok((left, right))
}

/// The columns of one side: those that a model needs, and those that it can do without.
fn columns(model: &Model, side: Side) -> (Vec<String>, Vec<String>) {
    let id = match side {
        Side::Left => model.id.left.iter(),
        Side::Right => model.id.right.iter(),
    };
    let of_fields = |optional: bool| {
        let fields = model.fields.values().filter(move |field| field.optional == optional);
        fields.filter_map(move |field| field.columns(side)).flat_map(Columns::names)
    };
    let needed: BTreeSet<&String> = id.chain(of_fields(false)).collect();
    let optional: BTreeSet<&String> = of_fields(true).filter(|name| !needed.contains(name)).collect();
    (needed.into_iter().cloned().collect(), optional.into_iter().cloned().collect())
}

/// Adds to a failure about a missing column which part of the model needs it.
fn name_reader(failure: Failure, model: &Model) -> Failure {
    let Some(ReadError::UnknownColumn { column, .. }) = failure.cause() else { return failure };
    let reads = |columns: Option<&Columns>| columns.is_some_and(|columns| columns.names().contains(column));
    let fields = model.fields.iter();
    let field = fields.clone().find(|(_, field)| reads(field.columns(Side::Left)) || reads(field.columns(Side::Right)));
    let reader = match field {
        Some((name, _)) => format!("the model's field `{name}`"),
        None => "the model's `id`".to_owned(),
    };
    Failure::settings(format!("{failure}; {reader} reads it"))
}

/// Normalises the tables. All unusable rows are removed first, and then set aside or reported together.
pub fn linker(model: &ModelFile, path: &Path, tables: Tables, session: &Session) -> Result<LinkInput, Failure> {
    prepare(path, tables, session, |left, right| Linker::new(model.model.clone(), left, right, &session.progress))
}

/// Builds a linker from the left records alone, for searching.
pub fn linker_of_left(model: &ModelFile, path: &Path, tables: Tables, session: &Session) -> Result<LinkInput, Failure> {
    prepare(path, tables, session, |left, _| Linker::of_left(model.model.clone(), left, &session.progress))
}

/// Builds a linker from a clustered file and new records with the same columns, for a model that deduplicates.
pub fn linker_of_addition(
    model: &ModelFile,
    path: &Path,
    files: &FileOptions,
    session: &Session,
) -> Result<LinkInput, Failure> {
    let columns = columns(&model.model, Side::Left);
    let tables = tables_of(&model.model, files, |_| columns.clone(), session)?;
    prepare(path, tables, session, |left, right| match right {
        Some(right) => incremental::linker(model.model.clone(), left, right, &session.progress),
        None => Linker::new(model.model.clone(), left, None, &session.progress),
    })
}

fn prepare(
    path: &Path,
    mut tables: Tables,
    session: &Session,
    make: impl Fn(&Table, Option<&Table>) -> Result<Linker, LinkerError>,
) -> Result<LinkInput, Failure> {
    loop {
        match make(&tables.left, tables.right.as_ref()) {
            Ok(linker) => {
                let set_aside = tables.rejects.settle(session)?;
                return Ok(LinkInput { linker, set_aside });
            }
            Err(LinkerError::Records(PrepareError::Rows { side, faults, .. })) if !faults.is_empty() => {
                let table = match side {
                    Side::Left => Some(&mut tables.left),
                    Side::Right => tables.right.as_mut(),
                };
                if let Some(table) = table {
                    tables.rejects.add(side, table, &faults);
                    let rows: Vec<usize> = faults.iter().map(|fault| fault.row).collect();
                    *table = table.without(&rows);
                }
            }
            Err(LinkerError::Model(source)) => return Err(in_model(path, source)),
            Err(LinkerError::Records(error)) => return Err(error.into()),
        }
    }
}

/// Loads the model and the files and builds the linker in one go, for handlers that measure none of these steps.
pub fn ready(path: &Path, files: &FileOptions, session: &Session) -> Result<(ModelFile, LinkInput), Failure> {
    let model = model(path)?;
    let tables = tables(&model.model, files, session)?;
    let ready = linker(&model, path, tables, session)?;
    Ok((model, ready))
}

/// Refuses outputs that would overwrite an input or each other.
pub fn refuse_overwriting(files: &FileOptions, model: Option<&Path>, outputs: &[Option<&Path>]) -> Result<(), Failure> {
    let place = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let is_device = |path: &Path| path.metadata().is_ok_and(|file| !file.is_file());
    let inputs = std::iter::once(files.left.as_path()).chain(files.right.as_deref()).chain(model);
    let inputs: Vec<PathBuf> = inputs.map(place).collect();
    let mut seen: Vec<PathBuf> = Vec::new();
    for output in outputs.iter().flatten().filter(|path| !is_device(path)) {
        let (name, output) = (output.display(), place(output));
        if is_dash(&output) && seen.contains(&output) {
            return Err(Failure::usage("standard output can take one of the outputs only: name the others"));
        }
        if !is_dash(&output) && inputs.contains(&output) {
            return Err(Failure::usage(format!("`{name}` would replace what is read from it: name another output")));
        }
        if seen.contains(&output) {
            return Err(Failure::usage(format!("`{name}` cannot take two outputs: name another for one of them")));
        }
        seen.push(output);
    }
    Ok(())
}
