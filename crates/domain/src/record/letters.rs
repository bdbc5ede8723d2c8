//! Codes and references that people read out, copy and type, in an alphabet without look-alikes.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The alphabet, without 0, O, 1, I and L. It has 31 characters, so 8 random ones carry 39.6 bits and 12 carry 59.4.
pub const LETTERS: &[u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";

/// The error for a text that has the wrong length, or a character outside [`LETTERS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("needs {count} letters and digits, without 0, O, 1, I and L")]
pub struct NotLetters {
    /// The required number of letters.
    pub count: usize,
}

/// Draws letters from random bytes, all equally likely. `None` if the bytes run out, which is all but impossible with
/// four bytes per letter.
pub fn draw<const N: usize>(random: &[u8]) -> Option<[u8; N]> {
    // 8 x 31 = 248: bytes of 248 or more would make the first letters more likely.
    let mut fit = random.iter().filter(|byte| **byte < 248);
    let mut letters = [0; N];
    for letter in &mut letters {
        *letter = LETTERS[usize::from(*fit.next()? % 31)];
    }
    Some(letters)
}

/// Reads letters as people type them: in upper or lower case, with spaces and hyphens anywhere.
fn typed<const N: usize>(text: &str) -> Result<[u8; N], NotLetters> {
    let no = NotLetters { count: N };
    let mut letters = [0; N];
    let mut count = 0;
    // A hundred characters are enough for our longest code with its spaces; the rest of a longer text is ignored.
    for letter in text.chars().take(100).filter(|letter| !letter.is_whitespace() && !matches!(letter, '-' | '\u{2011}'))
    {
        let letter = u8::try_from(letter.to_ascii_uppercase()).map_err(|_| no)?;
        if count == N || !LETTERS.contains(&letter) {
            return Err(no);
        }
        letters[count] = letter;
        count += 1;
    }
    if count == N { Ok(letters) } else { Err(no) }
}

/// Writes the letters in groups of four.
fn grouped(letters: &[u8], between: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for (number, group) in letters.chunks(4).enumerate() {
        if number > 0 {
            f.write_str(between)?;
        }
        group.iter().try_for_each(|letter| fmt::Write::write_char(f, char::from(*letter)))?;
    }
    Ok(())
}

macro_rules! lettered {
    ($($(#[$doc:meta])* $name:ident[$count:literal] between $between:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name([u8; $count]);

        impl $name {
            /// Draws a value from random bytes; `None` if they run out.
            pub fn draw(random: &[u8]) -> Option<Self> {
                draw(random).map(Self)
            }

            /// The letters, in capitals and without gaps.
            pub fn letters(&self) -> &[u8; $count] {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = NotLetters;

            fn from_str(text: &str) -> Result<Self, NotLetters> {
                typed(text).map(Self)
            }
        }

        impl TryFrom<String> for $name {
            type Error = NotLetters;

            fn try_from(text: String) -> Result<Self, NotLetters> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> String {
                value.to_string()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                grouped(&self.0, $between, f)
            }
        }
    )*};
}

lettered! {
    /// The code on the officer's screen, valid for about two minutes and for one stop. It is shown as `7Q4K 29MP`, and
    /// read in any case and with any spacing.
    LiveCode[8] between " ";
    /// The challenge that the visitor's page shows and the officer's device answers. It looks like a live code but is
    /// never accepted as one.
    Challenge[8] between " ";
    /// The reference of one check, in the address of its page: `7Q4K-29MP-XW3T`. It is random, so that nobody can guess
    /// the reference of another check.
    CheckRef[12] between "-";
}

// These values grant access, if only for two minutes, so their `{:?}` output keeps them out of logs.
impl fmt::Debug for LiveCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LiveCode(..)")
    }
}

impl fmt::Debug for Challenge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Challenge(..)")
    }
}

impl fmt::Debug for CheckRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CheckRef(..)")
    }
}

/// The reference of a stop, short enough to read out over the telephone: `NM-7Q4K-29`. The first two letters are the
/// force's.
///
/// It identifies a stop, but opens no record without the PIN of a receipt.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct StopRef {
    prefix: [u8; 2],
    letters: [u8; 6],
}

/// The error for a text that is not the reference of a stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("needs two letters of a force and six letters and digits, such as `NM-7Q4K-29`")]
pub struct NotAReference;

impl StopRef {
    /// Draws a reference from random bytes. `None` if they run out, or if the prefix is not two capital letters.
    pub fn draw(prefix: &str, random: &[u8]) -> Option<Self> {
        let prefix = <[u8; 2]>::try_from(prefix.as_bytes()).ok()?;
        let letters = prefix.iter().all(u8::is_ascii_uppercase);
        Some(Self { prefix, letters: draw(random)? }).filter(|_| letters)
    }
}

impl FromStr for StopRef {
    type Err = NotAReference;

    fn from_str(text: &str) -> Result<Self, NotAReference> {
        let text: String = text.chars().take(40).filter(|letter| letter.is_ascii_alphanumeric()).collect();
        let (prefix, rest) = text.split_at_checked(2).ok_or(NotAReference)?;
        let mut letters = [0; 2];
        for (place, letter) in letters.iter_mut().zip(prefix.bytes()) {
            *place = letter.to_ascii_uppercase();
        }
        if !letters.iter().all(u8::is_ascii_uppercase) {
            return Err(NotAReference);
        }
        Ok(Self { prefix: letters, letters: typed(rest).map_err(|_| NotAReference)? })
    }
}

impl TryFrom<String> for StopRef {
    type Error = NotAReference;

    fn try_from(text: String) -> Result<Self, NotAReference> {
        text.parse()
    }
}

impl From<StopRef> for String {
    fn from(value: StopRef) -> String {
        value.to_string()
    }
}

impl fmt::Display for StopRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        grouped(&self.prefix, "", f)?;
        f.write_str("-")?;
        grouped(&self.letters, "-", f)
    }
}

impl fmt::Debug for StopRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StopRef({self})")
    }
}

/// The six digits that, together with the reference, open the record of a stop.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Pin(u32);

/// The error for a text that is not a PIN.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a PIN has 6 digits")]
pub struct NotAPin;

impl Pin {
    /// Draws a PIN from random bytes; `None` if they run out.
    pub fn draw(random: &[u8]) -> Option<Self> {
        let numbers = random.chunks_exact(4).map(|four| u32::from_be_bytes([four[0], four[1], four[2], four[3]]));
        // The largest multiple of a million below 2^32. Numbers from there on would make the first PINs more likely.
        numbers.into_iter().find(|number| *number < 4_294_000_000).map(|number| Self(number % 1_000_000))
    }
}

impl FromStr for Pin {
    type Err = NotAPin;

    fn from_str(text: &str) -> Result<Self, NotAPin> {
        let digits: String = text.chars().take(20).filter(|letter| !letter.is_whitespace() && *letter != '-').collect();
        if digits.len() != 6 || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
            return Err(NotAPin);
        }
        digits.parse().map(Self).map_err(|_| NotAPin)
    }
}

impl fmt::Display for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:06}", self.0)
    }
}

impl fmt::Debug for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pin(..)")
    }
}
