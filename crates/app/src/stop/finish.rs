//! The end of a stop, with its record, and later additions to it.

use domain::stop::{Power, ReasonCode, SearchRecord, Stop, StopOutcome, StopRefusal, WORDS_MAXIMUM, is_too_long};
use domain::{Personal, Refusal, StopId, Stream as _};

use super::mine;
use crate::change::Change;
use crate::{AppError, Context};

/// The end of a stop.
#[derive(Clone, Debug)]
pub struct EndOfStop {
    pub outcome: StopOutcome,
    /// The power, as given at the end.
    pub power: Power,
    /// The reason, as given at the end.
    pub reason_code: ReasonCode,
    /// The record of the search.
    pub record: SearchRecord,
}

/// Finishes a stop with its record (PACE 1984 s.3). It can only be supplemented afterwards. A power or reason that
/// differs from the one first stated is kept beside it, and flagged.
///
/// # Errors
/// When the stop is somebody else's or has ended; the outcome is one that only the control room gives; without grounds, or
/// with too long a text.
pub async fn finish(cx: &Context<'_>, id: StopId, finish: EndOfStop) -> Result<(), AppError> {
    let mut change = Change::begin(cx).await?;
    let (stop, permit) = mine(&mut change, id).await?;
    if finish.outcome == StopOutcome::EndedByControlRoom {
        return Err(Refusal::invalid(StopRefusal::NoOutcome, "choose how the stop ended").into());
    }
    let record = finish.record;
    if record.grounds.trim().is_empty() {
        return Err(Refusal::invalid(StopRefusal::NoGrounds, "give the grounds of the stop")
            .citing("PACE 1984 s.3(6)")
            .into());
    }
    let texts = [(StopRefusal::GroundsTooLong, &record.grounds), (StopRefusal::FoundTooLong, &record.found)];
    if let Some((code, _)) = texts.into_iter().find(|(_, words)| is_too_long(words)) {
        let message = format!("keep this text under {WORDS_MAXIMUM} characters");
        return Err(Refusal::invalid(code, message).into());
    }
    let record = Some(Personal::about(id, record.with_differing_view()));
    let closed = stop.close(finish.outcome, finish.power, Some(finish.reason_code), record)?;
    change.record(&permit, &Stop::stream(id), vec![closed]).await?;
    change.commit().await
}

/// Adds to the record of a stop that has ended.
///
/// # Errors
/// When the stop is somebody else's or is still in progress, or the words are empty.
pub async fn supplement(cx: &Context<'_>, id: StopId, words: &str) -> Result<(), AppError> {
    let mut change = Change::begin(cx).await?;
    let (stop, permit) = mine(&mut change, id).await?;
    let event = stop.supplement(Personal::about(id, words.trim().to_owned()))?;
    change.record(&permit, &Stop::stream(id), vec![event]).await?;
    change.commit().await
}
