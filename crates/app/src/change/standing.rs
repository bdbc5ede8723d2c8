//! The job that runs when an officer is no longer allowed to act: it follows up the checks that said otherwise.

use domain::OfficerId;
use jiff::Timestamp;
use serde_json::json;
use store::NewJob;

pub(crate) const STANDING_CHANGED: &str = "standing-changed";

/// The job that follows up earlier checks of an officer in an open stop, once the officer is no longer allowed to act
/// in it. Its name comes from the event, so it runs once per event.
pub(crate) fn standing_changed(officer: OfficerId, what: impl std::fmt::Display, run_after: Timestamp) -> NewJob {
    NewJob {
        name: format!("{STANDING_CHANGED}/{what}"),
        kind: STANDING_CHANGED.to_owned(),
        body: json!({ "officer": officer }),
        run_after,
    }
}
