//! The texts of our pages. The messages are in `texts/`; `build.rs` makes one method of [`Words`] for each.

use shell::texts::{Argument, Catalogue};

pub use shell::texts::{Language, Text, Texts};

include!(concat!(env!("OUT_DIR"), "/texts.rs"));

/// The messages whose translation awaits review, of every page: those of the layout and the errors too.
pub fn unreviewed() -> impl Iterator<Item = &'static (Language, &'static str)> {
    shell::texts::UNREVIEWED.iter().chain(UNREVIEWED)
}
