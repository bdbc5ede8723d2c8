//! The duty attestation: what a force says about the holder of one device key, as a CWT (RFC 8392) in a COSE_Sign1
//! (RFC 9052) with ES256. One set of claims has one encoding (RFC 8949 section 4.2.1), and no other is read.

use ciborium::Value;
use coset::cwt::{ClaimName, ClaimsSet, Timestamp};
use coset::iana::{Algorithm, CwtClaimName, EllipticCurve};
use coset::{
    AsCborValue as _, CborSerializable as _, CoseKey, CoseKeyBuilder, CoseSign1, Header, HeaderBuilder, Label,
    TaggedCborSerializable as _,
};
use thiserror::Error;

use crate::duty::MAX_LIFE_SECONDS;
use crate::duty::keys::KeyId;
use crate::duty::presentation::{sig_structure, sign1};
use crate::duty::signature::PublicKey;
use crate::duty::verify::Refused;

/// External data under the force's signature: a force's key that signs anything else does not attest duty by it.
const DOMAIN: &[u8] = b"candour-duty-v1";

/// Our claims are of the private range of RFC 8392 section 9.1.1: below -65536.
const DUTY: i64 = -65537;
const ENCOUNTER: i64 = -65538;
const PHOTO: i64 = -65539;

/// A public key that is no uncompressed point of P-256.
#[derive(Debug, Clone, Copy, Error, PartialEq, Eq)]
#[error("this is not a P-256 public key: needs the 65 bytes `04 || x || y` of a point of the curve")]
pub struct NotAKey;

/// The public key of an officer's device, made by WebCrypto and never exported in private.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DeviceKey([u8; 65]);

impl DeviceKey {
    /// Reads an uncompressed SEC1 point: what `crypto.subtle.exportKey("raw", key)` gives.
    ///
    /// # Errors
    /// [`NotAKey`].
    pub fn from_sec1(bytes: &[u8]) -> Result<Self, NotAKey> {
        let bytes = bytes.try_into().map_err(|_| NotAKey)?;
        PublicKey::parse(&bytes).ok_or(NotAKey)?;
        Ok(Self(bytes))
    }

    /// The uncompressed SEC1 point.
    pub fn as_sec1(&self) -> &[u8; 65] {
        &self.0
    }
}

/// In which state an officer may be attested at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DutyState {
    /// On duty: `true` in the claims.
    OnDuty,
    /// Off duty, had to act, and the control room confirmed it: `false` in the claims.
    OffDutyConfirmed,
}

/// What a force attests. Times are in seconds since 1970.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutyClaims {
    /// The force's code (`iss`): 1 to 12 of A-Z, 0-9 and `-`.
    pub force: String,
    /// The warrant or collar number (`sub`): 1 to 16 of A-Z, a-z, 0-9, `-`, `/` and space.
    pub number: String,
    /// The key that must sign presentations (`cnf`, RFC 8747).
    pub device: DeviceKey,
    /// On duty, or confirmed off duty.
    pub duty: DutyState,
    /// The encounter's reference, such as `NM-7Q4K-29`: 1 to 24 of A-Z, 0-9 and `-`.
    pub encounter: String,
    /// SHA-256 of the photo that a page may show, where the force shows photos.
    pub photo_sha256: Option<[u8; 32]>,
    /// When it was issued (`iat`).
    pub issued_at: u64,
    /// From when on it is worth nothing (`exp`): at most [`MAX_LIFE_SECONDS`] later.
    pub expires_at: u64,
}

/// Why claims cannot be attested.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum CannotIssue {
    /// A force code, number or encounter reference of another shape.
    #[error("`{0}` is not {1}: needs {2}")]
    Text(String, &'static str, &'static str),
    /// A life of nothing, or too long.
    #[error("the attestation would live from {issued_at} to {expires_at}: needs 1 to 300 seconds")]
    Life {
        /// When it would be issued.
        issued_at: u64,
        /// When it would expire.
        expires_at: u64,
    },
}

impl DutyClaims {
    /// True for 1 to [`MAX_LIFE_SECONDS`] between issue and expiry.
    pub(crate) fn life_is_bounded(&self) -> bool {
        let life = self.expires_at.checked_sub(self.issued_at);
        life.is_some_and(|life| (1..=MAX_LIFE_SECONDS).contains(&life)) && i64::try_from(self.expires_at).is_ok()
    }

    fn check_texts(&self) -> Result<(), CannotIssue> {
        let code = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-';
        let number = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'/' | b' ');
        check_text(&self.force, 12, code, "a force code", "1 to 12 of A-Z, 0-9 and `-`")?;
        check_text(&self.number, 16, number, "a warrant number", "1 to 16 letters, digits, `-`, `/` and spaces")?;
        check_text(&self.encounter, 24, code, "an encounter reference", "1 to 24 of A-Z, 0-9 and `-`")
    }

    fn encode(&self) -> Option<Vec<u8>> {
        let (x, y) = self.device.0[1..].split_at(32);
        let key = CoseKeyBuilder::new_ec2_pub_key(EllipticCurve::P_256, x.to_vec(), y.to_vec()).build();
        let confirmation = Value::Map(vec![(Value::from(1), key.to_cbor_value().ok()?)]);
        let on_duty = Value::Bool(self.duty == DutyState::OnDuty);
        let mut rest = vec![
            (ClaimName::Assigned(CwtClaimName::Cnf), confirmation),
            (ClaimName::PrivateUse(DUTY), on_duty),
            (ClaimName::PrivateUse(ENCOUNTER), Value::Text(self.encounter.clone())),
        ];
        rest.extend(self.photo_sha256.map(|hash| (ClaimName::PrivateUse(PHOTO), Value::Bytes(hash.to_vec()))));
        // The order of labels is that of their bytes: 1, 2, 4, 6, 8, then ours. `ClaimsSet` keeps it.
        let claims = ClaimsSet {
            issuer: Some(self.force.clone()),
            subject: Some(self.number.clone()),
            expiration_time: Some(Timestamp::WholeSeconds(i64::try_from(self.expires_at).ok()?)),
            issued_at: Some(Timestamp::WholeSeconds(i64::try_from(self.issued_at).ok()?)),
            rest,
            ..ClaimsSet::default()
        };
        claims.to_vec().ok()
    }

    /// Reads claims; what is missing, unknown or twice there is refused here or by the comparison with [`Self::encode`].
    fn decode(bytes: &[u8]) -> Option<Self> {
        let claims = ClaimsSet::from_slice(bytes).ok()?;
        let (mut device, mut duty, mut encounter, mut photo_sha256) = (None, None, None, None);
        for (name, value) in claims.rest {
            match name {
                ClaimName::Assigned(CwtClaimName::Cnf) => device = Some(device_key(value)?),
                ClaimName::PrivateUse(DUTY) => {
                    duty = Some(if value.as_bool()? { DutyState::OnDuty } else { DutyState::OffDutyConfirmed });
                }
                ClaimName::PrivateUse(ENCOUNTER) => encounter = Some(value.into_text().ok()?),
                ClaimName::PrivateUse(PHOTO) => photo_sha256 = Some(value.into_bytes().ok()?.try_into().ok()?),
                _ => return None,
            }
        }
        let decoded = Self {
            force: claims.issuer?,
            number: claims.subject?,
            device: device?,
            duty: duty?,
            encounter: encounter?,
            photo_sha256,
            issued_at: seconds(&claims.issued_at?)?,
            expires_at: seconds(&claims.expiration_time?)?,
        };
        decoded.check_texts().is_ok().then_some(decoded)
    }
}

fn check_text(
    text: &str,
    longest: usize,
    allowed: impl Fn(u8) -> bool,
    what: &'static str,
    needs: &'static str,
) -> Result<(), CannotIssue> {
    let fits = (1..=longest).contains(&text.len()) && text.bytes().all(allowed);
    if fits { Ok(()) } else { Err(CannotIssue::Text(text.to_owned(), what, needs)) }
}

fn seconds(timestamp: &Timestamp) -> Option<u64> {
    match timestamp {
        Timestamp::WholeSeconds(seconds) => u64::try_from(*seconds).ok(),
        Timestamp::FractionalSeconds(_) => None,
    }
}

/// The key of `cnf`: `{1: COSE_Key}` (RFC 8747 section 3.2), EC2 on P-256 with both coordinates.
fn device_key(confirmation: Value) -> Option<DeviceKey> {
    let [(_, key)] = <[_; 1]>::try_from(confirmation.into_map().ok()?).ok()?;
    let key = CoseKey::from_cbor_value(key).ok()?;
    let coordinate = |label: i64| {
        let found = key.params.iter().find(|(name, _)| *name == Label::Int(label));
        found.and_then(|(_, value)| value.as_bytes()).filter(|bytes| bytes.len() == 32)
    };
    let sec1 = [&[4], coordinate(X)?.as_slice(), coordinate(Y)?.as_slice()].concat();
    Some(DeviceKey(sec1.try_into().ok()?))
}

const X: i64 = coset::iana::Ec2KeyParameter::X as i64;
const Y: i64 = coset::iana::Ec2KeyParameter::Y as i64;

/// An attestation for which the signature of the force is still to come: also for keys that another machine holds.
#[derive(Debug, Clone)]
pub struct UnsignedAttestation {
    header: Header,
    payload: Vec<u8>,
    to_be_signed: Vec<u8>,
}

impl UnsignedAttestation {
    /// Prepares an attestation by the force's key `key_id`.
    ///
    /// # Errors
    /// [`CannotIssue`] when a text has another shape or the life is out of bounds.
    pub fn new(claims: &DutyClaims, key_id: KeyId) -> Result<Self, CannotIssue> {
        claims.check_texts()?;
        let life = CannotIssue::Life { issued_at: claims.issued_at, expires_at: claims.expires_at };
        if !claims.life_is_bounded() {
            return Err(life);
        }
        Self::encode(claims, key_id).ok_or(life)
    }

    /// As [`Self::new`], for claims that were read and whose life is judged later, under their signature.
    fn encode(claims: &DutyClaims, key_id: KeyId) -> Option<Self> {
        let header = HeaderBuilder::new().algorithm(Algorithm::ES256).key_id(key_id.as_bytes().to_vec()).build();
        let payload = claims.encode()?;
        let to_be_signed = sig_structure(&header, DOMAIN, &payload);
        Some(Self { header, payload, to_be_signed })
    }

    /// The bytes that the force signs with ES256 (the `Sig_structure` of RFC 9052 section 4.4).
    pub fn to_be_signed(&self) -> &[u8] {
        &self.to_be_signed
    }

    /// The attestation, with the signature `r || s`. It is not verified here.
    pub fn assemble(self, signature: &[u8; 64]) -> DutyAttestation {
        DutyAttestation(sign1(self.header, self.payload, signature))
    }
}

/// A signed attestation, for the officer's device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutyAttestation(Vec<u8>);

impl DutyAttestation {
    /// The tagged COSE_Sign1.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

/// An attestation as it was received, before anything about it is believed.
pub(crate) struct Received {
    pub(crate) key_id: KeyId,
    pub(crate) claims: DutyClaims,
    pub(crate) to_be_signed: Vec<u8>,
    pub(crate) signature: [u8; 64],
}

impl Received {
    pub(crate) fn parse(bytes: &[u8]) -> Result<Self, Refused> {
        let refused = Refused::Malformed;
        let sign1 = CoseSign1::from_tagged_slice(bytes).map_err(|_| refused("attestation"))?;
        let key_id = sign1.protected.header.key_id.as_slice().try_into();
        let key_id = KeyId::from_bytes(key_id.map_err(|_| refused("key id of the attestation"))?);
        let claims = sign1.payload.as_deref().and_then(DutyClaims::decode).ok_or(refused("claims"))?;
        let signature = sign1.signature.try_into().map_err(|_| refused("signature of the attestation"))?;
        let again = UnsignedAttestation::encode(&claims, key_id).ok_or(refused("claims"))?;
        let to_be_signed = again.to_be_signed.clone();
        // Strict: what we would not have written ourselves is not read. Duplicate, unknown and misordered labels, long
        // forms, unprotected headers and trailing bytes all end here.
        if again.assemble(&signature).0 != bytes {
            return Err(refused("encoding of the attestation"));
        }
        Ok(Self { key_id, claims, to_be_signed, signature })
    }
}
