//! Time and memory of this process. The only place of the command that looks at a clock or a calendar.

use std::time::{Duration, Instant};

use serde::Serialize;

/// A point in time, to measure from.
#[derive(Debug, Clone, Copy)]
pub struct Moment(Instant);

impl Moment {
    /// Now.
    #[expect(clippy::disallowed_methods, reason = "the edge: what a person waits for is measured here")]
    pub fn now() -> Moment {
        Moment(Instant::now())
    }

    /// The wall time since.
    pub fn elapsed(self) -> Duration {
        self.0.elapsed()
    }
}

/// Today, in UTC, as it is written in a report: `3 March 2026`.
pub fn today() -> String {
    jiff::Timestamp::now().strftime("%-d %B %Y").to_string()
}

/// What one stage of a run cost.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stage {
    /// What it did.
    pub name: &'static str,
    /// Processor seconds, all threads together; absent where the system does not tell.
    pub cpu_s: Option<f64>,
    /// Seconds on the wall.
    pub wall_s: f64,
}

/// The stages of a run, one after the other.
#[derive(Debug)]
pub struct Stages {
    list: Vec<Stage>,
    since: Moment,
    cpu_s: Option<f64>,
}

impl Stages {
    /// The first stage begins.
    pub fn begin() -> Stages {
        Stages { list: Vec::new(), since: Moment::now(), cpu_s: cpu_s() }
    }

    /// A stage has ended, and the next begins. Stages of one name are added up.
    pub fn end(&mut self, name: &'static str) {
        let now_cpu_s = cpu_s();
        let wall_s = self.since.elapsed().as_secs_f64();
        let cpu_s = now_cpu_s.zip(self.cpu_s).map(|(now, before)| now - before);
        (self.since, self.cpu_s) = (Moment::now(), now_cpu_s);
        match self.list.iter_mut().find(|stage| stage.name == name) {
            Some(known) => {
                known.wall_s += wall_s;
                known.cpu_s = known.cpu_s.zip(cpu_s).map(|(a, b)| a + b);
            }
            None => self.list.push(Stage { name, cpu_s, wall_s }),
        }
    }

    /// All of them.
    pub fn list(&self) -> &[Stage] {
        &self.list
    }

    /// Seconds on the wall, all stages together.
    pub fn wall_s(&self) -> f64 {
        self.list.iter().map(|stage| stage.wall_s).sum()
    }
}

/// Processor seconds of this process so far, all threads together.
#[cfg(unix)]
fn cpu_s() -> Option<f64> {
    let spent = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Some(spent.tv_sec as f64 + spent.tv_nsec as f64 / 1e9)
}

#[cfg(not(unix))]
fn cpu_s() -> Option<f64> {
    None
}

/// The most memory that this process has had at once, in mebibytes; `None` where the system does not tell.
pub fn peak_mib() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: f64 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(kib / 1024.0)
}
