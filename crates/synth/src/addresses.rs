//! Addresses and postcodes: made-up towns, with streets that several households share.
//!
//! A postcode area begins with Q, V or X, letters that Royal Mail does not use in the first position. `XX` (parcel
//! returns) and `QC` are left out, because they have been seen in use for non-geographic purposes. The inward part has
//! the real shape.

use crate::chance::{Chance, WeightedDraw};
use crate::service::{ForceIndex, Forces};

const DISTRICTS_COUNT: usize = 24;
const SECTORS_COUNT: usize = 10;
const INWARD_LETTERS: &[u8] = b"ABDEFGHJLNPQRSTUWXYZ";
/// Number of neighbouring postcodes on the same street.
const POSTCODES_ON_A_STREET: usize = 3;
const HOUSES_ON_A_POSTCODE: usize = 36;

const STREETS: &str = "High Station Church Park Victoria Mill Chapel School Grange Albert York Windsor Springfield New \
North South London Broad Cross Meadow Orchard Oak Elm Beech Cedar Hill Bridge River Castle Priory Abbey Clarence George \
Nelson Wellington Albion Alma Bath Birch Chestnut Coronation Crescent Derby Devonshire Duke Factory Ferry Garden Gas \
Glebe Hawthorn Holly Ivy Jubilee Kiln Lime Market Norfolk Park Paradise Pond Prospect Railway Regent Rectory Rose Salem \
Somerset Spring Stanhope Sycamore Tanner Union Vicarage Well Wharf Woodland";
const STREET_KINDS: &str = "Road Street Street Lane Avenue Avenue Close Close Drive Drive Way Crescent Gardens Grove \
Court Place Terrace Walk Mews Rise";

/// A house: a number within a postcode. The postcode determines the street.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct House {
    postcode: u32,
    number: u16,
}

/// All the places where people can live.
pub(crate) struct Places {
    /// For each force, in force order, its first area and its number of areas.
    areas: Vec<(usize, usize)>,
    area_texts: Vec<[u8; 2]>,
    units_count: usize,
    by_staff: WeightedDraw,
    streets: Vec<&'static str>,
    street_kinds: Vec<&'static str>,
}

impl Places {
    /// Creates enough postcodes for about this many people, with two or three people per postcode.
    pub(crate) fn new(forces: &Forces, people: usize) -> Self {
        let mut next = 0;
        let areas: Vec<_> = forces
            .staff_shares()
            .map(|share| {
                // 46 forces take 46 areas, plus one for each 4 % of staff: at most 71 of the 76 available.
                let count = 1 + (share * 25.0) as usize;
                let first = next;
                next += count;
                (first, count)
            })
            .collect();
        let sectors_count = next * DISTRICTS_COUNT * SECTORS_COUNT;
        Self {
            areas,
            area_texts: area_texts(),
            units_count: (people / (2 * sectors_count)).clamp(4, 400),
            by_staff: WeightedDraw::new(forces.staff_shares().map(|share| (share * 1e6) as u64)),
            streets: STREETS.split_whitespace().collect(),
            street_kinds: STREET_KINDS.split_whitespace().collect(),
        }
    }

    /// A random house in the area of a force.
    pub(crate) fn house(&self, force: ForceIndex, chance: &mut Chance) -> House {
        let (first, count) = self.areas[force.place()];
        let area = first + chance.below(count);
        // Most people live in the first districts of an area, as in a town centre.
        let district = chance.below(DISTRICTS_COUNT).min(chance.below(DISTRICTS_COUNT * 2));
        let sector = chance.below(SECTORS_COUNT);
        let unit = chance.below(self.units_count);
        let postcode = ((area * DISTRICTS_COUNT + district) * SECTORS_COUNT + sector) * self.units_count + unit;
        House { postcode: postcode as u32, number: self.number(postcode, chance) }
    }

    /// A random house anywhere; the areas of larger forces are drawn more often.
    pub(crate) fn house_anywhere(&self, chance: &mut Chance) -> House {
        let force = ForceIndex::at(self.by_staff.draw(chance));
        self.house(force, chance)
    }

    /// A random house with the same postcode.
    pub(crate) fn neighbour(&self, house: House, chance: &mut Chance) -> House {
        House { postcode: house.postcode, number: self.number(house.postcode as usize, chance) }
    }

    fn number(&self, postcode: usize, chance: &mut Chance) -> u16 {
        let unit = postcode % self.units_count;
        ((unit % POSTCODES_ON_A_STREET) * HOUSES_ON_A_POSTCODE + 1 + chance.below(HOUSES_ON_A_POSTCODE)) as u16
    }

    /// The force whose area contains the house.
    pub(crate) fn force_of(&self, house: House) -> ForceIndex {
        let area = house.postcode as usize / (self.units_count * SECTORS_COUNT * DISTRICTS_COUNT);
        ForceIndex::at(self.areas.partition_point(|&(first, _)| first <= area).saturating_sub(1))
    }

    /// Writes the number and street: `12 Mill Lane`.
    pub(crate) fn write_address(&self, house: House, text: &mut String) {
        let unit = house.postcode as usize % self.units_count;
        let sector = house.postcode as usize / self.units_count;
        let street = scattered((sector * self.units_count + unit / POSTCODES_ON_A_STREET) as u64);
        text.push_str(&house.number.to_string());
        text.push(' ');
        text.push_str(self.streets[(street % self.streets.len() as u64) as usize]);
        text.push(' ');
        text.push_str(self.street_kinds[((street >> 32) % self.street_kinds.len() as u64) as usize]);
    }

    /// Writes the postcode: `XK14 3AB`.
    pub(crate) fn write_postcode(&self, house: House, text: &mut String) {
        let unit = house.postcode as usize % self.units_count;
        let sector = house.postcode as usize / self.units_count;
        let district = sector / SECTORS_COUNT;
        let area = self.area_texts[district / DISTRICTS_COUNT];
        text.push(char::from(area[0]));
        text.push(char::from(area[1]));
        text.push_str(&(district % DISTRICTS_COUNT + 1).to_string());
        text.push(' ');
        text.push(char::from(b'0' + (sector % SECTORS_COUNT) as u8));
        // 37 and 400 have no common factor, so each unit gets its own letters, in an order that looks random.
        let letters = (unit * 37 + 21) % 400;
        text.push(char::from(INWARD_LETTERS[letters / 20]));
        text.push(char::from(INWARD_LETTERS[letters % 20]));
    }
}

/// The 76 postcode areas to which no letter can be delivered.
fn area_texts() -> Vec<[u8; 2]> {
    let pairs = [b'X', b'Q', b'V'].into_iter().flat_map(|first| (b'A'..=b'Z').map(move |second| [first, second]));
    pairs.filter(|area| area != b"XX" && area != b"QC").collect()
}

/// Scatters a number over 64 bits (the finaliser of SplitMix64).
pub(crate) fn scattered(number: u64) -> u64 {
    let mut bits = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::Seed;

    #[test]
    fn every_force_has_an_area_and_every_house_stands_in_its_force() {
        for (workforce, people) in [(1_900, 5_000), (250_000, 600_000), (9_000_000, 20_000_000)] {
            let forces = Forces::of(workforce);
            let places = Places::new(&forces, people);
            let (first, count) = *places.areas.last().unwrap();
            assert!(first + count <= places.area_texts.len());
            let mut chance = Seed::new(3).stream(0);
            for force in forces.ids() {
                assert_eq!(places.force_of(places.house(force, &mut chance)), force);
            }
        }
    }

    #[test]
    fn a_neighbour_lives_on_the_same_street() {
        let forces = Forces::of(1_900);
        let places = Places::new(&forces, 5_000);
        let mut chance = Seed::new(3).stream(0);
        let house = places.house_anywhere(&mut chance);
        let street = |house| {
            let mut text = String::new();
            places.write_address(house, &mut text);
            text.split_once(' ').unwrap().1.to_owned()
        };
        let neighbour = places.neighbour(house, &mut chance);
        assert_eq!(street(house), street(neighbour));
    }
}
