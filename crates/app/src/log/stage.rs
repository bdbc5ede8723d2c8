//! Stages at which a sequencer can be stopped, for trials of crashes and storage errors.

use std::io;

/// A stage that the sequencer has passed in one tick.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SequencerStage {
    /// Positions are durable in the database; nothing of them is on disk.
    Sequenced,
    /// Some of the tiles of the batch are in their places, others are not.
    SomeTiles,
    /// All tiles are durable; nothing is signed.
    Tiles,
    /// The signed head is durable in the database; it is not published.
    Signed,
    /// The checkpoint is durable in the folder.
    Published,
}

impl SequencerStage {
    /// All stages, in their order.
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

/// Fault at a stage: nothing, an error as from a disk, or the end of the process.
pub trait StageFault: Send + Sync {
    /// Called when a stage is passed.
    ///
    /// # Errors
    /// The error that the next step is to meet.
    fn at(&self, stage: SequencerStage) -> io::Result<()>;
}

/// Nothing happens.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoFault;

impl StageFault for NoFault {
    fn at(&self, _: SequencerStage) -> io::Result<()> {
        Ok(())
    }
}
