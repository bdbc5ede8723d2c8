//! The log in operation: positions, tiles on disk, signed checkpoints, witnesses, and the handling of faults.
//!
//! The crate `attest` defines and verifies the log; this module writes it. The order of these steps makes it safe to
//! kill the process at any instruction:
//!
//! 1. positions, made durable in the database ([`store::Store::sequence`]);
//! 2. entry bundles and hash tiles, made durable in the folder;
//! 3. the signed head, made durable in the database, which accepts only one per size;
//! 4. the checkpoint, made durable in the folder, where everyone can see it.
//!
//! Each step can be repeated from the one before it. A state that no crash explains (an altered tile, or a database
//! restored to an earlier state) is rejected with its position, and never signed over.
//!
//! **Unreachable witnesses.** If no quorum is required, every signed head is published at once, and cosignatures are
//! added as they arrive. If a quorum is required, publishing fails closed: the log continues to be integrated and
//! signed (`checkpoint.signed`), the last cosigned `checkpoint` remains published, and each attempt that falls short is
//! reported as an error. A witness that has seen more than this log, or a different history, stops the sequencer,
//! because an old backup was restored or there are two logs.

mod durable;
mod error;
mod evidence;
mod fetch;
mod keys;
mod ledger;
mod publish;
mod recover;
mod sequencer;
mod stage;

pub use error::LogError;
pub use fetch::HttpSource;
pub use keys::{cosigner, known_cosigner, known_signer, signer};
pub use ledger::{Ledger, NotCosigned};
pub use publish::{Publication, WitnessAddress, WitnessTrouble};
pub use sequencer::{Sequencer, TickResult};
pub use stage::{NoFault, SequencerStage, StageFault};

/// The file with the public key of the log as text, in the folder of the log.
pub const KEY_FILE: &str = "log.vkey";

/// The file that holds the newest signed head until a quorum of witnesses has cosigned it.
pub const SIGNED_FILE: &str = "checkpoint.signed";
