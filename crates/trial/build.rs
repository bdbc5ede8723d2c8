//! Generates one method of the trait `Words` for each message in `texts/`.

#[path = "../shell/build/texts.rs"]
mod texts;

use std::process::ExitCode;

fn main() -> ExitCode {
    texts::build(Some("Words"))
}
