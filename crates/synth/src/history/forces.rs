//! The forces in a history, each with a code and its neighbours.

use super::maker::Maker;
use super::people::{ForceInfo, ForceNumber};

/// The two-letter codes, in the order of this crate's forces.
const CODES: &[&str] = &[
    "NM", "EM", "VS", "HT", "KR", "AM", "CF", "TB", "SM", "HW", "BS", "DM", "FM", "GW", "KS", "LM", "MS", "OS", "PA",
    "QV", "RM", "SS", "TS", "UD", "WH", "WM", "AV", "BM", "CO", "DS", "EW", "FX", "GM", "HS", "IM", "JS", "LO", "MD",
    "NC", "OW", "PS", "RU", "SW", "TW", "CE", "RS",
];

pub(super) fn force(number: ForceNumber, count: u32) -> ForceInfo {
    ForceInfo {
        name: Maker::force_name(number),
        code: CODES[number as usize],
        neighbours: [(number + 1) % count, (number + count - 1) % count],
    }
}
