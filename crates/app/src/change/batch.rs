//! Many operations in one transaction: for imports and for filling a record. Either all of them are recorded, or none
//! is.

use std::ops::{Deref, DerefMut};
use std::sync::{Mutex, PoisonError};

use domain::{State, StreamId};
use store::Unit;

use crate::{App, AppError, Context};

/// One transaction for operations whose context is made by [`Context::within`], run one after another. Each sees what
/// the earlier ones recorded. A refused operation changes nothing, and the next may follow. Dropping a batch changes
/// nothing at all.
///
/// A decision names the recorded events that its maker saw. Everything recorded before a decision is therefore
/// committed first.
///
/// A batch holds the right to write: on SQLite nobody else writes until it is committed or dropped.
pub struct Batch {
    /// Absent while an operation has it, and for good after an operation that had begun to record failed half-way.
    unit: Mutex<Option<Unit>>,
}

impl App {
    /// Begins a batch.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn batch(&self) -> Result<Batch, AppError> {
        Ok(Batch { unit: Mutex::new(Some(self.store.begin().await?)) })
    }
}

impl<'a> Context<'a> {
    /// The same operation as part of a batch.
    #[must_use]
    pub fn within(mut self, batch: &'a Batch) -> Self {
        self.batch = Some(&batch.unit);
        self
    }
}

impl Batch {
    /// Commits the batch, which is durable when this returns.
    ///
    /// # Errors
    /// When the database fails; when an operation that had begun to record failed half-way.
    pub async fn commit(self) -> Result<(), AppError> {
        Ok(take(&self.unit)?.commit().await?)
    }

    /// The state of a stream as the next operation would see it; `None` when there is no such stream.
    ///
    /// # Errors
    /// When the database fails; when an operation that had begun to record failed half-way.
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

/// The unit of work of one operation: its own, or that of a batch, to which it is returned.
pub(crate) struct LentUnit<'a> {
    unit: Option<Unit>,
    batch: Option<&'a Mutex<Option<Unit>>>,
    /// The number of events that the unit held when it was lent.
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

    /// Commits the records of earlier operations of the batch, so that a decision can name them.
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
    /// An uncommitted operation must change nothing: in a batch that is so only if nothing was recorded yet.
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
