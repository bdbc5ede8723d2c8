//! Publishing: a signed head is sent to the witnesses, and with enough cosignatures it is published.

use std::collections::HashMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::thread;

use attest::checkpoint::TreeHead;
use attest::note::{Note, SignatureLine, Verifier, parse_signature_lines};
use attest::policy::{Policy, Quorum};
use attest::source::{CHECKPOINT_PATH, FolderSource, prove_consistency};
use attest::witness::AddCheckpoint;
use ureq::Agent;

use super::{LogError, SIGNED_FILE, durable, fetch};

/// The most bytes read of a witness's answer: a few signature lines.
const MAX_ANSWER_BYTES: u64 = 64 * 1024;

/// Attempts at one exchange, which restarts if the witness knows another size than expected: once to learn the size,
/// once more because another sequencer of this log got there first.
const ATTEMPTS_COUNT: usize = 3;

/// The address of a witness, and its key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WitnessAddress {
    /// The URL before `/add-checkpoint`, such as `https://witness.example`.
    pub url: String,
    pub key: Verifier,
}

/// Result of one attempt to publish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    /// The head that was sent to the witnesses.
    pub head: TreeHead,
    /// Number of witnesses that cosigned it.
    pub cosigned_count: usize,
    /// True if the head is the published checkpoint now; if not, too few witnesses cosigned, and the last one stays
    /// published.
    pub stands: bool,
    /// Names of witnesses that did not cosign, with the reason of each.
    pub troubles: Vec<(String, WitnessTrouble)>,
}

/// Reason why a witness did not cosign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WitnessTrouble {
    /// The witness cannot be reached, or answers with an error of its own.
    Away(String),
    /// The witness refuses for a reason that is no contradiction: it does not watch this log, or not with this key.
    Refuses(String),
    /// The answer holds no cosignature by the witness's key.
    FalseCosignature,
    /// The witness has cosigned a larger head than ours.
    Ahead {
        /// Entries under that head.
        size: u64,
    },
    /// The witness has cosigned another history than ours.
    OtherHistory {
        /// Entries under the head that it knows.
        size: u64,
    },
}

impl WitnessTrouble {
    /// Returns true if the witness contradicts our history: then nothing more may be signed.
    pub fn contradicts(&self) -> bool {
        matches!(self, Self::Ahead { .. } | Self::OtherHistory { .. })
    }
}

impl fmt::Display for WitnessTrouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Away(why) => write!(f, "cannot be reached: {why}"),
            Self::Refuses(why) => write!(f, "refuses: {why}"),
            Self::FalseCosignature => f.write_str("answered without a cosignature of its key"),
            Self::Ahead { size } => {
                write!(f, "has seen this log with {size} entries, more than there are (an old backup was restored?)")
            }
            Self::OtherHistory { size } => {
                write!(f, "has seen another log of this name with {size} entries: ours does not continue it")
            }
        }
    }
}

/// Publishes the heads of one log folder.
pub(super) struct Publisher {
    folder: PathBuf,
    witnesses: Vec<WitnessAddress>,
    policy: Policy,
    agent: Agent,
    // The last size that each witness reported, by name. It is only a hint: a witness says when it is wrong.
    known: Mutex<HashMap<String, u64>>,
    // Held while `checkpoint` is written, which never goes back.
    published: Mutex<Option<u64>>,
}

impl Publisher {
    pub(super) fn new(folder: &Path, witnesses: Vec<WitnessAddress>, policy: Policy) -> Self {
        let folder = folder.to_owned();
        Self { folder, witnesses, policy, agent: fetch::agent(), known: Mutex::default(), published: Mutex::new(None) }
    }

    pub(super) fn has_witnesses(&self) -> bool {
        !self.witnesses.is_empty()
    }

    /// Writes a newly signed head; without a quorum, this publishes it.
    pub(super) fn keep_signed(&self, size: u64, note: &str) -> Result<(), LogError> {
        match self.policy.quorum() {
            Quorum::NoWitness => self.put(size, note),
            Quorum::AtLeast(_) => durable::write_one(&self.folder, SIGNED_FILE, note.as_bytes()),
        }
    }

    fn put(&self, size: u64, note: &str) -> Result<(), LogError> {
        let mut published = self.published.lock().unwrap_or_else(PoisonError::into_inner);
        if published.is_some_and(|published| published > size) {
            return Ok(());
        }
        durable::write_one(&self.folder, CHECKPOINT_PATH, note.as_bytes())?;
        *published = Some(size);
        Ok(())
    }

    /// Asks all witnesses at once, and publishes the head with their cosignatures if the policy is met. Blocks.
    pub(super) fn publish(&self, head: TreeHead, mut note: Note) -> Result<Publication, LogError> {
        let answers: Vec<Result<Vec<SignatureLine>, WitnessTrouble>> = thread::scope(|scope| {
            let asked: Vec<_> =
                self.witnesses.iter().map(|witness| scope.spawn(|| self.ask(witness, head, &note))).collect();
            let failed = || Err(WitnessTrouble::Away("our thread that asked it has failed".to_owned()));
            asked.into_iter().map(|thread| thread.join().unwrap_or_else(|_| failed())).collect()
        });
        let (mut cosigned_count, mut troubles) = (0, Vec::new());
        for (witness, answer) in self.witnesses.iter().zip(answers) {
            match answer {
                Ok(lines) => {
                    cosigned_count += 1;
                    note.add(lines);
                }
                Err(trouble) => troubles.push((witness.key.name().to_owned(), trouble)),
            }
        }
        let text = note.to_string();
        let contradicted = troubles.iter().any(|(_, trouble)| trouble.contradicts());
        let stands = !contradicted && self.policy.check(text.as_bytes()).is_ok();
        if stands {
            self.put(head.size, &text)?;
        }
        Ok(Publication { head, cosigned_count, stands, troubles })
    }

    fn ask(&self, witness: &WitnessAddress, head: TreeHead, note: &Note) -> Result<Vec<SignatureLine>, WitnessTrouble> {
        let name = witness.key.name();
        let remember = |size| {
            self.known.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned(), size);
        };
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner).get(name).copied();
        let mut old_size = known.unwrap_or(0).min(head.size);
        for _ in 0..ATTEMPTS_COUNT {
            let (status, answer) = self.post(witness, head, old_size, note)?;
            match status {
                200 => {
                    remember(head.size);
                    return cosignatures(&witness.key, note, &answer);
                }
                409 => match answer.trim_end().parse::<u64>() {
                    Ok(size) if size > head.size => return Err(WitnessTrouble::Ahead { size }),
                    // The witness knows the same size and still reports a conflict: it has another root of this size.
                    Ok(size) if size == old_size => return Err(WitnessTrouble::OtherHistory { size }),
                    Ok(size) => old_size = size,
                    Err(_) => return Err(WitnessTrouble::Away("its answer 409 holds no size".to_owned())),
                },
                422 => return Err(WitnessTrouble::OtherHistory { size: old_size }),
                500.. => return Err(WitnessTrouble::Away(format!("it answered {status}: {}", answer.trim_end()))),
                _ => return Err(WitnessTrouble::Refuses(format!("{status}: {}", answer.trim_end()))),
            }
        }
        Err(WitnessTrouble::Away("it names another size each time".to_owned()))
    }

    fn post(
        &self,
        witness: &WitnessAddress,
        head: TreeHead,
        old_size: u64,
        note: &Note,
    ) -> Result<(u16, String), WitnessTrouble> {
        let away = |error: &dyn fmt::Display| WitnessTrouble::Away(error.to_string());
        let proof = match old_size {
            0 => Vec::new(),
            _ => prove_consistency(&FolderSource::new(&self.folder), old_size, head.size)
                .map_err(|error| away(&format!("no proof from {old_size}: {error}")))?,
        };
        let body = AddCheckpoint { old_size, proof, checkpoint: note.clone() }.to_string();
        let address = format!("{}/add-checkpoint", witness.url.trim_end_matches('/'));
        let mut answer = self.agent.post(address).send(body).map_err(|error| away(&error))?;
        let text = answer.body_mut().with_config().limit(MAX_ANSWER_BYTES).read_to_string();
        Ok((answer.status().as_u16(), text.map_err(|error| away(&error))?))
    }
}

/// The lines of an answer that are this witness's and verify. Others are ignored, as the specification asks.
fn cosignatures(key: &Verifier, note: &Note, answer: &str) -> Result<Vec<SignatureLine>, WitnessTrouble> {
    let lines = parse_signature_lines(answer).map_err(|_| WitnessTrouble::FalseCosignature)?;
    let ours = |line: &SignatureLine| {
        line.name() == key.name()
            && line.key_id() == key.key_id()
            && key.verify(note.text(), line.signature()).is_some()
    };
    let lines: Vec<SignatureLine> = lines.into_iter().filter(ours).collect();
    if lines.is_empty() { Err(WitnessTrouble::FalseCosignature) } else { Ok(lines) }
}
