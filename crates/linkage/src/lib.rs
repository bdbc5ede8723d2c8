#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

mod blocking;
pub mod clustering;
mod comparison;
mod dictionary;
pub mod evaluation;
pub mod explain;
mod expression;
pub mod guess;
pub mod incremental;
pub mod inference;
mod linker;
mod measure;
mod nicknames;
pub mod normalise;
mod progress;
pub mod read;
mod records;
pub mod report;
pub mod search;
pub mod settings;
mod signature;
pub mod table;
pub mod training;
mod weights;
pub mod write;

pub use blocking::{Analysis, BlockingError, CappedBlocks, RuleAnalysis};
pub use comparison::ComparisonVector;
pub use linker::{IdIndex, Linker, LinkerError};
pub use measure::Measure;
pub use progress::Progress;
pub use records::{BadValue, PrepareError};
pub use weights::{probability, weight_of};
