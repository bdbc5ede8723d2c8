//! The record of a stop, fetched with a receipt.

use domain::officer::Officer;
use domain::record::time::day;
use domain::stop::Stop;
use domain::{ErrorKind, Pin, Refusal, StopRef};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use super::pin;
use crate::change::{self, PermissionSubject};
use crate::secrets::Secrets;
use crate::{Action, AppError, Context};

/// The number of consecutive wrong PINs after which every PIN is refused for a while: 5 guesses an hour at a million
/// PINs.
const PIN_FAILURES: u64 = 5;

/// The time for which every PIN is then refused.
const PIN_LOCK: SignedDuration = SignedDuration::from_hours(1);

/// The record of a stop, as fetched with a receipt.
#[derive(Clone, Debug, PartialEq)]
pub struct StopReceipt {
    pub stop: Stop,
    pub force: String,
    /// The telephone number of the force's control room.
    pub telephone: String,
    /// The number on the officer's warrant card.
    pub number: String,
    /// The last day, in London, on which the record can be fetched.
    pub until: Date,
}

/// Fetches the record of a stop by its reference and the PIN of a receipt.
///
/// # Errors
/// The same error if there is no such reference, the PIN is wrong or the receipt has expired, and a different one after
/// 5 consecutive wrong PINs.
pub async fn fetch(cx: &Context<'_>, secrets: &Secrets, reference: StopRef, pin: Pin) -> Result<StopReceipt, AppError> {
    cx.authorise(Action::FollowCheck, PermissionSubject::Nothing)?;
    let receipt = open_receipt(cx, reference, pin).await?;
    let missing = AppError::Missing { what: "record" };
    let Some(stop) = change::state::<Stop>(cx, receipt.stop).await? else {
        return Err(missing);
    };
    let Some(officer) = change::state::<Officer>(cx, stop.opening.officer).await? else {
        return Err(missing);
    };
    let force = secrets.force(&stop.opening.force);
    let number = officer.warrant.known().cloned().unwrap_or_default();
    // A receipt expires at the midnight that ends its last day.
    let ended = day(receipt.expires_at);
    let until = ended.yesterday().unwrap_or(ended);
    Ok(StopReceipt { stop, force: force.name, telephone: force.telephone, number, until })
}

pub(super) async fn open_receipt(
    cx: &Context<'_>,
    reference: StopRef,
    pin: Pin,
) -> Result<store::ReceiptRow, AppError> {
    // The attempt is counted before the PIN is compared, in a transaction of its own. If many attempts arrive at once,
    // only five are compared, and nobody waits for the database's write lock while a hash is computed. The attempt is
    // counted and the PIN hashed even if there is no receipt. Otherwise a person who knows a reference could find out
    // whether a receipt was taken.
    let locked_until = cx.now.saturating_add(PIN_LOCK).unwrap_or(Timestamp::MAX);
    if !cx.app.store.try_pin(reference, cx.now, PIN_FAILURES, locked_until).await? {
        let message = "too many wrong PINs: try again in an hour, or ring the control room";
        return Err(AppError::Refused(Refusal {
            kind: ErrorKind::TooMany,
            ..Refusal::conflict("record.locked", message)
        }));
    }
    let tried = pin::hash(pin, reference).await?;
    let receipts = cx.app.store.receipts(reference).await?;
    let mut living = receipts.into_iter().filter(|receipt| receipt.expires_at > cx.now);
    match living.find(|receipt| pin::same(&receipt.pin, &tried)) {
        Some(receipt) => {
            cx.app.store.pin_fitted(reference).await?;
            Ok(receipt)
        }
        None => {
            Err(Refusal::invalid("record.not-found", "the reference and the PIN do not fit together: check both")
                .into())
        }
    }
}
