//! The audit of a database against its log: recomputes every event, and compares every entry and every read model.

use std::time::Duration;

use attest::checkpoint::TreeHead;
use attest::source::{TileSource, read_entries};
use attest::tile::TileId;
use jiff::Timestamp;
use linkage::Progress as _;
use store::Store;

use super::report::{AuditRemark, DatabaseComparison};
use crate::arguments::AuditArguments;
use crate::exit::Failure;
use crate::measure::Moment;
use crate::session::Session;

/// Entries to compare in one step: 64 bundles.
const CHUNK_SIZE: u64 = 64 * 256;

/// Events to read in one step.
const PAGE_SIZE: u32 = 1000;

/// Audits the database of an installation against the log under `head`.
pub async fn audit(
    store: &Store,
    log: &(impl TileSource + ?Sized),
    head: TreeHead,
    arguments: &AuditArguments,
    session: &Session,
) -> Result<DatabaseComparison, Failure> {
    let waiting = waiting(store, head.size, arguments.waits_at_most).await?;
    let mut said: Vec<AuditRemark> = waiting.into_iter().collect();
    let (entries, differs) = entries(store, log, head.size, session).await?;
    said.extend(differs);
    said.extend(events(store, session).await?);
    said.extend(read_models(store, session).await?);
    if let Some(seconds) = arguments.backdated_by {
        said.extend(backdated(store, seconds, session).await?);
    }
    let events = store.event_count().await?;
    Ok(DatabaseComparison { events, entries, said })
}

/// Checks that waiting events reach the log soon, by looking twice.
#[expect(clippy::disallowed_methods, reason = "the edge: another process moves the queue, and the audit looks again")]
async fn waiting(store: &Store, published: u64, seconds: u64) -> Result<Option<AuditRemark>, Failure> {
    let begun = Moment::now();
    let queued = store.queue_length().await?;
    let expected = store.log_size().await? + queued;
    if queued == 0 {
        return Ok(None);
    }
    loop {
        let size = store.log_size().await?;
        if size >= expected {
            return Ok(None);
        }
        if begun.elapsed() > Duration::from_secs(seconds) {
            let left = expected - size;
            let what =
                format!("{left} events have waited for the log for more than {seconds} s: is the sequencer running?");
            return Ok(Some(AuditRemark { place: "record", position: Some(size.max(published)), what }));
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// Compares the entries in the database with those in the log, and reports the first position that differs.
async fn entries(
    store: &Store,
    log: &(impl TileSource + ?Sized),
    size: u64,
    session: &Session,
) -> Result<(u64, Option<AuditRemark>), Failure> {
    session.progress.begin("comparing the log", size);
    let mut first = 0;
    while first < size {
        session.go_on()?;
        let to = size.min(first + CHUNK_SIZE);
        let stored = store.entries(first, to).await?;
        for bundle in first / 256..to.div_ceil(256) {
            let start = bundle * 256;
            let width = (size - start).min(256);
            let id = u16::try_from(width).ok().and_then(|width| TileId::entries(bundle, width).ok());
            // An unreadable bundle has already been reported by the audit of the log.
            let Some(Ok(signed)) = id.map(|id| read_entries(log, id)) else { continue };
            for (position, signed) in (start..).zip(signed) {
                let in_database = stored.get((position - first) as usize);
                let what = match in_database {
                    Some(entry) if signed == entry => continue,
                    Some(_) => "the database has another entry at this position than the signed log",
                    None => "the database has no entry at this position, and the signed log has",
                };
                session.progress.end();
                return Ok((
                    position,
                    Some(AuditRemark { place: "record", position: Some(position), what: what.to_owned() }),
                ));
            }
        }
        session.progress.advance(to - first);
        first = to;
    }
    session.progress.end();
    Ok((size, None))
}

async fn events(store: &Store, session: &Session) -> Result<Vec<AuditRemark>, Failure> {
    let found = with_bar("verifying events", session, async |progress| store.verify_events(progress).await).await?;
    let said = |tampered: store::TamperingFinding| AuditRemark {
        place: "record",
        position: tampered.position,
        what: tampered.to_string(),
    };
    Ok(found.into_iter().map(said).collect())
}

async fn read_models(store: &Store, session: &Session) -> Result<Vec<AuditRemark>, Failure> {
    let checked =
        with_bar("checking read models", session, async |progress| store.check_read_models(progress).await).await;
    match checked {
        Ok(found) => {
            let said = |row: store::RowDifference| AuditRemark {
                place: "read-model",
                position: row.position,
                what: row.to_string(),
            };
            Ok(found.into_iter().map(said).collect())
        }
        // Unreadable events have already been reported above.
        Err(error) if error.kind() == domain::ErrorKind::Bug => {
            let what = format!("read models cannot be compared while events cannot be read: {error}");
            Ok(vec![AuditRemark { place: "record", position: None, what }])
        }
        Err(error) => Err(error.into()),
    }
}

async fn with_bar<T>(
    stage: &'static str,
    session: &Session,
    work: impl AsyncFnOnce(&mut (dyn FnMut(store::SweepProgress) + Send)) -> Result<T, store::StoreError>,
) -> Result<T, store::StoreError> {
    let mut done = None;
    let found = work(&mut |progress: store::SweepProgress| {
        let before = done.replace(progress.streams_done).unwrap_or_else(|| {
            session.progress.begin(stage, progress.streams_count);
            0
        });
        session.progress.advance(progress.streams_done.saturating_sub(before));
    })
    .await;
    session.progress.end();
    found
}

/// Reports events that were recorded before events that precede them in the log.
async fn backdated(store: &Store, seconds: u64, session: &Session) -> Result<Vec<AuditRemark>, Failure> {
    session.progress.begin("comparing times", store.event_count().await?);
    let mut placed: Vec<(u64, Timestamp, domain::EventId)> = Vec::new();
    let mut cursor = None;
    loop {
        session.go_on()?;
        let page = match store.events_after(cursor, PAGE_SIZE).await {
            Ok(page) => page,
            Err(error) if error.kind() == domain::ErrorKind::Bug => break,
            Err(error) => return Err(error.into()),
        };
        let Some(last) = page.last() else { break };
        cursor = Some(store::Cursor::after(last));
        session.progress.advance(page.len() as u64);
        for event in page {
            if let Some(position) = store.position_of(event.id).await? {
                placed.push((position, event.recorded_at, event.id));
            }
        }
    }
    session.progress.end();
    placed.sort_unstable();
    let allowed = jiff::SignedDuration::from_secs(i64::try_from(seconds).unwrap_or(i64::MAX));
    let mut latest = Timestamp::MIN;
    let mut said = Vec::new();
    for (position, recorded_at, event) in placed {
        if latest.duration_since(recorded_at) > allowed && latest != Timestamp::MIN {
            let what = format!(
                "event `{event}` says that it was recorded at {recorded_at}; one before it in the log, at {latest}"
            );
            said.push(AuditRemark { place: "record", position: Some(position), what });
        }
        latest = latest.max(recorded_at);
    }
    Ok(said)
}
