//! The texts of the demonstration's pages. The messages are in `texts/`; `build.rs` makes one method of [`Words`] for
//! each.

use shell::texts::{Argument, Catalogue};
pub use shell::texts::{Language, Text, Texts};

include!(concat!(env!("OUT_DIR"), "/texts.rs"));
