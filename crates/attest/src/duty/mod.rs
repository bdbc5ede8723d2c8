//! The check on the street without a network: the QR code on an officer's device, and how anyone can verify it.
//!
//! A force signs a [`DutyAttestation`] for the key of one officer's device, for one stop, with a lifetime of at most
//! [`MAX_LIFE_SECONDS`]. The device signs a [`Presentation`] of it, which also covers a [`Nonce`] and the published
//! check address. [`verify`](verify()) checks that both signatures are valid and fresh. [`check_offline`] decides what
//! a page may conclude from the keys that it kept and a clock that may be wrong. `docs/check-protocol.md` describes the
//! bytes for implementers, and `crates/attest/vectors/duty.json` holds the test vectors.
//!
//! Deliberately absent: a clock (`now` is passed in, in seconds since 1970), randomness (except for creating and using
//! a [`ForceSigner`]), and any words for the public, who are never told why a check failed.

mod attestation;
mod cose;
mod fragment;
mod keys;
mod nonce;
mod offline;
mod page;
mod presentation;
mod signature;
#[cfg(not(target_arch = "wasm32"))]
mod signer;
mod verify;

pub use attestation::{
    AttestedState, DeviceKey, DutyAttestation, DutyClaims, IssueError, NotAKey, UnsignedAttestation,
};
pub use fragment::{NotDigits, decode as decode_fragment, encode as encode_fragment};
pub use keys::{ForceKey, ForceKeys, KeyId, KeySetError};
pub use nonce::{ALPHABET, Challenge, ExpectedNonce, Nonce, NotAChallenge, SLOT_SECONDS, slot_at};
pub use offline::{KEYS_FRESH_SECONDS, OFFLINE_CLOCK_SECONDS, OfflineOutcome, UndeterminedCause, check_offline};
pub use page::answer;
pub use presentation::{Audience, DOMAIN, PresentError, Presentation, UnsignedPresentation};
#[cfg(not(target_arch = "wasm32"))]
pub use signer::{ForceSigner, SignerError, StandIn};
pub use verify::{ExpectedStop, PresentationRefusal, PresentationRequirements, VerifiedPresentation, verify};

/// The maximum lifetime of an attestation: 5 minutes. It limits how late a suspension takes effect in the offline
/// check.
pub const MAX_LIFE_SECONDS: u64 = 300;

/// The time for which a presentation signed over a slot is accepted, counted from the start of that slot.
pub const PRESENTATION_SECONDS: u64 = 30;

/// The time for which an answer to a challenge is accepted, counted from the moment at which the challenge was shown.
pub const CHALLENGE_SECONDS: u64 = 120;

/// The furthest that a timestamp may be ahead of our clock.
pub const CLOCK_SKEW_SECONDS: u64 = 10;

/// The longest presentation that is examined, in bytes. A typical one is about 360 bytes long.
pub const MAX_BYTES: usize = 2048;
