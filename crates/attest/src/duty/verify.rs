//! Verification of a presentation: both signatures, the address, the nonce, the time and the reference. Clocks that
//! may be wrong are not judged here but in [`crate::duty::offline`].

use thiserror::Error;

use crate::duty::attestation::{AttestedState, DeviceKey, ReceivedAttestation};
use crate::duty::keys::ForceKeys;
use crate::duty::nonce::{ExpectedNonce, Nonce, SLOT_SECONDS};
use crate::duty::presentation::{Audience, ReceivedPresentation};
use crate::duty::signature::PublicKey;
use crate::duty::{CHALLENGE_SECONDS, CLOCK_SKEW_SECONDS, PRESENTATION_SECONDS};

/// The requirements for a presentation. None is optional.
#[derive(Debug, Clone, Copy)]
pub struct PresentationRequirements<'a> {
    /// The published check address at which the visitor asks.
    pub audience: &'a Audience,
    /// A current slot, or the challenge that was shown.
    pub nonce: ExpectedNonce,
    /// One stop, or any.
    pub stop: ExpectedStop<'a>,
    /// The current time, in seconds since 1970.
    pub now: u64,
    /// The largest age, in seconds, of the slot or of the showing of the challenge. It can only tighten
    /// [`PRESENTATION_SECONDS`] and [`CHALLENGE_SECONDS`].
    pub maximum_age_seconds: u64,
}

/// The stop about which the visitor asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExpectedStop<'a> {
    /// The visitor has no reference: the page shows the one presented.
    Any,
    /// The visitor has this reference.
    This(&'a str),
}

/// Reasons for refusing a presentation. They are for the force's silent alarm and for
/// developers; a public page shows none.
#[derive(Debug, Clone, Copy, Error, PartialEq, Eq)]
pub enum PresentationRefusal {
    /// It is longer than any presentation, and is not even parsed.
    #[error("the presentation is too long: needs at most 2048 bytes")]
    TooLong,
    /// It is not a presentation, or not in its only encoding. Names the part.
    #[error("the {0} is not well formed")]
    Malformed(&'static str),
    /// It is signed over nothing that changes.
    #[error("the presentation has no nonce")]
    NoNonce,
    /// The key is not in the set.
    #[error("no force has published the key of this attestation")]
    UnknownKey,
    /// The key of one force signed in the name of another.
    #[error("the key of one force attests in the name of another")]
    OtherForce,
    /// The force did not sign it.
    #[error("the signature of the force is false")]
    Forged,
    /// The force signed it outside the validity of its key.
    #[error("the attestation was issued outside the time of its key")]
    KeyOutOfTime,
    /// The force signed it for no time at all, or for more than five minutes.
    #[error("the attestation lives too long: needs 1 to 300 seconds")]
    LifeTooLong,
    /// It was presented to another address.
    #[error("the presentation was made for another address")]
    WrongAudience,
    /// It was signed by a key other than the attested one.
    #[error("the signature of the device is false")]
    OtherDevice,
    /// It has a slot instead of a challenge, or the reverse.
    #[error("the presentation has a nonce of the other kind")]
    OtherNonce,
    /// It answers another challenge.
    #[error("the presentation answers another challenge")]
    WrongChallenge,
    /// Its slot is outside the life of the attestation, whatever the clock says.
    #[error("the presentation was signed outside the life of its attestation")]
    OutsideLife,
    /// The challenge is not current, by the clock of the side that showed it.
    #[error("the challenge is no longer open: needs an answer within 120 seconds")]
    ChallengeOver,
    /// The slot is too old.
    #[error("the presentation is {age_seconds} seconds old")]
    Replayed {
        /// Seconds since the slot began.
        age_seconds: u64,
    },
    /// The attestation has expired.
    #[error("the attestation expired {ago_seconds} seconds ago")]
    Expired {
        /// Seconds since its expiry.
        ago_seconds: u64,
    },
    /// It comes from the future.
    #[error("the presentation is {ahead_seconds} seconds ahead")]
    NotYetValid {
        /// Seconds until its slot begins or its attestation is issued.
        ahead_seconds: u64,
    },
    /// Made for another stop.
    #[error("the attestation is for another stop")]
    OtherStop,
}

impl PresentationRefusal {
    /// The stable code of the cause, as in `docs/check-protocol.md`.
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
    /// Number of signatures, of the two, that were verified before this cause was found. A caller whose timing must
    /// not reveal the cause verifies the rest with a [`crate::duty::StandIn`].
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

/// The verified content of a presentation. Only [`verify`] makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct VerifiedPresentation {
    /// The force's code.
    pub force: String,
    /// The force's name, from the key set.
    pub force_name: String,
    /// The warrant or collar number.
    pub number: String,
    /// On duty, or confirmed off duty.
    pub duty: AttestedState,
    /// The stop's reference.
    pub stop: String,
    /// SHA-256 of the photo that may be shown.
    pub photo_sha256: Option<[u8; 32]>,
    /// The key of the device that signed.
    pub device: DeviceKey,
    /// The nonce of the presentation. A list of presentations must use this and the device as its key, never the
    /// bytes: anyone can make a second valid ECDSA signature out of a first.
    pub nonce: Nonce,
    /// The time at which the force issued the attestation, in seconds since 1970.
    pub issued_at: u64,
    /// The time of its expiry, in seconds since 1970.
    pub expires_at: u64,
}

/// Verifies a presentation (the decoded bytes of the QR code's fragment).
///
/// Nothing is read from an attestation before the force's signature over it holds, and no time is judged
/// before both signatures hold: [`PresentationRefusal::Replayed`], [`PresentationRefusal::Expired`] and
/// [`PresentationRefusal::NotYetValid`] are
/// therefore about genuine texts.
///
/// # Errors
/// [`PresentationRefusal`], with the first cause found. No input makes it panic.
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
            // A device signs only an attestation that it holds, within the difference of its clock and the force's.
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
