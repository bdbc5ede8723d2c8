//! Codes derived from the codes of a dictionary by the transforms that rules and levels use.

use rayon::prelude::*;

use super::slots::Slots;
use crate::dictionary::{Dictionary, Transform};
use crate::settings::Kind;

/// The codes that one transform derives from a dictionary.
pub(super) struct DerivedCodes {
    pub(super) kind: Kind,
    pub(super) transform: Transform,
    /// The derived codes, indexed by the code in the dictionary.
    pub(super) codes: Vec<u32>,
    /// The derived texts, always of [`Kind::Text`].
    pub(super) dictionary: Dictionary,
}

pub(super) fn derive(slots: &Slots, dictionaries: &[Dictionary]) -> Vec<DerivedCodes> {
    let mut wanted: Vec<(Kind, Transform)> = slots
        .list
        .iter()
        .filter(|slot| slot.transform != Transform::Whole)
        .map(|slot| (slot.kind, slot.transform))
        .collect();
    wanted.sort_unstable();
    wanted.dedup();
    wanted
        .into_par_iter()
        .map(|(kind, transform)| {
            let source = &dictionaries[kind as usize];
            let mut dictionary = Dictionary::new(Kind::Text);
            let mut part = String::new();
            if transform.digest(kind, "").is_some() {
                let codes = (0..source.len()).filter_map(|code| transform.digest(kind, source.text(code))).collect();
                return DerivedCodes { kind, transform, codes, dictionary };
            }
            let codes = (0..source.len())
                .map(|code| {
                    transform.apply(source, code, &mut part);
                    dictionary.intern(&part)
                })
                .collect();
            DerivedCodes { kind, transform, codes, dictionary }
        })
        .collect()
}
