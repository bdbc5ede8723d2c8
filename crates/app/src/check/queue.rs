//! A queue that answers many callers in batches: a transaction or a query costs about the same for one caller as for a
//! hundred.

use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until};

use crate::AppError;

/// The most requests in one batch. 200 events take up 200 KB.
const BATCH_COUNT: usize = 200;

/// The most requests that can wait. Later callers are told to try again. At the intended rate, the queue fills up in 10
/// seconds.
const WAITING_COUNT: usize = 10_000;

/// The sending end of a queue. Cheap to clone.
pub(super) struct Queue<T>(mpsc::Sender<T>);

impl<T> Clone for Queue<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T> Queue<T> {
    /// Adds a request to the queue.
    ///
    /// # Errors
    /// [`AppError::Busy`] if too many requests are waiting.
    pub(super) fn ask(&self, one: T) -> Result<(), AppError> {
        self.0.try_send(one).map_err(|_| AppError::Busy)
    }
}

/// The receiving end of a queue.
pub(super) struct Batches<T> {
    waiting: mpsc::Receiver<T>,
    apart: Duration,
    begins: Instant,
}

impl<T> Batches<T> {
    /// Creates a queue whose batches start at least `apart` from each other. A lone request is answered at once.
    #[expect(
        clippy::disallowed_methods,
        reason = "the edge: batches are spaced by elapsed time, and no event holds it"
    )]
    pub(super) fn of_new_queue(apart: Duration) -> (Queue<T>, Self) {
        let (queue, waiting) = mpsc::channel(WAITING_COUNT);
        (Queue(queue), Self { waiting, apart, begins: Instant::now() })
    }

    /// The next batch, which is never empty, or `None` once every sender has been dropped.
    #[expect(
        clippy::disallowed_methods,
        reason = "the edge: batches are spaced by elapsed time, and no event holds it"
    )]
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
