//! Transforms: derive one code from another, such as the year of a date or the sound of a name.

use super::plates::look_alike;
use super::{Dictionary, kind_name};
use crate::nicknames;
use crate::settings::Kind;
use crate::signature;

/// The part of a value that a rule or a level uses instead of the whole value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Transform {
    /// `exact(field)`, or a bare field name in a rule.
    Whole,
    /// `nickname(name)`: one code for all names that nicknames connect, directly or not. Wider than the check of the
    /// same name.
    Nickname,
    /// `sound(name)`: double metaphone.
    Sound,
    /// `prefix(field, n)`; `initial(field)` is `prefix(field, 1)`.
    Prefix(u8),
    /// `suffix(field, n)`.
    Suffix(u8),
    Year,
    YearMonth,
    DayMonth,
    /// The postcode sector: `sw1a 1` of `sw1a 1aa`.
    Sector,
    /// The postcode district: `sw1a`.
    District,
    /// The postcode area: `sw`.
    Area,
    /// A plate with similar-looking characters merged: 0/O/Q/D, 1/I/L, 2/Z, 5/S, 8/B, 6/G, 4/A, 7/T, U/V.
    LookAlike,
    /// `any(tokens)`: puts a record in the block of each of its tokens. For rules only.
    AnyToken,
    /// A digest of the value instead of a code; see [`crate::signature`].
    Signature,
    /// A digest of the nickname sets to which a name belongs.
    NicknameSignature,
    /// `seen(plate)`: pairs a partial plate with plates that agree with it in three known characters. For rules only.
    Seen,
}

impl Transform {
    /// Parses the word used in a rule or a level for a field of a given kind; the error says what would be valid.
    pub fn parse(word: &str, argument: Option<f64>, kind: Kind) -> Result<Transform, String> {
        let count = || match argument {
            Some(n) if (1.0..=32.0).contains(&n) && n.fract() == 0.0 => Ok(n as u8),
            _ => Err(format!("`{word}` needs a whole number of characters from 1 to 32, such as `{word}(field, 3)`")),
        };
        let (transform, kinds): (Transform, &[Kind]) = match word {
            "exact" => (Transform::Whole, &[]),
            "nickname" => (Transform::Nickname, &[Kind::Name]),
            "sound" => (Transform::Sound, &[Kind::Name, Kind::Text]),
            "prefix" => (Transform::Prefix(count()?), &[]),
            "suffix" => (Transform::Suffix(count()?), &[]),
            "initial" => (Transform::Prefix(1), &[]),
            "year" => (Transform::Year, &[Kind::Date]),
            "year_month" => (Transform::YearMonth, &[Kind::Date]),
            "day_month" => (Transform::DayMonth, &[Kind::Date]),
            "sector" => (Transform::Sector, &[Kind::Postcode]),
            "district" => (Transform::District, &[Kind::Postcode]),
            "area" => (Transform::Area, &[Kind::Postcode]),
            "look_alike" => (Transform::LookAlike, &[Kind::Plate]),
            "any" => (Transform::AnyToken, &[Kind::Tokens]),
            "seen" => (Transform::Seen, &[Kind::Plate]),
            _ => {
                return Err(format!(
                    "there is no `{word}`; use a field alone, or prefix, suffix, initial, nickname, sound, year, year_month, \
                     day_month, sector, district, area, look_alike, any or seen"
                ));
            }
        };
        if argument.is_some() && !matches!(transform, Transform::Prefix(_) | Transform::Suffix(_))
            || word == "initial" && argument.is_some()
        {
            return Err(format!("`{word}` takes no number"));
        }
        if !kinds.is_empty() && !kinds.contains(&kind) {
            return Err(format!("`{word}` is for fields of kind {}, not {}", list(kinds), kind_name(kind)));
        }
        Ok(transform)
    }

    /// The digest of a normal form; `None` if the transform does not produce digests.
    pub fn digest(self, kind: Kind, text: &str) -> Option<u32> {
        match self {
            Transform::Signature => Some(signature::of(kind, text)),
            Transform::NicknameSignature => Some(signature::of_sets(nicknames::sets_of(text))),
            _ => None,
        }
    }

    /// Returns true if a record may have several codes under this transform.
    pub fn is_many(self) -> bool {
        matches!(self, Transform::AnyToken | Transform::Seen)
    }

    /// Writes the derived text to `out`; it is empty if the value has no such part.
    pub fn apply(self, dictionary: &Dictionary, code: u32, out: &mut String) {
        out.clear();
        let text = dictionary.text(code);
        match self {
            Transform::Whole
            | Transform::AnyToken
            | Transform::Seen
            | Transform::Signature
            | Transform::NicknameSignature => out.push_str(text),
            Transform::Nickname => out.push_str(nicknames::family_of(text)),
            Transform::Sound => out.push_str(&sound(text)),
            Transform::Prefix(n) => {
                if text.len() >= usize::from(n) {
                    out.push_str(&text[..usize::from(n)]);
                }
            }
            Transform::Suffix(n) => {
                if text.len() >= usize::from(n) {
                    out.push_str(&text[text.len() - usize::from(n)..]);
                }
            }
            Transform::Year | Transform::YearMonth | Transform::DayMonth => {
                // Read by position, so that even an impossible date has a year.
                let wanted = match self {
                    Transform::Year => text.get(..4),
                    Transform::YearMonth => text.get(..7),
                    _ => text.get(5..10),
                };
                let dated = dictionary.date(code).year > 0;
                out.push_str(wanted.filter(|_| dated).unwrap_or(""));
            }
            Transform::Sector => {
                if let Some((district, inward)) = text.split_once(' ') {
                    out.push_str(district);
                    out.push(' ');
                    out.push_str(inward.get(..1).unwrap_or(""));
                }
            }
            Transform::District => out.push_str(text.split(' ').next().unwrap_or("")),
            Transform::Area => out.extend(text.chars().take_while(char::is_ascii_alphabetic)),
            Transform::LookAlike => out.extend(text.bytes().map(|byte| char::from(look_alike(byte)))),
        }
    }
}

/// The double metaphone (Philips, 2000) of the part of a name before any hyphen or space.
fn sound(text: &str) -> String {
    use rphonetic::Encoder;
    let word = text.split(['-', ' ']).next().unwrap_or(text);
    rphonetic::DoubleMetaphone::default().encode(word)
}

fn list(kinds: &[Kind]) -> String {
    kinds.iter().map(|kind| kind_name(*kind)).collect::<Vec<_>>().join(" or ")
}
