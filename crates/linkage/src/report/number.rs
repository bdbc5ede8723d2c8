//! Formats numbers for readers: `1,234`, `12.5%`, `+3.2`, `1 in 640`.

/// A whole number with commas.
pub(super) fn count(number: u64) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> = digits.as_bytes().rchunks(3).rev().filter_map(|group| str::from_utf8(group).ok()).collect();
    groups.join(",")
}

/// A number with commas, if it may have decimals or may be too large for an integer.
pub(super) fn about(number: f64) -> String {
    match number {
        n if !n.is_finite() => "unknown".to_owned(),
        n if n < 1e15 => count(n.max(0.0).round() as u64),
        n => format!("{n:.1e}"),
    }
}

/// A count followed by its noun, in the singular or the plural.
pub(super) fn counted(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { many })
}

/// A share as a percentage. A share just below 1 is never shown as 100.0%, nor one just above 0 as 0.0%.
pub(super) fn percent(share: f64) -> String {
    match share * 100.0 {
        p if !p.is_finite() => "unknown".to_owned(),
        p if p > 0.0 && p < 0.1 => "less than 0.1%".to_owned(),
        p if p < 100.0 && p > 99.9 => "more than 99.9%".to_owned(),
        p => format!("{p:.1}%"),
    }
}

/// A share that a user set, with the digits that were given: `95%`, `99.9%`.
pub(super) fn set_percent(share: f64) -> String {
    // Rounded to a millionth of a per cent, which hides the errors of binary fractions.
    format!("{}%", (share * 1e8).round() / 1e6)
}

/// A match probability. It is never shown as certain, whatever the number is.
pub(super) fn chance(probability: f64) -> String {
    percent(probability.clamp(1e-9, 1.0 - 1e-9))
}

/// The probability of a level, which may be very small.
pub(super) fn probability(p: f64) -> String {
    if p >= 0.001 || p == 0.0 { format!("{p:.4}") } else { format!("{p:.1e}") }
}

/// A share out of 100, in words, for use in a sentence: `about 96 in 100`.
pub(super) fn in_hundred(share: f64) -> String {
    match share * 100.0 {
        p if p > 99.0 && p < 100.0 => "more than 99 in 100".to_owned(),
        p if p > 0.0 && p < 1.0 => "fewer than 1 in 100".to_owned(),
        p => format!("about {p:.0} in 100"),
    }
}

/// A weight in bits, with its sign.
pub(super) fn bits(weight: f64) -> String {
    match weight {
        w if w == f64::INFINITY => "infinite".to_owned(),
        w if w == f64::NEG_INFINITY => "minus infinite".to_owned(),
        // A true minus sign, because screen readers skip hyphens.
        w if format!("{w:.2}").trim_start_matches('-') == "0.00" => "0.00".to_owned(),
        w => format!("{w:+.2}").replace('-', "−"),
    }
}

/// Odds in words: `1 in 640`.
pub(super) fn one_in(share: f64) -> String {
    if share > 0.0 { format!("1 in {}", about((1.0 / share).max(1.0))) } else { "none".to_owned() }
}

/// A likelihood ratio in words, from a weight in bits: `40 times more likely`.
pub(super) fn times(weight: f64) -> String {
    let times = weight.abs().exp2();
    let times = if times < 10.0 { format!("{times:.1}") } else { about(times) };
    match weight {
        w if w.abs() < 0.1 => "no evidence either way".to_owned(),
        w if w > 0.0 => format!("{times} times more often in matches"),
        _ => format!("{times} times more often in non-matches"),
    }
}
