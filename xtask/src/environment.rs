//! The edge: environment variables and the clock are read here and nowhere else in xtask.

use std::path::PathBuf;
use std::time::{Duration, Instant};

/// The value of an environment variable, when it is set and not empty.
#[expect(clippy::disallowed_methods, reason = "this is the one place of xtask that reads configuration")]
pub fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// The folder that an environment variable names, when it is set and the folder exists.
pub fn folder(name: &str) -> Option<PathBuf> {
    variable(name).map(PathBuf::from).filter(|path| path.is_dir())
}

/// Elapsed wall time since it was started.
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts now.
    #[expect(clippy::disallowed_methods, reason = "a chore measures how long its steps take")]
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// Seconds since the start.
    pub fn seconds(&self) -> f64 {
        self.0.elapsed().as_secs_f64()
    }
}

/// Waits between two looks at a child process that is being measured.
#[expect(clippy::disallowed_methods, reason = "the peak memory of a child is only known by looking again and again")]
pub fn pause(length: Duration) {
    std::thread::sleep(length);
}
