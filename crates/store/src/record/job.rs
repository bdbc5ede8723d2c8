//! Jobs: work enqueued with the change that needs it, done at least once, under a name that is enqueued only once.

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use crate::engine::canonical::canonical;
use crate::engine::{Cell, Connection, queries, tables};
use crate::{Store, StoreError, Unit};

tables! {
    /// Jobs, by their unique name.
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
    // The number of the attempt says whose it is: one who was thought dead cannot end the attempt of another.
    FINISH = "job", "finishing a job",
        "UPDATE job SET state = 'done', last_error = NULL WHERE name = $1 AND attempts = $2 AND state = 'claimed'";
    FAIL = "job", "noting that a job failed",
        "UPDATE job SET state = $3, run_after = $4, last_error = $5 WHERE name = $1 AND attempts = $2 AND state = 'claimed'";
    SWEEP_JOBS = "job", "forgetting jobs", "DELETE FROM job WHERE state = 'done' AND run_after < $1";
    COUNTS = "job", "counting jobs", "SELECT state, COUNT(*) FROM job GROUP BY state ORDER BY state";
}

/// How long a claimed job belongs to whoever claimed it.
const LEASE: SignedDuration = SignedDuration::from_mins(5);

/// A job to be enqueued.
#[derive(Clone, Debug, PartialEq)]
pub struct NewJob {
    /// Its unique name, such as `notice/0195…/complainant`: enqueued twice it is done once.
    pub name: String,
    /// Which program does it.
    pub kind: String,
    /// What it needs: ids and codes, never personal data.
    pub body: Value,
    /// Not before.
    pub run_after: Timestamp,
}

/// A job that is ours to do for five minutes.
#[derive(Clone, Debug, PartialEq)]
pub struct ClaimedJob {
    /// Its name.
    pub name: String,
    /// Which program does it.
    pub kind: String,
    /// What it needs.
    pub body: Value,
    /// Which attempt this is, from 1.
    pub attempt: u64,
}

/// A job as it begins: waiting, or done already.
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
    /// The job is done with what this unit changes: both stand, or neither. False when the claim had passed to somebody else,
    /// whose unit it is: then this one is to be dropped.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn finish_job(&mut self, job: &ClaimedJob) -> Result<bool, StoreError> {
        Ok(self.execute(&FINISH, vec![Cell::text(&job.name), Cell::count(job.attempt)]).await? == 1)
    }
}

impl Store {
    /// The next job that is due, now ours; `None` when nothing is. A job whose worker did not end it within five minutes
    /// is due again, so a job must bear being done twice.
    ///
    /// # Errors
    /// When the database fails.
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

    /// The job is done. False when the claim had passed to somebody else.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn finish_job(&self, job: &ClaimedJob) -> Result<bool, StoreError> {
        let mut connection = self.backend().writer().await?;
        let changed = connection.execute(&FINISH, vec![Cell::text(&job.name), Cell::count(job.attempt)]).await?;
        connection.commit().await?;
        Ok(changed == 1)
    }

    /// The job failed with this code (no personal data); it is due again at `retry`, or given up without.
    /// False when the claim had passed to somebody else.
    ///
    /// # Errors
    /// When the database fails.
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

    /// How many jobs there are in each state: `claimed`, `done`, `failed`, `waiting`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn job_counts(&self) -> Result<Vec<(String, u64)>, StoreError> {
        let mut connection = self.backend().reader().await?;
        let rows = connection.fetch(&COUNTS, vec![]).await?;
        rows.iter().map(|row| Ok((row.text(0)?, row.count(1)?))).collect()
    }
}
