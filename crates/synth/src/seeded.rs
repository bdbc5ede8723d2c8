//! Bytes drawn from a seed, for ids and codes that are the same in every run of a test or trial. They must never be
//! used in a record of real people: anyone who knows the seed can work out every code, PIN and token.

use std::sync::atomic::{AtomicU64, Ordering};

use sha2::{Digest as _, Sha256};

/// A function that fills a slice with bytes drawn from a seed and a counter: no two calls in a run give the same bytes,
/// but every run gives the same sequence.
pub fn seeded_bytes(seed: u64) -> impl Fn(&mut [u8]) + Send + Sync + 'static {
    let count = AtomicU64::new(0);
    move |bytes: &mut [u8]| {
        for part in bytes.chunks_mut(32) {
            let count = count.fetch_add(1, Ordering::Relaxed);
            let hash = Sha256::digest([seed.to_be_bytes(), count.to_be_bytes()].concat());
            part.copy_from_slice(&hash[..part.len()]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(fill: impl Fn(&mut [u8])) -> [u8; 40] {
        let mut bytes = [0; 40];
        fill(&mut bytes);
        bytes
    }

    #[test]
    fn equal_seeds_give_equal_bytes_and_no_draw_repeats_the_one_before() {
        let (one, again, other) = (seeded_bytes(7), seeded_bytes(7), seeded_bytes(8));
        let first = drawn(&one);
        assert_eq!(first, drawn(again));
        assert_ne!(first, drawn(other));
        assert_ne!(first, drawn(&one));
    }
}
