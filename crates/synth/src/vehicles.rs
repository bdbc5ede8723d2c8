//! Vehicles: number plates that were never issued, and the ways in which witnesses write them down.
//!
//! A plate has the form in use since September 2001, `AB12 CDE`, but with I, Q or Z among its first two letters. DVLA
//! does not use these three in the local memory tag (leaflet INF104), so no such plate belongs to anybody. Characters
//! that look alike (1/I, 0/O, 5/S, 8/B), and blocks on parts of a plate, behave as they do on real ones.

use crate::chance::Chance;

const TAG_LETTERS: &[u8] = b"ABCDEFGHJKLMNOPRSTUVWXY";
const NEVER_IN_TAG: &[u8] = b"IQZ";
const LAST_LETTERS: &[u8] = b"ABCDEFGHJKLMNOPRSTUVWXYZ";

/// A number plate: seven characters, without the space.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Plate([u8; 7]);

impl Plate {
    pub(crate) fn new(chance: &mut Chance) -> Self {
        let never = chance.pick(NEVER_IN_TAG);
        let other = chance.pick(TAG_LETTERS);
        let tag = if chance.odds(0.5) { [never, other] } else { [other, never] };
        // Age identifiers are 02 to 25 (March) and 51 to 75 (September).
        let age = if chance.odds(0.5) { chance.between(2, 25) } else { chance.between(51, 75) } as u8;
        let mut last = || chance.pick(LAST_LETTERS);
        Self([tag[0], tag[1], b'0' + age / 10, b'0' + age % 10, last(), last(), last()])
    }

    /// The year in which a car with this plate was registered: `12` and `62` both mean 2012.
    pub(crate) fn year(self) -> i16 {
        let age = i16::from(self.0[2] - b'0') * 10 + i16::from(self.0[3] - b'0');
        2000 + age % 50
    }

    /// A random plate that differs from this one in one of the last three letters.
    pub(crate) fn similar(self, chance: &mut Chance) -> Self {
        let mut plate = self;
        let place = 4 + chance.below(3);
        while plate == self {
            plate.0[place] = chance.pick(LAST_LETTERS);
        }
        plate
    }

    pub(crate) fn text(self) -> String {
        self.0.iter().map(|&character| char::from(character)).collect()
    }

    /// The plate as displayed on the car: `AB12 CDE`.
    pub(crate) fn spaced(self) -> String {
        let text = self.text();
        format!("{} {}", &text[..4], &text[4..])
    }

    /// The plate as a witness remembers it: with `?` for unseen characters, or only a run of consecutive characters.
    pub(crate) fn partial(self, chance: &mut Chance) -> String {
        if chance.odds(0.5) {
            return self.with_unknowns(chance.between(2, 4) as usize, chance);
        }
        let (start, length) = chance.pick(&[(0, 4), (0, 4), (4, 3), (2, 5), (0, 3), (2, 4)]);
        self.text()[start..start + length].to_owned()
    }

    /// The plate with this many characters replaced by `?`: `?K6? T??`.
    pub(crate) fn with_unknowns(self, unknown: usize, chance: &mut Chance) -> String {
        let mut places = [0, 1, 2, 3, 4, 5, 6];
        chance.shuffle(&mut places);
        let mut seen = self;
        for &place in &places[..unknown.min(7)] {
            seen.0[place] = b'?';
        }
        seen.spaced()
    }

    /// The plate with one or more characters replaced by similar-looking ones; unchanged if it has none.
    pub(crate) fn misread(self, chance: &mut Chance) -> String {
        let mut read = self;
        let alike: Vec<usize> = (0..7).filter(|&place| look_alike(self.0[place]) != self.0[place]).collect();
        if alike.is_empty() {
            return self.text();
        }
        let surely = chance.pick(&alike);
        for place in alike {
            if place == surely || chance.odds(0.3) {
                read.0[place] = look_alike(self.0[place]);
            }
        }
        read.text()
    }
}

/// Returns true if this plate fits a partial one, in which `?` stands for an unseen character. Spaces do not count.
pub(crate) fn matches(partial: &str, plate: &str) -> bool {
    let mut seen = partial.bytes().filter(|&character| character != b' ');
    plate.bytes().all(|stands| seen.next().is_some_and(|seen| seen == b'?' || seen == stands)) && seen.next().is_none()
}

fn look_alike(character: u8) -> u8 {
    match character {
        b'0' => b'O',
        b'O' => b'0',
        b'1' => b'I',
        b'I' => b'1',
        b'5' => b'S',
        b'S' => b'5',
        b'8' => b'B',
        b'B' => b'8',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::chance::Seed;

    proptest! {
        #[test]
        fn a_partial_plate_always_matches_its_owners(seed in 0_u64..5000) {
            let mut chance = Seed::new(seed).stream(0);
            let plate = Plate::new(&mut chance);
            let partial = plate.partial(&mut chance).replace(' ', "");
            if partial.len() == 7 {
                prop_assert!(partial.contains('?'));
                prop_assert!(matches(&partial, &plate.text()));
            } else {
                prop_assert!((3..=5).contains(&partial.len()) && plate.text().contains(&partial));
            }
        }

        #[test]
        fn a_plate_has_a_tag_that_was_never_issued(seed in 0_u64..5000) {
            let mut chance = Seed::new(seed).stream(0);
            let plate = Plate::new(&mut chance);
            let similar = plate.similar(&mut chance);
            for plate in [plate, similar] {
                prop_assert!(plate.0[..2].iter().any(|letter| NEVER_IN_TAG.contains(letter)));
            }
            prop_assert_eq!(plate.0.iter().zip(similar.0).filter(|(a, b)| **a != *b).count(), 1);
        }
    }
}
