//! Computes proofs and roots from the hashes of full subtrees.

use crate::hash::Hash;
use crate::merkle::ProofError;

/// Provides the hashes of full subtrees of a log.
pub trait HashReader {
    /// The error when a hash cannot be provided.
    type Error: From<ProofError>;

    /// The root over the leaves `index << level .. (index + 1) << level`.
    ///
    /// Called only for subtrees that are complete in a tree of the requested size.
    ///
    /// # Errors
    /// If the hash cannot be read.
    fn hash(&self, level: u8, index: u64) -> Result<Hash, Self::Error>;
}

/// The root over the first `size` leaves.
///
/// # Errors
/// Errors of the reader.
pub fn root<R: HashReader>(reader: &R, size: u64) -> Result<Hash, R::Error> {
    if size == 0 { Ok(Hash::of_empty_tree()) } else { range_root(reader, 0, size) }
}

/// The proof that the leaf at `index` is in the tree of `size` leaves, from the leaf's sibling up to the root's
/// child: `PATH(m, D[n])` of RFC 6962 section 2.1.1.
///
/// # Errors
/// [`ProofError::BeyondTree`], and errors of the reader.
pub fn prove_inclusion<R: HashReader>(reader: &R, index: u64, size: u64) -> Result<Vec<Hash>, R::Error> {
    if index >= size {
        return Err(ProofError::BeyondTree { index, size }.into());
    }
    let (mut lo, mut hi) = (0, size);
    let mut from_root = Vec::new();
    while hi - lo > 1 {
        let middle = lo + split(hi - lo);
        if index < middle {
            from_root.push(range_root(reader, middle, hi)?);
            hi = middle;
        } else {
            from_root.push(range_root(reader, lo, middle)?);
            lo = middle;
        }
    }
    from_root.reverse();
    Ok(from_root)
}

/// The proof that the tree of `size2` leaves continues the tree of `size1` leaves: `PROOF(m, D[n])` of RFC 6962 section
/// 2.1.2. Empty if the sizes are equal or the first tree is empty.
///
/// # Errors
/// [`ProofError::Shrinks`], and errors of the reader.
pub fn prove_consistency<R: HashReader>(reader: &R, size1: u64, size2: u64) -> Result<Vec<Hash>, R::Error> {
    if size2 < size1 {
        return Err(ProofError::Shrinks { size1, size2 }.into());
    }
    if size1 == size2 || size1 == 0 {
        return Ok(Vec::new());
    }
    let (mut lo, mut hi) = (0, size2);
    let mut from_root = Vec::new();
    while hi > size1 {
        let middle = lo + split(hi - lo);
        if size1 <= middle {
            from_root.push(range_root(reader, middle, hi)?);
            hi = middle;
        } else {
            from_root.push(range_root(reader, lo, middle)?);
            lo = middle;
        }
    }
    // Flag b of SUBPROOF: true as long as the rest is the whole earlier tree, whose root the verifier already has.
    if lo != 0 {
        from_root.push(range_root(reader, lo, hi)?);
    }
    from_root.reverse();
    Ok(from_root)
}

/// k of RFC 6962: the largest power of two smaller than `leaves`, which is at least 2.
fn split(leaves: u64) -> u64 {
    1 << (u64::BITS - 1 - (leaves - 1).leading_zeros())
}

/// The root over the leaves `lo..hi`, where `lo` is a point at which RFC 6962 splits a tree; combines full subtrees
/// from large to small.
fn range_root<R: HashReader>(reader: &R, mut lo: u64, hi: u64) -> Result<Hash, R::Error> {
    let mut peaks = Vec::new();
    while lo < hi {
        let level = (u64::BITS - 1 - (hi - lo).leading_zeros()) as u8;
        peaks.push(reader.hash(level, lo >> level)?);
        lo += 1 << level;
    }
    Ok(crate::frontier::fold(&peaks))
}
