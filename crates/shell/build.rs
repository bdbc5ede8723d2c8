//! Generates one method of `Texts` for each message in `texts/`.

#[path = "build/texts.rs"]
mod texts;

use std::process::ExitCode;

fn main() -> ExitCode {
    texts::build(None)
}
