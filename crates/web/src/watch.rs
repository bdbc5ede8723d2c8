//! The background watch: escalations, jobs, repeated look-ups, and removal of expired codes.

use std::time::Duration;

use app::AppError;
use app::clock::jobs;
use app::control::{self, lookups};
use jiff::{SignedDuration, Timestamp};
use shell::Shutdown;

use crate::Site;

/// Interval between two rounds: an alarm is escalated within a second of its time.
const EVERY: Duration = Duration::from_secs(1);
/// Interval between two counts of look-ups and removals of expired codes, by the record's clock.
const SELDOM: SignedDuration = SignedDuration::from_secs(60);

/// Escalates alarms and calls and runs jobs every second; counts look-ups and removes expired codes every minute. When
/// the service stops, it ends the live boards, so that nothing waits for them.
pub async fn watch(site: Site, stop: Shutdown) {
    let mut seldom = Timestamp::MIN;
    loop {
        let system = || site.app.system("control");
        said("escalations", control::escalate(&system()).await);
        said("jobs", jobs::run(&system()).await);
        let now = system().now;
        if now >= seldom {
            said("look-ups", lookups::repeated(&system()).await);
            let over = site.app.store.forget_what_is_over(now).await;
            said("forgetting", over.map_err(AppError::from));
            seldom = now.saturating_add(SELDOM).unwrap_or(Timestamp::MAX);
        }
        if !stop.pause(EVERY).await {
            break;
        }
    }
    site.live.end();
}

fn said<T: std::fmt::Debug>(what: &'static str, result: Result<T, AppError>) {
    match result {
        Ok(done) => tracing::trace!(what, ?done, "the control room was watched"),
        // Another replica did this at the same time.
        Err(error) if error.kind() == domain::ErrorKind::Conflict => tracing::debug!(what, "done by another replica"),
        Err(error) => tracing::error!(what, code = error.code(), %error, "the control room is looked after again soon"),
    }
}
