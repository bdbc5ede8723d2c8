//! The log in operation: positions, tiles on disk, signed checkpoints, witnesses, and what is done when something is wrong.
//!
//! What the log is, and how it is checked, is the crate `attest`; here it is written. The order of every step is what makes
//! it safe to kill at any instruction:
//!
//! 1. positions, durable in the database ([`store::Store::sequence`]);
//! 2. entry bundles and hash tiles, durable in the folder;
//! 3. the signed head, durable in the database, where no second one of its size is accepted;
//! 4. the checkpoint, durable in the folder, for everyone to see.
//!
//! Each step can be made again from the one before it. What cannot be explained by a crash (a tile that was altered, a
//! database that went back) is refused with the position, and never signed over.
//!
//! **When witnesses are down.** Without a quorum every signed head is published at once and cosignatures are added as they
//! come. With a quorum, publishing fails closed: the log goes on being integrated and signed (`checkpoint.signed`), the
//! last cosigned `checkpoint` stays published, and each attempt that falls short is reported as an error. A witness that has
//! seen more than we have, or another history, stops the sequencer: somebody restored an old backup, or there are two logs.

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
pub use stage::{Fault, NoFault, Stage};

/// The public key of the log, as text, in the folder of the log.
pub const KEY_FILE: &str = "log.vkey";

/// Where the newest signed head stands while a quorum of witnesses has not cosigned it yet.
pub const SIGNED_FILE: &str = "checkpoint.signed";
