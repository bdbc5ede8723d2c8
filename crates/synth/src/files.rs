//! Output files: tables get their final names only at the end, so that an interrupted run leaves no incomplete file.

use std::fs::{self, File};
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use crate::SynthError;

/// A table that is being written. If it is dropped before it is kept, its file is removed.
pub(crate) struct Draft {
    rows: Option<csv::Writer<BufWriter<File>>>,
    draft: PathBuf,
    place: PathBuf,
}

impl Draft {
    /// Opens `<name>.part` in a directory and writes the header.
    pub(crate) fn open(directory: &Path, name: &str, header: &[&str]) -> Result<Self, SynthError> {
        let draft = directory.join(format!("{name}.part"));
        let file = File::create(&draft).map_err(|source| SynthError::Create { path: draft.clone(), source })?;
        // A buffer of 1 MiB, because the rows are short and many.
        let rows = csv::Writer::from_writer(BufWriter::with_capacity(1 << 20, file));
        let mut opened = Self { rows: Some(rows), draft, place: directory.join(name) };
        opened.row(header)?;
        Ok(opened)
    }

    pub(crate) fn row(&mut self, fields: &[&str]) -> Result<(), SynthError> {
        match &mut self.rows {
            Some(rows) => rows
                .write_record(fields)
                .map_err(|source| SynthError::Write { path: self.draft.clone(), source: source.into() }),
            None => Ok(()),
        }
    }

    /// Flushes and closes the file, still under its temporary name.
    fn close(&mut self) -> Result<(), SynthError> {
        let Some(mut rows) = self.rows.take() else { return Ok(()) };
        rows.flush().map_err(|source| SynthError::Write { path: self.draft.clone(), source })
    }

    /// Renames every table to its final name, once all of them are complete.
    pub(crate) fn keep(mut drafts: Vec<Self>) -> Result<(), SynthError> {
        for draft in &mut drafts {
            draft.close()?;
        }
        for draft in &drafts {
            fs::rename(&draft.draft, &draft.place)
                .map_err(|source| SynthError::Place { path: draft.place.clone(), source })?;
        }
        Ok(())
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        self.rows = None;
        // After `keep`, this path no longer exists. If the removal fails, a `.part` file is left, which no reader takes
        // for a table.
        let _ = fs::remove_file(&self.draft);
    }
}
