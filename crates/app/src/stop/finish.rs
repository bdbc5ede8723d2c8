//! Ending a stop with its record, and adding to the record later.

use domain::stop::{Power, ReasonCode, SearchRecord, Stop, StopOutcome, StopRefusal, WORDS_MAXIMUM, is_too_long};
use domain::{Personal, Refusal, StopId, Stream as _};

use super::mine;
use crate::change::Change;
use crate::{AppError, Context};

/// The details given at the end of a stop.
#[derive(Clone, Debug)]
pub struct EndOfStop {
    pub outcome: StopOutcome,
    /// The power, as stated at the end.
    pub power: Power,
    /// The reason, as stated at the end.
    pub reason_code: ReasonCode,
    pub record: SearchRecord,
}

/// Finishes a stop with its record (PACE 1984 s.3). After that, the record can only be supplemented. If the power or
/// reason differs from the one stated first, both are kept and the difference is flagged.
///
/// # Errors
/// If the stop belongs to another officer or has ended, the outcome is one that only the control room can give, the
/// grounds are missing, or a text is too long.
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
        let message = format!("keep this text to at most {WORDS_MAXIMUM} characters");
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
/// If the stop belongs to another officer or is still in progress, or the words are empty.
pub async fn supplement(cx: &Context<'_>, id: StopId, words: &str) -> Result<(), AppError> {
    let mut change = Change::begin(cx).await?;
    let (stop, permit) = mine(&mut change, id).await?;
    let event = stop.supplement(Personal::about(id, words.trim().to_owned()))?;
    change.record(&permit, &Stop::stream(id), vec![event]).await?;
    change.commit().await
}
