//! The state that every service has, whatever its pages are about.

use std::sync::Arc;

use url::Url;

use crate::assets::{Assets, SourceFile};
use crate::limits::{LimitSettings, Limits, Ticks};
use crate::metrics::Metrics;
use crate::network::Network;
use crate::texts::{Text, Texts};

/// The state that the layers and extractors of this crate use. A service keeps it in its own state and implements
/// `FromRef` for it. All clones share one shell.
#[derive(Clone)]
pub struct Shell {
    pub settings: Arc<Settings>,
    /// Style sheets and scripts.
    pub assets: Arc<Assets>,
    pub limits: Arc<Limits>,
    /// The Prometheus metrics.
    pub metrics: Metrics,
    pub(crate) banner: Option<Banner>,
    pub(crate) is_framed: bool,
}

/// The operator's settings that every service needs.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The address at which the public reaches the service; `http` only if the service and its users are on the same
    /// machine.
    pub public_url: Url,
    /// The address that "Exit this page" links to.
    pub exit_url: Url,
    /// The proxies whose `X-Forwarded-For` is trusted.
    pub trusted_proxies: Vec<Network>,
    /// The rates at which requests are admitted.
    pub limits: LimitSettings,
}

/// A banner at the top of every page, for example in a demonstration.
#[derive(Clone, Copy, Debug)]
pub struct Banner {
    /// The banner's name for screen readers.
    pub label: fn(&Texts) -> Text,
    pub words: fn(&Texts) -> Text,
    /// The style sheet that the banner needs, by its name in the sources.
    pub style: &'static str,
    pub class: &'static str,
}

impl Shell {
    /// Creates a shell with the files that every service has and no banner. Replicas share the proof-of-work key and
    /// the time.
    pub fn new(settings: Settings, proof_key: &[u8; 32], ticks: Ticks) -> Self {
        Self {
            limits: Arc::new(Limits::new(&settings.limits, proof_key, ticks)),
            settings: Arc::new(settings),
            assets: Arc::new(Assets::load()),
            metrics: Metrics::install(),
            banner: None,
            is_framed: false,
        }
    }

    /// Adds the style sheets and scripts of a service.
    #[must_use]
    pub fn with_files(mut self, files: &[SourceFile]) -> Self {
        Arc::make_mut(&mut self.assets).extend(files);
        self
    }

    /// Puts a banner at the top of every page.
    #[must_use]
    pub const fn with_banner(mut self, banner: Banner) -> Self {
        self.banner = Some(banner);
        self
    }

    /// Lets pages of the service show all its other pages in frames.
    #[must_use]
    pub const fn framed(mut self) -> Self {
        self.is_framed = true;
        self
    }

    /// Returns true if the public reaches the service over `https`.
    pub fn is_secure(&self) -> bool {
        self.settings.public_url.scheme() == "https"
    }

    /// The scheme, host and port of the public address, as a browser writes them in `Origin`.
    pub fn origin(&self) -> String {
        self.settings.public_url.origin().ascii_serialization()
    }
}
