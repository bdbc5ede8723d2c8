//! Properties of proofs: a proof is valid for one position, one size and one root.

use std::cell::RefCell;

use attest::frontier::Frontier;
use attest::hash::{Hash, leaf_hash, node_hash};
use attest::merkle::{self, HashReader, ProofError, verify_consistency, verify_inclusion};
use proptest::prelude::*;

use crate::world::{entry, root_of_first};

/// A tree of `entry 0`, `entry 1` and so on, computed directly from the definition.
struct Definition;

impl HashReader for Definition {
    type Error = ProofError;

    fn hash(&self, level: u8, index: u64) -> Result<Hash, ProofError> {
        Ok(match level {
            0 => leaf_hash(&entry(index)),
            _ => node_hash(&self.hash(level - 1, index * 2)?, &self.hash(level - 1, index * 2 + 1)?),
        })
    }
}

/// A tree of any size, which records the subtrees that a proof asks for.
#[derive(Default)]
struct Asked(RefCell<Vec<(u8, u64)>>);

impl HashReader for Asked {
    type Error = ProofError;

    fn hash(&self, level: u8, index: u64) -> Result<Hash, ProofError> {
        self.0.borrow_mut().push((level, index));
        Ok(Hash::of_empty_tree())
    }
}

fn leaf(index: u64) -> Hash {
    leaf_hash(&entry(index))
}

#[test]
fn the_empty_tree_has_the_hash_of_nothing_as_its_root() {
    assert_eq!(Hash::of_empty_tree().to_string(), "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    assert_eq!(Frontier::new().root(), Hash::of_empty_tree());
    assert_eq!(merkle::root_of(&[]), Hash::of_empty_tree());
}

#[test]
fn nothing_is_proven_about_a_position_beyond_the_tree() {
    let refused = verify_inclusion(leaf(0), 3, 3, &[], root_of_first(3));
    assert_eq!(refused, Err(ProofError::BeyondTree { index: 3, size: 3 }));
    assert_eq!(merkle::prove_inclusion(&Definition, 3, 3), Err(ProofError::BeyondTree { index: 3, size: 3 }));
}

#[test]
fn a_log_that_shrank_is_refused() {
    let refused = verify_consistency(5, 4, &[], root_of_first(5), root_of_first(4));
    assert_eq!(refused, Err(ProofError::Shrinks { size1: 5, size2: 4 }));
}

#[test]
fn a_tree_splits_at_the_largest_power_of_two_below_its_size() {
    // The proof for the last leaf starts at the root, where everything to the left is one full subtree.
    let split = |size: u64| {
        let asked = Asked::default();
        merkle::prove_inclusion(&asked, size - 1, size).expect("a proof");
        asked.0.into_inner().first().map(|(level, index)| (1_u64 << level, *index))
    };
    let splits: Vec<_> = [2, 3, 4, 5, 8, 9, u64::MAX].into_iter().map(split).collect();
    assert_eq!(splits, [1_u64, 2, 2, 4, 4, 8, 1 << 63].map(|leaves| Some((leaves, 0_u64))));
}

proptest! {
    #[test]
    fn a_proof_for_a_position_proves_that_position_only(size in 1_u64..300, index in 0_u64..300, other in 0_u64..300) {
        let (index, other) = (index % size, other % size);
        let root = root_of_first(size);
        let proof = merkle::prove_inclusion(&Definition, index, size).expect("a proof");
        prop_assert!(verify_inclusion(leaf(index), index, size, &proof, root).is_ok());
        if other != index {
            prop_assert!(verify_inclusion(leaf(index), other, size, &proof, root).is_err());
            prop_assert!(verify_inclusion(leaf(other), index, size, &proof, root).is_err());
        }
    }

    #[test]
    fn a_changed_proof_proves_nothing(size in 2_u64..300, index in 0_u64..300, bit in 0_usize..256, at in 0_usize..9) {
        let index = index % size;
        let root = root_of_first(size);
        let proof = merkle::prove_inclusion(&Definition, index, size).expect("a proof");
        let mut changed = proof.clone();
        let at = at % proof.len();
        changed[at].0[bit / 8] ^= 1 << (bit % 8);
        prop_assert!(verify_inclusion(leaf(index), index, size, &changed, root).is_err());
        prop_assert!(verify_inclusion(leaf(index), index, size, &proof[1..], root).is_err());
        let longer = [proof.as_slice(), &[root]].concat();
        prop_assert!(verify_inclusion(leaf(index), index, size, &longer, root).is_err());
    }

    #[test]
    fn a_tree_continues_its_own_past_only(size in 2_u64..300, old in 1_u64..300, other in 1_u64..300) {
        let (old, other) = (1 + old % (size - 1), 1 + other % (size - 1));
        let (root1, root2) = (root_of_first(old), root_of_first(size));
        let proof = merkle::prove_consistency(&Definition, old, size).expect("a proof");
        prop_assert!(verify_consistency(old, size, &proof, root1, root2).is_ok());
        prop_assert!(verify_consistency(old, size, &proof, leaf(999), root2).is_err());
        prop_assert!(verify_consistency(old, size, &proof, root1, leaf(999)).is_err());
        if other != old {
            prop_assert!(verify_consistency(other, size, &proof, root_of_first(other), root2).is_err());
        }
    }

    #[test]
    fn a_frontier_has_the_root_of_the_definition_and_can_be_taken_up(size in 0_u64..300, more in 0_u64..100) {
        let mut whole = Frontier::new();
        (0..size).for_each(|index| whole.append(leaf(index)));
        prop_assert_eq!(Ok(whole.root()), merkle::root(&Definition, size));
        let mut resumed = Frontier::resume(size, whole.peaks().to_vec()).expect("its own peaks");
        for index in size..size + more {
            whole.append(leaf(index));
            resumed.append_with(leaf(index), |level, at, hash| assert_eq!(Ok(hash), Definition.hash(level, at)));
        }
        prop_assert_eq!(resumed, whole);
    }
}
