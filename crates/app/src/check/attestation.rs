//! Offline checks: a force's attestations for an officer's device, and scans of them, which are checked live.
//! `attest::duty` defines the bytes, and `docs/check-protocol.md` describes the protocol.

use std::sync::Arc;

use attest::duty::{
    AttestedState, Audience, DeviceKey, DutyAttestation, DutyClaims, ExpectedNonce, ExpectedStop, ForceKey, ForceKeys,
    MAX_LIFE_SECONDS, PresentationRefusal, PresentationRequirements, VerifiedPresentation, decode_fragment,
};
use aws_lc_rs::digest;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use domain::check::{Cause, CheckOutcome, Checkable, Leg};
use domain::officer::Officer;
use domain::stop::{Stop, StopRefusal};
use domain::{Challenge, CheckRef, DeviceId, Refusal, StopId, StopRef};
use jiff::{SignedDuration, Timestamp};
use store::PresentedStop;

use super::Checker;
use crate::change::{self, PermissionSubject};
use crate::secrets::Secrets;
use crate::{Action, AppError, Context};

/// The time for which a page may trust its stored copy of a published key set.
const KEYS_LIVE: SignedDuration = SignedDuration::from_hours(24 * 7);

/// The keys in the set are declared valid from this long before now, because the set is rebuilt on every request and
/// the keys are older.
const KEYS_SINCE: SignedDuration = SignedDuration::from_hours(24 * 365);

fn seconds(at: Timestamp) -> u64 {
    u64::try_from(at.as_second()).unwrap_or(0)
}

impl Secrets {
    /// The public keys with which the forces served here attest, or `None` if no force has one.
    pub fn key_set(&self, now: Timestamp) -> Option<ForceKeys> {
        let since = seconds(now.saturating_sub(KEYS_SINCE).unwrap_or(now));
        let until = seconds(now.saturating_add(KEYS_LIVE).unwrap_or(now));
        let key = |(code, signer): (&domain::ForceId, &attest::duty::ForceSigner)| {
            let force = self.force(code);
            ForceKey::new(&force.prefix, &force.name, signer.public_key(), since, until).ok()
        };
        let keys: Vec<ForceKey> = self.signers.iter().filter_map(key).collect();
        if keys.is_empty() { None } else { ForceKeys::new(seconds(now), until, keys).ok() }
    }

    /// The same keys as a JSON document for pages to store.
    pub fn public_keys(&self, now: Timestamp) -> Option<Arc<str>> {
        self.key_set(now).map(|keys| keys.to_json().into())
    }
}

/// A force's attestation for the device used in an open stop. It is valid for at most five minutes and never beyond the
/// end of the shift.
///
/// # Errors
/// If the stop belongs to another officer, was begun on another device or has ended; if the officer is not allowed to
/// act now; or if the device or the force has no key.
pub async fn attestation(
    cx: &Context<'_>,
    secrets: &Secrets,
    id: StopId,
    device: DeviceId,
) -> Result<DutyAttestation, AppError> {
    let Some(stop) = change::state::<Stop>(cx, id).await? else {
        return Err(AppError::Missing { what: "stop" });
    };
    cx.authorise(Action::RunStop, PermissionSubject::Force(&stop.opening.force))?;
    let officer = match change::state::<Officer>(cx, stop.opening.officer).await? {
        Some(officer) if cx.actor.officer() == Some(officer.id) => officer,
        _ => return Err(AppError::Missing { what: "stop" }),
    };
    if Checkable::now(&stop, &officer).outcome(cx.now) != CheckOutcome::Verified {
        let message = "nothing can be attested now: finish the stop, or speak to your supervisor";
        return Err(Refusal::forbidden(StopRefusal::NotAttested, message).into());
    }
    if stop.opening.device.is_some_and(|begun| begun != device) {
        let message = "this stop was begun on another device: what is scanned is shown there";
        return Err(Refusal::conflict(StopRefusal::OtherDevice, message).into());
    }
    let none = || Refusal::conflict(StopRefusal::NoDeviceKey, "this device has no key: bind it again");
    let key = officer.devices.iter().find(|bound| bound.id == device).and_then(|bound| bound.key.as_deref());
    let key = URL_SAFE_NO_PAD.decode(key.ok_or_else(none)?).ok().and_then(|key| DeviceKey::from_sec1(&key).ok());
    let signer = secrets.signers.get(&stop.opening.force);
    let signer = signer.ok_or_else(|| Refusal::conflict(StopRefusal::NoForceKey, "this force attests nothing"))?;
    let claims = claims(secrets, &stop, &officer, key.ok_or_else(none)?, cx.now);
    signer.attest(&claims).map_err(|error| {
        tracing::error!(%error, "an attestation was not signed");
        AppError::Bug("what is on record of this officer cannot be attested")
    })
}

fn claims(secrets: &Secrets, stop: &Stop, officer: &Officer, device: DeviceKey, now: Timestamp) -> DutyClaims {
    let force = secrets.force(&stop.opening.force);
    let shift_ends = officer.on_duty.filter(|_| !stop.opening.off_duty).map_or(u64::MAX, |(_, until)| seconds(until));
    let issued_at = seconds(now);
    let shows_photo = force.photo && !officer.by_number;
    let photo = officer.photo.as_ref().filter(|_| shows_photo).and_then(|photo| photo.known());
    let hash = |bytes: Vec<u8>| digest::digest(&digest::SHA256, &bytes).as_ref().try_into().ok();
    DutyClaims {
        force: force.prefix,
        number: officer.warrant.known().cloned().unwrap_or_default(),
        device,
        duty: if stop.opening.off_duty { AttestedState::OffDutyConfirmed } else { AttestedState::OnDuty },
        stop: stop.opening.reference.to_string(),
        photo_sha256: photo.and_then(|photo| STANDARD.decode(&photo.base64).ok()).and_then(hash),
        issued_at,
        expires_at: (issued_at + MAX_LIFE_SECONDS).min(shift_ends).max(issued_at + 1),
    }
}

/// The data scanned from an officer's screen.
#[derive(Clone, Debug)]
pub struct Scan {
    pub digits: String,
    /// The word shown on the visitor's page and the time, by the page's clock, when it was shown. If there is one, only
    /// a presentation that answers it is accepted.
    pub word: Option<(Challenge, Timestamp)>,
}

/// Checks a scan live: both signatures, the time, and the current state of the record. As with a code, a false scan is
/// recorded with its cause, and the visitor gets the same answer whatever the cause.
///
/// Every cause takes the same amount of work: whatever was scanned, two signatures are verified and one stop is looked
/// up.
///
/// # Errors
/// Same as [`Checker::check`].
pub async fn scan(
    cx: &Context<'_>,
    secrets: &Secrets,
    checker: &Checker,
    scanned: &Scan,
) -> Result<CheckRef, AppError> {
    cx.authorise(Action::CheckOfficer, PermissionSubject::Nothing)?;
    let verified = verified(secrets, scanned, cx.now);
    let reference = verified.as_ref().ok().and_then(|verified| verified.stop.parse::<StopRef>().ok());
    // A reference that belongs to no stop.
    let asked = reference.or_else(|| StopRef::draw("XX", &[0; 16])).ok_or(AppError::Bug("no reference is drawn"))?;
    let known = cx.app.store.presented_stop(asked).await?;
    let found = match (&verified, &known) {
        (Err(cause), _) => CheckOutcome::Refused(*cause),
        (Ok(verified), Some(stop)) if belongs(verified, stop) => stop.leads_to.outcome(cx.now),
        (Ok(_), _) => CheckOutcome::Refused(Cause::Mismatched),
    };
    checker.judged(cx, Leg::Scan, found, known.map(|stop| stop.leads_to)).await
}

fn verified(secrets: &Secrets, scanned: &Scan, now: Timestamp) -> Result<VerifiedPresentation, Cause> {
    let verified = presented(secrets, scanned, now);
    let done = verified.as_ref().map_or_else(|refused| refused.signatures_verified(), |_| 2);
    for stand_in in secrets.stand_in.iter().cycle().take(2 - done) {
        stand_in.verify();
    }
    verified.map_err(cause)
}

fn presented(secrets: &Secrets, scanned: &Scan, now: Timestamp) -> Result<VerifiedPresentation, PresentationRefusal> {
    // 2 048 bytes are 4 975 digits, so longer input is not even decoded.
    let digits = scanned.digits.trim();
    let bytes = if digits.len() > 5_000 { None } else { decode_fragment(digits).ok() };
    let (keys, audience) = (secrets.key_set(now), Audience::parse(&secrets.address).ok());
    let bytes = bytes.ok_or(PresentationRefusal::Malformed("fragment"))?;
    let (keys, audience) = keys.zip(audience).ok_or(PresentationRefusal::UnknownKey)?;
    let (nonce, maximum_age_seconds) = match scanned.word {
        None => (ExpectedNonce::Slot, attest::duty::PRESENTATION_SECONDS),
        Some((challenge, shown_at)) => {
            let challenge = challenge.to_string().parse().map_err(|_| PresentationRefusal::WrongChallenge)?;
            (ExpectedNonce::Challenge { challenge, shown_at: seconds(shown_at) }, attest::duty::CHALLENGE_SECONDS)
        }
    };
    let stop = ExpectedStop::Any;
    let expected =
        PresentationRequirements { audience: &audience, nonce, stop, now: seconds(now), maximum_age_seconds };
    attest::duty::verify(&bytes, &keys, &expected)
}

/// The cause reported to the force for a refused presentation.
fn cause(refused: PresentationRefusal) -> Cause {
    match refused {
        PresentationRefusal::Replayed { .. }
        | PresentationRefusal::Expired { .. }
        | PresentationRefusal::OutsideLife => Cause::Replayed,
        PresentationRefusal::OtherDevice | PresentationRefusal::OtherStop => Cause::Mismatched,
        PresentationRefusal::WrongAudience
        | PresentationRefusal::OtherNonce
        | PresentationRefusal::WrongChallenge
        | PresentationRefusal::ChallengeOver => Cause::WrongAudience,
        _ => Cause::Forged,
    }
}

/// Returns true if the presentation belongs to this stop and comes from the device on which the stop was begun, and
/// that device is still bound to the officer.
fn belongs(verified: &VerifiedPresentation, stop: &PresentedStop) -> bool {
    let key = URL_SAFE_NO_PAD.encode(verified.device.as_sec1());
    let device = stop.bound.iter().find(|(_, bound)| bound.as_deref() == Some(key.as_str()));
    device.is_some_and(|(device, _)| stop.device.is_none_or(|begun| begun == *device))
}
