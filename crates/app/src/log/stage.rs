//! The stages at which a sequencer can be stopped, for testing crashes and storage errors.

use std::io;

/// A stage that the sequencer has passed within a tick.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SequencerStage {
    /// The positions are durable in the database, and none of the entries is on disk yet.
    Sequenced,
    /// Some tiles of the batch are in place, and others are not.
    SomeTiles,
    /// All tiles are durable, and nothing has been signed.
    Tiles,
    /// The signed head is durable in the database, and has not been published.
    Signed,
    /// The checkpoint is durable in the folder.
    Published,
}

impl SequencerStage {
    /// All stages, in the order in which they are passed.
    pub const ALL: [Self; 5] = [Self::Sequenced, Self::SomeTiles, Self::Tiles, Self::Signed, Self::Published];

    /// The name of the stage on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sequenced => "sequenced",
            Self::SomeTiles => "some-tiles",
            Self::Tiles => "tiles",
            Self::Signed => "signed",
            Self::Published => "published",
        }
    }
}

/// A fault at a stage: no fault at all, an error like those from a disk, or the end of the process.
pub trait StageFault: Send + Sync {
    /// Called when a stage has been passed.
    ///
    /// # Errors
    /// The error with which the sequencer should fail at this stage.
    fn at(&self, stage: SequencerStage) -> io::Result<()>;
}

/// A fault that never occurs.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoFault;

impl StageFault for NoFault {
    fn at(&self, _: SequencerStage) -> io::Result<()> {
        Ok(())
    }
}
