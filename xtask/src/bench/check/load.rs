//! Load from many concurrent visitors, generated with wrk: checks at a fixed rate or as fast as possible, and requests
//! for a static page by the same script, so that the cost of the load itself affects both equally.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::service::{Place, Service};
use crate::bench::measure;
use crate::setup::{self, Need};
use crate::shell::{self, Stop};
use crate::workspace::Workspace;

const NEED: Need = Need { program: "wrk", package: "wrk", why: "it is the load of this benchmark" };

/// The wrk script, which paces itself with `delay()`.
const SCRIPT: &str = include_str!("load.lua");

/// Number of concurrent visitors. Each is a thread with one connection.
pub const VISITORS: u64 = 256;

/// The page with which checks are compared. It is rendered for each request, but without a query to the record.
const STATIC_PAGE: &str = "/accessibility";

/// Installs wrk if it is missing.
pub fn prepare() -> Result<(), Stop> {
    match shell::find(NEED.program) {
        Some(_) => Ok(()),
        None => setup::install(&NEED),
    }
}

/// The result of a load of checks.
pub struct CheckLoad {
    pub seconds: f64,
    /// Milliseconds until each check was answered.
    pub post_ms: Vec<f64>,
    /// Milliseconds until the page of each check had arrived, counted from when the check was due or, without a rate,
    /// from when it was sent.
    pub whole_ms: Vec<f64>,
    /// Number of failed answers, broken connections, and checks that are not on record exactly once.
    pub errors: u64,
    /// Number of threads that ran out of codes.
    pub exhausted: u64,
    /// The checks as the record counts them.
    pub stored: Value,
}

impl CheckLoad {
    /// Completed checks per second.
    pub fn rate(&self) -> f64 {
        self.whole_ms.len() as f64 / self.seconds
    }
}

/// Issues codes, makes checks for `seconds`, and looks them up in the record. Without a rate, it makes as many as
/// possible, up to `codes`.
pub fn checks(
    workspace: &Workspace,
    place: &Place<'_>,
    service: &Service,
    (rate, seconds, codes): (Option<u64>, u64, u64),
) -> Result<CheckLoad, Stop> {
    let folder = place.file("load");
    let unwritable = |error: std::io::Error| Stop::new(format!("`{}`: {error}", folder.display()));
    fs::create_dir_all(&folder).map_err(unwritable)?;
    let shown = folder.display().to_string();
    let options = ["--count", &codes.to_string(), "--files", &VISITORS.to_string(), "--out", &shown];
    let given = place.measure("codes", &options)?;
    let gap_us = rate.map_or(0, |rate| VISITORS * 1_000_000 / rate);
    shell::say(format!(
        "{} checks for {seconds} s",
        rate.map_or("as many as possible".to_owned(), |rate| format!("{rate} a second"))
    ));
    let told = visit(workspace, place, service, seconds, &[&shown, &gap_us.to_string()])?;
    let answers = Answers::read(&folder.join("answers"))?;

    let references = folder.join("references");
    fs::write(&references, answers.references.join("\n")).map_err(unwritable)?;
    let since = given["now_us"].to_string();
    let shown = references.display().to_string();
    let stored = place.measure("stored", &["--references", &shown, "--since-us", &since])?;
    let lost = count(&stored, "never") + count(&stored, "more_than_once");
    let unread = answers.references.len() as u64 - count(&stored, "in_read_model").min(answers.references.len() as u64);
    let broken = broken(&told);
    Ok(CheckLoad {
        seconds: told["seconds"].as_f64().unwrap_or(f64::NAN),
        post_ms: answers.post_ms,
        whole_ms: answers.whole_ms,
        errors: broken + lost + unread,
        exhausted: count(&told, "exhausted"),
        stored,
    })
}

/// The output of the script: one line for each check that was answered.
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

    /// Parses `REFERENCE POST_US WHOLE_US`. A dash means that the run ended before the page arrived.
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

/// Requests per second for the static page.
pub fn pages(workspace: &Workspace, place: &Place<'_>, service: &Service, seconds: u64) -> Result<f64, Stop> {
    let told = visit(workspace, place, service, seconds, &[".", "0", STATIC_PAGE])?;
    if broken(&told) > 0 {
        return Err(Stop::new(format!("`{STATIC_PAGE}` was not always served: {told}")));
    }
    Ok(count(&told, "shown") as f64 / told["seconds"].as_f64().unwrap_or(f64::NAN))
}

/// Runs the script with these arguments, and returns the object that it prints at the end.
fn visit(
    workspace: &Workspace,
    place: &Place<'_>,
    service: &Service,
    seconds: u64,
    arguments: &[&str],
) -> Result<Value, Stop> {
    let script = place.file("load.lua");
    fs::write(&script, SCRIPT).map_err(|error| Stop::new(format!("`{}`: {error}", script.display())))?;
    let mut wrk = workspace.command("wrk");
    let visitors = VISITORS.to_string();
    wrk.args(["-t", &visitors, "-c", &visitors, "--timeout", "10s", "-d", &format!("{seconds}s"), "-s"]).arg(&script);
    let printed = measure::measure(wrk.args([&service.url, "--"]).args(arguments))?.printed;
    let last = printed.lines().last().unwrap_or_default();
    serde_json::from_str(last).map_err(|error| Stop::new(format!("wrk printed no result ({error}):\n{printed}")))
}

/// One of the counters that the script prints, or a huge number if it is missing.
fn count(told: &Value, name: &str) -> u64 {
    told[name].as_u64().unwrap_or(u64::MAX / 16)
}

/// Number of failed answers and broken connections.
fn broken(told: &Value) -> u64 {
    count(told, "wrong") + count(told, "socket_errors") + count(told, "timeouts")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_answer_whose_page_came_too_late_counts_as_answered_only() {
        let answers = Answers::parse("2222-3333-4444 1500 2500\n5555-6666-7777 900 -\n").unwrap();
        assert_eq!(answers.references, ["2222-3333-4444", "5555-6666-7777"]);
        assert_eq!((answers.post_ms, answers.whole_ms), (vec![1.5, 0.9], vec![2.5]));
        assert!(Answers::parse("2222-3333-4444 soon").is_none());
    }

    #[test]
    fn a_run_that_says_nothing_of_an_error_had_one() {
        let told = json!({ "wrong": 1, "socket_errors": 0, "timeouts": 2 });
        assert_eq!(broken(&told), 3);
        assert!(broken(&json!({ "wrong": 0, "socket_errors": 0 })) > 0);
    }
}
