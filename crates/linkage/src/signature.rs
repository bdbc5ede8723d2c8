//! Signatures: 32-bit summaries of values, kept in the record's own row. They can rule out that two values are similar,
//! without the values being read, but can never prove that they are.
//!
//! The signature of a text combines the set of its characters (26 bits, with other characters mapped to the same bits)
//! with its length. That of a full date combines year, month and day. A signature is 0 if it carries no information.

use crate::dictionary::look_alike;
use crate::settings::Kind;

const LETTERS: u32 = (1 << 26) - 1;

/// The signature of a normal form; 0 means no information.
pub(crate) fn of(kind: Kind, text: &str) -> u32 {
    match kind {
        Kind::Date => date(text),
        Kind::Tokens | Kind::Number | Kind::Location => 0,
        // A partial plate may fit a plate that has other characters.
        Kind::Plate if text.contains('?') => 0,
        Kind::Plate => characters(text.bytes().map(look_alike)),
        Kind::Text | Kind::Name | Kind::Postcode | Kind::Phone => characters(text.bytes()),
    }
}

/// A signature of the nickname sets to which a name belongs: two names without a common bit share no set.
pub(crate) fn of_sets(sets: &[u16]) -> u32 {
    sets.iter().fold(0, |signature, set| signature | 1 << (set % 32))
}

fn characters(bytes: impl ExactSizeIterator<Item = u8>) -> u32 {
    let length = bytes.len() as u32;
    if length == 0 || length > 63 {
        return 0;
    }
    let bit = |byte: u8| match byte {
        b'a'..=b'z' => byte - b'a',
        b'0'..=b'9' => byte - b'0',
        other => other % 26,
    };
    bytes.fold(length << 26, |signature, byte| signature | 1 << bit(byte))
}

/// Year, month and day of `YYYY-MM-DD` in 14, 7 and 7 bits. A day that does not exist is still encoded by its digits.
fn date(text: &str) -> u32 {
    let parts = (text.len() == 10).then(|| (text.get(..4), text.get(5..7), text.get(8..)));
    let Some((Some(year), Some(month), Some(day))) = parts else { return 0 };
    match (year.parse::<u32>(), month.parse::<u32>(), day.parse::<u32>()) {
        (Ok(year), Ok(month), Ok(day)) => year << 14 | month << 7 | day,
        _ => 0,
    }
}

/// Returns true if two dates with these signatures may be within this many edits of each other. One edit changes only
/// one of year, month and day.
pub(crate) fn dates_may_be_within(a: u32, b: u32, edits: usize) -> bool {
    let differ = a ^ b;
    let spoilt = [differ >> 14, differ >> 7 & 127, differ & 127].iter().filter(|part| **part != 0).count();
    spoilt <= edits
}

/// The years of two dates.
pub(crate) fn years(a: u32, b: u32) -> (u32, u32) {
    (a >> 14, b >> 14)
}

/// Returns true if two texts may be within this many edits of each other. One edit changes the length by at most one
/// and the set of characters by at most two.
#[inline]
pub(crate) fn texts_may_be_within(a: u32, b: u32, edits: usize) -> bool {
    (a >> 26).abs_diff(b >> 26) as usize <= edits && ((a ^ b) & LETTERS).count_ones() as usize <= 2 * edits
}

/// Returns true if one text may be part of the other, because all its characters occur there.
#[inline]
pub(crate) fn may_contain(a: u32, b: u32) -> bool {
    let (only_a, only_b) = (a & !b & LETTERS, b & !a & LETTERS);
    only_a == 0 || only_b == 0
}

/// 1/length, indexed by length.
static INVERSE: [f32; 64] = {
    let mut inverse = [0.0; 64];
    let mut length = 1;
    while length < 64 {
        inverse[length] = 1.0 / length as f32;
        length += 1;
    }
    inverse
};

/// The highest possible Jaro similarity of two texts. Characters found on only one side cannot match, and with m
/// matches Jaro is at most (m/|a| + m/|b| + 1)/3.
#[inline]
pub(crate) fn most_jaro(a: u32, b: u32) -> f32 {
    let (length_a, length_b) = (a >> 26, b >> 26);
    let only = |x: u32, y: u32| (x & !y & LETTERS).count_ones();
    let matches = length_a.saturating_sub(only(a, b)).min(length_b.saturating_sub(only(b, a)));
    if matches == 0 {
        return 0.0;
    }
    let m = matches as f32;
    (m * (INVERSE[length_a as usize] + INVERSE[length_b as usize]) + 1.0) / 3.0
}

/// The highest possible Jaro-Winkler similarity, as if the first four characters were the same.
#[inline]
pub(crate) fn most_jaro_winkler(a: u32, b: u32) -> f32 {
    let jaro = most_jaro(a, b);
    if jaro == 0.0 { 0.0 } else { jaro + 0.4 * (1.0 - jaro) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rapidfuzz::distance::{jaro_winkler, osa};

    proptest! {
        // Invariant: a signature never rules out values that are similar.
        #[test]
        fn near_texts_are_never_ruled_out(a in "[a-e0-3 -]{1,9}", b in "[a-e0-3 -]{1,9}") {
            let (one, other) = (of(Kind::Text, &a), of(Kind::Text, &b));
            let similarity = jaro_winkler::similarity(a.bytes(), b.bytes());
            prop_assert!(f64::from(most_jaro_winkler(one, other)) >= similarity - 1e-6);
            let distance = osa::distance(a.bytes(), b.bytes());
            prop_assert!(texts_may_be_within(one, other, distance));
            if a.contains(&b) || b.contains(&a) {
                prop_assert!(may_contain(one, other));
            }
        }

        #[test]
        fn near_dates_are_never_ruled_out(
            (y, m, d) in (1970u32..1975, 1u32..20, 1u32..40),
            (z, n, e) in (1970u32..1975, 1u32..20, 1u32..40),
        ) {
            let (a, b) = (format!("{y:04}-{m:02}-{d:02}"), format!("{z:04}-{n:02}-{e:02}"));
            let distance = osa::distance(a.bytes(), b.bytes());
            prop_assert!(dates_may_be_within(of(Kind::Date, &a), of(Kind::Date, &b), distance));
        }
    }
}
