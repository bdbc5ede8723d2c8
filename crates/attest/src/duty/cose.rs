//! The COSE_Sign1 structure of this protocol (RFC 9052 section 4.2): a protected header, an empty unprotected one, and
//! ES256. `ciborium-ll` reads and writes the heads of CBOR items; this module only defines the items and their order.
//!
//! Reading is strict, in two steps. Items must be in the one order that deterministic encoding allows (RFC 8949 section
//! 4.2.1), so a label that is repeated, unknown or out of order is rejected. The reader then encodes the result again
//! and compares the two, which rejects long forms of lengths and integers, and trailing bytes.

use ciborium_ll::{Decoder, Encoder, Header};

/// `{1: -7}`: the algorithm is ES256 (RFC 9053 section 2.1).
const ES256: [u8; 3] = [0xa1, 0x01, 0x26];

/// `{1: -7, 4: h'...'}`: ES256 with a key that has this 8-byte id.
const ES256_BY: [u8; 5] = [0xa2, 0x01, 0x26, 0x04, 0x48];

/// The tag for COSE_Sign1 (RFC 9052 section 2).
const TAG: u64 = 18;

/// Writes items one by one.
#[derive(Default)]
pub(crate) struct Writer(Vec<u8>);

impl Writer {
    pub(crate) fn array(&mut self, length: usize) -> &mut Self {
        self.push(Header::Array(Some(length)))
    }

    pub(crate) fn map(&mut self, length: usize) -> &mut Self {
        self.push(Header::Map(Some(length)))
    }

    pub(crate) fn unsigned(&mut self, value: u64) -> &mut Self {
        self.push(Header::Positive(value))
    }

    /// A label, which is an integer of either sign.
    pub(crate) fn label(&mut self, label: i64) -> &mut Self {
        self.push(integer(label))
    }

    pub(crate) fn boolean(&mut self, value: bool) -> &mut Self {
        self.push(Header::Simple(if value { TRUE } else { FALSE }))
    }

    pub(crate) fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        // A vector accepts any bytes, so there is no error to handle, either here or below.
        let _ = Encoder::from(&mut self.0).bytes(bytes, None);
        self
    }

    pub(crate) fn text(&mut self, text: &str) -> &mut Self {
        let _ = Encoder::from(&mut self.0).text(text, None);
        self
    }

    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    fn push(&mut self, head: Header) -> &mut Self {
        let _ = Encoder::from(&mut self.0).push(head);
        self
    }
}

/// Simple values (RFC 8949 section 3.3).
const FALSE: u8 = 20;
const TRUE: u8 = 21;
const NULL: u8 = 22;

fn integer(value: i64) -> Header {
    // A negative integer is encoded as -1 - n (RFC 8949 section 3.1).
    if value < 0 { Header::Negative((!value).cast_unsigned()) } else { Header::Positive(value.cast_unsigned()) }
}

/// An item that may be of any of these types.
pub(crate) enum Item<'a> {
    Null,
    Unsigned(u64),
    Bytes(&'a [u8]),
}

/// Reads items one by one; returns `None` if the next item is not of the requested type.
pub(crate) struct Reader<'a>(pub(crate) &'a [u8]);

impl<'a> Reader<'a> {
    pub(crate) fn array(&mut self) -> Option<usize> {
        match self.pull()? {
            Header::Array(length) => length,
            _ => None,
        }
    }

    pub(crate) fn map(&mut self) -> Option<usize> {
        match self.pull()? {
            Header::Map(length) => length,
            _ => None,
        }
    }

    pub(crate) fn unsigned(&mut self) -> Option<u64> {
        match self.pull()? {
            Header::Positive(value) => Some(value),
            _ => None,
        }
    }

    pub(crate) fn label(&mut self, label: i64) -> Option<()> {
        (self.pull()? == integer(label)).then_some(())
    }

    pub(crate) fn boolean(&mut self) -> Option<bool> {
        match self.pull()? {
            Header::Simple(FALSE) => Some(false),
            Header::Simple(TRUE) => Some(true),
            _ => None,
        }
    }

    pub(crate) fn bytes(&mut self) -> Option<&'a [u8]> {
        match self.pull()? {
            Header::Bytes(length) => self.take(length?),
            _ => None,
        }
    }

    pub(crate) fn text(&mut self) -> Option<&'a str> {
        match self.pull()? {
            Header::Text(length) => str::from_utf8(self.take(length?)?).ok(),
            _ => None,
        }
    }

    pub(crate) fn item(&mut self) -> Option<Item<'a>> {
        match self.pull()? {
            Header::Simple(NULL) => Some(Item::Null),
            Header::Positive(value) => Some(Item::Unsigned(value)),
            Header::Bytes(length) => self.take(length?).map(Item::Bytes),
            _ => None,
        }
    }

    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn pull(&mut self) -> Option<Header> {
        Decoder::from(&mut self.0).pull().ok()
    }
}

/// The protected header, with or without a key id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ProtectedHeader {
    pub(crate) key_id: Option<[u8; 8]>,
}

impl ProtectedHeader {
    fn encode(self) -> Vec<u8> {
        match self.key_id {
            None => ES256.to_vec(),
            Some(key_id) => [ES256_BY.as_slice(), &key_id].concat(),
        }
    }

    fn decode(bytes: &[u8]) -> Option<Self> {
        if bytes == ES256 {
            return Some(Self { key_id: None });
        }
        let key_id = bytes.strip_prefix(&ES256_BY)?.try_into().ok()?;
        Some(Self { key_id: Some(key_id) })
    }
}

/// The parts of a COSE_Sign1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sign1<'a> {
    pub(crate) protected: ProtectedHeader,
    pub(crate) payload: &'a [u8],
    pub(crate) signature: [u8; 64],
}

impl<'a> Sign1<'a> {
    /// `18([protected, {}, payload, signature])`.
    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut writer = Writer::default();
        writer.push(Header::Tag(TAG)).array(4).bytes(&self.protected.encode()).map(0);
        writer.bytes(self.payload).bytes(&self.signature);
        writer.into_bytes()
    }

    pub(crate) fn decode(bytes: &'a [u8]) -> Option<Self> {
        let mut reader = Reader(bytes);
        if reader.pull()? != Header::Tag(TAG) || reader.array()? != 4 {
            return None;
        }
        let protected = ProtectedHeader::decode(reader.bytes()?)?;
        if reader.map()? != 0 {
            return None;
        }
        let decoded = Self { protected, payload: reader.bytes()?, signature: reader.bytes()?.try_into().ok()? };
        (decoded.encode() == bytes).then_some(decoded)
    }
}

/// The bytes to sign: `["Signature1", protected, external data, payload]` (RFC 9052 section 4.4).
pub(crate) fn sig_structure(protected: ProtectedHeader, external: &[u8], payload: &[u8]) -> Vec<u8> {
    let mut writer = Writer::default();
    writer.array(4).text("Signature1").bytes(&protected.encode()).bytes(external).bytes(payload);
    writer.into_bytes()
}
