//! Shows a command's output as it arrives, and keeps its last lines and the summary lines of test runners.

use std::collections::VecDeque;
use std::io::{Read, Write};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

use crate::environment;

/// Number of lines kept from the end of the output: enough for a compiler's message or a list of failed tests.
const LAST_LINES: usize = 80;

/// The lines of a command that are shown again at the end.
#[derive(Default)]
pub struct Kept {
    /// The summary lines of test runners.
    pub counts: Vec<String>,
    /// The last lines, of which there are at most [`LAST_LINES`].
    pub last: VecDeque<String>,
}

/// Runs a command, shows its output as it arrives, and returns true if it succeeded.
pub fn watched(command: &mut Command, into: &mut Kept) -> std::io::Result<bool> {
    // The output passes through this process, so the child cannot see a terminal: this is where colour is decided.
    if environment::variable("CARGO_TERM_COLOR").is_none() && std::io::IsTerminal::is_terminal(&std::io::stderr()) {
        command.env("CARGO_TERM_COLOR", "always");
    }
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let kept = Arc::new(Mutex::new(Kept::default()));
    let out = child.stdout.take().map(|pipe| pass_on(pipe, std::io::stdout(), kept.clone()));
    let err = child.stderr.take().map(|pipe| pass_on(pipe, std::io::stderr(), kept.clone()));
    for reader in [out, err].into_iter().flatten() {
        // A reader fails only if its pipe fails, and then the child's status decides.
        let _ = reader.join();
    }
    let status = child.wait()?;
    *into = std::mem::take(&mut *kept.lock().unwrap_or_else(PoisonError::into_inner));
    Ok(status.success())
}

fn pass_on(
    mut from: impl Read + Send + 'static,
    mut to: impl Write + Send + 'static,
    kept: Arc<Mutex<Kept>>,
) -> std::thread::JoinHandle<()> {
    std::thread::spawn(move || {
        let mut lines = Lines::default();
        let mut buffer = [0; 8192];
        while let Ok(count @ 1..) = from.read(&mut buffer) {
            // If our own output is closed, the checks must continue.
            let _ = to.write_all(&buffer[..count]).and_then(|()| to.flush());
            lines.feed(&buffer[..count], &mut kept.lock().unwrap_or_else(PoisonError::into_inner));
        }
    })
}

/// Splits a stream into lines. Of the summaries, it keeps everything that nextest prints from `Summary` onwards, and
/// the result lines of the built-in runner.
#[derive(Default)]
struct Lines {
    line: Vec<u8>,
    in_summary: bool,
}

impl Lines {
    fn feed(&mut self, bytes: &[u8], kept: &mut Kept) {
        for &byte in bytes {
            if byte == b'\n' {
                let line = without_colour(&String::from_utf8_lossy(&self.line));
                self.line.clear();
                self.end(&line, kept);
            } else {
                self.line.push(byte);
            }
        }
    }

    fn end(&mut self, whole: &str, kept: &mut Kept) {
        let line = whole.trim();
        self.in_summary |= line.starts_with("Summary [");
        if !line.is_empty() && (self.in_summary || line.starts_with("test result:")) {
            kept.counts.push(line.to_owned());
        }
        if kept.last.len() == LAST_LINES {
            kept.last.pop_front();
        }
        kept.last.push_back(whole.trim_end().to_owned());
    }
}

fn without_colour(line: &str) -> String {
    let mut plain = String::new();
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        if character == '\u{1b}' {
            // An escape sequence ends at its first letter.
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

    fn kept(text: &str) -> Kept {
        let (mut lines, mut kept) = (Lines::default(), Kept::default());
        // The text is fed in small pieces, as a pipe would deliver it.
        text.as_bytes().chunks(7).for_each(|piece| lines.feed(piece, &mut kept));
        kept
    }

    #[test]
    fn the_runners_own_counts_are_kept_and_nothing_else() {
        let nextest =
            "PASS a::b\n\u{1b}[32m     Summary\u{1b}[0m [   0.1s] 2 tests run: 1 passed, 1 failed\n  FAIL a::c\n";
        assert_eq!(kept(nextest).counts, ["Summary [   0.1s] 2 tests run: 1 passed, 1 failed", "FAIL a::c"]);
        let built_in = "running 1 test\ntest a ... ok\n\ntest result: ok. 1 passed; 0 failed\n";
        assert_eq!(kept(built_in).counts, ["test result: ok. 1 passed; 0 failed"]);
    }

    #[test]
    fn the_last_lines_are_kept_with_their_indentation() {
        let text: String = (1..=LAST_LINES + 2).map(|number| format!("  line {number}\n")).collect();
        let last = kept(&text).last;
        assert_eq!((last.len(), last[0].as_str()), (LAST_LINES, "  line 3"));
    }
}
