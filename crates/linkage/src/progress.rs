//! Progress reports from long-running work to its caller, and the caller's means of stopping it.

/// Receives progress reports from long-running work. Any method may be called from several threads. The unit type
/// implements this trait for callers who do not need progress reports.
pub trait Progress: Sync {
    /// A stage begins. `total` is in the stage's own units (rows, pairs), or 0 if it is not known.
    fn begin(&self, stage: &'static str, total: u64);
    /// `done` more units have been completed.
    fn advance(&self, done: u64);
    /// The stage has ended.
    fn end(&self);
    /// Returns true if the work should stop. This is called often, so it must return at once. Work that is stopped
    /// leaves nothing behind.
    fn stopped(&self) -> bool {
        false
    }
}

impl Progress for () {
    fn begin(&self, _: &'static str, _: u64) {}
    fn advance(&self, _: u64) {}
    fn end(&self) {}
}
