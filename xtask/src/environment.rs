//! The edge: the only place in xtask that reads environment variables and the clock.

use std::path::PathBuf;
use std::time::{Duration, Instant};

/// The value of an environment variable, if it is set and not empty.
#[expect(clippy::disallowed_methods, reason = "this is the one place of xtask that reads configuration")]
pub fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// The folder that an environment variable names, if the variable is set and the folder exists.
pub fn folder(name: &str) -> Option<PathBuf> {
    variable(name).map(PathBuf::from).filter(|path| path.is_dir())
}

/// A clock that measures elapsed wall-clock time.
pub struct Stopwatch(Instant);

impl Stopwatch {
    #[expect(clippy::disallowed_methods, reason = "a chore measures how long its steps take")]
    pub fn start() -> Self {
        Self(Instant::now())
    }

    pub fn seconds(&self) -> f64 {
        self.0.elapsed().as_secs_f64()
    }
}

/// Waits between two readings of a child process that is being measured.
#[expect(clippy::disallowed_methods, reason = "the peak memory of a child is only known by looking again and again")]
pub fn pause(length: Duration) {
    std::thread::sleep(length);
}
