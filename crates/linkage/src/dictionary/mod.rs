//! Dictionaries: store each distinct normal form of a kind once, under a small integer code, with the facts that
//! comparisons need (length, letters, calendar parts, tokens). No records here.

mod plates;
mod transform;

use std::hash::Hasher;

use hashbrown::HashTable;
use rustc_hash::FxHasher;

use crate::nicknames;
use crate::settings::Kind;
pub(crate) use plates::{first_seen_key, is_partial, look_alike, seen_keys};
pub(crate) use transform::Transform;

/// The code of a missing value.
pub(crate) const MISSING: u32 = 0;

/// A summary of a text, checked by comparisons before they read the text itself.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Shape {
    /// One bit for each letter; digits and other characters share the upper six bits. Two texts whose masks differ in
    /// `n` bits differ in at least `n` characters.
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

/// A calendar date, as far as it is known; 0 means unknown. `ordinal` counts days and is 0 if there is no such date.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct DateParts {
    pub year: u16,
    pub month: u8,
    pub day: u8,
    pub ordinal: i32,
}

/// Facts that exist only for some kinds, indexed by code.
#[derive(Debug, Clone)]
enum Facts {
    None,
    Dates(Vec<DateParts>),
    Numbers(Vec<f64>),
    Locations(Vec<(f32, f32)>),
    /// The nickname sets to which each name belongs.
    Names {
        starts: Vec<u32>,
        sets: Vec<u16>,
    },
    /// Codes of the tokens in `words`, in ascending order.
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

    /// The number of codes, including *missing*.
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

    /// The code of `text`, which must be a normal form; a new text gets the next free code.
    pub fn intern(&mut self, text: &str) -> u32 {
        self.intern_beside(text, None)
    }

    /// Like [`Dictionary::intern`], but tokens that are already in `base` keep their codes there, and the others are
    /// numbered after them.
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
            // Extra codes follow those of the base. Code 0 of the extra dictionary also means *missing* and is never
            // used.
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

/// Finds the code of a normal form in `base`; otherwise adds the form to `extra`, numbered after the codes of `base`.
pub(crate) fn intern_extra(base: &Dictionary, extra: &mut Dictionary, text: &str) -> u32 {
    base.find(text).unwrap_or_else(|| base.len() + extra.intern_beside(text, Some(base)))
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
