//! Many operations in one transaction: for imports and for filling a record. All of them stand, or none does.

use std::ops::{Deref, DerefMut};
use std::sync::{Mutex, PoisonError};

use domain::{State, StreamId};
use store::Unit;

use crate::{App, AppError, Context};

/// One transaction for the operations whose context is [`Context::within`] it, one after another. Each sees what those before
/// it recorded. One that is refused changes nothing, and the next may follow. Dropping a batch changes nothing at all.
///
/// A decision names what its maker saw by what stands in the record: before one, everything recorded so far is made to stand.
///
/// It holds the right to write: on SQLite nobody else writes until it is committed or dropped.
pub struct Batch {
    /// Absent while an operation has it, and for good after one broke off that had begun to record.
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
    /// Makes everything stand: durable when this returns.
    ///
    /// # Errors
    /// When the database fails; when an operation broke off that had begun to record.
    pub async fn commit(self) -> Result<(), AppError> {
        Ok(take(&self.unit)?.commit().await?)
    }

    /// A state as the next operation would see it; `None` when there is no such stream.
    ///
    /// # Errors
    /// When the database fails; when an operation broke off that had begun to record.
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

/// The unit of work of one operation: its own, or that of a batch, to which it goes back.
pub(crate) struct Lent<'a> {
    unit: Option<Unit>,
    batch: Option<&'a Mutex<Option<Unit>>>,
    /// How many events the unit held when it was lent.
    before: usize,
}

impl<'a> Lent<'a> {
    pub(crate) async fn to(cx: &Context<'a>) -> Result<Self, AppError> {
        let unit = match cx.batch {
            Some(batch) => take(batch)?,
            None => cx.app.store.begin().await?,
        };
        Ok(Self { before: unit.events_count(), unit: Some(unit), batch: cx.batch })
    }

    /// Makes what earlier operations of the batch recorded stand, so that a decision can name it.
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

impl Drop for Lent<'_> {
    /// What was not committed changes nothing: in a batch that holds only if nothing was recorded yet.
    fn drop(&mut self) {
        if let (Some(unit), Some(batch)) = (self.unit.take(), self.batch)
            && unit.events_count() == self.before
        {
            put(batch, unit);
        }
    }
}

impl Deref for Lent<'_> {
    type Target = Unit;

    fn deref(&self) -> &Unit {
        self.unit.as_ref().unwrap_or_else(|| unreachable!("only committing and dropping take the unit away"))
    }
}

impl DerefMut for Lent<'_> {
    fn deref_mut(&mut self) -> &mut Unit {
        self.unit.as_mut().unwrap_or_else(|| unreachable!("only committing and dropping take the unit away"))
    }
}
