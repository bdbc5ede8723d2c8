//! The check on the street without a network: the QR code of an officer's device, and its verification by anyone.
//!
//! A force signs a [`DutyAttestation`] for the key of one officer's device, for one stop and at most
//! [`MAX_LIFE_SECONDS`]. The device signs a [`Presentation`] of it, over a [`Nonce`] and the published check address.
//! [`verify`](verify()) checks that both signatures hold and are fresh; [`check_offline`] draws the conclusions of a page
//! with the keys that it kept and a clock that may be wrong. The bytes are described for implementers in
//! `docs/check-protocol.md` and compared with `crates/attest/vectors/duty.json`.
//!
//! Deliberately absent: a clock (`now` is passed in, in seconds since 1970), randomness except in making and using a
//! [`ForceSigner`], and any words for the public, who are never told why a check failed.

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

/// The longest life of an attestation: 5 minutes. It bounds how late a suspension reaches the offline leg.
pub const MAX_LIFE_SECONDS: u64 = 300;

/// Time for which a presentation over a slot is accepted, counted from the start of its slot.
pub const PRESENTATION_SECONDS: u64 = 30;

/// Time for which an answer to a challenge is accepted, counted from the moment the challenge was shown.
pub const CHALLENGE_SECONDS: u64 = 120;

/// Largest lead over our clock that a timestamping clock may have.
pub const CLOCK_SKEW_SECONDS: u64 = 10;

/// The longest presentation that is examined, in bytes. A typical one has about 360.
pub const MAX_BYTES: usize = 2048;
