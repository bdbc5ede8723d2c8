//! The people in the stories: a force, an officer's device, and impostors for both. All keys are fixed, and all
//! signatures follow RFC 6979, so that a story produces the same bytes every time.

use attest::duty::{
    AttestedState, Audience, Challenge, DeviceKey, DutyAttestation, DutyClaims, ExpectedNonce, ExpectedStop, ForceKey,
    ForceKeys, KeyId, MAX_LIFE_SECONDS, Nonce, PRESENTATION_SECONDS, PresentationRefusal, PresentationRequirements,
    UnsignedAttestation, UnsignedPresentation, VerifiedPresentation, slot_at, verify,
};
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};

/// The start of a slot: 2026-11-20T18:04:00Z.
pub const NOW: u64 = 1_795_197_840;
pub const ADDRESS: &str = "https://check.police.example/";
pub const STOP: &str = "NM-7Q4K-29";
pub const DAY: u64 = 24 * 60 * 60;

pub struct Key(SigningKey);

impl Key {
    pub fn sec1(&self) -> [u8; 65] {
        self.0.verifying_key().to_sec1_point(false).as_bytes().try_into().expect("uncompressed")
    }

    pub fn id(&self) -> KeyId {
        KeyId::of(&self.sec1())
    }

    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        let signature: Signature = self.0.sign(message);
        signature.to_bytes().into()
    }
}

/// The other valid signature for the same message: anyone can turn `(r, s)` into `(r, n - s)`, and WebCrypto may return
/// either.
pub fn other_half(signature: &[u8; 64]) -> [u8; 64] {
    let signature = Signature::from_slice(signature).expect("a signature");
    let (r, s) = signature.split_scalars();
    Signature::from_scalars(r.to_bytes(), (-*s).to_bytes()).expect("a signature").to_bytes().into()
}

fn key(number: u8) -> Key {
    Key(SigningKey::from_slice(&[number; 32]).expect("a scalar"))
}

pub fn northmere() -> Key {
    key(1)
}

pub fn eastmarsh() -> Key {
    key(2)
}

pub fn device() -> Key {
    key(3)
}

pub fn another_device() -> Key {
    key(4)
}

/// A key that no force has published.
pub fn forger() -> Key {
    key(5)
}

pub fn audience() -> Audience {
    Audience::parse(ADDRESS).expect("an address")
}

pub fn challenge() -> Challenge {
    "7Q4K 29XA".parse().expect("a challenge")
}

pub fn keys_of(issued_at: u64, keys: &[(&Key, &str, &str)]) -> ForceKeys {
    let key = |(key, force, name): &(&Key, &str, &str)| {
        ForceKey::new(force, name, &key.sec1(), NOW - 30 * DAY, NOW + 30 * DAY).expect("a key")
    };
    ForceKeys::new(issued_at, issued_at + 7 * DAY, keys.iter().map(key).collect()).expect("a set")
}

/// The key set as published an hour ago.
pub fn keys() -> ForceKeys {
    let (north, east) = (northmere(), eastmarsh());
    keys_of(NOW - 3600, &[(&north, "NM", "Northmere Police"), (&east, "EM", "Eastmarsh Police")])
}

/// Claims issued twenty seconds ago for the full five minutes.
pub fn claims() -> DutyClaims {
    DutyClaims {
        force: "NM".to_owned(),
        number: "NM4471".to_owned(),
        device: DeviceKey::from_sec1(&device().sec1()).expect("a point"),
        duty: AttestedState::OnDuty,
        stop: STOP.to_owned(),
        photo_sha256: Some([0xab; 32]),
        issued_at: NOW - 20,
        expires_at: NOW - 20 + MAX_LIFE_SECONDS,
    }
}

pub fn attest_by(key: &Key, claims: &DutyClaims) -> DutyAttestation {
    let unsigned = UnsignedAttestation::new(claims, key.id()).expect("claims to attest");
    let signature = key.sign(unsigned.to_be_signed());
    unsigned.assemble(&signature)
}

pub fn present_by(key: &Key, attestation: &DutyAttestation, nonce: Nonce, audience: &Audience) -> Vec<u8> {
    let unsigned = UnsignedPresentation::new(attestation, nonce, audience);
    let signature = key.sign(unsigned.to_be_signed());
    unsigned.assemble(&signature).expect("a presentation").as_bytes().to_vec()
}

/// The officer's own device presents Northmere's attestation, over the slot that contains `now`.
pub fn present(claims: &DutyClaims, now: u64) -> Vec<u8> {
    let slot = Nonce::Slot(slot_at(now));
    present_by(&device(), &attest_by(&northmere(), claims), slot, &audience())
}

pub fn genuine() -> Vec<u8> {
    present(&claims(), NOW)
}

/// The device answers a challenge.
pub fn answer_to(challenge: Challenge) -> Vec<u8> {
    present_by(&device(), &attest_by(&northmere(), &claims()), Nonce::Challenge(challenge), &audience())
}

/// Those parameters of the visitor's request that differ between stories.
#[derive(Clone)]
pub struct Asked {
    pub audience: Audience,
    pub nonce: ExpectedNonce,
    pub stop: Option<&'static str>,
    pub now: u64,
    pub maximum_age_seconds: u64,
}

pub fn asked_at(now: u64) -> Asked {
    Asked {
        audience: audience(),
        nonce: ExpectedNonce::Slot,
        stop: None,
        now,
        maximum_age_seconds: PRESENTATION_SECONDS,
    }
}

pub fn asked() -> Asked {
    asked_at(NOW + 3)
}

pub fn challenged() -> Asked {
    let nonce = ExpectedNonce::Challenge { challenge: challenge(), shown_at: NOW - 40 };
    Asked { nonce, maximum_age_seconds: 120, ..asked() }
}

impl Asked {
    pub fn expected(&self) -> PresentationRequirements<'_> {
        PresentationRequirements {
            audience: &self.audience,
            nonce: self.nonce,
            stop: self.stop.map_or(ExpectedStop::Any, ExpectedStop::This),
            now: self.now,
            maximum_age_seconds: self.maximum_age_seconds,
        }
    }

    pub fn verify(&self, presentation: &[u8]) -> Result<VerifiedPresentation, PresentationRefusal> {
        verify(presentation, &keys(), &self.expected())
    }

    pub fn code(&self, presentation: &[u8]) -> &'static str {
        self.verify(presentation).map_or_else(PresentationRefusal::code, |_| "genuine")
    }
}
