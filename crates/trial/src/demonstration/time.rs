//! A clock that a newcomer can move forward, to see codes expire and alarms escalate.

use std::sync::atomic::{AtomicI64, Ordering};

use app::SystemClock;
use domain::Clock;
use jiff::{SignedDuration, Timestamp};

/// The machine's clock, moved forward on request. It never goes back.
#[derive(Debug, Default)]
pub struct MovedClock {
    ahead_seconds: AtomicI64,
}

impl MovedClock {
    pub fn forward(&self, seconds: u32) {
        self.ahead_seconds.fetch_add(i64::from(seconds), Ordering::Relaxed);
    }
}

impl Clock for MovedClock {
    fn now(&self) -> Timestamp {
        let ahead = SignedDuration::from_secs(self.ahead_seconds.load(Ordering::Relaxed));
        SystemClock.now().saturating_add(ahead).unwrap_or(Timestamp::MAX)
    }
}
