//! The texts of our pages. The messages are in `texts/`; `build.rs` generates one method of [`Words`] for each.

use shell::texts::{Argument, Catalogue};

pub use shell::texts::{Language, Text, Texts};

include!(concat!(env!("OUT_DIR"), "/texts.rs"));

/// The messages on all pages, including the layout and the errors, whose translation has not been reviewed.
pub fn unreviewed() -> impl Iterator<Item = &'static (Language, &'static str)> {
    shell::texts::UNREVIEWED.iter().chain(UNREVIEWED)
}
