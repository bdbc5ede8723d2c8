//! Decides what a page without a network may conclude: there are always three outcomes, never two. The page uses the
//! keys that it kept and the visitor's clock.

use crate::duty::keys::ForceKeys;
use crate::duty::verify::{PresentationRefusal, PresentationRequirements, VerifiedPresentation, verify};

/// If times differ by more than this, the visitor's clock may be wrong.
pub const OFFLINE_CLOCK_SECONDS: u64 = 300;

/// A key set older than this may lack a key that is already in use.
pub const KEYS_FRESH_SECONDS: u64 = 24 * 60 * 60;

/// The outcome of a check without a network. Unless it is `Genuine`, the visitor decides whether to call the force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OfflineOutcome {
    /// Genuine at the time of issue. The page shows that time, and says that the force was not asked whether it still
    /// holds.
    Genuine(Box<VerifiedPresentation>),
    /// Something is false, or is outdated by so little that a wrong clock cannot explain it.
    NotVerified(PresentationRefusal),
    /// No conclusion is possible: the officer may be genuine or false.
    CouldNotBeDetermined(UndeterminedCause),
}

/// Reasons why no conclusion is possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UndeterminedCause {
    /// The page has no keys.
    NoKeys,
    /// The key set has expired.
    KeysExpired,
    /// The key is unknown, but the key set is more than 24 hours old.
    KeysOld,
    /// The times differ from the visitor's clock by more than 5 minutes, or the clock is behind the key set.
    Clock,
}

impl OfflineOutcome {
    /// The stable name of the outcome: `genuine`, `not-verified` or `could-not-be-determined`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Genuine(_) => "genuine",
            Self::NotVerified(_) => "not-verified",
            Self::CouldNotBeDetermined(_) => "could-not-be-determined",
        }
    }

    /// The stable code of the cause, or `genuine`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Genuine(_) => self.name(),
            Self::NotVerified(refused) => refused.code(),
            Self::CouldNotBeDetermined(UndeterminedCause::NoKeys) => "no-keys",
            Self::CouldNotBeDetermined(UndeterminedCause::KeysExpired) => "keys-expired",
            Self::CouldNotBeDetermined(UndeterminedCause::KeysOld) => "keys-old",
            Self::CouldNotBeDetermined(UndeterminedCause::Clock) => "clock",
        }
    }
}

/// Checks a presentation with the keys that the page kept; `expected.now` is the visitor's clock.
///
/// Invariant: `Genuine` is returned only for presentations that [`verify`] accepts. A wrong clock or an old key set can
/// only turn other answers into "could not be determined".
pub fn check_offline(
    presentation: &[u8],
    keys: Option<&ForceKeys>,
    expected: &PresentationRequirements<'_>,
) -> OfflineOutcome {
    use OfflineOutcome::{CouldNotBeDetermined, Genuine, NotVerified};
    let Some(keys) = keys else { return CouldNotBeDetermined(UndeterminedCause::NoKeys) };
    if expected.now >= keys.expires_at() {
        return CouldNotBeDetermined(UndeterminedCause::KeysExpired);
    }
    // The set was published before now. A clock that shows an earlier time is wrong, and might accept an old recording
    // as fresh.
    let clock_is_behind = keys.issued_at() > expected.now.saturating_add(OFFLINE_CLOCK_SECONDS);
    let keys_are_old = expected.now.saturating_sub(keys.issued_at()) > KEYS_FRESH_SECONDS;
    match verify(presentation, keys, expected) {
        Ok(_) if clock_is_behind => CouldNotBeDetermined(UndeterminedCause::Clock),
        Ok(verified) => Genuine(Box::new(verified)),
        Err(PresentationRefusal::UnknownKey) if keys_are_old => CouldNotBeDetermined(UndeterminedCause::KeysOld),
        Err(PresentationRefusal::UnknownKey) if clock_is_behind => CouldNotBeDetermined(UndeterminedCause::Clock),
        Err(refused) if seconds_off(refused).is_some_and(|seconds| seconds > OFFLINE_CLOCK_SECONDS) => {
            CouldNotBeDetermined(UndeterminedCause::Clock)
        }
        Err(refused) => NotVerified(refused),
    }
}

/// The distance of a genuine text from the visitor's clock, in seconds, if that is why it was refused.
fn seconds_off(refused: PresentationRefusal) -> Option<u64> {
    match refused {
        PresentationRefusal::Replayed { age_seconds: seconds }
        | PresentationRefusal::Expired { ago_seconds: seconds }
        | PresentationRefusal::NotYetValid { ahead_seconds: seconds } => Some(seconds),
        _ => None,
    }
}
