//! Lists of codes for stored events. A word that is not on its list can be neither written nor read.
//!
//! [`codes!`] makes an enum for a list that this program owns. [`law_codes!`] makes a newtype for a list that the
//! policy packs own: a new value must be on the list of the loaded law, but a stored value is read under any law,
//! because a pack may drop a code that an old event still holds.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Error, Visitor};

use crate::record::refusal::Refusal;

/// An enum made by [`codes!`].
pub trait Code: Copy + Sized + 'static {
    /// The list's name in a sentence: `outcome of a stop`.
    const WHAT: &'static str;

    /// Every code of the list, in the order of the variants.
    const CODES: &'static [&'static str];

    /// The code under which the value is stored, printed and parsed.
    fn code(self) -> &'static str;

    /// The value with this code; `None` if it is not on the list.
    fn of(code: &str) -> Option<Self>;
}

/// A newtype made by [`law_codes!`].
pub trait LawCode: Sized {
    /// The list's name in a sentence: `ground of a referral`.
    const WHAT: &'static str;

    /// The name of the list in the packs.
    const LIST: &'static str;

    /// Accepts a code that is on the list of the loaded law.
    ///
    /// # Errors
    /// When the code is not on the list. The refusal names the codes that are.
    fn listed(code: &str, list: &[String]) -> Result<Self, Refusal>;
}

/// The refusal of a code that is not on its list.
pub(crate) fn unknown<'a>(code: &str, what: &str, known: impl Iterator<Item = &'a str>) -> Refusal {
    let known: Vec<&str> = known.collect();
    let message = format!("`{code}` is not a known {what}: use one of `{}`", known.join("`, `"));
    Refusal::invalid("code.unknown", message)
}

/// True if a text has the form of a code: lower-case letters, digits and single hyphens.
pub(crate) fn is_code(text: &str) -> bool {
    let is_part = |part: &str| !part.is_empty() && part.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9'));
    text.split('-').all(is_part)
}

/// Reads a code from a stored event.
pub(crate) fn read<'de, C: Code, D: Deserializer<'de>>(deserializer: D) -> Result<C, D::Error> {
    struct Reader<C>(PhantomData<C>);

    impl<C: Code> Visitor<'_> for Reader<C> {
        type Value = C;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "the code of a known {}", C::WHAT)
        }

        fn visit_str<E: Error>(self, code: &str) -> Result<C, E> {
            C::of(code).ok_or_else(|| E::unknown_variant(code, C::CODES))
        }
    }

    deserializer.deserialize_str(Reader(PhantomData))
}

/// Makes an enum from a list of codes, with `ALL`, `as_str` and `parse`. Its values are stored and printed as codes.
macro_rules! codes {
    ($(
        $(#[$meta:meta])*
        pub enum $name:ident: $what:literal {
            $( $(#[$of_variant:meta])* $variant:ident = $code:literal, )+
        }
    )+) => { $(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $( $(#[$of_variant])* #[doc = concat!("`", $code, "`")] $variant, )+
        }

        impl $name {
            /// All values, in the order of the list.
            pub const ALL: [Self; [$($code),+].len()] = [$(Self::$variant),+];

            /// The code under which the value is stored.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)+
                }
            }

            /// The value with this code; `None` if it is not on the list.
            pub fn parse(code: &str) -> Option<Self> {
                match code {
                    $($code => Some(Self::$variant),)+
                    _ => None,
                }
            }
        }

        impl $crate::codes::Code for $name {
            const WHAT: &'static str = $what;
            const CODES: &'static [&'static str] = &[$($code),+];

            fn code(self) -> &'static str {
                self.as_str()
            }

            fn of(code: &str) -> Option<Self> {
                Self::parse(code)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl From<$name> for &'static str {
            fn from(value: $name) -> Self {
                value.as_str()
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::Refusal;

            fn from_str(code: &str) -> Result<Self, $crate::Refusal> {
                let known = <Self as $crate::codes::Code>::CODES;
                Self::parse(code).ok_or_else(|| $crate::codes::unknown(code, $what, known.iter().copied()))
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::codes::read(deserializer)
            }
        }
    )+ };
}
pub(crate) use codes;

/// Makes a newtype for a list of codes that the policy packs own.
macro_rules! law_codes {
    ($(
        $(#[$meta:meta])*
        pub struct $name:ident: $what:literal in $list:literal;
    )+) => { $(
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// The code under which the value is stored.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl $crate::codes::LawCode for $name {
            const WHAT: &'static str = $what;
            const LIST: &'static str = $list;

            fn listed(code: &str, list: &[String]) -> Result<Self, $crate::Refusal> {
                match list.iter().find(|known| *known == code) {
                    Some(known) => Ok(Self(known.clone())),
                    None => Err($crate::codes::unknown(code, $what, list.iter().map(String::as_str))),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let code = <String as serde::Deserialize>::deserialize(deserializer)?;
                match $crate::codes::is_code(&code) {
                    true => Ok(Self(code)),
                    false => Err(serde::de::Error::custom(format!("`{code}` has not the form of a code"))),
                }
            }
        }
    )+ };
}
pub(crate) use law_codes;
