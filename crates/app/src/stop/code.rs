//! The live code of an open stop.

use domain::stop::StopRefusal;
use domain::{LiveCode, Refusal, StopId};
use jiff::{SignedDuration, Timestamp};

use super::{me, mine, not_on_duty};
use crate::change::Change;
use crate::check::CODE_LIVES;
use crate::secrets::Secrets;
use crate::{AppError, Context};

/// A live code. It is shown only once, and only its HMAC is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IssuedCode {
    pub code: LiveCode,
    /// The latest time at which it can be used.
    pub until: Timestamp,
}

/// Draws a new code for an open stop of the actor. The previous code remains valid until it expires.
///
/// # Errors
/// If the stop belongs to another officer or has ended.
pub async fn code(cx: &Context<'_>, secrets: &Secrets, id: StopId) -> Result<IssuedCode, AppError> {
    let mut change = Change::begin(cx).await?;
    let (stop, _) = mine(&mut change, id).await?;
    if !stop.is_open() {
        return Err(
            Refusal::conflict(StopRefusal::AlreadyClosed, "this stop has ended: it has no code any more").into()
        );
    }
    let code = LiveCode::draw(&cx.random::<32>()).ok_or(AppError::Bug("the random numbers are not random"))?;
    let until = cx.now.saturating_add(CODE_LIVES).unwrap_or(Timestamp::MAX);
    change.unit.issue_code(secrets.code_mac(&code), id, cx.now, until).await?;
    change.commit().await?;
    Ok(IssuedCode { code, until })
}

/// The minimum time between two codes of a stop. Each code has its own lifetime, so a page that is reloaded repeatedly
/// has at most seven valid codes.
pub const CODE_PACE: SignedDuration = SignedDuration::from_secs(20);

/// The answer to a request for a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeDraw {
    New(IssuedCode),
    /// The previous code was drawn only a moment ago.
    TooSoon {
        /// The earliest time at which the next code can be drawn.
        next_at: Timestamp,
        /// The latest time at which the previous code can be used.
        until: Timestamp,
    },
}

/// Like [`code`], but for the officer's page: only while the officer is allowed to act, and at most once every 20
/// seconds.
///
/// # Errors
/// Same as [`code`], or if the officer is not allowed to act now.
pub async fn code_at_pace(cx: &Context<'_>, secrets: &Secrets, id: StopId) -> Result<CodeDraw, AppError> {
    let mut change = Change::begin(cx).await?;
    let (stop, _) = mine(&mut change, id).await?;
    let officer = me(&mut change).await?;
    if stop.is_open() {
        officer.standing().may_act(stop.opening.off_duty, cx.now).map_err(not_on_duty)?;
    }
    let last = change.unit.code_issued_at(id).await?;
    drop(change);
    let next_at = last.and_then(|last| last.checked_add(CODE_PACE).ok()).filter(|next_at| *next_at > cx.now);
    match (next_at, last.and_then(|last| last.checked_add(CODE_LIVES).ok())) {
        (Some(next_at), Some(until)) => Ok(CodeDraw::TooSoon { next_at, until }),
        _ => code(cx, secrets, id).await.map(CodeDraw::New),
    }
}
