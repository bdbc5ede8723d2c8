//! The presentation: a device's signature over a force's attestation, a nonce and the published check address. A device
//! whose browser has WebCrypto needs only fixed prefixes and two lengths to build one; `docs/check-protocol.md` lists
//! every byte.

use sha2::{Digest as _, Sha256};
use thiserror::Error;

use crate::duty::attestation::DutyAttestation;
use crate::duty::cose::{Item, ProtectedHeader, Reader, Sign1, Writer, sig_structure};
use crate::duty::nonce::{Challenge, Nonce};
use crate::duty::verify::PresentationRefusal;
use crate::duty::{MAX_BYTES, fragment};

/// The first line of the external data covered by the device's signature; the second line is the audience.
pub const DOMAIN: &str = "candour-check-v1";

/// Reasons why a presentation cannot be prepared.
#[derive(Debug, Clone, Error, PartialEq, Eq)]
pub enum PresentError {
    /// The text is not a valid check address, or is too long.
    #[error("`{0}` is not a check address: needs `https://` and at most 200 visible ASCII characters, no `?` or `#`")]
    Audience(String),
    /// The presentation would be longer than any reader accepts.
    #[error("the presentation would have {0} bytes: needs at most 2048")]
    TooLong(usize),
}

/// The published check address, which must be identical to the byte on the officer's device and for the verifier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audience(String);

impl Audience {
    /// Parses an address such as `https://check.police.example/`. `http://` is allowed only for a machine's own
    /// addresses.
    ///
    /// # Errors
    /// [`PresentError::Audience`].
    pub fn parse(address: &str) -> Result<Self, PresentError> {
        let host = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
        let visible = address.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'?' | b'#'));
        if address.len() <= 200 && visible && host.is_some_and(|host| !host.is_empty()) {
            Ok(Self(address.to_owned()))
        } else {
            Err(PresentError::Audience(address.to_owned()))
        }
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The data that the signature covers in addition to the content: 25 to 217 bytes, so its length is always encoded
    /// in two bytes.
    fn external_data(&self) -> Vec<u8> {
        [DOMAIN, "\n", &self.0].concat().into_bytes()
    }

    /// The first four bytes of the SHA-256 of the external data. This tag proves nothing, because proof is the
    /// signature's task; it only lets a force tell an answer meant for another address from a forged one.
    pub(crate) fn tag(&self) -> [u8; 4] {
        let digest = Sha256::digest(self.external_data());
        [digest[0], digest[1], digest[2], digest[3]]
    }
}

/// The attestation contains the device's key, so no key id is needed.
const PROTECTED: ProtectedHeader = ProtectedHeader { key_id: None };

/// The content of a presentation: `[nonce, audience tag, attestation]`.
pub(crate) struct Body<'a> {
    pub(crate) nonce: Nonce,
    pub(crate) audience_tag: [u8; 4],
    pub(crate) attestation: &'a [u8],
}

impl<'a> Body<'a> {
    fn encode(&self) -> Vec<u8> {
        let mut writer = Writer::default();
        writer.array(3);
        match &self.nonce {
            Nonce::Slot(slot) => writer.unsigned(*slot),
            Nonce::Challenge(challenge) => writer.bytes(challenge.as_bytes()),
        };
        writer.bytes(&self.audience_tag).bytes(self.attestation);
        writer.into_bytes()
    }

    fn decode(bytes: &'a [u8]) -> Result<Self, PresentationRefusal> {
        let mut reader = Reader(bytes);
        match reader.array() {
            Some(2) => return Err(PresentationRefusal::NoNonce),
            Some(3) => {}
            _ => return Err(PresentationRefusal::Malformed("payload")),
        }
        let nonce = match reader.item() {
            Some(Item::Null) => return Err(PresentationRefusal::NoNonce),
            Some(Item::Unsigned(slot)) => Some(Nonce::Slot(slot)),
            Some(Item::Bytes(bytes)) => bytes.try_into().ok().and_then(Challenge::from_bytes).map(Nonce::Challenge),
            None => None,
        };
        let body = nonce.and_then(|nonce| Self::behind(nonce, &mut reader));
        body.filter(|body| body.encode() == bytes).ok_or(PresentationRefusal::Malformed("payload"))
    }

    fn behind(nonce: Nonce, reader: &mut Reader<'a>) -> Option<Self> {
        let audience_tag = reader.bytes()?.try_into().ok()?;
        Some(Self { nonce, audience_tag, attestation: reader.bytes()? })
    }
}

/// A presentation that the device has yet to sign.
#[derive(Debug, Clone)]
pub struct UnsignedPresentation {
    payload: Vec<u8>,
    to_be_signed: Vec<u8>,
}

impl UnsignedPresentation {
    /// Prepares the presentation of an attestation for a visitor at `audience`.
    pub fn new(attestation: &DutyAttestation, nonce: Nonce, audience: &Audience) -> Self {
        let payload = Body { nonce, audience_tag: audience.tag(), attestation: attestation.as_bytes() }.encode();
        let to_be_signed = sig_structure(PROTECTED, &audience.external_data(), &payload);
        Self { payload, to_be_signed }
    }

    /// The bytes that the device signs (ECDSA, P-256, SHA-256): a `Sig_structure`.
    pub fn to_be_signed(&self) -> &[u8] {
        &self.to_be_signed
    }

    /// Completes the presentation with the signature `r || s` from WebCrypto, which is not verified here.
    ///
    /// # Errors
    /// [`PresentError::TooLong`].
    pub fn assemble(self, signature: &[u8; 64]) -> Result<Presentation, PresentError> {
        let bytes = Sign1 { protected: PROTECTED, payload: &self.payload, signature: *signature }.encode();
        if bytes.len() > MAX_BYTES { Err(PresentError::TooLong(bytes.len())) } else { Ok(Presentation(bytes)) }
    }
}

/// A signed presentation, which is the content of the QR code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Presentation(Vec<u8>);

impl Presentation {
    /// The bytes of the tagged COSE_Sign1.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The bytes as digits, for the fragment of the address in the QR code.
    pub fn to_fragment(&self) -> String {
        fragment::encode(&self.0)
    }
}

/// A presentation as received; nothing in it is trusted yet.
pub(crate) struct ReceivedPresentation<'a> {
    pub(crate) body: Body<'a>,
    pub(crate) signature: [u8; 64],
    payload: &'a [u8],
}

impl<'a> ReceivedPresentation<'a> {
    pub(crate) fn parse(bytes: &'a [u8]) -> Result<Self, PresentationRefusal> {
        if bytes.len() > MAX_BYTES {
            return Err(PresentationRefusal::TooLong);
        }
        let sign1 = Sign1::decode(bytes).filter(|sign1| sign1.protected == PROTECTED);
        let Sign1 { payload, signature, .. } = sign1.ok_or(PresentationRefusal::Malformed("presentation"))?;
        Ok(Self { body: Body::decode(payload)?, signature, payload })
    }

    /// The bytes that the device must have signed in order to present this at `audience`.
    pub(crate) fn to_be_signed(&self, audience: &Audience) -> Vec<u8> {
        sig_structure(PROTECTED, &audience.external_data(), self.payload)
    }
}
