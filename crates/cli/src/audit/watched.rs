//! The log during an audit: its checkpoint is read only once, and reads advance the progress bar.

use std::cell::{Cell, OnceCell};

use attest::checkpoint::Checkpoint;
use attest::note::Note;
use attest::source::{CHECKPOINT_PATH, SourceError, TileSource};
use linkage::Progress as _;

use crate::session::Session;

/// A reader of a log that shows its progress.
pub struct CountingSource<'a> {
    source: &'a dyn TileSource,
    session: &'a Session,
    checkpoint: OnceCell<Option<Vec<u8>>>,
    begun: Cell<bool>,
}

impl<'a> CountingSource<'a> {
    pub fn new(source: &'a dyn TileSource, session: &'a Session) -> Self {
        Self { source, session, checkpoint: OnceCell::new(), begun: Cell::new(false) }
    }

    /// The checkpoint for the whole audit, even if another one is published in the meantime.
    pub fn checkpoint(&self) -> Result<Option<Vec<u8>>, SourceError> {
        if let Some(note) = self.checkpoint.get() {
            return Ok(note.clone());
        }
        let note = self.source.read(CHECKPOINT_PATH)?;
        Ok(self.checkpoint.get_or_init(|| note).clone())
    }

    pub fn end(&self) {
        self.session.progress.end();
    }

    /// Estimates the bar's length from a checkpoint that is not yet verified: 2 files per 256 entries, 1 more per
    /// 65,536.
    fn begin(&self) {
        let note = self.checkpoint.get().and_then(Option::as_deref).and_then(|note| Note::parse(note).ok());
        let size =
            note.and_then(|note| note.text().parse::<Checkpoint>().ok()).map_or(0, |checkpoint| checkpoint.size());
        self.session.progress.begin("checking the log", size.div_ceil(256) * 2 + size.div_ceil(65_536));
    }
}

impl TileSource for CountingSource<'_> {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, SourceError> {
        if path == CHECKPOINT_PATH {
            return self.checkpoint();
        }
        if !self.begun.replace(true) {
            self.begin();
        }
        if self.session.interrupt.asked() {
            let cause = Box::new(std::io::Error::from(std::io::ErrorKind::Interrupted));
            return Err(SourceError { path: path.to_owned(), cause });
        }
        self.session.progress.advance(1);
        self.source.read(path)
    }
}
