//! What many ask at once, a batch at a time: a transaction or a question costs about the same for one as for a hundred.

use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until};

use crate::AppError;

/// How many are in one batch at most: 200 events are 200 KB.
const BATCH_COUNT: usize = 200;

/// How many wait at most; whoever comes then is told to try again: 10 seconds at the aimed rate.
const WAITING_COUNT: usize = 10_000;

/// Where something is asked. Cheap to clone.
pub(super) struct Queue<T>(mpsc::Sender<T>);

impl<T> Clone for Queue<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T> Queue<T> {
    /// Puts this into the queue.
    ///
    /// # Errors
    /// [`AppError::Busy`] when too many wait.
    pub(super) fn ask(&self, one: T) -> Result<(), AppError> {
        self.0.try_send(one).map_err(|_| AppError::Busy)
    }
}

/// What waits in a queue.
pub(super) struct Batches<T> {
    waiting: mpsc::Receiver<T>,
    apart: Duration,
    begins: Instant,
}

impl<T> Batches<T> {
    /// What is asked in a new queue; its batches begin so far apart at least. Who comes alone does not wait.
    pub(super) fn of_new_queue(apart: Duration) -> (Queue<T>, Self) {
        let (queue, waiting) = mpsc::channel(WAITING_COUNT);
        (Queue(queue), Self { waiting, apart, begins: Instant::now() })
    }

    /// The next batch, never an empty one; none when nobody can ask any more.
    pub(super) async fn next(&mut self) -> Option<Vec<T>> {
        let mut batch = Vec::with_capacity(BATCH_COUNT);
        if self.waiting.recv_many(&mut batch, BATCH_COUNT).await == 0 {
            return None;
        }
        sleep_until(self.begins).await;
        self.begins = Instant::now() + self.apart;
        while batch.len() < BATCH_COUNT
            && let Ok(one) = self.waiting.try_recv()
        {
            batch.push(one);
        }
        Some(batch)
    }
}
