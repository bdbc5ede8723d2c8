//! Bytes as decimal digits, for the fragment of the address in the QR code. A QR code spends 3⅓ bits on each digit in a
//! run of digits, so 7 bytes (56 bits) cost 17 digits (56⅔ bits). Base64url in byte mode would cost 75 bits.

use thiserror::Error;

use crate::duty::MAX_BYTES;

/// The number of digits needed for 0 to 7 bytes: the smallest `d` with `10^d >= 256^n`.
const DIGITS: [usize; 8] = [0, 3, 5, 8, 10, 13, 15, 17];

/// Reasons why a fragment cannot come from [`encode`].
#[derive(Debug, Clone, Copy, Error, PartialEq, Eq)]
pub enum NotDigits {
    /// The fragment is longer than any valid presentation.
    #[error("the fragment has {0} characters: needs those of at most 2048 bytes")]
    TooLong(usize),
    /// It contains a character other than 0 to 9.
    #[error("the fragment holds something other than digits: needs 0 to 9 only")]
    Character,
    /// This number of digits does not correspond to any number of bytes.
    #[error("the fragment is cut off: needs groups of 17 digits and a last one of 3, 5, 8, 10, 13 or 15")]
    Length,
    /// The number in a group is too large for its bytes.
    #[error("a group of the fragment is too large: needs less than 256 to the power of its bytes")]
    TooLarge,
}

/// Encodes bytes as digits: every 7 bytes, as one big-endian number, become 17 digits with leading zeros. The remaining
/// 1 to 6 bytes become 3, 5, 8, 10, 13 or 15 digits in the same way.
pub fn encode(bytes: &[u8]) -> String {
    bytes
        .chunks(7)
        .map(|group| {
            let number = group.iter().fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
            format!("{number:0digits$}", digits = DIGITS[group.len()])
        })
        .collect()
}

/// Decodes digits to bytes. Every text has at most one reading, and every reading has exactly one text.
///
/// # Errors
/// [`NotDigits`] for any text that [`encode`] would not write.
pub fn decode(digits: &str) -> Result<Vec<u8>, NotDigits> {
    if digits.len() > MAX_BYTES.div_ceil(7) * 17 {
        return Err(NotDigits::TooLong(digits.len()));
    }
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(NotDigits::Character);
    }
    let mut bytes = Vec::with_capacity(digits.len() * 7 / 17 + 1);
    for group in digits.as_bytes().chunks(17) {
        let count = DIGITS.iter().position(|digits| *digits == group.len()).ok_or(NotDigits::Length)?;
        // 17 digits are less than 2^57.
        let number = group.iter().fold(0_u64, |number, digit| number * 10 + u64::from(digit - b'0'));
        if number >> (8 * count) != 0 {
            return Err(NotDigits::TooLarge);
        }
        bytes.extend_from_slice(&number.to_be_bytes()[8 - count..]);
    }
    Ok(bytes)
}
