//! Phone numbers that reach nobody.

use crate::Contact;
use crate::chance::Chance;

/// Size of the ranges `01632 960xxx` and `07700 900xxx`, which Ofcom reserves for drama.
const SCREEN_COUNT: usize = 2_000;
/// Size of the range `00000xxxxxx`, in which no national number lies, because none begins with 000.
const BENCHMARK_COUNT: usize = 1_000_000;

/// A phone number, identified by its turn in the deal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Phone(u32);

/// Deals phone numbers. Nobody shares one by accident until all are used up, which is soon with `Contact::Screen`.
pub(crate) struct Phones {
    style: Contact,
    /// Turns below this one belong to people in the workforce.
    dealt: usize,
}

impl Phones {
    pub(crate) fn new(style: Contact, dealt: usize) -> Self {
        Self { style, dealt }
    }

    /// The number that belongs to the person in this position.
    pub(crate) fn own(place: usize) -> Phone {
        Phone(place as u32)
    }

    /// A random number outside those already dealt, if any are left.
    pub(crate) fn other(&self, chance: &mut Chance) -> Phone {
        let count = match self.style {
            Contact::Screen => SCREEN_COUNT,
            Contact::Benchmark => BENCHMARK_COUNT,
        };
        Phone((self.dealt + chance.below(count.saturating_sub(self.dealt).max(count / 10))) as u32)
    }

    /// The eleven digits, without a space.
    pub(crate) fn text(&self, phone: Phone) -> String {
        let turn = phone.0 as usize;
        // Both factors are coprime to the count, so each turn gets a different number.
        match self.style {
            Contact::Screen => {
                let number = turn * 1_237 % SCREEN_COUNT;
                let area = if number < 1_000 { "01632960" } else { "07700900" };
                format!("{area}{:03}", number % 1_000)
            }
            Contact::Benchmark => format!("00000{:06}", (turn * 611_953 + 12_347) % BENCHMARK_COUNT),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn the_first_people_have_a_number_each() {
        for (style, count) in [(Contact::Screen, SCREEN_COUNT), (Contact::Benchmark, BENCHMARK_COUNT)] {
            let phones = Phones::new(style, count);
            let distinct: HashSet<_> = (0..count).map(|place| phones.text(Phones::own(place))).collect();
            assert_eq!(distinct.len(), count);
        }
    }
}
