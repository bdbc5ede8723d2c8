//! The duty attestation: a force's statement about the holder of a device key, as a CWT (RFC 8392) in a COSE_Sign1 (RFC
//! 9052) with ES256. Each set of claims has exactly one encoding (RFC 8949 section 4.2.1), and no other encoding is
//! accepted.

use thiserror::Error;

use crate::duty::MAX_LIFE_SECONDS;
use crate::duty::cose::{ProtectedHeader, Reader, Sign1, Writer, sig_structure};
use crate::duty::keys::KeyId;
use crate::duty::signature::PublicKey;
use crate::duty::verify::PresentationRefusal;

/// External data covered by the force's signature, so that nothing else signed with a force's key can pass as an
/// attestation.
const DOMAIN: &[u8] = b"candour-duty-v1";

/// Claims registered for CWT (RFC 8392 section 3.1, RFC 8747 section 3.1).
const ISSUER: i64 = 1;
const SUBJECT: i64 = 2;
const EXPIRES_AT: i64 = 4;
const ISSUED_AT: i64 = 6;
const CONFIRMATION: i64 = 8;

/// Our own claims, in the private range below -65536 (RFC 8392 section 9.1.1), in the order of their encoded bytes.
const DUTY: i64 = -65537;
const STOP: i64 = -65538;
const PHOTO: i64 = -65539;

/// The COSE_Key in `cnf` (RFC 8747 section 3.2): key type EC2, curve P-256, both coordinates (RFC 9053 section 7.1.1).
const COSE_KEY: i64 = 1;
const KEY_TYPE: (i64, u64) = (1, 2);
const CURVE: (i64, u64) = (-1, 1);
const X: i64 = -2;
const Y: i64 = -3;

/// A public key that is not an uncompressed P-256 point.
#[derive(Debug, Clone, Copy, Error, PartialEq, Eq)]
#[error("this is not a P-256 public key: needs the 65 bytes `04 || x || y` of a point of the curve")]
pub struct NotAKey;

/// The public key of an officer's device. WebCrypto generates the key pair and never exports the private key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DeviceKey([u8; 65]);

impl DeviceKey {
    /// Reads an uncompressed SEC1 point, as returned by `crypto.subtle.exportKey("raw", key)`.
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

    /// Reads `{1: {1: 2, -1: 1, -2: x, -3: y}}`. The verifier checks later that it is a point on the curve.
    fn decode(claims: &mut Reader<'_>) -> Option<Self> {
        let is_key = claims.map()? == 1 && claims.label(COSE_KEY).is_some() && claims.map()? == 4;
        for (label, expected) in [KEY_TYPE, CURVE] {
            claims.label(label)?;
            claims.unsigned().filter(|value| *value == expected)?;
        }
        let mut coordinate =
            |label| claims.label(label).and_then(|()| claims.bytes()).filter(|bytes| bytes.len() == 32);
        let (x, y) = (coordinate(X)?, coordinate(Y)?);
        is_key.then_some(Self([&[4], x, y].concat().try_into().ok()?))
    }
}

/// The duty states in which an officer can be attested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AttestedState {
    /// On duty; `true` in the claims.
    OnDuty,
    /// Off duty, but had to act and was confirmed by the control room; `false` in the claims.
    OffDutyConfirmed,
}

/// The facts that a force attests. Times are in seconds since 1970.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutyClaims {
    /// The force's code (`iss`): 1 to 12 characters from A-Z, 0-9 and `-`.
    pub force: String,
    /// The warrant or collar number (`sub`): 1 to 16 characters from A-Z, a-z, 0-9, `-`, `/` and space.
    pub number: String,
    /// The key that must sign presentations (`cnf`, RFC 8747).
    pub device: DeviceKey,
    /// The officer's duty state: on duty, or off duty and confirmed.
    pub duty: AttestedState,
    /// The reference of the stop, such as `NM-7Q4K-29`: 1 to 24 characters from A-Z, 0-9 and `-`.
    pub stop: String,
    /// The SHA-256 of the photo that a page may show, if the force shows photos.
    pub photo_sha256: Option<[u8; 32]>,
    /// The time of issue (`iat`).
    pub issued_at: u64,
    /// The time of expiry (`exp`), at most [`MAX_LIFE_SECONDS`] after the time of issue.
    pub expires_at: u64,
}

/// Reasons why claims cannot be attested.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum IssueError {
    /// A force code, a number or a stop reference is malformed.
    #[error("`{0}` is not {1}: needs {2}")]
    Text(String, &'static str, &'static str),
    /// The attestation would expire at once or live too long.
    #[error("the attestation would live from {issued_at} to {expires_at}: needs 1 to 300 seconds")]
    Life {
        /// The requested time of issue.
        issued_at: u64,
        /// The requested time of expiry.
        expires_at: u64,
    },
}

impl DutyClaims {
    /// Returns true if expiry is 1 to [`MAX_LIFE_SECONDS`] seconds after issue.
    pub(crate) fn life_is_bounded(&self) -> bool {
        let life = self.expires_at.checked_sub(self.issued_at);
        life.is_some_and(|life| (1..=MAX_LIFE_SECONDS).contains(&life)) && i64::try_from(self.expires_at).is_ok()
    }

    fn check_texts(&self) -> Result<(), IssueError> {
        let code = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-';
        let number = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'/' | b' ');
        check_text(&self.force, 12, code, "a force code", "1 to 12 of A-Z, 0-9 and `-`")?;
        check_text(&self.number, 16, number, "a warrant number", "1 to 16 letters, digits, `-`, `/` and spaces")?;
        check_text(&self.stop, 24, code, "a stop reference", "1 to 24 of A-Z, 0-9 and `-`")
    }

    fn encode(&self) -> Vec<u8> {
        let (x, y) = self.device.0[1..].split_at(32);
        let mut claims = Writer::default();
        claims.map(if self.photo_sha256.is_some() { 8 } else { 7 });
        claims.label(ISSUER).text(&self.force).label(SUBJECT).text(&self.number);
        claims.label(EXPIRES_AT).unsigned(self.expires_at).label(ISSUED_AT).unsigned(self.issued_at);
        claims.label(CONFIRMATION).map(1).label(COSE_KEY).map(4);
        claims.label(KEY_TYPE.0).unsigned(KEY_TYPE.1).label(CURVE.0).unsigned(CURVE.1);
        claims.label(X).bytes(x).label(Y).bytes(y);
        claims.label(DUTY).boolean(self.duty == AttestedState::OnDuty).label(STOP).text(&self.stop);
        if let Some(hash) = &self.photo_sha256 {
            claims.label(PHOTO).bytes(hash);
        }
        claims.into_bytes()
    }

    /// Reads claims in the order in which [`Self::encode`] writes them.
    fn decode(bytes: &[u8]) -> Option<Self> {
        let mut claims = Reader(bytes);
        let count = claims.map().filter(|count| matches!(count, 7 | 8))?;
        let force = claims.label(ISSUER).and_then(|()| claims.text())?;
        let number = claims.label(SUBJECT).and_then(|()| claims.text())?;
        let expires_at = claims.label(EXPIRES_AT).and_then(|()| claims.unsigned())?;
        let issued_at = claims.label(ISSUED_AT).and_then(|()| claims.unsigned())?;
        let device = claims.label(CONFIRMATION).and_then(|()| DeviceKey::decode(&mut claims))?;
        let on_duty = claims.label(DUTY).and_then(|()| claims.boolean())?;
        let stop = claims.label(STOP).and_then(|()| claims.text())?;
        let photo_sha256 =
            if count == 8 { Some(claims.label(PHOTO).and_then(|()| claims.bytes())?.try_into().ok()?) } else { None };
        let duty = if on_duty { AttestedState::OnDuty } else { AttestedState::OffDutyConfirmed };
        let [force, number, stop] = [force, number, stop].map(str::to_owned);
        let decoded = Self { force, number, device, duty, stop, photo_sha256, issued_at, expires_at };
        (decoded.check_texts().is_ok() && decoded.encode() == bytes).then_some(decoded)
    }
}

fn check_text(
    text: &str,
    longest: usize,
    allowed: impl Fn(u8) -> bool,
    what: &'static str,
    needs: &'static str,
) -> Result<(), IssueError> {
    let fits = (1..=longest).contains(&text.len()) && text.bytes().all(allowed);
    if fits { Ok(()) } else { Err(IssueError::Text(text.to_owned(), what, needs)) }
}

/// An attestation that the force has yet to sign, perhaps with a key on another machine.
#[derive(Debug, Clone)]
pub struct UnsignedAttestation {
    protected: ProtectedHeader,
    payload: Vec<u8>,
    to_be_signed: Vec<u8>,
}

impl UnsignedAttestation {
    /// Prepares an attestation to be signed with the force's key `key_id`.
    ///
    /// # Errors
    /// [`IssueError`] if a text is malformed or the lifetime is out of bounds.
    pub fn new(claims: &DutyClaims, key_id: KeyId) -> Result<Self, IssueError> {
        claims.check_texts()?;
        if !claims.life_is_bounded() {
            return Err(IssueError::Life { issued_at: claims.issued_at, expires_at: claims.expires_at });
        }
        let protected = ProtectedHeader { key_id: Some(*key_id.as_bytes()) };
        let payload = claims.encode();
        let to_be_signed = sig_structure(protected, DOMAIN, &payload);
        Ok(Self { protected, payload, to_be_signed })
    }

    /// The bytes that the force signs with ES256 (the `Sig_structure` of RFC 9052 section 4.4).
    pub fn to_be_signed(&self) -> &[u8] {
        &self.to_be_signed
    }

    /// Completes the attestation with the signature `r || s`, which is not verified here.
    pub fn assemble(self, signature: &[u8; 64]) -> DutyAttestation {
        let sign1 = Sign1 { protected: self.protected, payload: &self.payload, signature: *signature };
        DutyAttestation(sign1.encode())
    }
}

/// A signed attestation, for the officer's device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutyAttestation(Vec<u8>);

impl DutyAttestation {
    /// The bytes of the tagged COSE_Sign1.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

/// An attestation as received; nothing in it is trusted yet.
pub(crate) struct ReceivedAttestation {
    pub(crate) key_id: KeyId,
    pub(crate) claims: DutyClaims,
    pub(crate) to_be_signed: Vec<u8>,
    pub(crate) signature: [u8; 64],
}

impl ReceivedAttestation {
    pub(crate) fn parse(bytes: &[u8]) -> Result<Self, PresentationRefusal> {
        let sign1 = Sign1::decode(bytes).ok_or(PresentationRefusal::Malformed("attestation"))?;
        let key_id = sign1.protected.key_id.ok_or(PresentationRefusal::Malformed("key id of the attestation"))?;
        let claims = DutyClaims::decode(sign1.payload).ok_or(PresentationRefusal::Malformed("claims"))?;
        let to_be_signed = sig_structure(sign1.protected, DOMAIN, sign1.payload);
        Ok(Self { key_id: KeyId::from_bytes(key_id), claims, to_be_signed, signature: sign1.signature })
    }
}
