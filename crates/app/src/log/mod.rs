//! The log in operation: positions, tiles on disk, signed checkpoints, witnesses, and the response to faults.
//!
//! The crate `attest` defines the log and checks it; this module writes it. The order of the steps makes it safe to
//! kill at any instruction:
//!
//! 1. positions, durable in the database ([`store::Store::sequence`]);
//! 2. entry bundles and hash tiles, durable in the folder;
//! 3. the signed head, durable in the database, which accepts no second one of its size;
//! 4. the checkpoint, durable in the folder, for everybody to see.
//!
//! Each step can be repeated from the one before it. A state that no crash explains (an altered tile, a database
//! restored to an earlier state) is refused with the position, and never signed over.
//!
//! **Unreachable witnesses.** Without a quorum, every signed head is published at once, and cosignatures are added as
//! they arrive. With a quorum, publishing fails closed: the log continues to be integrated and signed
//! (`checkpoint.signed`), the last cosigned `checkpoint` stays published, and each attempt that falls short is reported
//! as an error. A witness that has seen more than this log, or another history, stops the sequencer: somebody restored
//! an old backup, or there are two logs.

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

/// The public key of the log, as text, in the folder of the log.
pub const KEY_FILE: &str = "log.vkey";

/// File of the newest signed head until a quorum of witnesses has cosigned it.
pub const SIGNED_FILE: &str = "checkpoint.signed";
