//! Progress of long work, reported to its caller, and the caller's way to stop it.

/// Receives the progress of long work. All methods may be called from several threads. The unit type implements it
/// for callers who need no progress.
pub trait Progress: Sync {
    /// A stage begins. `total` is in the stage's own units (rows, pairs); 0 if it is not known.
    fn begin(&self, stage: &'static str, total: u64);
    /// `done` more units are finished.
    fn advance(&self, done: u64);
    /// The stage has ended.
    fn end(&self);
    /// Returns true to stop the work. Asked often, so it must answer at once. Work that stops leaves nothing behind.
    fn stopped(&self) -> bool {
        false
    }
}

impl Progress for () {
    fn begin(&self, _: &'static str, _: u64) {}
    fn advance(&self, _: u64) {}
    fn end(&self) {}
}
