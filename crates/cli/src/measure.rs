//! Time and memory used by this process. No other module of the command reads the clock.

use std::time::{Duration, Instant};

use serde::Serialize;

/// A moment from which to measure time.
#[derive(Debug, Clone, Copy)]
pub struct Moment(Instant);

impl Moment {
    #[expect(clippy::disallowed_methods, reason = "the edge: what a person waits for is measured here")]
    pub fn now() -> Moment {
        Moment(Instant::now())
    }

    /// The wall-clock time since this moment.
    pub fn elapsed(self) -> Duration {
        self.0.elapsed()
    }
}

/// Today's date in UTC, for a report: `3 March 2026`.
#[expect(clippy::disallowed_methods, reason = "the edge: a report says on which day it was written")]
pub fn today() -> String {
    jiff::Timestamp::now().strftime("%-d %B %Y").to_string()
}

/// Today's date in the local time zone, for the checks of a policy pack.
#[expect(clippy::disallowed_methods, reason = "the edge: the command asks for the day once and hands it down")]
pub fn local_date() -> jiff::civil::Date {
    jiff::Zoned::now().date()
}

/// The cost of one stage of a run.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StageCost {
    pub name: &'static str,
    /// Processor seconds of all threads; absent if the system does not report them.
    pub cpu_s: Option<f64>,
    /// Wall-clock seconds.
    pub wall_s: f64,
}

/// The stages of a run, in order.
#[derive(Debug)]
pub struct Stages {
    list: Vec<StageCost>,
    since: Moment,
    cpu_s: Option<f64>,
}

impl Stages {
    /// Starts the first stage.
    pub fn begin() -> Stages {
        Stages { list: Vec::new(), since: Moment::now(), cpu_s: cpu_s() }
    }

    /// Ends a stage and starts the next. Stages with the same name are added up.
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
            None => self.list.push(StageCost { name, cpu_s, wall_s }),
        }
    }

    pub fn list(&self) -> &[StageCost] {
        &self.list
    }

    /// The wall-clock seconds of all stages together.
    pub fn wall_s(&self) -> f64 {
        self.list.iter().map(|stage| stage.wall_s).sum()
    }
}

/// The processor seconds that all threads of this process have used so far.
#[cfg(unix)]
fn cpu_s() -> Option<f64> {
    let spent = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Some(spent.tv_sec as f64 + spent.tv_nsec as f64 / 1e9)
}

#[cfg(not(unix))]
fn cpu_s() -> Option<f64> {
    None
}

/// The peak memory use of this process in mebibytes; `None` if the system does not report it.
pub fn peak_mib() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: f64 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(kib / 1024.0)
}
