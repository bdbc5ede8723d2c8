//! Normalisers: convert a value from the form in which it was typed to the form in which it is compared. One function
//! per kind. No comparing here.

use deunicode::deunicode_char;

use crate::settings::Kind;

/// The outcome of normalising a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NormalisationOutcome {
    /// There is nothing to compare.
    Missing,
    /// The normal form is in the buffer.
    Valid,
    /// The value is not valid for its kind; the buffer holds it as plain text.
    Invalid,
}

/// Writes the normal form of `raw` to `out`, which is cleared first.
///
/// | kind | normal form | example |
/// | --- | --- | --- |
/// | text | lower-case ASCII words | `12 high street` |
/// | name | like text, but hyphens kept, apostrophes and full stops dropped | `o'brien-smith` is `obrien-smith` |
/// | date | ISO 8601, with the precision that was given | `1972-05-01`, `1972-05`, `1972` |
/// | plate | letters and digits, with `?` for an unknown character | `?k6?t??` |
/// | number | shortest decimal | `1204.5` |
/// | tokens | the different words, sorted | `1424 13001` |
/// | location | degrees to 5 decimal places (about a metre) | `51.50740,-0.12780` |
pub fn normalise(kind: Kind, raw: &str, out: &mut String) -> NormalisationOutcome {
    out.clear();
    match kind {
        Kind::Text => words(raw, out, Punctuation::Space),
        Kind::Name => words(raw, out, Punctuation::Name),
        Kind::Date => return date(raw, out),
        Kind::Postcode => postcode(raw, out),
        Kind::Plate => plate(raw, out),
        Kind::Phone => phone(raw, out),
        Kind::Number => return number(raw, out),
        Kind::Tokens => tokens(raw, out),
        Kind::Location => return location(raw, out),
    }
    if out.is_empty() { NormalisationOutcome::Missing } else { NormalisationOutcome::Valid }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Punctuation {
    /// Any character other than a letter or digit separates words.
    Space,
    /// Like `Space`, but hyphens are kept, and apostrophes and full stops are dropped: `O'Brien`, `St. John-Smith`.
    Name,
}

fn words(raw: &str, out: &mut String, punctuation: Punctuation) {
    let mut gap = false;
    let mut put = |c: char, out: &mut String| {
        if c.is_ascii_alphanumeric() {
            if gap && !out.is_empty() && !out.ends_with('-') {
                out.push(' ');
            }
            gap = false;
            out.push(c.to_ascii_lowercase());
        } else if punctuation == Punctuation::Name && matches!(c, '\'' | '.' | '`') {
        } else if punctuation == Punctuation::Name && c == '-' && !out.is_empty() {
            if !out.ends_with('-') {
                out.push('-');
            }
            gap = false;
        } else {
            gap = true;
        }
    };
    for c in raw.chars() {
        if c.is_ascii() {
            put(c, out);
        } else if c == '\u{2019}' || c == '\u{2018}' {
            put('\'', out);
        } else {
            for ascii in deunicode_char(c).unwrap_or(" ").chars() {
                put(ascii, out);
            }
        }
    }
    while out.ends_with('-') {
        out.pop();
    }
}

/// Reads dates as people write them: ISO 8601, compact (`YYYYMMDD`), and day first (`31/12/1972`). A two-digit year is
/// invalid, because the century of `31.12.72` would be a guess. A time of day after the date is dropped.
fn date(raw: &str, out: &mut String) -> NormalisationOutcome {
    let trimmed = raw.trim();
    if trimmed.is_empty() {
        return NormalisationOutcome::Missing;
    }
    let day_part = trimmed.split(['T', ' ']).next().unwrap_or(trimmed);
    match date_parts(day_part) {
        Some((year, 0, 0)) => *out = format!("{year:04}"),
        Some((year, month, 0)) => *out = format!("{year:04}-{month:02}"),
        Some((year, month, day)) => *out = format!("{year:04}-{month:02}-{day:02}"),
        None => {
            if let Some((year, month, day)) = date_shape(day_part) {
                // The right shape, but there is no such day (`1852-26-04`): kept in the same form, so that it can still
                // nearly agree.
                *out = format!("{year:04}-{month:02}-{day:02}");
            } else {
                words(trimmed, out, Punctuation::Name);
            }
            return if out.is_empty() { NormalisationOutcome::Missing } else { NormalisationOutcome::Invalid };
        }
    }
    NormalisationOutcome::Valid
}

/// Year, month and day by position, even if there is no such day; 0 means not given.
fn date_shape(text: &str) -> Option<(u16, u8, u8)> {
    let parts: Vec<&str> = text.split(['-', '/', '.']).collect();
    if parts.iter().any(|part| part.is_empty() || !part.bytes().all(|b| b.is_ascii_digit())) {
        return None;
    }
    let small = |part: &str| if part.len() <= 2 { part.parse::<u8>().ok() } else { None };
    let year = |part: &str| if part.len() == 4 { part.parse::<u16>().ok() } else { None };
    match parts.as_slice() {
        [y, m, d] if y.len() == 4 => Some((year(y)?, small(m)?, small(d)?)),
        [d, m, y] => Some((year(y)?, small(m)?, small(d)?)),
        [y, m] if y.len() == 4 => Some((year(y)?, small(m)?, 0)),
        [whole] if whole.len() == 8 => {
            Some((whole.get(..4)?.parse().ok()?, whole.get(4..6)?.parse().ok()?, whole.get(6..)?.parse().ok()?))
        }
        [whole] => Some((year(whole)?, 0, 0)),
        _ => None,
    }
}

fn date_parts(text: &str) -> Option<(u16, u8, u8)> {
    let (year, month, day) = date_shape(text)?;
    let real = match (month, day) {
        (0, 0) => year > 0 && !text.contains(['-', '/', '.']) && text.len() == 4,
        // A day written as 00 does not turn a full date into a month.
        (month, 0) => (1..=12).contains(&month) && text.len() <= 7,
        (month, day) => i16::try_from(year).is_ok_and(|year| {
            jiff::civil::Date::new(year, month.try_into().unwrap_or(0), day.try_into().unwrap_or(0)).is_ok()
        }),
    };
    real.then_some((year, month, day))
}

/// Writes a complete UK postcode as district and sector; any other shape is reduced to its letters and digits.
fn postcode(raw: &str, out: &mut String) {
    compact(raw, out, |_| false);
    let bytes = out.as_bytes();
    // The inward part is a digit and two letters. A typing error may have spoilt the digit, so the length decides.
    let whole = (5..=7).contains(&bytes.len())
        && bytes.first().is_some_and(u8::is_ascii_alphabetic)
        && bytes.iter().rev().take(2).all(u8::is_ascii_alphabetic);
    if whole {
        out.insert(out.len() - 3, ' ');
    }
}

fn compact(raw: &str, out: &mut String, keep: impl Fn(char) -> bool) {
    for c in raw.chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if keep(c) {
            out.push(c);
        } else if !c.is_ascii() {
            out.extend(
                deunicode_char(c)
                    .unwrap_or("")
                    .chars()
                    .filter(char::is_ascii_alphanumeric)
                    .map(|c| c.to_ascii_lowercase()),
            );
        }
    }
}

/// Keeps letters, digits and `?`. A fragment of a current-style plate (`AB12 CDE`: two letters, two digits, three
/// letters) whose position is unambiguous is padded with `?`: `AB12` becomes `ab12???`, `12CDE` becomes `??12cde`, and
/// `ABCDE` becomes `ab??cde`.
fn plate(raw: &str, out: &mut String) {
    compact(raw, out, |c| matches!(c, '?'));
    // Some systems write `*` or `_` for an unknown character.
    if raw.contains(['*', '_']) {
        out.clear();
        compact(raw, out, |c| matches!(c, '?' | '*' | '_'));
        *out = out.replace(['*', '_'], "?");
    }
    if out.bytes().all(|b| b == b'?') {
        out.clear();
        return;
    }
    let shape: String = out
        .bytes()
        .map(|b| {
            if b.is_ascii_digit() {
                '9'
            } else if b == b'?' {
                '?'
            } else {
                'a'
            }
        })
        .collect();
    match shape.as_str() {
        "aa99" => out.push_str("???"),
        "99aaa" => out.insert_str(0, "??"),
        "aaaaa" => out.insert_str(2, "??"),
        _ => {}
    }
}

/// Writes the national number: `+44`, `0044` and `(0)` are replaced by the leading 0.
fn phone(raw: &str, out: &mut String) {
    let international = raw.trim_start().starts_with('+');
    let folded = raw.replace("(0)", "");
    out.extend(folded.chars().filter(char::is_ascii_digit));
    let rest = if international && out.starts_with("44") {
        out.get(2..)
    } else if out.starts_with("0044") {
        out.get(4..)
    } else if out.len() == 12 && out.starts_with("44") {
        out.get(2..)
    } else {
        None
    };
    if let Some(rest) = rest {
        *out = format!("0{}", rest.trim_start_matches('0'));
    }
}

fn number(raw: &str, out: &mut String) -> NormalisationOutcome {
    let trimmed = raw.trim();
    if trimmed.is_empty() {
        return NormalisationOutcome::Missing;
    }
    match trimmed.parse::<f64>() {
        Ok(value) if value.is_finite() => {
            *out = value.to_string();
            NormalisationOutcome::Valid
        }
        _ => {
            words(trimmed, out, Punctuation::Space);
            if out.is_empty() { NormalisationOutcome::Missing } else { NormalisationOutcome::Invalid }
        }
    }
}

fn tokens(raw: &str, out: &mut String) {
    let mut text = String::with_capacity(raw.len());
    // Commas, semicolons, bars, slashes and hyphens separate tokens; other punctuation inside a token is dropped
    // (`o'brien`).
    for token in raw.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '|' | '/' | '-')) {
        let before = text.len();
        compact(token, &mut text, |_| false);
        if text.len() > before {
            text.push(' ');
        }
    }
    let mut tokens: Vec<&str> = text.split(' ').filter(|token| !token.is_empty()).collect();
    tokens.sort_unstable();
    tokens.dedup();
    out.push_str(&tokens.join(" "));
}

fn location(raw: &str, out: &mut String) -> NormalisationOutcome {
    let mut parts = raw.split(|c: char| c == ',' || c == ';' || c.is_whitespace()).filter(|part| !part.is_empty());
    let (Some(first), second, None) = (parts.next(), parts.next(), parts.next()) else {
        return if raw.trim().is_empty() { NormalisationOutcome::Missing } else { invalid_text(raw, out) };
    };
    let degrees = |text: &str, most: f64| text.parse::<f64>().ok().filter(|value| value.abs() <= most);
    match (degrees(first, 90.0), second.and_then(|text| degrees(text, 180.0))) {
        (Some(latitude), Some(longitude)) => {
            *out = format!("{latitude:.5},{longitude:.5}");
            NormalisationOutcome::Valid
        }
        _ => invalid_text(raw, out),
    }
}

fn invalid_text(raw: &str, out: &mut String) -> NormalisationOutcome {
    words(raw, out, Punctuation::Space);
    if out.is_empty() { NormalisationOutcome::Missing } else { NormalisationOutcome::Invalid }
}

/// Describes a valid value of a kind, for messages, if the kind can have invalid values.
pub fn wanted(kind: Kind) -> &'static str {
    match kind {
        Kind::Date => "a date such as 1972-05-01, 01/05/1972 or 1972",
        Kind::Number => "a number such as 1204",
        Kind::Location => "latitude and longitude in degrees such as `51.5074,-0.1278`",
        _ => "text",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn normal(kind: Kind, raw: &str) -> String {
        let mut out = String::new();
        match normalise(kind, raw, &mut out) {
            NormalisationOutcome::Missing => "(missing)".into(),
            NormalisationOutcome::Valid => out,
            NormalisationOutcome::Invalid => format!("invalid {out}"),
        }
    }

    #[test]
    fn values_have_one_form() {
        for (kind, raw, expected) in [
            (Kind::Name, "  O'Brien - SMITH ", "obrien-smith"),
            (Kind::Name, "Zoë  St. John", "zoe st john"),
            (Kind::Name, "-", "(missing)"),
            (Kind::Text, "12, High St.", "12 high st"),
            (Kind::Date, "1972-05-01", "1972-05-01"),
            (Kind::Date, "1/5/1972", "1972-05-01"),
            (Kind::Date, "19720501", "1972-05-01"),
            (Kind::Date, "1972-05-01T10:00:00", "1972-05-01"),
            (Kind::Date, "1972", "1972"),
            (Kind::Date, "1972-05", "1972-05"),
            (Kind::Date, "1972-13", "invalid 1972-13-00"),
            (Kind::Date, "1972-05-00", "invalid 1972-05-00"),
            (Kind::Date, "1852-26-04", "invalid 1852-26-04"),
            (Kind::Date, "1900-02-29", "invalid 1900-02-29"),
            (Kind::Date, "31.12.72", "invalid 311272"),
            (Kind::Date, "May", "invalid may"),
            (Kind::Postcode, "SW1A1AA", "sw1a 1aa"),
            (Kind::Postcode, " m1  1ae", "m1 1ae"),
            (Kind::Postcode, "sw1a", "sw1a"),
            (Kind::Plate, "?K6? T??", "?k6?t??"),
            (Kind::Plate, "AB12", "ab12???"),
            (Kind::Plate, "12 CDE", "??12cde"),
            (Kind::Plate, "ABCDE", "ab??cde"),
            (Kind::Plate, "???", "(missing)"),
            (Kind::Phone, "+44 (0)7700 900123", "07700900123"),
            (Kind::Phone, "0044 7700 900123", "07700900123"),
            (Kind::Phone, "07700-900123", "07700900123"),
            (Kind::Number, "1204.50", "1204.5"),
            (Kind::Number, "many", "invalid many"),
            (Kind::Tokens, "14535 3023;2628 3023", "14535 2628 3023"),
            (Kind::Tokens, "Sir James McGrigor, 1st Baronet", "1st baronet james mcgrigor sir"),
            (Kind::Location, "51.5074, -0.1278", "51.50740,-0.12780"),
            (Kind::Location, "151, 0", "invalid 151 0"),
        ] {
            assert_eq!(normal(kind, raw), expected, "{kind:?} {raw:?}");
        }
    }

    proptest! {
        /// Normalising twice changes nothing: a normal form is its own normal form.
        #[test]
        fn a_normal_form_is_its_own(raw in "\\PC{0,24}") {
            for kind in [Kind::Text, Kind::Name, Kind::Date, Kind::Postcode, Kind::Plate, Kind::Phone, Kind::Tokens] {
                let mut once = String::new();
                if normalise(kind, &raw, &mut once) == NormalisationOutcome::Valid {
                    let mut twice = String::new();
                    prop_assert_eq!(normalise(kind, &once, &mut twice), NormalisationOutcome::Valid);
                    prop_assert_eq!(&once, &twice);
                }
            }
        }
    }
}
