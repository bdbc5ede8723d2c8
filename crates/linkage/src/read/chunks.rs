//! Provides the bytes of a source one buffer at a time, reports progress, and stops on request.

use std::io;

use super::{ReadError, ReadOptions, RowFault, Source};

/// 256 KiB hold a few thousand rows, so progress is reported often enough, yet so rarely that it costs nothing.
const FIRST_BUFFER: usize = 256 * 1024;

/// 64 MiB: a longer row means that a quote was never closed, or that the file has no rows at all.
const LONGEST_ROW_MIB: usize = 64;

/// With this many rows or more, a majority of bad rows means that the file is not in the assumed format.
const ENOUGH_ROWS: u64 = 20;

/// After this many bad rows, reading to the end would reveal nothing new.
const ENOUGH_BAD_ROWS: usize = 10_000;

/// The caller's callbacks during a read.
pub(super) struct Watch<'a> {
    pub(super) file: String,
    pub(super) length: Option<u64>,
    on_progress: Option<&'a (dyn Fn(u64, Option<u64>) + Sync)>,
    stop: Option<&'a (dyn Fn() -> bool + Sync)>,
}

impl<'a> Watch<'a> {
    pub(super) fn new(source: &Source, options: &ReadOptions<'a>) -> Self {
        Self {
            file: source.name().to_owned(),
            length: source.length(),
            on_progress: options.on_progress,
            stop: options.stop,
        }
    }

    pub(super) fn tick(&self, done: u64) -> Result<(), ReadError> {
        if let Some(on_progress) = self.on_progress {
            on_progress(done, self.length);
        }
        if self.stop.is_some_and(|stop| stop()) {
            return Err(ReadError::Interrupted { file: self.file.clone() });
        }
        Ok(())
    }

    /// Decides whether bad rows are still the exception. `hint` suggests another format for the file.
    pub(super) fn judge(&self, good: usize, faults: &[RowFault], at_end: bool, hint: &str) -> Result<(), ReadError> {
        let (bad, rows) = (faults.len() as u64, (good + faults.len()) as u64);
        let enough = if at_end { good == 0 || rows >= ENOUGH_ROWS } else { faults.len() >= ENOUGH_BAD_ROWS };
        match faults.first() {
            Some(first) if enough && bad * 2 > rows => Err(ReadError::MostlyBad {
                file: self.file.clone(),
                bad,
                rows,
                hint: hint.to_owned(),
                first: Box::new(first.clone()),
            }),
            _ => Ok(()),
        }
    }
}

/// A window over the bytes of a source; it moves forward row by row.
pub(super) struct Chunks<'a> {
    input: Box<dyn io::Read + 'a>,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    at_end: bool,
    taken: u64,
    pub(super) watch: Watch<'a>,
}

impl<'a> Chunks<'a> {
    pub(super) fn new(input: Box<dyn io::Read + 'a>, watch: Watch<'a>) -> Self {
        Self { input, buffer: vec![0; FIRST_BUFFER], start: 0, end: 0, at_end: false, taken: 0, watch }
    }

    /// The bytes that have been read but not yet taken.
    pub(super) fn rest(&self) -> &[u8] {
        &self.buffer[self.start..self.end]
    }

    /// Returns true if there is nothing left in the source beyond [`Chunks::rest`].
    pub(super) fn at_end(&self) -> bool {
        self.at_end
    }

    /// The number of bytes taken so far.
    pub(super) fn taken(&self) -> u64 {
        self.taken
    }

    /// Moves past the first `length` bytes of the rest.
    pub(super) fn take(&mut self, length: usize) {
        let length = length.min(self.end - self.start);
        self.start += length;
        self.taken += length as u64;
    }

    /// Reads more bytes and appends them to the rest. `line` is the line on which the unfinished row begins.
    pub(super) fn more(&mut self, line: u64) -> Result<(), ReadError> {
        self.watch.tick(self.taken)?;
        self.buffer.copy_within(self.start..self.end, 0);
        self.end -= self.start;
        self.start = 0;
        if self.end == self.buffer.len() {
            if self.end >= LONGEST_ROW_MIB << 20 {
                let file = self.watch.file.clone();
                return Err(ReadError::RowTooLong { file, line, limit_mib: LONGEST_ROW_MIB });
            }
            self.buffer.resize(self.end * 2, 0);
        }
        // Fills the buffer completely: a pipe delivers little at a time, and after every refill an unfinished row is
        // scanned again from its start.
        while self.end < self.buffer.len() && !self.at_end {
            match self.input.read(&mut self.buffer[self.end..]) {
                Ok(0) => self.at_end = true,
                Ok(length) => self.end += length,
                Err(source) if source.kind() == io::ErrorKind::Interrupted => {}
                Err(source) => return Err(ReadError::Io { file: self.watch.file.clone(), source }),
            }
        }
        Ok(())
    }

    /// Reads the beginning, skips a byte order mark, and rejects a source that is not text.
    pub(super) fn begin(&mut self) -> Result<(), ReadError> {
        self.more(1)?;
        if let Some((found, remedy)) = not_text(self.rest()) {
            return Err(ReadError::OtherKind { file: self.watch.file.clone(), found, remedy });
        }
        if self.rest().starts_with(b"\xEF\xBB\xBF") {
            self.take(3);
        }
        Ok(())
    }
}

/// Recognises by its first bytes a file that is not UTF-8 text, and says how to make it readable.
fn not_text(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    const DECOMPRESS: &str = "decompress it first";
    const EXPORT: &str = "export the sheet as CSV UTF-8";
    const RECODE: &str = "save it as UTF-8 (in Excel, `CSV UTF-8`)";
    match bytes {
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => Some(("UTF-16 text", RECODE)),
        [0, _, ..] | [_, 0, ..] => Some(("UTF-16 text, or no text at all", RECODE)),
        [0x1F, 0x8B, ..] => Some(("compressed with gzip", DECOMPRESS)),
        [0x28, 0xB5, 0x2F, 0xFD, ..] => Some(("compressed with Zstandard", DECOMPRESS)),
        [b'P', b'K', 3, 4, ..] => Some(("a zip archive or an Excel workbook", EXPORT)),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => Some(("an Excel workbook", EXPORT)),
        [b'P', b'A', b'R', b'1', ..] => Some(("a Parquet file", "name it .parquet, or state its format")),
        _ => None,
    }
}
