//! Verification of proofs, exactly as in RFC 9162 sections 2.1.3.2 and 2.1.4.2.

use thiserror::Error;

use crate::hash::{Hash, node_hash};

/// Reasons why a proof is invalid.
#[derive(Debug, Error, PartialEq, Eq, Clone, Copy)]
pub enum ProofError {
    /// The position is beyond the end of the tree.
    #[error("position {index} is not in a tree of {size} leaves: needs a position below the size")]
    BeyondTree {
        /// The requested position.
        index: u64,
        /// The number of leaves in the tree.
        size: u64,
    },
    /// The later tree is smaller than the earlier one.
    #[error("a tree of {size2} leaves cannot continue one of {size1}: needs a second size at least as large")]
    Shrinks {
        /// The number of leaves in the earlier tree.
        size1: u64,
        /// The number of leaves in the later tree.
        size2: u64,
    },
    /// Every tree continues the empty one, so a proof would be meaningless.
    #[error("a proof from the empty tree proves nothing: needs a first size above 0")]
    FromEmptyTree,
    /// The number of hashes does not match the sizes.
    #[error("a proof of {found} hashes does not fit these sizes: needs as many as the tree has levels to cross")]
    WrongLength {
        /// The number of hashes in the proof.
        found: usize,
    },
    /// The proof leads to a different root.
    #[error("the proof leads to root {computed}, not to {expected}")]
    RootDiffers {
        /// The root to which the proof leads.
        computed: Hash,
        /// The expected root.
        expected: Hash,
    },
}

/// Verifies that `leaf` is at `index` in the tree of `size` leaves with root `root` (RFC 9162 section 2.1.3.2).
///
/// # Errors
/// [`ProofError`] says which check failed.
pub fn verify_inclusion(leaf: Hash, index: u64, size: u64, proof: &[Hash], root: Hash) -> Result<(), ProofError> {
    if index >= size {
        return Err(ProofError::BeyondTree { index, size });
    }
    let wrong_length = ProofError::WrongLength { found: proof.len() };
    // `node` and `last` are fn and sn in the RFC: the positions of our node and of the last node, level by level.
    let (mut node, mut last, mut computed) = (index, size - 1, leaf);
    for sibling in proof {
        if last == 0 {
            return Err(wrong_length);
        }
        if node & 1 == 1 || node == last {
            computed = node_hash(sibling, &computed);
            while node & 1 == 0 && node != 0 {
                (node, last) = (node >> 1, last >> 1);
            }
        } else {
            computed = node_hash(&computed, sibling);
        }
        (node, last) = (node >> 1, last >> 1);
    }
    if last != 0 {
        return Err(wrong_length);
    }
    same_root(computed, root)
}

/// Verifies that the tree of `size2` leaves with root `root2` begins with the tree of `size1` leaves with root
/// `root1` (RFC 9162 section 2.1.4.2).
///
/// Equal sizes require equal roots and an empty proof.
///
/// # Errors
/// [`ProofError`] says which check failed. If the first tree is empty, nothing can be proven, and nothing needs to be.
pub fn verify_consistency(size1: u64, size2: u64, proof: &[Hash], root1: Hash, root2: Hash) -> Result<(), ProofError> {
    let wrong_length = ProofError::WrongLength { found: proof.len() };
    if size2 < size1 {
        return Err(ProofError::Shrinks { size1, size2 });
    }
    if size1 == size2 {
        // The empty tree has only one root.
        let expected = if size1 == 0 { Hash::of_empty_tree() } else { root1 };
        same_root(root1, expected)?;
        return if proof.is_empty() { same_root(root2, expected) } else { Err(wrong_length) };
    }
    if size1 == 0 {
        return Err(ProofError::FromEmptyTree);
    }
    // If the earlier tree is a single full subtree, its root is the first hash and is left out of the proof.
    let (seed, path) = match proof {
        [] => return Err(wrong_length),
        _ if size1.is_power_of_two() => (root1, proof),
        [first, rest @ ..] => (*first, rest),
    };
    let (mut node, mut last) = (size1 - 1, size2 - 1);
    while node & 1 == 1 {
        (node, last) = (node >> 1, last >> 1);
    }
    let (mut old, mut new) = (seed, seed);
    for hash in path {
        if last == 0 {
            return Err(wrong_length);
        }
        if node & 1 == 1 || node == last {
            old = node_hash(hash, &old);
            new = node_hash(hash, &new);
            while node & 1 == 0 && node != 0 {
                (node, last) = (node >> 1, last >> 1);
            }
        } else {
            new = node_hash(&new, hash);
        }
        (node, last) = (node >> 1, last >> 1);
    }
    if last != 0 {
        return Err(wrong_length);
    }
    same_root(old, root1)?;
    same_root(new, root2)
}

fn same_root(computed: Hash, expected: Hash) -> Result<(), ProofError> {
    if computed == expected { Ok(()) } else { Err(ProofError::RootDiffers { computed, expected }) }
}
