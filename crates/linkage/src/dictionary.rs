//! Dictionaries: store each distinct normal form of a kind once, as a small integer, with the facts that comparisons
//! need (length, letters, calendar parts, tokens). Also the transforms that derive one code
//! from another. No records here.

use std::hash::Hasher;

use hashbrown::HashTable;
use rustc_hash::FxHasher;

use crate::nicknames;
use crate::settings::Kind;
use crate::signature;

/// The code of a missing value.
pub(crate) const MISSING: u32 = 0;

/// Summary of a text that a comparison reads before the text itself.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Shape {
    /// One bit for each letter, with digits and other characters folded into the upper six bits: two texts that
    /// differ in `n` bits differ in at least `n` characters.
    pub letters: u32,
    /// The first four bytes, padded with zeros.
    pub head: [u8; 4],
    pub length: u16,
}

impl Shape {
    fn of(text: &str) -> Shape {
        let mut shape = Shape { length: u16::try_from(text.len()).unwrap_or(u16::MAX), ..Shape::default() };
        for byte in text.bytes() {
            let bit = match byte {
                b'a'..=b'z' => byte - b'a',
                b'0'..=b'9' => 26 + (byte - b'0') % 5,
                _ => 31,
            };
            shape.letters |= 1 << bit;
        }
        for (slot, byte) in shape.head.iter_mut().zip(text.bytes()) {
            *slot = byte;
        }
        shape
    }
}

/// A calendar date as far as it is known; 0 means not known. `ordinal` counts days and is 0 if there is no such date.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct DateParts {
    pub year: u16,
    pub month: u8,
    pub day: u8,
    pub ordinal: i32,
}

/// Facts that exist for some kinds only, indexed by code.
#[derive(Debug, Clone)]
enum Facts {
    None,
    Dates(Vec<DateParts>),
    Numbers(Vec<f64>),
    Locations(Vec<(f32, f32)>),
    /// The nickname sets that contain a name.
    Names {
        starts: Vec<u32>,
        sets: Vec<u16>,
    },
    /// Codes of the tokens in `words`, ascending.
    Tokens {
        starts: Vec<u32>,
        codes: Vec<u32>,
        words: Box<Dictionary>,
    },
}

/// The distinct normal forms of one kind.
#[derive(Debug, Clone)]
pub(crate) struct Dictionary {
    pub kind: Kind,
    ends: Vec<usize>,
    bytes: String,
    pub shapes: Vec<Shape>,
    facts: Facts,
    index: HashTable<u32>,
}

fn hash(text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(text.as_bytes());
    hasher.finish()
}

impl Dictionary {
    pub fn new(kind: Kind) -> Dictionary {
        let facts = match kind {
            Kind::Date => Facts::Dates(Vec::new()),
            Kind::Number => Facts::Numbers(Vec::new()),
            Kind::Location => Facts::Locations(Vec::new()),
            Kind::Name => Facts::Names { starts: vec![0], sets: Vec::new() },
            Kind::Tokens => {
                Facts::Tokens { starts: vec![0], codes: Vec::new(), words: Box::new(Dictionary::new(Kind::Text)) }
            }
            Kind::Text | Kind::Postcode | Kind::Plate | Kind::Phone => Facts::None,
        };
        let mut dictionary = Dictionary {
            kind,
            ends: Vec::new(),
            bytes: String::new(),
            shapes: Vec::new(),
            facts,
            index: HashTable::new(),
        };
        dictionary.push("", None);
        dictionary
    }

    /// Number of codes, *missing* included.
    pub fn len(&self) -> u32 {
        self.ends.len() as u32
    }

    pub fn text(&self, code: u32) -> &str {
        let code = code as usize;
        let start = if code == 0 { 0 } else { self.ends[code - 1] };
        &self.bytes[start..self.ends[code]]
    }

    pub fn find(&self, text: &str) -> Option<u32> {
        if text.is_empty() {
            return Some(MISSING);
        }
        self.index.find(hash(text), |code| self.text(*code) == text).copied()
    }

    /// The code of `text`, which is a normal form; a new text gets the next code.
    pub fn intern(&mut self, text: &str) -> u32 {
        self.intern_beside(text, None)
    }

    /// As [`Dictionary::intern`], but tokens that `base` knows keep their codes there, and
    /// others are numbered after them.
    fn intern_beside(&mut self, text: &str, base: Option<&Dictionary>) -> u32 {
        if let Some(code) = self.find(text) {
            return code;
        }
        let code = self.len();
        self.push(text, base);
        let (ends, bytes) = (&self.ends, &self.bytes);
        self.index.insert_unique(hash(text), code, |code| {
            let code = *code as usize;
            hash(&bytes[ends[code - 1]..ends[code]])
        });
        code
    }

    fn push(&mut self, text: &str, base: Option<&Dictionary>) {
        self.bytes.push_str(text);
        self.ends.push(self.bytes.len());
        self.shapes.push(Shape::of(text));
        match &mut self.facts {
            Facts::None => {}
            Facts::Dates(dates) => dates.push(date_parts(text)),
            Facts::Numbers(numbers) => numbers.push(text.parse().unwrap_or(f64::NAN)),
            Facts::Locations(places) => {
                let mut parts = text.split(',').map(|part| part.parse().unwrap_or(f32::NAN));
                places.push((parts.next().unwrap_or(f32::NAN), parts.next().unwrap_or(f32::NAN)));
            }
            Facts::Names { starts, sets } => {
                sets.extend_from_slice(nicknames::sets_of(text));
                starts.push(sets.len() as u32);
            }
            Facts::Tokens { starts, codes, words } => {
                let known = base.and_then(Dictionary::words);
                let first = codes.len();
                for token in text.split(' ').filter(|token| !token.is_empty()) {
                    codes.push(match known {
                        Some(known) => known.find(token).unwrap_or_else(|| known.len() + words.intern(token)),
                        None => words.intern(token),
                    });
                }
                codes[first..].sort_unstable();
                starts.push(codes.len() as u32);
            }
        }
    }

    /// For [`Kind::Tokens`]: the dictionary of the tokens themselves.
    pub fn words(&self) -> Option<&Dictionary> {
        match &self.facts {
            Facts::Tokens { words, .. } => Some(words),
            _ => None,
        }
    }

    pub fn tokens(&self, code: u32) -> &[u32] {
        match &self.facts {
            Facts::Tokens { starts, codes, .. } => {
                &codes[starts[code as usize] as usize..starts[code as usize + 1] as usize]
            }
            _ => &[],
        }
    }

    pub fn nickname_sets(&self, code: u32) -> &[u16] {
        match &self.facts {
            Facts::Names { starts, sets } => &sets[starts[code as usize] as usize..starts[code as usize + 1] as usize],
            _ => &[],
        }
    }

    pub fn date(&self, code: u32) -> DateParts {
        match &self.facts {
            Facts::Dates(dates) => dates[code as usize],
            _ => DateParts::default(),
        }
    }

    pub fn number(&self, code: u32) -> f64 {
        match &self.facts {
            Facts::Numbers(numbers) => numbers[code as usize],
            _ => f64::NAN,
        }
    }

    pub fn location(&self, code: u32) -> (f32, f32) {
        match &self.facts {
            Facts::Locations(places) => places[code as usize],
            _ => (f32::NAN, f32::NAN),
        }
    }
}

fn date_parts(text: &str) -> DateParts {
    let mut parts = text.split('-');
    let year = parts.next().and_then(|part| part.parse().ok());
    let Some(year) = year else { return DateParts::default() };
    let mut small = || parts.next().and_then(|part| part.parse::<u8>().ok()).unwrap_or(0);
    let (month, day) = (small(), small());
    let ordinal = jiff::civil::Date::new(year as i16, month as i8, day as i8)
        .map_or(0, |date| date.duration_since(jiff::civil::date(1, 1, 1)).as_hours() / 24 + 1);
    DateParts { year, month, day, ordinal: i32::try_from(ordinal).unwrap_or(0) }
}

/// A dictionary extended by a few values, for a record that is looked up without being added to the index.
#[derive(Clone, Copy)]
pub(crate) struct Values<'a> {
    pub base: &'a Dictionary,
    pub extra: Option<&'a Dictionary>,
}

impl<'a> Values<'a> {
    /// The dictionary that holds a code, and the code within it.
    #[inline]
    pub fn resolve(&self, code: u32) -> (&'a Dictionary, u32) {
        let known = self.base.len();
        match self.extra {
            // Extra codes begin after those of the base. Code 0 of the extra dictionary is
            // *missing* again and never used.
            Some(extra) if code >= known => (extra, code - known),
            _ => (self.base, code),
        }
    }

    #[inline]
    pub fn shape(&self, code: u32) -> &'a Shape {
        let (dictionary, code) = self.resolve(code);
        &dictionary.shapes[code as usize]
    }

    #[inline]
    pub fn text(&self, code: u32) -> &'a str {
        let (dictionary, code) = self.resolve(code);
        dictionary.text(code)
    }
}

/// Looks a normal form up in `base`; otherwise adds it to `extra`, numbered after the codes of `base`.
pub(crate) fn intern_extra(base: &Dictionary, extra: &mut Dictionary, text: &str) -> u32 {
    base.find(text).unwrap_or_else(|| base.len() + extra.intern_beside(text, Some(base)))
}

/// The part of a value that a rule or a level uses instead of the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Transform {
    /// `exact(field)`, or the bare field in a rule.
    Whole,
    /// `nickname(name)`: one code for all names that nicknames connect. Wider than the check of the same name.
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
    /// `sw1a 1` of `sw1a 1aa`.
    Sector,
    /// `sw1a`.
    District,
    /// `sw`.
    Area,
    /// A plate with look-alike characters folded together: 0/O/Q/D, 1/I/L, 2/Z, 5/S, 8/B, 6/G, 4/A, 7/T, U/V.
    LookAlike,
    /// `any(tokens)`: puts a record in the block of each of its tokens. Rules only.
    AnyToken,
    /// A digest of the value in place of a code: see [`crate::signature`].
    Signature,
    /// A digest of the nickname sets that contain a name.
    NicknameSignature,
    /// `seen(plate)`: pairs plates of which one is partial and fits the other at three known characters. Rules only.
    Seen,
}

impl Transform {
    /// Reads the word of a rule or a level for a field of some kind; the error says what would be right.
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

    /// The digest of a normal form; `None` for a transform that is not a digest.
    pub fn digest(self, kind: Kind, text: &str) -> Option<u32> {
        match self {
            Transform::Signature => Some(signature::of(kind, text)),
            Transform::NicknameSignature => Some(signature::of_sets(nicknames::sets_of(text))),
            _ => None,
        }
    }

    /// Returns true if a record may have several codes.
    pub fn is_many(self) -> bool {
        matches!(self, Transform::AnyToken | Transform::Seen)
    }

    /// Writes the derived text; empty when the value has no such part.
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
                // Taken by position, so that even an impossible date has its year.
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

/// Maps all characters that are mistaken for each other on a plate to one of them.
pub(crate) fn look_alike(byte: u8) -> u8 {
    match byte {
        b'o' | b'q' | b'd' => b'0',
        b'i' | b'l' => b'1',
        b'z' => b'2',
        b'a' => b'4',
        b's' => b'5',
        b'g' => b'6',
        b't' => b'7',
        b'b' => b'8',
        b'v' => b'u',
        other => other,
    }
}

/// Double metaphone of a name (Philips, 2000), of the part before any hyphen or space.
fn sound(text: &str) -> String {
    use rphonetic::Encoder;
    let word = text.split(['-', ' ']).next().unwrap_or(text);
    rphonetic::DoubleMetaphone::default().encode(word)
}

fn list(kinds: &[Kind]) -> String {
    kinds.iter().map(|kind| kind_name(*kind)).collect::<Vec<_>>().join(" or ")
}

pub(crate) fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "text",
        Kind::Name => "name",
        Kind::Date => "date",
        Kind::Postcode => "postcode",
        Kind::Plate => "plate",
        Kind::Phone => "phone",
        Kind::Number => "number",
        Kind::Tokens => "tokens",
        Kind::Location => "location",
    }
}

/// Returns true if some characters of a plate are unknown.
pub(crate) fn is_partial(plate: &str) -> bool {
    plate.contains('?')
}

/// Three known characters of a plate with their positions, as one number: the length, then
/// each position and character.
fn seen_key(length: usize, triple: [(usize, u8); 3]) -> u64 {
    let add = |key: u64, (place, byte): (usize, u8)| key << 12 | (place as u64 & 15) << 8 | u64::from(byte);
    triple.into_iter().fold(length as u64, add)
}

/// Returns true if a plate has the length and the characters that a key names.
fn has_seen_key(plate: &str, key: u64) -> bool {
    let triple = [key >> 24, key >> 12, key].map(|part| ((part >> 8 & 15) as usize, (part & 255) as u8));
    plate.len() as u64 == key >> 36 && triple.iter().all(|(place, byte)| plate.as_bytes().get(*place) == Some(byte))
}

/// The keys of a partial plate: one from its first three known characters and, if those do not
/// overlap, one from its last three.
fn partial_keys(plate: &str) -> impl Iterator<Item = u64> {
    let known: Vec<(usize, u8)> = plate.bytes().enumerate().filter(|(_, byte)| *byte != b'?').collect();
    let first = known.first_chunk::<3>().map(|triple| seen_key(plate.len(), *triple));
    let last = known.last_chunk::<3>().filter(|_| known.len() >= 6).map(|triple| seen_key(plate.len(), *triple));
    first.into_iter().chain(last)
}

/// The smallest key that two plates share, one of which is partial.
pub(crate) fn first_seen_key(a: &str, b: &str) -> Option<u64> {
    let (partial, other) = if is_partial(a) { (a, b) } else { (b, a) };
    let shared = |key: &u64| {
        if is_partial(other) { partial_keys(other).any(|own| own == *key) } else { has_seen_key(other, *key) }
    };
    partial_keys(partial).filter(shared).min()
}

/// Appends the block keys of a plate for [`Transform::Seen`]: a whole plate has one for each three of its characters.
pub(crate) fn seen_keys(plate: &str, keys: &mut Vec<u64>) {
    // Positions take four bits, and nothing longer than 15 characters is a plate.
    if plate.len() > 15 {
        return;
    }
    if is_partial(plate) {
        keys.extend(partial_keys(plate));
        return;
    }
    let known: Vec<(usize, u8)> = plate.bytes().enumerate().collect();
    for (i, a) in known.iter().enumerate() {
        for (j, b) in known.iter().enumerate().skip(i + 1) {
            keys.extend(known.iter().skip(j + 1).map(|c| seen_key(plate.len(), [*a, *b, *c])));
        }
    }
}
