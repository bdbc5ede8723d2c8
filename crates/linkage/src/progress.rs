//! How long work tells its caller where it is, and how the caller stops it.

/// What a caller wants to know of long work. All methods may be called from several threads; the unit type is a caller
/// who wants to know nothing.
pub trait Progress: Sync {
    /// A stage begins; `total` is in the stage's own units (rows, pairs), 0 if it is not known.
    fn begin(&self, stage: &'static str, total: u64);
    /// So many more units are done.
    fn advance(&self, done: u64);
    /// The stage has ended.
    fn end(&self);
    /// Whether to stop; asked often, answered at once. Work that stops leaves nothing behind.
    fn stopped(&self) -> bool {
        false
    }
}

impl Progress for () {
    fn begin(&self, _: &'static str, _: u64) {}
    fn advance(&self, _: u64) {}
    fn end(&self) {}
}
