//! The Mann-Whitney test: tells whether the values in one sample tend to be larger than those in another.

/// The two-sided p-value for the hypothesis that both samples come from one distribution, by the normal approximation
/// with corrections for ties and continuity. It is 1 if a sample is empty or all values are equal.
pub fn p_value(one: &[f64], other: &[f64]) -> f64 {
    let (n1, n2) = (one.len() as f64, other.len() as f64);
    let mut all: Vec<(f64, bool)> = one.iter().map(|value| (*value, true)).collect();
    all.extend(other.iter().map(|value| (*value, false)));
    all.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    let (mut rank_sum, mut ties, mut begun) = (0.0, 0.0, 0.0);
    for tied in all.chunk_by(|(a, _), (b, _)| a == b) {
        let count = tied.len() as f64;
        let rank = begun + (count + 1.0) / 2.0;
        rank_sum += rank * tied.iter().filter(|(_, ours)| *ours).count() as f64;
        ties += count * count * count - count;
        begun += count;
    }
    let n = n1 + n2;
    let variance = n1 * n2 / 12.0 * (n + 1.0 - ties / (n * (n - 1.0)));
    if variance <= 0.0 || variance.is_nan() {
        return 1.0;
    }
    let off = (rank_sum - n1 * (n1 + 1.0) / 2.0 - n1 * n2 / 2.0).abs();
    tail((off - 0.5).max(0.0) / variance.sqrt()).min(1.0)
}

/// The probability that a standard normal value is at least this far from 0: erfc(z / √2), as a fraction or a series.
fn tail(z: f64) -> f64 {
    let x = z / std::f64::consts::SQRT_2;
    if x > 2.0 {
        // Lentz, evaluated from the back: 1 / (x + (1/2) / (x + 1 / (x + (3/2) / …))).
        let fraction = (1..=60).rev().fold(x, |below, step| x + f64::from(step) / 2.0 / below);
        return (-x * x).exp() / (fraction * std::f64::consts::PI.sqrt());
    }
    let (mut term, mut sum) = (x, x);
    for step in 1..60 {
        let n = f64::from(step);
        term *= -x * x / n;
        sum += term / (2.0 * n + 1.0);
    }
    1.0 - 2.0 / std::f64::consts::PI.sqrt() * sum
}

/// The p-values with Holm's adjustment for their number, in the order given.
pub fn holm(p_values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    order.sort_by(|a, b| p_values[*a].total_cmp(&p_values[*b]));
    let (mut adjusted, mut largest) = (vec![0.0; p_values.len()], 0.0_f64);
    for (place, index) in order.into_iter().enumerate() {
        largest = largest.max(p_values[index] * (p_values.len() - place) as f64).min(1.0);
        adjusted[index] = largest;
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(one: f64, other: f64) -> bool {
        (one - other).abs() < 1e-6 + other.abs() * 1e-4
    }

    #[test]
    fn the_tail_of_the_normal_distribution_is_as_in_the_tables() {
        for (z, p) in
            [(0.0, 1.0), (1.0, 0.317_311), (1.959_964, 0.05), (2.575_829, 0.01), (3.290_527, 0.001), (4.0, 6.334e-5)]
        {
            assert!(close(tail(z), p), "{z}: {}", tail(z));
        }
    }

    #[test]
    fn known_samples_have_their_known_p_values() {
        // U = 3 of 25, no ties: z = (12.5 - 3 - 0.5) / sqrt(25 * 11 / 12) = 1.880039.
        let (one, other) = ([1.0, 2.0, 3.0, 4.0, 8.0], [5.0, 6.0, 7.0, 9.0, 10.0]);
        assert!(close(p_value(&one, &other), 0.060_102_8), "{}", p_value(&one, &other));
        assert!(close(p_value(&one, &other), p_value(&other, &one)), "it has no sides");
        // Ties: ranks 1.5 1.5 3.5 | 3.5 5.5 5.5, U = 0.5, z = (4.5 - 0.5 - 0.5) / sqrt(9 / 12 * (7 - 18 / 30)) = 1.597.
        let p = p_value(&[1.0, 1.0, 2.0], &[2.0, 3.0, 3.0]);
        assert!(close(p, tail(3.5 / 4.8_f64.sqrt())), "{p}");
    }

    #[test]
    fn what_is_alike_is_not_told_apart_and_what_is_shifted_is() {
        let one: Vec<f64> = (0..2_000).map(|number| f64::from(number * 7919 % 2_003)).collect();
        let other: Vec<f64> = (0..2_000).map(|number| f64::from(number * 104_729 % 2_003)).collect();
        assert!(p_value(&one, &other) > 0.5);
        let later: Vec<f64> = other.iter().map(|value| value + 100.0).collect();
        assert!(p_value(&one, &later) < 1e-6);
        assert!(close(p_value(&[1.0; 9], &[1.0; 9]), 1.0));
        assert!(close(p_value(&[], &[1.0]), 1.0));
    }

    #[test]
    fn the_more_is_looked_at_the_less_a_small_p_value_says() {
        let adjusted = holm(&[0.04, 0.01, 0.03, 0.005]);
        let expected = [0.06, 0.03, 0.06, 0.02];
        assert!(adjusted.iter().zip(expected).all(|(one, other)| close(*one, other)), "{adjusted:?}");
    }
}
