//! The receipt of a verified check, which is issued only once.

use domain::check::{Check, CheckEvent};
use domain::record::time::{day, day_after};
use domain::{CheckRef, Event, Pin, Refusal, StopRef, Stream as _};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};

use super::pin;
use crate::change::{Change, PermissionSubject, again};
use crate::check::{as_visitor, verified_now};
use crate::{Action, AppError, Context};

/// The most receipts for one stop. Each has its own PIN, so with more receipts a guess would be more likely to succeed,
/// and the comparison would take longer.
const RECEIPTS_MAXIMUM: usize = 20;

/// A new receipt. It is shown only once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewReceipt {
    /// The reference of the stop.
    pub stop: StopRef,
    /// The PIN needed to fetch the record.
    pub pin: Pin,
    /// The last day, in London, on which the record can be fetched.
    pub until: Date,
}

/// The last day on which the record of a search can be fetched: the same date three months later, or the last day of that
/// month if it has no such date. The right itself lasts three months beginning with the day of the search (PACE 1984
/// s.3), so on most dates this is one day longer.
pub fn last_day(searched_at: Timestamp) -> Date {
    let searched_on = day(searched_at);
    searched_on.checked_add(3.months()).unwrap_or(searched_on)
}

/// Issues the receipt of a verified check. With its reference and PIN, the record can be fetched until the end of its
/// [`last_day`] (PACE 1984 s.3(8) and (9)).
///
/// # Errors
/// If the page does not show a verified officer now, or the receipt has already been issued, because its PIN is shown
/// only once.
pub async fn give(cx: &Context<'_>, reference: CheckRef) -> Result<NewReceipt, AppError> {
    let permit = cx.authorise(Action::FollowCheck, PermissionSubject::Nothing)?;
    let given = || {
        let message =
            "the receipt of this check was given out before, and its PIN is shown once: ring the control room";
        AppError::from(Refusal::conflict("check.receipt-given", message))
    };
    let (check, found) = verified_now(cx, reference).await?;
    let (_, stop) = found.ok_or(AppError::Missing { what: "stop" })?;
    if check.receipt {
        return Err(given());
    }
    if cx.app.store.receipts(stop.opening.reference).await?.len() >= RECEIPTS_MAXIMUM {
        let message = "this stop has given out as many receipts as it can: ring the control room";
        return Err(Refusal::conflict("check.too-many-receipts", message).into());
    }
    let pin = Pin::draw(&cx.random::<32>()).ok_or(AppError::Bug("the random numbers are not random"))?;
    let hash = pin::hash(pin, stop.opening.reference).await?;
    let until = last_day(stop.opened_at);
    let expires_at = day_after(until).ok_or(AppError::Bug("the clock is at the end of time"))?;
    let cx = &as_visitor(cx, check.id);
    let give_out = || async {
        let mut change = Change::begin(cx).await?;
        if !change.unit.give_receipt(check.id, (stop.id, stop.opening.reference), &hash, expires_at).await? {
            return Err(given());
        }
        change.record_alone(&permit, &Check::stream(check.id), vec![Event::Check(CheckEvent::ReceiptGiven)]).await?;
        change.commit().await
    };
    again(give_out).await?;
    Ok(NewReceipt { stop: stop.opening.reference, pin, until })
}
