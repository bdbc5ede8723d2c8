//! The offline leg: what a force attests for an officer's device, and what was scanned from it, checked live.
//! The bytes are `attest::duty`'s; the protocol is in `docs/check-protocol.md`.

use std::sync::Arc;

use attest::duty::{
    Audience, DeviceKey, DutyAttestation, DutyClaims, DutyState, Expected, ExpectedEncounter, ExpectedNonce, ForceKey,
    ForceKeys, MAX_LIFE_SECONDS, Refused, Verified, decode_fragment,
};
use aws_lc_rs::digest;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use domain::check::{Cause, Leg, Outcome};
use domain::encounter::Encounter;
use domain::officer::Officer;
use domain::{CheckRef, DeviceId, EncounterId, EncounterRef, Refusal, State};
use jiff::{SignedDuration, Timestamp};

use super::answer::state;
use super::visitor::checkable;
use super::{Checker, Settings, judge};
use crate::change::{self, About};
use crate::{Action, AppError, Context};

/// How long a published key set may be believed by a page that kept it.
const KEYS_LIVE: SignedDuration = SignedDuration::from_hours(24 * 7);

/// How long before now a key may have attested: the set is made anew each time, and the keys are older.
const KEYS_SINCE: SignedDuration = SignedDuration::from_hours(24 * 365);

fn seconds(at: Timestamp) -> u64 {
    u64::try_from(at.as_second()).unwrap_or(0)
}

impl Settings {
    /// The keys with which the forces here attest, as anybody may know them; none where no force has one.
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

    /// The same as the JSON document that pages keep.
    pub fn public_keys(&self, now: Timestamp) -> Option<Arc<str>> {
        self.key_set(now).map(|keys| keys.to_json().into())
    }
}

/// What a force attests for the device of an open stop: at most five minutes, and never beyond the end of the shift.
///
/// # Errors
/// When the stop is somebody else's, was begun on another device or has ended, the officer may not act now, the device has no
/// key, or the force has none.
pub async fn attestation(
    cx: &Context<'_>,
    settings: &Settings,
    id: EncounterId,
    device: DeviceId,
) -> Result<DutyAttestation, AppError> {
    let Some(State::Encounter(stop)) = state(cx, &change::encounter(id)).await? else {
        return Err(AppError::Missing { what: "stop" });
    };
    cx.authorise(Action::RunEncounter, About::Force(&stop.stop.force))?;
    let officer = match state(cx, &change::officer(stop.stop.officer)).await? {
        Some(State::Officer(officer)) if cx.actor.officer() == Some(officer.id) => officer,
        _ => return Err(AppError::Missing { what: "stop" }),
    };
    if judge(&checkable(&stop, &officer), cx.now) != Outcome::Verified {
        let message = "nothing can be attested now: finish the stop, or speak to your supervisor";
        return Err(Refusal::forbidden("encounter.not-attested", message).into());
    }
    if stop.stop.device.is_some_and(|begun| begun != device) {
        let message = "this stop was begun on another device: what is scanned is shown there";
        return Err(Refusal::conflict("encounter.other-device", message).into());
    }
    let none = || Refusal::conflict("encounter.no-device-key", "this device has no key: bind it again");
    let key = officer.devices.iter().find(|bound| bound.id == device).and_then(|bound| bound.key.as_deref());
    let key = URL_SAFE_NO_PAD.decode(key.ok_or_else(none)?).ok().and_then(|key| DeviceKey::from_sec1(&key).ok());
    let signer = settings.signers.get(&stop.stop.force);
    let signer = signer.ok_or_else(|| Refusal::conflict("encounter.no-force-key", "this force attests nothing"))?;
    let claims = claims(settings, &stop, &officer, key.ok_or_else(none)?, cx.now);
    signer.attest(&claims).map_err(|error| {
        tracing::error!(%error, "an attestation was not signed");
        AppError::Bug("what is on record of this officer cannot be attested")
    })
}

fn claims(settings: &Settings, stop: &Encounter, officer: &Officer, device: DeviceKey, now: Timestamp) -> DutyClaims {
    let force = settings.force(&stop.stop.force);
    let shift_ends = officer.on_duty.filter(|_| !stop.stop.off_duty).map_or(u64::MAX, |(_, until)| seconds(until));
    let issued_at = seconds(now);
    let shows_photo = force.photo && !officer.by_number;
    let photo = officer.photo.as_ref().filter(|_| shows_photo).and_then(|photo| photo.known());
    let hash = |bytes: Vec<u8>| digest::digest(&digest::SHA256, &bytes).as_ref().try_into().ok();
    DutyClaims {
        force: force.prefix,
        number: officer.warrant.known().cloned().unwrap_or_default(),
        device,
        duty: if stop.stop.off_duty { DutyState::OffDutyConfirmed } else { DutyState::OnDuty },
        encounter: stop.stop.reference.to_string(),
        photo_sha256: photo.and_then(|photo| STANDARD.decode(&photo.base64).ok()).and_then(hash),
        issued_at,
        expires_at: (issued_at + MAX_LIFE_SECONDS).min(shift_ends).max(issued_at + 1),
    }
}

/// Checks what was scanned, live: both signatures, the time, and what the record says now. As with a code, what is false is
/// recorded with its cause, and the visitor is told one thing only.
///
/// # Errors
/// As [`Checker::check`].
pub async fn scan(
    cx: &Context<'_>,
    settings: &Settings,
    checker: &Checker,
    presentation: &str,
) -> Result<CheckRef, AppError> {
    cx.authorise(Action::CheckOfficer, About::Nothing)?;
    let verified = verified(settings, presentation, cx.now);
    // The record is asked whether or not the signatures hold, so that one cause does not take longer than another.
    let reference = verified.as_ref().ok().and_then(|verified| verified.encounter.parse::<EncounterRef>().ok());
    let known = presented(cx, reference).await?;
    let found = match (&verified, &known) {
        (Err(cause), _) => Outcome::Refused(*cause),
        (Ok(_), None) => Outcome::Refused(Cause::Mismatched),
        (Ok(verified), Some((stop, officer))) if !belongs(verified, stop, officer) => {
            Outcome::Refused(Cause::Mismatched)
        }
        (Ok(_), Some((stop, officer))) => judge(&checkable(stop, officer), cx.now),
    };
    let leads_to = known.as_ref().map(|(stop, officer)| checkable(stop, officer));
    checker.judged(cx, Leg::Scan, found, leads_to).await
}

fn verified(settings: &Settings, presentation: &str, now: Timestamp) -> Result<Verified, Cause> {
    // 2 048 bytes are 4 975 digits: what is longer is not even decoded.
    let digits = presentation.trim();
    let bytes = if digits.len() > 5_000 { None } else { decode_fragment(digits).ok() };
    let keys = settings.key_set(now);
    let audience = Audience::parse(&settings.address).ok();
    let (Some(bytes), Some(keys), Some(audience)) = (bytes, keys, audience) else { return Err(Cause::Forged) };
    let expected = Expected {
        audience: &audience,
        nonce: ExpectedNonce::Slot,
        encounter: ExpectedEncounter::Any,
        now: seconds(now),
        maximum_age_seconds: attest::duty::PRESENTATION_SECONDS,
    };
    attest::duty::verify(&bytes, &keys, &expected).map_err(cause)
}

/// What the force is told of a presentation that does not hold.
fn cause(refused: Refused) -> Cause {
    match refused {
        Refused::Replayed { .. } | Refused::Expired { .. } => Cause::Replayed,
        Refused::OtherDevice | Refused::OtherEncounter => Cause::Mismatched,
        Refused::WrongAudience | Refused::OtherNonce | Refused::WrongChallenge | Refused::ChallengeOver => {
            Cause::WrongAudience
        }
        _ => Cause::Forged,
    }
}

async fn presented(
    cx: &Context<'_>,
    reference: Option<EncounterRef>,
) -> Result<Option<(Encounter, Officer)>, AppError> {
    // A reference that no stop has: its look-up costs what another costs.
    let nobody = || EncounterRef::draw("XX", &[0; 16]);
    let Some(reference) = reference.or_else(nobody) else { return Ok(None) };
    for row in cx.app.store.encounters_by_reference(reference).await? {
        let stop = state(cx, &change::encounter(row.id)).await?;
        let officer = state(cx, &change::officer(row.officer)).await?;
        if let (Some(State::Encounter(stop)), Some(State::Officer(officer))) = (stop, officer) {
            return Ok(Some((stop, officer)));
        }
    }
    Ok(None)
}

/// Whether what was presented is this stop's, on the device on which it was begun, while that is bound to its officer.
fn belongs(verified: &Verified, stop: &Encounter, officer: &Officer) -> bool {
    let key = URL_SAFE_NO_PAD.encode(verified.device.as_sec1());
    let device = officer.devices.iter().find(|bound| bound.key.as_deref() == Some(key.as_str()));
    let begun_on = device.is_some_and(|device| stop.stop.device.is_none_or(|begun| begun == device.id));
    begun_on && officer.warrant.known().is_some_and(|number| *number == verified.number)
}
