//! Merkle proofs of inclusion (a leaf is in a tree) and of consistency (a tree continues an earlier one). No tiles, no
//! signatures.

mod prove;
mod verify;

pub use prove::{HashReader, prove_consistency, prove_inclusion, root};
pub use verify::{ProofError, verify_consistency, verify_inclusion};

use crate::hash::{Hash, node_hash};

/// The maximum number of hashes in a proof: one for each level of a tree whose size is a 64-bit number.
pub const MAX_PROOF_HASHES: usize = 64;

/// The root over `hashes` as the leaves of a tree (RFC 6962 section 2.1); without hashes, the root of the empty tree.
///
/// The hashes may also be the roots of full subtrees of equal height, as in a tile.
pub fn root_of(hashes: &[Hash]) -> Hash {
    match hashes {
        [] => Hash::of_empty_tree(),
        [only] => *only,
        _ => {
            // k: the largest power of two smaller than the number of leaves.
            let (left, right) = hashes.split_at(hashes.len().next_power_of_two() / 2);
            node_hash(&root_of(left), &root_of(right))
        }
    }
}
