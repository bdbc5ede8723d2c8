//! The job for officers who may no longer act: everybody whom a check told otherwise is looked after.

use domain::OfficerId;
use jiff::Timestamp;
use serde_json::json;
use store::NewJob;

pub(crate) const STANDING_CHANGED: &str = "standing-changed";

/// The job that looks after those who checked an officer in an open stop, once the officer may no longer act in it. It
/// is named after the event, so that it is done once for each event.
pub(crate) fn standing_changed(officer: OfficerId, what: impl std::fmt::Display, run_after: Timestamp) -> NewJob {
    NewJob {
        name: format!("{STANDING_CHANGED}/{what}"),
        kind: STANDING_CHANGED.to_owned(),
        body: json!({ "officer": officer }),
        run_after,
    }
}
