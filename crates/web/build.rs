//! Makes one method of `Texts` for each message of `texts/`, and fails where a language lacks a message or a variable.

#[path = "build/texts.rs"]
mod texts;

use std::path::Path;
use std::process::ExitCode;

#[expect(clippy::disallowed_methods, reason = "cargo tells a build script by its environment where things are")]
fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=texts");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=build");
    let Ok(out) = std::env::var("OUT_DIR") else { return ExitCode::FAILURE };
    let made = texts::generate(Path::new("texts")).and_then(|code| {
        std::fs::write(Path::new(&out).join("texts.rs"), code).map_err(|error| vec![error.to_string()])
    });
    match made {
        Ok(()) => ExitCode::SUCCESS,
        Err(faults) => {
            for fault in faults {
                println!("cargo::error={fault}");
            }
            ExitCode::FAILURE
        }
    }
}
