//! Nonces tie a presentation to the present: to a slot of ten seconds, or to the challenge shown on the visitor's page.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// The length of a slot. The QR code is also redrawn this often.
pub const SLOT_SECONDS: u64 = 10;

/// The characters used in challenges and live codes: no 0 or O, no 1, I or L.
pub const ALPHABET: &[u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";

/// The slot that contains `unix_seconds`.
pub fn slot_at(unix_seconds: u64) -> u64 {
    unix_seconds / SLOT_SECONDS
}

/// A text that is not a challenge.
#[derive(Debug, Clone, Copy, Error, PartialEq, Eq)]
#[error("this is not a challenge: needs 8 characters of 2-9 and A-Z without I, L and O")]
pub struct NotAChallenge;

/// Eight characters of [`ALPHABET`], shown on the visitor's page and typed into the officer's device.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Challenge([u8; 8]);

impl Challenge {
    /// Draws a challenge from a source of random bytes, with every character equally likely: 39 bits.
    ///
    /// With a source that returned only bytes of 248 and above, this would never end; on average, one random byte in 32
    /// is that high.
    pub fn draw(mut random: impl FnMut() -> u8) -> Self {
        Self([(); 8].map(|()| {
            loop {
                let byte = random();
                // 248 = 8 x 31: higher bytes would favour the first characters of the alphabet.
                if byte < 248 {
                    break ALPHABET[usize::from(byte % 31)];
                }
            }
        }))
    }

    /// Creates a challenge from its characters. `None` if one of them is not in the alphabet.
    pub fn from_bytes(bytes: [u8; 8]) -> Option<Self> {
        bytes.iter().all(|byte| ALPHABET.contains(byte)).then_some(Self(bytes))
    }

    /// The characters of the challenge.
    pub fn as_bytes(&self) -> &[u8; 8] {
        &self.0
    }
}

impl FromStr for Challenge {
    type Err = NotAChallenge;

    /// Reads a typed challenge, ignoring case, spaces and hyphens.
    fn from_str(text: &str) -> Result<Self, NotAChallenge> {
        let mut typed = text.bytes().filter(|byte| !matches!(byte, b' ' | b'-')).map(|byte| byte.to_ascii_uppercase());
        let mut bytes = [0; 8];
        for byte in &mut bytes {
            *byte = typed.next().ok_or(NotAChallenge)?;
        }
        if typed.next().is_some() {
            return Err(NotAChallenge);
        }
        Self::from_bytes(bytes).ok_or(NotAChallenge)
    }
}

impl fmt::Display for Challenge {
    /// Writes two groups of four: `7Q4K 29XA`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, byte) in self.0.iter().enumerate() {
            let space = if position == 4 { " " } else { "" };
            write!(f, "{space}{}", char::from(*byte))?;
        }
        Ok(())
    }
}

impl fmt::Debug for Challenge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Challenge({self})")
    }
}

/// The nonce that the device signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Nonce {
    /// The ten seconds in which the device signed, as a number of slots since 1970 ([`slot_at`]).
    Slot(u64),
    /// The challenge shown on the visitor's page.
    Challenge(Challenge),
}

/// The nonce that the visitor's side requires. There is no way to require none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExpectedNonce {
    /// A current slot.
    Slot,
    /// This challenge.
    Challenge {
        /// The characters that were shown.
        challenge: Challenge,
        /// The time at which they were shown, in seconds since 1970.
        shown_at: u64,
    },
}
