//! Publishing: sends a signed head to the witnesses and publishes it once there are enough cosignatures.

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

/// The most bytes read from a witness's answer, which is a few signature lines long.
const MAX_ANSWER_BYTES: u64 = 64 * 1024;

/// The number of attempts at one exchange. It restarts if the witness reports a size other than the expected one: once
/// to learn the size, and once more because another sequencer of this log may have got there first.
const ATTEMPTS_COUNT: usize = 3;

/// A witness's address and key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WitnessAddress {
    /// The URL before `/add-checkpoint`, such as `https://witness.example`.
    pub url: String,
    pub key: Verifier,
}

/// The result of an attempt to publish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    /// The head that was sent to the witnesses.
    pub head: TreeHead,
    /// Number of witnesses that cosigned the head.
    pub cosigned_count: usize,
    /// True if the head is now the published checkpoint. If not, too few witnesses cosigned it, and the previous one
    /// remains published.
    pub stands: bool,
    /// The names of witnesses that did not cosign, each with the reason.
    pub troubles: Vec<(String, WitnessTrouble)>,
}

/// The reason why a witness did not cosign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WitnessTrouble {
    /// The witness cannot be reached, or returns an error of its own.
    Away(String),
    /// The witness refuses for a reason that does not contradict our history: it does not watch this log, or not with
    /// this key.
    Refuses(String),
    /// The answer contains no cosignature made with the witness's key.
    FalseCosignature,
    /// The witness has cosigned a larger head than ours.
    Ahead {
        /// Number of entries under that head.
        size: u64,
    },
    /// The witness has cosigned a different history from ours.
    OtherHistory {
        /// Number of entries under the head that the witness has.
        size: u64,
    },
}

impl WitnessTrouble {
    /// Returns true if the witness contradicts our history. In that case nothing more may be signed.
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

/// Publishes the heads of a single log folder.
pub(super) struct Publisher {
    folder: PathBuf,
    witnesses: Vec<WitnessAddress>,
    policy: Policy,
    agent: Agent,
    // The last size that each witness reported, by name. It is only a hint: the witness replies with its own size if it
    // is wrong.
    known: Mutex<HashMap<String, u64>>,
    // Held while `checkpoint` is written, so that the published size never decreases.
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

    /// Stores a newly signed head. If no quorum is required, this publishes it.
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

    /// Contacts all witnesses at once and, if the policy is met, publishes the head with their cosignatures. Blocks the
    /// thread.
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
                    // The witness has the same size and still reports a conflict, so it must have another root for that
                    // size.
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

/// The lines of an answer that verify with this witness's key. Other lines are ignored, as the specification requires.
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
