//! The core of a witness: decides whether to cosign a checkpoint (C2SP tlog-witness, "add-checkpoint"). No HTTP, no
//! storage.
//!
//! The caller must store the new head **before** it answers, and must check and store in one step. [`decide`] returns
//! the head to store; [`Witness`] does both in memory.

mod refusal;
mod request;

pub use refusal::WitnessRefusal;
pub use request::{AddCheckpoint, MAX_PROOF_LINES, RequestError};
pub(crate) use request::{NotProofLines, proof_lines};

use std::collections::BTreeMap;

use crate::checkpoint::Checkpoint;
use crate::cosignature::Cosigner;
use crate::fork::{ForkEvidence, SignedHead};
use crate::merkle::{ProofError, verify_consistency};
use crate::note::{SignatureLine, Verifier};

/// A watched log: the keys trusted for its origin, and the last head that was cosigned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WatchedLog {
    /// The keys trusted to sign for this log.
    pub keys: Vec<Verifier>,
    /// The last head that was cosigned.
    pub latest: SignedHead,
}

/// A decision to cosign: replace `before` with `latest` in storage, then answer with `cosignature`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CosignDecision {
    /// The origin of the log.
    pub origin: String,
    /// The head that must still be the stored one when `latest` replaces it.
    pub before: SignedHead,
    /// The head to store.
    pub latest: SignedHead,
    /// The line of the response, to be followed by a newline.
    pub cosignature: SignatureLine,
}

/// Decides on one request. `watched` finds a log by its origin; `now` is in seconds since 1970.
///
/// # Errors
/// Every refusal in the specification. Those that may reveal misbehaviour carry the evidence.
pub fn decide<'w>(
    cosigner: &Cosigner,
    watched: impl FnOnce(&str) -> Option<&'w WatchedLog>,
    request: &AddCheckpoint,
    now: u64,
) -> Result<CosignDecision, WitnessRefusal> {
    // The text is not trusted yet: it only tells us which keys to try.
    let claimed: Checkpoint = request.checkpoint.text().parse().map_err(WitnessRefusal::NotACheckpoint)?;
    let unknown = || WitnessRefusal::UnknownOrigin { origin: claimed.origin().to_owned() };
    let WatchedLog { keys, latest } = watched(claimed.origin()).ok_or_else(unknown)?;
    request.checkpoint.open(keys).map_err(WitnessRefusal::NotSigned)?;

    let (known, offered) = (latest.head, claimed.head());
    let note = Some(request.checkpoint.to_string());
    let evidence = || {
        let offered = SignedHead { head: offered, note: note.clone() };
        Box::new(ForkEvidence { known: latest.clone(), offered, proof: request.proof.clone() })
    };
    if request.old_size > offered.size {
        return Err(WitnessRefusal::OldSizeTooLarge { old_size: request.old_size, size: offered.size });
    }
    // Two roots for the same size are a fork, whatever the old size is. The evidence is too valuable to lose to a stale
    // request.
    if offered.size == known.size && offered.root != known.root {
        return Err(WitnessRefusal::Fork { evidence: evidence() });
    }
    if request.old_size != known.size {
        return Err(WitnessRefusal::StaleSize { old_size: request.old_size, known_size: known.size });
    }
    let proven = match (known.size, request.proof.len()) {
        // "The proof MUST be empty if the old size is zero." Every log continues the empty one.
        (0, 0) => Ok(()),
        (0, found) => Err(ProofError::WrongLength { found }),
        _ => verify_consistency(known.size, offered.size, &request.proof, known.root, offered.root),
    };
    proven.map_err(|cause| WitnessRefusal::BadProof { cause, evidence: evidence() })?;

    let cosignature = cosigner.cosign(request.checkpoint.text(), now).map_err(WitnessRefusal::Time)?;
    Ok(CosignDecision {
        origin: claimed.origin().to_owned(),
        before: latest.clone(),
        latest: SignedHead { head: offered, note },
        cosignature,
    })
}

/// A witness that keeps its state in memory.
#[derive(Debug, Clone)]
pub struct Witness {
    cosigner: Cosigner,
    logs: BTreeMap<String, WatchedLog>,
}

impl Witness {
    /// A witness that watches no log yet.
    pub fn new(cosigner: Cosigner) -> Self {
        Self { cosigner, logs: BTreeMap::new() }
    }

    /// Starts to watch a log at `latest`, which is [`SignedHead::nothing_seen`] for a new log.
    pub fn watch(&mut self, origin: &str, keys: Vec<Verifier>, latest: SignedHead) {
        self.logs.insert(origin.to_owned(), WatchedLog { keys, latest });
    }

    /// The last head that was cosigned for a watched log.
    pub fn latest(&self, origin: &str) -> Option<&SignedHead> {
        self.logs.get(origin).map(|log| &log.latest)
    }

    /// The key that others list in their policies.
    pub fn verifier(&self) -> &Verifier {
        self.cosigner.verifier()
    }

    /// Decides on a request and remembers the new head. `now` is in seconds since 1970.
    ///
    /// # Errors
    /// Same as [`decide`]; nothing has changed.
    pub fn add_checkpoint(&mut self, request: &AddCheckpoint, now: u64) -> Result<SignatureLine, WitnessRefusal> {
        let cosigned = decide(&self.cosigner, |origin| self.logs.get(origin), request, now)?;
        if let Some(log) = self.logs.get_mut(&cosigned.origin) {
            log.latest = cosigned.latest;
        }
        Ok(cosigned.cosignature)
    }
}
