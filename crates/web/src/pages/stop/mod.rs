//! The officer's own stops: starting, showing the code, finishing, supplementing the search record. Journeys a1 and a2.

pub mod finish;
pub mod show;
pub mod start;
pub mod supplement;

use app::check;
use axum::Json;
use axum::extract::State;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::StopId;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use shell::Path;

use crate::Site;
use crate::error::PageError;
use crate::session::officer::WatchingOfficer;

pub use finish::{StopFinish, StopFinishForm};
pub use show::{CodeDisplay, StopShow, StopState};
pub use start::{StopStart, StopStartForm};
pub use supplement::{StopSupplement, SupplementForm};

pub(super) fn path(id: StopId) -> String {
    format!("/duty/stops/{id}")
}

/// The longest lifetime of an attestation (`docs/check-protocol.md`).
const LIVES: SignedDuration = SignedDuration::from_secs(300);

/// `GET /duty/stops/{id}/attestation`, available while a check would be verified. It never outlives the shift.
pub(crate) async fn attestation(
    State(site): State<Site>,
    WatchingOfficer(officer): WatchingOfficer,
    Path(id): Path<StopId>,
) -> Result<Json<Value>, PageError> {
    let cx = officer.context(&site);
    let device = officer.signed_in.device;
    let attestation = check::attestation(&cx, &site.secrets, id, device).await?;
    let key = officer.shift.keys.iter().find(|(known, _)| *known == device).map(|(_, key)| key);
    let longest = cx.now.saturating_add(LIVES).unwrap_or(Timestamp::MAX);
    let until = officer.shift.on_duty.map_or(longest, |(_, ends)| ends.min(longest));
    Ok(Json(json!({
        "attestation": URL_SAFE_NO_PAD.encode(attestation.as_bytes()),
        "key": key,
        "audience": site.secrets.address,
        "now": cx.now.as_second(),
        "expires_at": until.as_second(),
    })))
}
