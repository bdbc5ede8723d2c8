//! Serves requests and metrics and runs background tasks until the service is asked to stop.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::{Shell, metrics};

/// Time that requests in progress have to finish after the service is asked to stop.
const GRACE: Duration = Duration::from_secs(10);
/// Interval at which memory that is no longer needed is freed.
const TIDY: Duration = Duration::from_secs(30);

/// The request to stop, for tasks to wait for. All clones wait for the same request.
#[derive(Clone, Debug)]
pub struct Shutdown(watch::Receiver<bool>);

impl Shutdown {
    /// Waits until the service is asked to stop.
    pub async fn asked(mut self) {
        // If the sender is gone, the service is stopping too.
        self.0.wait_for(|asked| *asked).await.ok();
    }

    /// Waits until the interval ends or the service is asked to stop. Returns true if the service is still running.
    #[expect(clippy::disallowed_methods, reason = "the edge: the one place where background work waits")]
    pub async fn pause(&self, length: Duration) -> bool {
        tokio::select! {
            () = self.clone().asked() => false,
            () = tokio::time::sleep(length) => true,
        }
    }
}

type Task = Pin<Box<dyn Future<Output = ()> + Send>>;
type TaskStart = Box<dyn FnOnce(Shutdown) -> Task + Send>;

/// Tasks that run beside the requests, such as reconcilers and the sequencer. Each one ends when its [`Shutdown`] is
/// triggered.
#[derive(Default)]
pub struct Background {
    tasks: Vec<(&'static str, TaskStart)>,
}

impl Background {
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a task. Its name appears in the log.
    pub fn add<F: Future<Output = ()> + Send + 'static>(
        &mut self,
        name: &'static str,
        task: impl FnOnce(Shutdown) -> F + Send + 'static,
    ) {
        self.tasks.push((name, Box::new(|stop| Box::pin(task(stop)))));
    }
}

/// Serves pages on one listener and metrics on another until `stop` completes. Then it accepts no more requests, and
/// gives those in progress and the background tasks ten seconds to finish.
///
/// # Errors
/// If a listener fails.
pub async fn serve(
    router: Router,
    shell: Shell,
    listener: TcpListener,
    figures: Option<TcpListener>,
    background: Background,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let (ask, asked) = watch::channel(false);
    let stopping = Shutdown(asked);
    let mut beside = JoinSet::new();
    for (name, task) in background.tasks {
        let task = task(stopping.clone());
        beside.spawn(async move {
            task.await;
            tracing::debug!(task = name, "a task beside the requests has ended");
        });
    }
    beside.spawn(tidy(shell.clone(), stopping.clone()));
    if let Some(figures) = figures {
        let metrics = metrics::router(shell.metrics);
        let stopping = stopping.clone();
        beside.spawn(async move {
            axum::serve(figures, metrics).with_graceful_shutdown(stopping.asked()).await.ok();
        });
    }
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let requests = axum::serve(listener, service).with_graceful_shutdown(stopping.clone().asked());
    let all = async {
        requests.await?;
        while beside.join_next().await.is_some() {}
        Ok(())
    };
    tokio::pin!(all);
    tokio::select! {
        ended = &mut all => return ended,
        () = stop => {}
    }
    tracing::info!("asked to stop: requests under way are finished");
    ask.send_replace(true);
    match tokio::time::timeout(GRACE, all).await {
        Ok(ended) => ended,
        Err(_) => {
            tracing::warn!("not everything was finished in time");
            Ok(())
        }
    }
}

async fn tidy(shell: Shell, stop: Shutdown) {
    while stop.pause(TIDY).await {
        shell.limits.tidy();
        shell.metrics.tidy();
    }
}
