//! Random numbers: seeded streams and weighted draws. Nothing here reads the clock or the machine.
//!
//! The numbers are computed only with operations that IEEE 754 defines exactly (no `powf`, no `ln`), so a seed gives
//! the same bytes on every machine.

use rand::{RngCore, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// The seed, from which numbered and independent streams are opened.
pub(crate) struct Seed(ChaCha8Rng);

impl Seed {
    pub(crate) fn new(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    /// The stream with this number, which is always the same for the same seed.
    pub(crate) fn stream(&self, number: u64) -> Chance {
        let mut generator = self.0.clone();
        generator.set_stream(number);
        Chance(generator)
    }
}

/// One stream of random numbers.
pub(crate) struct Chance(ChaCha8Rng);

impl Chance {
    /// A random whole number from 0 up to but not including `end`; 0 if `end` is 0.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        // Multiply and shift: the bias is less than 2^-32 x end, far below any rate stated here.
        ((u64::from(self.0.next_u32()) * end as u64) >> 32) as usize
    }

    /// A random whole number from `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: i32, high: i32) -> i32 {
        low + self.below((high - low + 1).max(1) as usize) as i32
    }

    /// A random number from 0 up to but not including 1.
    pub(crate) fn unit(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Returns true with this probability.
    pub(crate) fn odds(&mut self, probability: f64) -> bool {
        f64::from(self.0.next_u32()) < probability * 4_294_967_296.0
    }

    pub(crate) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    pub(crate) fn shuffle<T>(&mut self, values: &mut [T]) {
        for last in (1..values.len()).rev() {
            values.swap(last, self.below(last + 1));
        }
    }
}

/// A weighted draw, made by binary search in the running totals.
pub(crate) struct WeightedDraw {
    running: Vec<u64>,
}

impl WeightedDraw {
    pub(crate) fn new(weights: impl IntoIterator<Item = u64>) -> Self {
        let running = weights
            .into_iter()
            .scan(0_u64, |total, weight| {
                *total += weight;
                Some(*total)
            })
            .collect();
        Self { running }
    }

    /// Draws a position. A position of weight 0 is never drawn.
    pub(crate) fn draw(&self, chance: &mut Chance) -> usize {
        let total = self.running.last().copied().unwrap_or(0);
        let point = (chance.unit() * total as f64) as u64;
        self.running.partition_point(|&upto| upto <= point)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_repeats_itself_and_differs_from_its_neighbour() {
        let draw = |number| {
            let mut chance = Seed::new(7).stream(number);
            (0..8).map(|_| chance.below(1000)).collect::<Vec<_>>()
        };
        assert_eq!(draw(1), draw(1));
        assert_ne!(draw(1), draw(2));
    }

    #[test]
    fn a_weight_of_nothing_is_never_drawn() {
        let weighted = WeightedDraw::new([0, 3, 0, 1]);
        let mut chance = Seed::new(1).stream(0);
        let mut counts = [0; 4];
        for _ in 0..4000 {
            counts[weighted.draw(&mut chance)] += 1;
        }
        assert_eq!((counts[0], counts[2]), (0, 0));
        assert!((2800..3200).contains(&counts[1]), "{counts:?}");
    }
}
