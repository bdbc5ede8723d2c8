//! Writes numbers as text: always the same bytes for the same number, on every machine.

use std::io::Write;

/// Whole numbers below this (2^53) are exact in a float.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// A float never has more significant digits than this.
const MOST_DECIMALS: u8 = 15;

/// Appends a finite number with this many digits after the point; zero is never written with a minus sign.
pub(super) fn push_float(text: &mut Vec<u8>, value: f64, decimals: u8) {
    let decimals = decimals.min(MOST_DECIMALS);
    let scale = 10_u64.pow(u32::from(decimals));
    let scaled = (value * scale as f64).round();
    if scaled.abs() >= EXACT {
        // Writing to memory cannot fail.
        write!(text, "{value:.0$}", usize::from(decimals)).ok();
        return;
    }
    if scaled < 0.0 {
        text.push(b'-');
    }
    let whole = scaled.abs() as u64;
    push_digits(text, whole / scale, 1);
    if decimals > 0 {
        text.push(b'.');
        push_digits(text, whole % scale, usize::from(decimals));
    }
}

/// Appends a whole number.
pub(super) fn push_integer(text: &mut Vec<u8>, value: i64) {
    if value < 0 {
        text.push(b'-');
    }
    push_digits(text, value.unsigned_abs(), 1);
}

/// The number that a reader would get from the text written by [`push_float`].
pub(super) fn rounded(value: f64, decimals: u8) -> f64 {
    let scale = 10_u64.pow(u32::from(decimals.min(MOST_DECIMALS))) as f64;
    let scaled = (value * scale).round();
    // Adding zero turns a negative zero into a positive one.
    if scaled.abs() >= EXACT { value } else { scaled / scale + 0.0 }
}

/// Appends a number, with leading zeros to make up at least this many digits.
fn push_digits(text: &mut Vec<u8>, mut number: u64, least: usize) {
    // 20 digits are enough for any number below 2^64.
    let mut digits = [b'0'; 20];
    let mut at = digits.len();
    while number > 0 || digits.len() - at < least {
        at -= 1;
        digits[at] = b'0' + (number % 10) as u8;
        number /= 10;
    }
    text.extend_from_slice(&digits[at..]);
}
