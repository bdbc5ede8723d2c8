//! The site: what every handler can reach.

use std::sync::Arc;
use std::time::Duration;

use app::App;
use axum::extract::FromRef;

use crate::assets::Assets;
use crate::config::Config;
use crate::limits::Limits;
use crate::metrics::Metrics;

/// Time since some start that only ever goes on: for limits, not for what is recorded.
pub type Ticks = Arc<dyn Fn() -> Duration + Send + Sync>;

/// What every handler can reach: the state of the router. A clone is the same site.
#[derive(Clone)]
pub struct Site {
    /// The use cases.
    pub app: Arc<App>,
    /// What the operator has set.
    pub config: Arc<Config>,
    /// Style sheets and scripts.
    pub assets: Arc<Assets>,
    /// How often somebody may ask.
    pub limits: Arc<Limits>,
    /// What is counted.
    pub metrics: Metrics,
}

impl Site {
    /// The site on these use cases. Call it within the runtime.
    pub fn new(app: Arc<App>, config: Config) -> Self {
        let start = tokio::time::Instant::now();
        Self::with_ticks(app, config, Arc::new(move || start.elapsed()))
    }

    /// The same with a time of limits that is moved by hand.
    pub fn with_ticks(app: Arc<App>, config: Config, ticks: Ticks) -> Self {
        let limits = Limits::new(&config.check, ticks);
        Self {
            app,
            config: Arc::new(config),
            assets: Arc::new(Assets::load()),
            limits: Arc::new(limits),
            metrics: Metrics::install(),
        }
    }
}

impl FromRef<Site> for Arc<App> {
    fn from_ref(site: &Site) -> Self {
        Arc::clone(&site.app)
    }
}
