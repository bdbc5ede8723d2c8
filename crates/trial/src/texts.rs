//! The texts on the demonstration's pages. `build.rs` generates one method of [`Words`] for each message in `texts/`.

use shell::texts::{Argument, Catalogue};
pub use shell::texts::{Language, Text, Texts};

include!(concat!(env!("OUT_DIR"), "/texts.rs"));
