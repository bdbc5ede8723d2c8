//! Batches: many operations in one transaction, for imports and for filling a record. Either all of them are recorded
//! or none.

use std::ops::{Deref, DerefMut};
use std::sync::{Mutex, PoisonError};

use domain::{State, StreamId};
use store::Unit;

use crate::{App, AppError, Context};

/// One transaction for several operations, run one after another. The context of each is made by [`Context::within`],
/// and each sees what the earlier ones recorded. A refused operation changes nothing, and the next one can still run.
/// Dropping a batch discards everything in it.
///
/// A decision names the recorded events that its maker saw, so everything recorded before a decision is committed
/// first.
///
/// A batch holds the write lock: on SQLite, no other writer can proceed until it is committed or dropped.
pub struct Batch {
    /// Absent while an operation is using it, and permanently once an operation has failed after it started recording.
    unit: Mutex<Option<Unit>>,
}

impl App {
    /// Begins a batch.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn batch(&self) -> Result<Batch, AppError> {
        Ok(Batch { unit: Mutex::new(Some(self.store.begin().await?)) })
    }
}

impl<'a> Context<'a> {
    /// Runs this operation as part of a batch.
    #[must_use]
    pub fn within(mut self, batch: &'a Batch) -> Self {
        self.batch = Some(&batch.unit);
        self
    }
}

impl Batch {
    /// Commits the batch, which is durable once this returns.
    ///
    /// # Errors
    /// If the database fails, or an earlier operation failed after it started recording.
    pub async fn commit(self) -> Result<(), AppError> {
        Ok(take(&self.unit)?.commit().await?)
    }

    /// The state of a stream as the next operation would see it, or `None` if there is no such stream.
    ///
    /// # Errors
    /// If the database fails, or an earlier operation failed after it started recording.
    pub async fn state(&self, stream: &StreamId) -> Result<Option<State>, AppError> {
        let mut unit = take(&self.unit)?;
        let loaded = unit.load(stream).await?;
        put(&self.unit, unit);
        Ok(loaded.map(|loaded| loaded.state))
    }
}

fn take(batch: &Mutex<Option<Unit>>) -> Result<Unit, AppError> {
    let taken = batch.lock().unwrap_or_else(PoisonError::into_inner).take();
    taken.ok_or(AppError::Bug("an operation of this batch broke off, or is still under way"))
}

fn put(batch: &Mutex<Option<Unit>>, unit: Unit) {
    *batch.lock().unwrap_or_else(PoisonError::into_inner) = Some(unit);
}

/// The unit of work of one operation: either its own, or one borrowed from a batch and returned to it afterwards.
pub(crate) struct LentUnit<'a> {
    unit: Option<Unit>,
    batch: Option<&'a Mutex<Option<Unit>>>,
    /// The number of events in the unit when it was lent.
    before: usize,
}

impl<'a> LentUnit<'a> {
    pub(crate) async fn to(cx: &Context<'a>) -> Result<Self, AppError> {
        let unit = match cx.batch {
            Some(batch) => take(batch)?,
            None => cx.app.store.begin().await?,
        };
        Ok(Self { before: unit.events_count(), unit: Some(unit), batch: cx.batch })
    }

    /// Commits the records of earlier operations in the batch, so that a decision can name them.
    pub(crate) async fn settle(&mut self, cx: &Context<'_>) -> Result<(), AppError> {
        if self.events_count() != self.before {
            return Err(AppError::Bug("a decision names what was seen before anything is recorded"));
        }
        if self.before == 0 {
            return Ok(());
        }
        if let Some(unit) = self.unit.take() {
            unit.commit().await?;
        }
        self.unit = Some(cx.app.store.begin().await?);
        self.before = 0;
        Ok(())
    }

    pub(crate) async fn commit(mut self) -> Result<(), AppError> {
        match (self.unit.take(), self.batch) {
            (Some(unit), Some(batch)) => put(batch, unit),
            (Some(unit), None) => unit.commit().await?,
            (None, _) => {}
        }
        Ok(())
    }
}

impl Drop for LentUnit<'_> {
    /// An operation that does not commit must change nothing. In a batch, that holds only if it recorded nothing.
    fn drop(&mut self) {
        if let (Some(unit), Some(batch)) = (self.unit.take(), self.batch)
            && unit.events_count() == self.before
        {
            put(batch, unit);
        }
    }
}

impl Deref for LentUnit<'_> {
    type Target = Unit;

    fn deref(&self) -> &Unit {
        self.unit.as_ref().unwrap_or_else(|| unreachable!("only committing and dropping take the unit away"))
    }
}

impl DerefMut for LentUnit<'_> {
    fn deref_mut(&mut self) -> &mut Unit {
        self.unit.as_mut().unwrap_or_else(|| unreachable!("only committing and dropping take the unit away"))
    }
}
