//! Load from many visitors at once, by wrk: checks, at a pace or as many as can be, and a page that only says something.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::service::{Place, Service};
use crate::bench::measure;
use crate::setup::{self, Need};
use crate::shell::{self, Stop};
use crate::workspace::Workspace;

const NEED: Need = Need { program: "wrk", package: "wrk", why: "it is the load of this benchmark" };

/// What wrk does: pacing is its own `delay()`.
const SCRIPT: &str = include_str!("load.lua");

/// Visitors at once; each is a thread with one connection.
pub const VISITORS: u64 = 64;

/// The page that a check is compared with: rendered anew as every page, with nothing asked of the record.
const STATIC_PAGE: &str = "/accessibility";

/// Installs wrk where it is missing.
pub fn prepare() -> Result<(), Stop> {
    match shell::find(NEED.program) {
        Some(_) => Ok(()),
        None => setup::install(&NEED),
    }
}

/// What became of a run of checks.
pub struct Checked {
    /// How long it went on.
    pub seconds: f64,
    /// Milliseconds until a check was answered.
    pub post_ms: Vec<f64>,
    /// Milliseconds until its page was there, from the moment at which it was due, or sent where there is no pace.
    pub whole_ms: Vec<f64>,
    /// Answers that were none, connections that broke, and checks that are not in the record exactly once.
    pub errors: u64,
    /// Threads that ran out of codes.
    pub exhausted: u64,
    /// What the record says of them.
    pub stored: Value,
}

impl Checked {
    /// Checks whose page was there, in a second.
    pub fn rate(&self) -> f64 {
        self.whole_ms.len() as f64 / self.seconds
    }
}

/// Gives out codes, makes checks for so many seconds, and looks for them in the record. Without a rate as many as can be, of at
/// most `codes`.
pub fn checks(
    workspace: &Workspace,
    place: &Place<'_>,
    service: &Service,
    (rate, seconds, codes): (Option<u64>, u64, u64),
) -> Result<Checked, Stop> {
    let folder = place.file("load");
    let unwritable = |error: std::io::Error| Stop::new(format!("`{}`: {error}", folder.display()));
    fs::create_dir_all(&folder).map_err(unwritable)?;
    let script = folder.join("load.lua");
    fs::write(&script, SCRIPT).map_err(unwritable)?;
    let shown = folder.display().to_string();
    let options = ["--count", &codes.to_string(), "--files", &VISITORS.to_string(), "--out", &shown];
    let given = place.measure("codes", &options)?;
    let gap_us = rate.map_or(0, |rate| VISITORS * 1_000_000 / rate);

    let mut wrk = workspace.command("wrk");
    let visitors = VISITORS.to_string();
    wrk.args(["-t", &visitors, "-c", &visitors, "--timeout", "10s", "-d", &format!("{seconds}s"), "-s"]).arg(&script);
    wrk.args([&service.url, "--", &shown, &gap_us.to_string()]);
    shell::say(format!(
        "{} checks for {seconds} s",
        rate.map_or("as many".to_owned(), |rate| format!("{rate} a second"))
    ));
    let printed = measure::measure(&mut wrk)?.printed;
    let last = printed.lines().last().unwrap_or_default();
    let told: Value = serde_json::from_str(last)
        .map_err(|error| Stop::new(format!("wrk did not say what became of it ({error}):\n{printed}")))?;
    let answers = Answers::read(&folder.join("answers"))?;

    let references = folder.join("references");
    fs::write(&references, answers.references.join("\n")).map_err(unwritable)?;
    let since = given["now_us"].to_string();
    let shown = references.display().to_string();
    let stored = place.measure("stored", &["--references", &shown, "--since-us", &since])?;
    let count = |value: &Value, name: &str| value[name].as_u64().unwrap_or(u64::MAX / 16);
    let lost = count(&stored, "never") + count(&stored, "more_than_once");
    let unread = answers.references.len() as u64 - count(&stored, "in_read_model").min(answers.references.len() as u64);
    let broken = count(&told, "wrong") + count(&told, "socket_errors") + count(&told, "timeouts");
    Ok(Checked {
        seconds: told["seconds"].as_f64().unwrap_or(f64::NAN),
        post_ms: answers.post_ms,
        whole_ms: answers.whole_ms,
        errors: broken + lost + unread,
        exhausted: count(&told, "exhausted"),
        stored,
    })
}

/// What the script wrote: a line for each check that was answered.
#[derive(Default)]
struct Answers {
    references: Vec<String>,
    post_ms: Vec<f64>,
    whole_ms: Vec<f64>,
}

impl Answers {
    fn read(file: &Path) -> Result<Self, Stop> {
        let text = fs::read_to_string(file).map_err(|error| Stop::new(format!("`{}`: {error}", file.display())))?;
        Self::parse(&text).ok_or_else(|| Stop::new("wrk wrote answers that cannot be read"))
    }

    /// `REFERENCE POST_US WHOLE_US`; a dash where the end came before the page.
    fn parse(text: &str) -> Option<Self> {
        let mut answers = Self::default();
        for line in text.lines() {
            let mut words = line.split(' ');
            answers.references.push(words.next()?.to_owned());
            answers.post_ms.push(words.next()?.parse::<f64>().ok()? / 1e3);
            match words.next()? {
                "-" => {}
                whole => answers.whole_ms.push(whole.parse::<f64>().ok()? / 1e3),
            }
        }
        Some(answers)
    }
}

/// Pages a second of the page that only says something.
pub fn pages(workspace: &Workspace, service: &Service, seconds: u64) -> Result<f64, Stop> {
    let mut wrk = workspace.command("wrk");
    wrk.args(["-t", "2", "-c", &VISITORS.to_string(), "-d", &format!("{seconds}s")]);
    let printed = measure::measure(wrk.arg(format!("{}{STATIC_PAGE}", service.url)))?.printed;
    rate(&printed).ok_or_else(|| Stop::new(format!("wrk had errors, or said no rate:\n{printed}")))
}

/// `Requests/sec:` of what wrk prints; none when it prints an error.
fn rate(printed: &str) -> Option<f64> {
    if printed.contains("Socket errors") || printed.contains("Non-2xx") {
        return None;
    }
    printed.lines().find_map(|line| line.trim().strip_prefix("Requests/sec:")?.trim().parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_whose_page_came_too_late_counts_as_answered_only() {
        let answers = Answers::parse("2222-3333-4444 1500 2500\n5555-6666-7777 900 -\n").unwrap();
        assert_eq!(answers.references, ["2222-3333-4444", "5555-6666-7777"]);
        assert_eq!((answers.post_ms, answers.whole_ms), (vec![1.5, 0.9], vec![2.5]));
        assert!(Answers::parse("2222-3333-4444 soon").is_none());
    }

    #[test]
    fn a_rate_with_errors_is_none() {
        let good = "Running 1s test\n  2 threads\nRequests/sec:  18123.45\nTransfer/sec:      1.00MB\n";
        assert_eq!(rate(good), Some(18_123.45));
        assert_eq!(rate(&format!("  Socket errors: connect 0, read 3\n{good}")), None);
        assert_eq!(rate(&format!("  Non-2xx or 3xx responses: 7\n{good}")), None);
    }
}
