//! The log as seen by outsiders: test vectors made by others, second opinions, and stories.

#![expect(clippy::expect_used, reason = "a helper of a story stops where something is not as the story says")]

mod audit;
mod checkpoint;
mod cosignature;
mod duty;
mod entry;
mod growth;
mod merkle;
mod note;
mod policy;
mod proof;
mod sample_log;
mod second_opinion;
mod tile;
mod vectors;
mod witness;
mod world;
