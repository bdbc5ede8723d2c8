//! Evidence that a log has signed two different histories, kept in full so that anyone can check it without asking us.

use crate::checkpoint::{Checkpoint, TreeHead};
use crate::hash::Hash;
use crate::note::Verifier;

/// A head of a log, and the signed note that states it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedHead {
    /// The size and root.
    pub head: TreeHead,
    /// The signed checkpoint as it was received; `None` if there has been none yet.
    pub note: Option<String>,
}

/// Two heads of one log, the later of which does not continue the earlier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForkEvidence {
    /// The earlier state of the log.
    pub known: SignedHead,
    /// The state that the log now claims.
    pub offered: SignedHead,
    /// The consistency proof that came with it but does not connect the two heads; may be empty.
    pub proof: Vec<Hash>,
}

impl SignedHead {
    /// The head of a log that has never been seen.
    pub fn nothing_seen() -> Self {
        Self { head: TreeHead::empty(), note: None }
    }
}

impl ForkEvidence {
    /// Returns true if the two notes alone convict the holder of `log`'s key: both are signed with it, for the same
    /// origin and the same size, with different roots. If the sizes differ, a false proof may also be the sender's
    /// mistake.
    pub fn convicts(&self, log: &Verifier) -> bool {
        let opened = |signed: &SignedHead| {
            let note = signed.note.as_deref()?;
            Checkpoint::open(note.as_bytes(), std::slice::from_ref(log)).ok().map(|(checkpoint, _)| checkpoint)
        };
        match (opened(&self.known), opened(&self.offered)) {
            (Some(known), Some(offered)) => {
                known.origin() == offered.origin() && known.size() == offered.size() && known.root() != offered.root()
            }
            _ => false,
        }
    }
}
