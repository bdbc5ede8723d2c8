//! Random durations: log-normal around a median, with a few very long ones.

use crate::chance::Chance;

/// A log-normal duration in days. Half of the durations are shorter than `median`, and `spread` is the standard
/// deviation of the logarithm.
///
/// Only additions and multiplications are used, so that the result is the same on every machine.
pub(super) fn days(median: f64, spread: f64, chance: &mut Chance) -> i32 {
    // The sum of twelve draws is nearly normal (Irwin-Hall distribution).
    let normal: f64 = (0..12).map(|_| chance.unit()).sum::<f64>() - 6.0;
    (median * exponential(normal * spread)) as i32
}

/// A duration between `least` and `most` days. It is drawn again until it fits.
pub(super) fn days_within(median: f64, spread: f64, least: i32, most: i32, chance: &mut Chance) -> i32 {
    for _ in 0..200 {
        let drawn = days(median, spread, chance);
        if (least..=most).contains(&drawn) {
            return drawn;
        }
    }
    least
}

/// (1 + x / 2^12)^(2^12), which is within a thousandth of the exponential for the small x used here.
fn exponential(x: f64) -> f64 {
    (0..12).fold(1.0 + x / 4096.0, |power, _| power * power)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::Seed;

    #[test]
    fn half_are_below_the_median_and_a_tenth_above_the_ninetieth() {
        let mut chance = Seed::new(1).stream(0);
        let drawn: Vec<_> = (0..20_000).map(|_| days(380.0, 0.581, &mut chance)).collect();
        let share = |limit| drawn.iter().filter(|&&days| days < limit).count() as f64 / 20_000.0;
        assert!((share(380) - 0.5).abs() < 0.02, "{}", share(380));
        assert!((share(800) - 0.9).abs() < 0.015, "{}", share(800));
    }
}
