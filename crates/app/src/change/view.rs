//! A read-only view of a change, with everything that a detector may ask for. Nothing here can append events.

use domain::{MatterId, OfficerId, RecordedEvent, ReportId, State, Stream, StreamId, SubjectId};
use jiff::Timestamp;
use store::{AboutOfficer, ReportOf};

use crate::AppError;
use crate::change::Change;
use crate::change::conflict::Interest;

/// A change, for code that may only read it.
pub(crate) struct View<'c, 'a> {
    change: &'c mut Change<'a>,
}

impl<'a> Change<'a> {
    /// A view for reading only.
    pub(crate) fn view(&mut self) -> View<'_, 'a> {
        View { change: self }
    }
}

impl View<'_, '_> {
    /// The time at which everything in this change is recorded.
    pub(crate) fn now(&self) -> Timestamp {
        self.change.cx.now
    }

    /// Loads the entity with this id, which must be on record.
    pub(crate) async fn load<T: Stream>(&mut self, id: T::Id) -> Result<T, AppError> {
        self.change.load(id).await
    }

    /// The state of a stream, if it exists.
    pub(crate) async fn state(&mut self, stream: &StreamId) -> Result<Option<State>, AppError> {
        Ok(self.change.unit.load(stream).await?.map(|loaded| loaded.state))
    }

    /// The entity in whose stream an event was recorded.
    pub(crate) async fn thing<T: Stream>(&mut self, event: &RecordedEvent) -> Result<T, AppError> {
        let thing = self.state(&event.stream).await?.and_then(T::from_state);
        thing.ok_or(AppError::Bug("an event is not in the stream of its own kind"))
    }

    /// The interest of one member of the workforce in another.
    pub(crate) async fn interest(&mut self, one: OfficerId, other: OfficerId) -> Result<Option<Interest>, AppError> {
        self.change.interest(one, other).await
    }

    /// The open matters about an officer.
    pub(crate) async fn open_matters(&mut self, officer: OfficerId) -> Result<Vec<MatterId>, AppError> {
        let rows = self.change.unit.matters_of(officer).await?;
        Ok(rows.into_iter().filter(|row| !row.is_closed).map(|row| row.id).collect())
    }

    /// The reports about an officer, oldest first.
    pub(crate) async fn reports_about(&mut self, officer: OfficerId) -> Result<Vec<AboutOfficer>, AppError> {
        Ok(self.change.unit.reports_about(officer).await?)
    }

    /// The reports made by a reporter, oldest first.
    pub(crate) async fn reports_by(&mut self, reporter: SubjectId) -> Result<Vec<ReportId>, AppError> {
        Ok(self.change.unit.reports_by(reporter).await?)
    }

    /// The reports received since the given time, oldest first, excluding those in this change.
    pub(crate) async fn reports_since(&mut self, since: Timestamp) -> Result<Vec<ReportOf>, AppError> {
        Ok(self.change.unit.reports_since(since).await?)
    }

    /// The reports for which an officer is proposed or confirmed.
    pub(crate) async fn reports_proposed_to(&mut self, officer: OfficerId) -> Result<Vec<ReportId>, AppError> {
        Ok(self.change.unit.reports_proposed_to(officer).await?)
    }
}
