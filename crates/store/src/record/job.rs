//! Jobs: work that is enqueued together with the change that needs it, under a unique name, and done at least once.

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use crate::engine::canonical::canonical;
use crate::engine::{Cell, Connection, queries, tables};
use crate::{Store, StoreError, Unit};

tables! {
    /// Jobs, keyed by their unique name.
    Kept JOB = "job" ["name": Text]
    ["kind": Text, "body": Text, "run_after": Integer, "attempts": Integer, "state": Text, "last_error": Text];
}

queries! {
    CLAIM = "job", "claiming a job",
        "UPDATE job SET state = 'claimed', attempts = attempts + 1, run_after = $2 WHERE name = \
         (SELECT name FROM job WHERE state IN ('waiting', 'claimed') AND run_after <= $1 ORDER BY run_after, name LIMIT 1) \
         RETURNING name, kind, body, attempts",
        postgres: "UPDATE job SET state = 'claimed', attempts = attempts + 1, run_after = $2 WHERE name = \
         (SELECT name FROM job WHERE state IN ('waiting', 'claimed') AND run_after <= $1 ORDER BY run_after, name LIMIT 1 \
         FOR UPDATE SKIP LOCKED) RETURNING name, kind, body, attempts";
    // The number of the attempt identifies the worker: one that was presumed dead cannot finish another worker's
    // attempt.
    FINISH = "job", "finishing a job",
        "UPDATE job SET state = 'done', last_error = NULL WHERE name = $1 AND attempts = $2 AND state = 'claimed'";
    FAIL = "job", "noting that a job failed",
        "UPDATE job SET state = $3, run_after = $4, last_error = $5 WHERE name = $1 AND attempts = $2 AND state = 'claimed'";
    SWEEP_JOBS = "job", "forgetting jobs", "DELETE FROM job WHERE state = 'done' AND run_after < $1";
    COUNTS = "job", "counting jobs", "SELECT state, COUNT(*) FROM job GROUP BY state ORDER BY state";
}

/// The time for which a claimed job belongs to its worker.
const LEASE: SignedDuration = SignedDuration::from_mins(5);

#[derive(Clone, Debug, PartialEq)]
pub struct NewJob {
    /// A unique name, such as `notice/0195…/complainant`. A job that is enqueued twice is done only once.
    pub name: String,
    /// The kind of work, which selects the worker.
    pub kind: String,
    /// The input: ids and codes, never personal data.
    pub body: Value,
    /// The earliest time at which the job may run.
    pub run_after: Timestamp,
}

/// A job that this worker has claimed and may do within five minutes.
#[derive(Clone, Debug, PartialEq)]
pub struct ClaimedJob {
    pub name: String,
    pub kind: String,
    pub body: Value,
    /// The number of the attempt, starting at 1.
    pub attempt: u64,
}

/// The state in which a new job is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum JobStart {
    Waiting,
    Done,
}

pub(crate) async fn enqueue(connection: &mut Connection, jobs: Vec<(NewJob, JobStart)>) -> Result<(), StoreError> {
    let row = |(job, begins): (NewJob, JobStart)| {
        let body = String::from_utf8_lossy(&canonical(&job.body)).into_owned();
        vec![
            Cell::Text(Some(job.name)),
            Cell::Text(Some(job.kind)),
            Cell::Text(Some(body)),
            Cell::time(job.run_after),
            Cell::count(0),
            Cell::text(if begins == JobStart::Done { "done" } else { "waiting" }),
        ]
    };
    let head = "INSERT INTO job (name, kind, body, run_after, attempts, state)";
    let rows = jobs.into_iter().map(row).collect();
    connection.insert_many(head, " ON CONFLICT (name) DO NOTHING", "enqueueing jobs", rows).await.map(|_| ())
}

impl Unit {
    /// Marks the job as done in the same transaction as this unit's changes. Returns false if another worker has
    /// claimed the job since; this unit must then be dropped.
    pub async fn finish_job(&mut self, job: &ClaimedJob) -> Result<bool, StoreError> {
        Ok(self.execute(&FINISH, vec![Cell::text(&job.name), Cell::count(job.attempt)]).await? == 1)
    }
}

impl Store {
    /// Claims the next job that is due, if any. A job that its worker has not finished within five minutes becomes due
    /// again, so it must be safe to do a job twice.
    pub async fn claim_job(&self, now: Timestamp) -> Result<Option<ClaimedJob>, StoreError> {
        let mut connection = self.backend().writer().await?;
        let lease = now.saturating_add(LEASE).unwrap_or(now);
        let claimed = match connection.fetch_one(&CLAIM, vec![Cell::time(now), Cell::time(lease)]).await? {
            None => None,
            Some(row) => {
                let (name, text) = (row.text(0)?, row.text(2)?);
                let body = serde_json::from_str(&text).map_err(|error| StoreError::Row {
                    table: "job",
                    row: name.clone(),
                    why: error.to_string(),
                })?;
                Some(ClaimedJob { name, kind: row.text(1)?, body, attempt: row.count(3)? })
            }
        };
        connection.commit().await?;
        Ok(claimed)
    }

    /// Marks the job as done. Returns false if another worker has claimed it since.
    pub async fn finish_job(&self, job: &ClaimedJob) -> Result<bool, StoreError> {
        let mut connection = self.backend().writer().await?;
        let changed = connection.execute(&FINISH, vec![Cell::text(&job.name), Cell::count(job.attempt)]).await?;
        connection.commit().await?;
        Ok(changed == 1)
    }

    /// Records that the job failed with this code, which contains no personal data. The job becomes due again at
    /// `retry`; without a `retry` time, it is given up. Returns false if another worker has claimed it since.
    pub async fn fail_job(&self, job: &ClaimedJob, code: &str, retry: Option<Timestamp>) -> Result<bool, StoreError> {
        let mut connection = self.backend().writer().await?;
        let state = if retry.is_some() { "waiting" } else { "failed" };
        let values = vec![
            Cell::text(&job.name),
            Cell::count(job.attempt),
            Cell::text(state),
            Cell::time(retry.unwrap_or(Timestamp::MAX)),
            Cell::text(code),
        ];
        let changed = connection.execute(&FAIL, values).await?;
        connection.commit().await?;
        Ok(changed == 1)
    }

    /// Counts the jobs in each state: `claimed`, `done`, `failed`, `waiting`.
    pub async fn job_counts(&self) -> Result<Vec<(String, u64)>, StoreError> {
        let mut connection = self.backend().reader().await?;
        let rows = connection.fetch(&COUNTS, vec![]).await?;
        rows.iter().map(|row| Ok((row.text(0)?, row.count(1)?))).collect()
    }
}
