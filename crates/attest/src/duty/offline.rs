//! What a page may conclude without a network: three outcomes, never two. Its keys are those that it kept, and its clock
//! is the visitor's.

use crate::duty::keys::ForceKeys;
use crate::duty::verify::{Expected, Refused, Verified, verify};

/// Beyond this difference the visitor's clock may be what is wrong.
pub const OFFLINE_CLOCK_SECONDS: u64 = 300;

/// A set older than this may lack a key that is in use.
pub const KEYS_FRESH_SECONDS: u64 = 24 * 60 * 60;

/// The outcome of a check without a network. Every cause other than `Genuine` leaves it to the visitor to ring.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OfflineOutcome {
    /// Genuine when it was issued; the page says when that was, and that nobody was asked whether it still is.
    Genuine(Box<Verified>),
    /// Something is false, or stale by so little that no clock explains it.
    NotVerified(Refused),
    /// Nothing can be said: neither that the officer is genuine nor that he is false.
    CouldNotBeDetermined(Undetermined),
}

/// Why nothing can be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Undetermined {
    /// No keys were kept.
    NoKeys,
    /// The keys that were kept are no longer believed.
    KeysExpired,
    /// The key is unknown, but the set is more than 24 hours old.
    KeysOld,
    /// The times differ by more than 5 minutes from the visitor's clock, or the clock is behind the key set.
    Clock,
}

impl OfflineOutcome {
    /// The stable name: `genuine`, `not-verified` or `could-not-be-determined`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Genuine(_) => "genuine",
            Self::NotVerified(_) => "not-verified",
            Self::CouldNotBeDetermined(_) => "could-not-be-determined",
        }
    }

    /// The stable code of the cause; `genuine` has the code `genuine`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Genuine(_) => self.name(),
            Self::NotVerified(refused) => refused.code(),
            Self::CouldNotBeDetermined(Undetermined::NoKeys) => "no-keys",
            Self::CouldNotBeDetermined(Undetermined::KeysExpired) => "keys-expired",
            Self::CouldNotBeDetermined(Undetermined::KeysOld) => "keys-old",
            Self::CouldNotBeDetermined(Undetermined::Clock) => "clock",
        }
    }
}

/// Checks a presentation with the keys that the page kept; `expected.now` is the visitor's clock.
///
/// Invariant: `Genuine` is what [`verify`] accepts, never more. A wrong clock or an old set only turns other answers into
/// "could not be determined".
pub fn check_offline(presentation: &[u8], keys: Option<&ForceKeys>, expected: &Expected<'_>) -> OfflineOutcome {
    use OfflineOutcome::{CouldNotBeDetermined, Genuine, NotVerified};
    let Some(keys) = keys else { return CouldNotBeDetermined(Undetermined::NoKeys) };
    if expected.now >= keys.expires_at() {
        return CouldNotBeDetermined(Undetermined::KeysExpired);
    }
    // The set was here before now: a clock that denies it is wrong, and would take an old recording for a fresh one.
    let clock_is_behind = keys.issued_at() > expected.now.saturating_add(OFFLINE_CLOCK_SECONDS);
    let keys_are_old = expected.now.saturating_sub(keys.issued_at()) > KEYS_FRESH_SECONDS;
    match verify(presentation, keys, expected) {
        Ok(_) if clock_is_behind => CouldNotBeDetermined(Undetermined::Clock),
        Ok(verified) => Genuine(Box::new(verified)),
        Err(Refused::UnknownKey) if keys_are_old => CouldNotBeDetermined(Undetermined::KeysOld),
        Err(Refused::UnknownKey) if clock_is_behind => CouldNotBeDetermined(Undetermined::Clock),
        Err(refused) if seconds_off(refused).is_some_and(|seconds| seconds > OFFLINE_CLOCK_SECONDS) => {
            CouldNotBeDetermined(Undetermined::Clock)
        }
        Err(refused) => NotVerified(refused),
    }
}

/// How far a genuine text is from the visitor's clock, where that is why it is refused.
fn seconds_off(refused: Refused) -> Option<u64> {
    match refused {
        Refused::Replayed { age_seconds: seconds }
        | Refused::Expired { ago_seconds: seconds }
        | Refused::NotYetValid { ahead_seconds: seconds } => Some(seconds),
        _ => None,
    }
}
