//! Repeated look-ups (journey a4): a person who repeatedly obtains an officer's codes may be following that officer.
//! The counter-corruption unit is told. The notice does not say who looked, because nothing is known about them.

use domain::check::Check;
use domain::officer::Officer;
use domain::record::followed::{Label, SignKind};
use domain::{CheckId, OfficerId, Stream as _, StreamId};
use jiff::SignedDuration;

use crate::change::law::notices_on;
use crate::change::rows::RowFaults;
use crate::change::signs::NewSign;
use crate::change::{Change, PermissionSubject};
use crate::{Action, AppError, Context};

/// The most stops in which an officer can be checked within [`WITHIN`] without being reported.
const STOPS_COUNT: u64 = 3;

pub(crate) const WITHIN: SignedDuration = SignedDuration::from_hours(1);

/// Only officers checked within this time are counted. It is long enough to make up for a missed run and short enough
/// to keep a run cheap.
const LATELY: SignedDuration = SignedDuration::from_mins(10);

/// Raises a sign about each officer who was checked in more than three stops within an hour, at most once per officer
/// and clock hour, and tells the counter-corruption unit. This is a reconciler: it takes no input, and running it twice
/// changes nothing.
///
/// # Errors
/// The first failure. The signs about all other officers have been raised.
pub async fn repeated(cx: &Context<'_>) -> Result<usize, AppError> {
    cx.authorise(Action::Reconcile, PermissionSubject::Nothing)?;
    let before = |length| cx.now.saturating_sub(length).unwrap_or(cx.now);
    let (mut raised_count, mut faults) = (0, RowFaults::default());
    let lately = u64::try_from(before(LATELY).as_millisecond()).unwrap_or(0);
    // Ids start with their time (UUID version 7). This is the lowest id that a check made at that time could have.
    let first = CheckId::new(uuid::Builder::from_unix_timestamp_millis(lately, &[0; 10]).into_uuid());
    for (officer, stops_count) in cx.app.store.stops_checked(before(WITHIN), first).await? {
        if stops_count > STOPS_COUNT {
            let raised = raise(cx, officer, stops_count).await;
            raised_count += usize::from(faults.done("repeated look-ups", officer, raised).unwrap_or_default());
        }
    }
    faults.end(raised_count)
}

async fn raise(cx: &Context<'_>, officer: OfficerId, stops_count: u64) -> Result<bool, AppError> {
    let since = cx.now.saturating_sub(WITHIN).unwrap_or(cx.now);
    let Some(last) = cx.app.store.checks_of(officer, since, 1).await?.pop() else { return Ok(false) };
    let Some(event) = cx.app.store.history(&Check::stream(last.id), None).await?.pop() else { return Ok(false) };
    let stream = Officer::stream(officer);
    let hour = cx.now.to_zoned(domain::record::time::london()).strftime("%Y-%m-%dT%H").to_string();
    let sign = NewSign {
        stream: stream.clone(),
        sign: SignKind::RepeatedLookups,
        officer: Some(officer),
        fact: format!("the public checked this officer in {stops_count} stops within an hour; who asked is not known"),
        rests_on: vec![event.id],
        sources: vec![stream.clone(), StreamId::new(Officer::KIND, format!("{officer}#lookups-{hour}"))],
        occurred: Some(cx.today()),
        label: Label::OnRecord,
        ask: Vec::new(),
    };
    let mut change = Change::begin(cx).await?;
    if change.raise(sign, &event).await?.is_empty() {
        return Ok(false);
    }
    let notices = notices_on(&mut change, officer, "officer.looked-up-repeatedly").await?;
    change.append_follows(&stream, notices, &event).await?;
    change.commit().await?;
    Ok(true)
}
