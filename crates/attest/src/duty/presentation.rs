//! The presentation: a device's signature over a force's attestation, a nonce and the published check address. What the
//! device does in a browser with WebCrypto is fixed prefixes and two lengths; `docs/check-protocol.md` has it byte for byte.

use ciborium::Value;
use coset::iana::Algorithm;
use coset::{
    CborSerializable as _, CoseSign1, CoseSign1Builder, Header, HeaderBuilder, ProtectedHeader, SignatureContext,
    TaggedCborSerializable as _, sig_structure_data,
};
use sha2::{Digest as _, Sha256};
use thiserror::Error;

use crate::duty::attestation::DutyAttestation;
use crate::duty::nonce::{Challenge, Nonce};
use crate::duty::verify::Refused;
use crate::duty::{MAX_BYTES, fragment};

/// The first line of the external data under the device's signature; the audience is the second.
pub const DOMAIN: &str = "candour-check-v1";

/// Why nothing can be presented.
#[derive(Debug, Clone, Error, PartialEq, Eq)]
pub enum CannotPresent {
    /// Not an address, or too long.
    #[error("`{0}` is not a check address: needs `https://` and at most 200 visible ASCII characters, no `?` or `#`")]
    Audience(String),
    /// Too long for anybody to read.
    #[error("the presentation would have {0} bytes: needs at most 2048")]
    TooLong(usize),
}

/// The published check address, the same to the byte for the officer's device and for who verifies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audience(String);

impl Audience {
    /// Reads an address such as `https://check.police.example/`. `http://` is for a machine's own addresses.
    ///
    /// # Errors
    /// [`CannotPresent::Audience`].
    pub fn parse(address: &str) -> Result<Self, CannotPresent> {
        let host = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
        let visible = address.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'?' | b'#'));
        if address.len() <= 200 && visible && host.is_some_and(|host| !host.is_empty()) {
            Ok(Self(address.to_owned()))
        } else {
            Err(CannotPresent::Audience(address.to_owned()))
        }
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What the signature covers beside what it carries: 25 to 217 bytes, so that its length always takes two bytes.
    fn external_data(&self) -> Vec<u8> {
        [DOMAIN, "\n", &self.0].concat().into_bytes()
    }

    /// The first four bytes of the SHA-256 of the external data. It proves nothing (the signature does); it lets a force
    /// tell an answer given to another address from a forged one.
    pub(crate) fn tag(&self) -> [u8; 4] {
        let digest = Sha256::digest(self.external_data());
        [digest[0], digest[1], digest[2], digest[3]]
    }
}

/// The `Sig_structure` of RFC 9052 section 4.4.
pub(crate) fn sig_structure(header: &Header, external: &[u8], payload: &[u8]) -> Vec<u8> {
    let protected = ProtectedHeader { original_data: None, header: header.clone() };
    sig_structure_data(SignatureContext::CoseSign1, protected, None, external, payload)
}

/// A tagged COSE_Sign1 with one protected header and nothing unprotected. Empty when it cannot be written, which the
/// strict comparison then refuses; headers and byte strings always can.
pub(crate) fn sign1(header: Header, payload: Vec<u8>, signature: &[u8; 64]) -> Vec<u8> {
    let built = CoseSign1Builder::new().protected(header).payload(payload).signature(signature.to_vec()).build();
    built.to_tagged_vec().unwrap_or_default()
}

fn header() -> Header {
    HeaderBuilder::new().algorithm(Algorithm::ES256).build()
}

/// What a presentation carries: `[nonce, audience tag, attestation]`.
pub(crate) struct Body {
    pub(crate) nonce: Nonce,
    pub(crate) audience_tag: [u8; 4],
    pub(crate) attestation: Vec<u8>,
}

impl Body {
    fn encode(&self) -> Vec<u8> {
        let nonce = match &self.nonce {
            Nonce::Slot(slot) => Value::from(*slot),
            Nonce::Challenge(challenge) => Value::Bytes(challenge.as_bytes().to_vec()),
        };
        let tag = Value::Bytes(self.audience_tag.to_vec());
        // Integers and byte strings can always be written; as in `sign1`.
        Value::Array(vec![nonce, tag, Value::Bytes(self.attestation.clone())]).to_vec().unwrap_or_default()
    }

    fn decode(bytes: &[u8]) -> Result<Self, Refused> {
        let refused = || Refused::Malformed("payload");
        let items = Value::from_slice(bytes).ok().and_then(|value| value.into_array().ok()).ok_or_else(refused)?;
        if items.len() == 2 || items.first().is_some_and(Value::is_null) {
            return Err(Refused::NoNonce);
        }
        let [nonce, tag, attestation] = <[Value; 3]>::try_from(items).map_err(|_| refused())?;
        let nonce = match nonce {
            Value::Integer(slot) => Nonce::Slot(slot.try_into().map_err(|_| refused())?),
            Value::Bytes(bytes) => {
                let challenge = bytes.try_into().ok().and_then(Challenge::from_bytes);
                Nonce::Challenge(challenge.ok_or_else(refused)?)
            }
            _ => return Err(refused()),
        };
        let audience_tag = tag.into_bytes().ok().and_then(|tag| tag.try_into().ok()).ok_or_else(refused)?;
        Ok(Self { nonce, audience_tag, attestation: attestation.into_bytes().map_err(|_| refused())? })
    }
}

/// A presentation for which the device's signature is still to come.
#[derive(Debug, Clone)]
pub struct UnsignedPresentation {
    payload: Vec<u8>,
    to_be_signed: Vec<u8>,
}

impl UnsignedPresentation {
    /// Prepares the presentation of an attestation to who asks at `audience`.
    pub fn new(attestation: &DutyAttestation, nonce: Nonce, audience: &Audience) -> Self {
        let attestation = attestation.as_bytes().to_vec();
        let payload = Body { nonce, audience_tag: audience.tag(), attestation }.encode();
        let to_be_signed = sig_structure(&header(), &audience.external_data(), &payload);
        Self { payload, to_be_signed }
    }

    /// The bytes that the device signs (ECDSA, P-256, SHA-256): a `Sig_structure`.
    pub fn to_be_signed(&self) -> &[u8] {
        &self.to_be_signed
    }

    /// The presentation, with the signature `r || s` as WebCrypto gives it. It is not verified here.
    ///
    /// # Errors
    /// [`CannotPresent::TooLong`].
    pub fn assemble(self, signature: &[u8; 64]) -> Result<Presentation, CannotPresent> {
        let bytes = sign1(header(), self.payload, signature);
        if bytes.len() > MAX_BYTES { Err(CannotPresent::TooLong(bytes.len())) } else { Ok(Presentation(bytes)) }
    }
}

/// A signed presentation: what the QR code carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Presentation(Vec<u8>);

impl Presentation {
    /// The tagged COSE_Sign1.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The same as digits, for the fragment of the QR code's address.
    pub fn to_fragment(&self) -> String {
        fragment::encode(&self.0)
    }
}

/// A presentation as it was received, before anything about it is believed.
pub(crate) struct Received {
    pub(crate) body: Body,
    pub(crate) signature: [u8; 64],
    payload: Vec<u8>,
}

impl Received {
    pub(crate) fn parse(bytes: &[u8]) -> Result<Self, Refused> {
        if bytes.len() > MAX_BYTES {
            return Err(Refused::TooLong);
        }
        let received = CoseSign1::from_tagged_slice(bytes).map_err(|_| Refused::Malformed("presentation"))?;
        let body = Body::decode(received.payload.as_deref().unwrap_or_default())?;
        let signature = received.signature.try_into().map_err(|_| Refused::Malformed("signature"))?;
        let payload = body.encode();
        // Strict, as for the attestation: one meaning, one encoding.
        if sign1(header(), payload.clone(), &signature) != bytes {
            return Err(Refused::Malformed("encoding"));
        }
        Ok(Self { body, signature, payload })
    }

    /// What the device must have signed to present this at `audience`.
    pub(crate) fn to_be_signed(&self, audience: &Audience) -> Vec<u8> {
        sig_structure(&header(), &audience.external_data(), &self.payload)
    }
}
