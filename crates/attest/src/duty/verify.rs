//! Verification of a presentation: both signatures, the address, the nonce, the time and the reference. It takes clocks
//! as they are; [`crate::duty::offline`] handles clocks that may be wrong.

use thiserror::Error;

use crate::duty::attestation::{AttestedState, DeviceKey, ReceivedAttestation};
use crate::duty::keys::ForceKeys;
use crate::duty::nonce::{ExpectedNonce, Nonce, SLOT_SECONDS};
use crate::duty::presentation::{Audience, ReceivedPresentation};
use crate::duty::signature::PublicKey;
use crate::duty::{CHALLENGE_SECONDS, CLOCK_SKEW_SECONDS, PRESENTATION_SECONDS};

/// The requirements that a presentation must meet. None of them is optional.
#[derive(Debug, Clone, Copy)]
pub struct PresentationRequirements<'a> {
    /// The published check address that the visitor is using.
    pub audience: &'a Audience,
    /// A current slot, or the challenge that was shown.
    pub nonce: ExpectedNonce,
    /// The stop with this reference, or any stop.
    pub stop: ExpectedStop<'a>,
    /// The current time, in seconds since 1970.
    pub now: u64,
    /// The maximum age, in seconds, of the slot, or of the challenge since it was shown. It can only tighten
    /// [`PRESENTATION_SECONDS`] and [`CHALLENGE_SECONDS`].
    pub maximum_age_seconds: u64,
}

/// The stop that the visitor asks about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExpectedStop<'a> {
    /// The visitor has no reference, so the page shows the one that is presented.
    Any,
    /// The visitor has this reference.
    This(&'a str),
}

/// Reasons for refusing a presentation. They are meant for the force's silent alarm and for developers; a public page
/// shows none of them.
#[derive(Debug, Clone, Copy, Error, PartialEq, Eq)]
pub enum PresentationRefusal {
    /// It is longer than any valid presentation, and is not even parsed.
    #[error("the presentation is too long: needs at most 2048 bytes")]
    TooLong,
    /// It is not a presentation, or is not encoded in the only valid way. Names the part.
    #[error("the {0} is not well formed")]
    Malformed(&'static str),
    /// It is signed over nothing that changes.
    #[error("the presentation has no nonce")]
    NoNonce,
    /// The key is not in the key set.
    #[error("no force has published the key of this attestation")]
    UnknownKey,
    /// One force's key was used to attest in the name of another force.
    #[error("the key of one force attests in the name of another")]
    OtherForce,
    /// The force did not sign it.
    #[error("the signature of the force is false")]
    Forged,
    /// The attestation was issued outside the period in which the force's key was valid.
    #[error("the attestation was issued outside the time of its key")]
    KeyOutOfTime,
    /// The attestation expires when it is issued or earlier, or more than five minutes later.
    #[error("the attestation lives too long: needs 1 to 300 seconds")]
    LifeTooLong,
    /// It was presented to a different address.
    #[error("the presentation was made for another address")]
    WrongAudience,
    /// It was signed with a key other than the attested one.
    #[error("the signature of the device is false")]
    OtherDevice,
    /// It has a slot where a challenge is required, or the reverse.
    #[error("the presentation has a nonce of the other kind")]
    OtherNonce,
    /// It answers a different challenge.
    #[error("the presentation answers another challenge")]
    WrongChallenge,
    /// Its slot is outside the lifetime of the attestation, whatever the clock says.
    #[error("the presentation was signed outside the life of its attestation")]
    OutsideLife,
    /// The challenge is no longer current, according to the clock of the side that showed it.
    #[error("the challenge is no longer open: needs an answer within 120 seconds")]
    ChallengeOver,
    /// The slot is too old.
    #[error("the presentation is {age_seconds} seconds old")]
    Replayed {
        /// The number of seconds since the slot began.
        age_seconds: u64,
    },
    /// The attestation has expired.
    #[error("the attestation expired {ago_seconds} seconds ago")]
    Expired {
        /// The number of seconds since the attestation expired.
        ago_seconds: u64,
    },
    /// It claims to be from the future.
    #[error("the presentation is {ahead_seconds} seconds ahead")]
    NotYetValid {
        /// The number of seconds until its slot begins or its attestation is issued.
        ahead_seconds: u64,
    },
    /// It is for a different stop.
    #[error("the attestation is for another stop")]
    OtherStop,
}

impl PresentationRefusal {
    /// The stable code of the cause, as listed in `docs/check-protocol.md`.
    pub fn code(self) -> &'static str {
        match self {
            Self::TooLong => "too-long",
            Self::Malformed(_) => "malformed",
            Self::NoNonce => "no-nonce",
            Self::UnknownKey => "unknown-key",
            Self::OtherForce => "other-force",
            Self::Forged => "forged",
            Self::KeyOutOfTime => "key-out-of-time",
            Self::LifeTooLong => "life-too-long",
            Self::WrongAudience => "wrong-audience",
            Self::OtherDevice => "other-device",
            Self::OtherNonce => "other-nonce",
            Self::WrongChallenge => "wrong-challenge",
            Self::ChallengeOver => "challenge-over",
            Self::OutsideLife => "outside-life",
            Self::Replayed { .. } => "replayed",
            Self::Expired { .. } => "expired",
            Self::NotYetValid { .. } => "not-yet-valid",
            Self::OtherStop => "other-stop",
        }
    }
}

impl PresentationRefusal {
    /// The number of signatures, out of two, that were verified before this cause was found. A caller whose timing must
    /// not reveal the cause makes up for the rest with a [`crate::duty::StandIn`].
    pub fn signatures_verified(self) -> usize {
        match self {
            Self::TooLong | Self::Malformed(_) | Self::NoNonce | Self::UnknownKey => 0,
            Self::Forged | Self::OtherForce | Self::KeyOutOfTime | Self::LifeTooLong | Self::WrongAudience => 1,
            Self::OtherDevice
            | Self::OtherNonce
            | Self::WrongChallenge
            | Self::OutsideLife
            | Self::ChallengeOver
            | Self::Replayed { .. }
            | Self::Expired { .. }
            | Self::NotYetValid { .. }
            | Self::OtherStop => 2,
        }
    }
}

/// The verified content of a presentation. Only [`verify`] can create one.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct VerifiedPresentation {
    /// The force's code.
    pub force: String,
    /// The force's name, from the key set.
    pub force_name: String,
    /// The warrant or collar number.
    pub number: String,
    /// The officer's duty state: on duty, or off duty and confirmed.
    pub duty: AttestedState,
    /// The reference of the stop.
    pub stop: String,
    /// The SHA-256 of the photo that may be shown.
    pub photo_sha256: Option<[u8; 32]>,
    /// The key of the device that signed.
    pub device: DeviceKey,
    /// The nonce of the presentation. A list of presentations must use the nonce and the device as its key, never the
    /// bytes: anyone can turn a valid ECDSA signature into a second valid one.
    pub nonce: Nonce,
    /// The time at which the force issued the attestation, in seconds since 1970.
    pub issued_at: u64,
    /// The time at which the attestation expires, in seconds since 1970.
    pub expires_at: u64,
}

/// Verifies a presentation (the decoded bytes of the QR code's fragment).
///
/// Nothing in an attestation is trusted before the force's signature on it has been verified, and no time is judged
/// before both signatures have been verified. So [`PresentationRefusal::Replayed`], [`PresentationRefusal::Expired`]
/// and [`PresentationRefusal::NotYetValid`] always refer to genuine texts.
///
/// # Errors
/// [`PresentationRefusal`], with the first cause found. No input causes a panic.
pub fn verify(
    presentation: &[u8],
    keys: &ForceKeys,
    expected: &PresentationRequirements<'_>,
) -> Result<VerifiedPresentation, PresentationRefusal> {
    let presented = ReceivedPresentation::parse(presentation)?;
    let attested = ReceivedAttestation::parse(presented.body.attestation)?;
    let claims = attested.claims;

    let key = keys.find(attested.key_id).ok_or(PresentationRefusal::UnknownKey)?;
    if !key.parsed.verifies(&attested.to_be_signed, &attested.signature) {
        return Err(PresentationRefusal::Forged);
    }
    if key.force != claims.force {
        return Err(PresentationRefusal::OtherForce);
    }
    if !(key.not_before..=key.not_after).contains(&claims.issued_at) {
        return Err(PresentationRefusal::KeyOutOfTime);
    }
    if !claims.life_is_bounded() {
        return Err(PresentationRefusal::LifeTooLong);
    }

    if presented.body.audience_tag != expected.audience.tag() {
        return Err(PresentationRefusal::WrongAudience);
    }
    let device = PublicKey::parse(claims.device.as_sec1()).ok_or(PresentationRefusal::Malformed("device key"))?;
    if !device.verifies(&presented.to_be_signed(expected.audience), &presented.signature) {
        return Err(PresentationRefusal::OtherDevice);
    }

    let nonce = presented.body.nonce;
    check_nonce(nonce, claims.issued_at..claims.expires_at, expected)?;
    if expected.now >= claims.expires_at {
        return Err(PresentationRefusal::Expired { ago_seconds: expected.now - claims.expires_at });
    }
    let ahead_seconds = claims.issued_at.saturating_sub(expected.now);
    if ahead_seconds > CLOCK_SKEW_SECONDS {
        return Err(PresentationRefusal::NotYetValid { ahead_seconds });
    }
    if matches!(expected.stop, ExpectedStop::This(reference) if reference != claims.stop) {
        return Err(PresentationRefusal::OtherStop);
    }
    Ok(VerifiedPresentation {
        force: claims.force,
        force_name: key.name.clone(),
        number: claims.number,
        duty: claims.duty,
        stop: claims.stop,
        photo_sha256: claims.photo_sha256,
        device: claims.device,
        nonce,
        issued_at: claims.issued_at,
        expires_at: claims.expires_at,
    })
}

fn check_nonce(
    nonce: Nonce,
    life: std::ops::Range<u64>,
    expected: &PresentationRequirements<'_>,
) -> Result<(), PresentationRefusal> {
    match (nonce, expected.nonce) {
        (Nonce::Slot(slot), ExpectedNonce::Slot) => {
            let begins = slot.saturating_mul(SLOT_SECONDS);
            // A device signs only an attestation that it already has, allowing for the difference between its clock and
            // the force's.
            let earliest = life.start.saturating_sub(SLOT_SECONDS + CLOCK_SKEW_SECONDS);
            if !(earliest..life.end).contains(&begins) {
                return Err(PresentationRefusal::OutsideLife);
            }
            let ahead_seconds = begins.saturating_sub(expected.now);
            if ahead_seconds > CLOCK_SKEW_SECONDS {
                return Err(PresentationRefusal::NotYetValid { ahead_seconds });
            }
            let age_seconds = expected.now.saturating_sub(begins);
            let fresh = age_seconds <= PRESENTATION_SECONDS.min(expected.maximum_age_seconds);
            if fresh { Ok(()) } else { Err(PresentationRefusal::Replayed { age_seconds }) }
        }
        (Nonce::Challenge(answered), ExpectedNonce::Challenge { challenge, shown_at }) => {
            if answered != challenge {
                return Err(PresentationRefusal::WrongChallenge);
            }
            let longest = CHALLENGE_SECONDS.min(expected.maximum_age_seconds);
            let open = shown_at..=shown_at.saturating_add(longest);
            if open.contains(&expected.now) { Ok(()) } else { Err(PresentationRefusal::ChallengeOver) }
        }
        _ => Err(PresentationRefusal::OtherNonce),
    }
}
