//! A command's output, shown as it arrives, with the summary lines of a test runner picked out.

use std::io::{Read, Write};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

use crate::environment;

/// Runs a command, shows its output as it arrives, and keeps the summary lines of a test runner.
pub fn watched(command: &mut Command, counts: &mut Vec<String>) -> std::io::Result<bool> {
    // The output passes through this process, so the child cannot see a terminal: decide about colour here.
    if environment::variable("CARGO_TERM_COLOR").is_none() && std::io::IsTerminal::is_terminal(&std::io::stderr()) {
        command.env("CARGO_TERM_COLOR", "always");
    }
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let kept = Arc::new(Mutex::new(Vec::new()));
    let out = child.stdout.take().map(|pipe| pass_on(pipe, std::io::stdout(), kept.clone()));
    let err = child.stderr.take().map(|pipe| pass_on(pipe, std::io::stderr(), kept.clone()));
    for reader in [out, err].into_iter().flatten() {
        // A reader fails only with its pipe; the child's status decides.
        let _ = reader.join();
    }
    let status = child.wait()?;
    counts.append(&mut kept.lock().unwrap_or_else(PoisonError::into_inner));
    Ok(status.success())
}

fn pass_on(
    mut from: impl Read + Send + 'static,
    mut to: impl Write + Send + 'static,
    kept: Arc<Mutex<Vec<String>>>,
) -> std::thread::JoinHandle<()> {
    std::thread::spawn(move || {
        let mut lines = SummaryLines::default();
        let mut buffer = [0; 8192];
        while let Ok(count @ 1..) = from.read(&mut buffer) {
            // A closed output must not stop the checks.
            let _ = to.write_all(&buffer[..count]).and_then(|()| to.flush());
            lines.feed(&buffer[..count]);
        }
        kept.lock().unwrap_or_else(PoisonError::into_inner).append(&mut lines.kept);
    })
}

/// Picks out of a stream everything that nextest prints from its summary on, and the result
/// lines of the built-in runner.
#[derive(Default)]
struct SummaryLines {
    line: Vec<u8>,
    in_summary: bool,
    kept: Vec<String>,
}

impl SummaryLines {
    fn feed(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            if byte == b'\n' {
                let line = without_colour(&String::from_utf8_lossy(&self.line));
                self.line.clear();
                self.end(line.trim());
            } else {
                self.line.push(byte);
            }
        }
    }

    fn end(&mut self, line: &str) {
        self.in_summary |= line.starts_with("Summary [");
        if !line.is_empty() && (self.in_summary || line.starts_with("test result:")) {
            self.kept.push(line.to_owned());
        }
    }
}

fn without_colour(line: &str) -> String {
    let mut plain = String::new();
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        if character == '\u{1b}' {
            // An escape sequence ends with its first letter.
            let _ = characters.by_ref().find(char::is_ascii_alphabetic);
        } else {
            plain.push(character);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(text: &str) -> Vec<String> {
        let mut lines = SummaryLines::default();
        // Fed in small pieces, as a pipe delivers them.
        text.as_bytes().chunks(7).for_each(|piece| lines.feed(piece));
        lines.kept
    }

    #[test]
    fn the_runners_own_counts_are_kept_and_nothing_else() {
        let nextest =
            "PASS a::b\n\u{1b}[32m     Summary\u{1b}[0m [   0.1s] 2 tests run: 1 passed, 1 failed\n  FAIL a::c\n";
        assert_eq!(kept(nextest), ["Summary [   0.1s] 2 tests run: 1 passed, 1 failed", "FAIL a::c"]);
        let built_in = "running 1 test\ntest a ... ok\n\ntest result: ok. 1 passed; 0 failed\n";
        assert_eq!(kept(built_in), ["test result: ok. 1 passed; 0 failed"]);
    }
}
