//! The site: what every handler can reach.

use std::sync::Arc;
use std::time::Duration;

use app::App;
use app::check::{Checker, ForceSettings, Keys, Settings};
use axum::extract::FromRef;
use domain::Actor;
use shell::Shell;
use shell::limits::Ticks;

use crate::assets::FILES;
use crate::config::{Config, Identity};
use crate::pages::board::Live;

/// What every handler can reach: the state of the router. A clone is the same site.
#[derive(Clone)]
pub struct Site {
    /// The use cases.
    pub app: Arc<App>,
    /// What the operator has set.
    pub config: Arc<Config>,
    /// What the check rests on beside the record.
    pub settings: Arc<Settings>,
    /// What answers checks.
    pub checker: Checker,
    /// The parts that every service has.
    pub shell: Shell,
    /// The boards of control rooms that somebody watches.
    pub live: Arc<Live>,
}

impl Site {
    /// The site on these use cases, with the secrets of the check. Call it within the runtime.
    pub fn new(app: Arc<App>, config: Config, keys: impl Into<Keys>) -> Self {
        // From the clock once, so that replicas agree on when a proof of work expires; then only ever on.
        let began = u64::try_from(app.system("limits").now.as_second()).unwrap_or_default();
        let (began, start) = (Duration::from_secs(began), tokio::time::Instant::now());
        Self::with_ticks(app, config, keys, Arc::new(move || began.saturating_add(start.elapsed())))
    }

    /// The same with a time of limits that is moved by hand.
    pub fn with_ticks(app: Arc<App>, config: Config, keys: impl Into<Keys>, ticks: Ticks) -> Self {
        let settings = Arc::new(settings(&config, keys.into()));
        let around = shell::Settings {
            public_url: config.public_url.clone(),
            exit_url: config.check.exit_url.clone(),
            trusted_proxies: config.trusted_proxies.clone(),
            limits: config.check.limits,
        };
        let shell = Shell::new(around, &settings.proof_key(), ticks).with_files(FILES);
        Self {
            checker: Checker::start(Arc::clone(&app), Arc::clone(&settings)),
            settings,
            app,
            config: Arc::new(config),
            shell,
            live: Arc::default(),
        }
    }
}

impl Site {
    /// The context of somebody who is not known: a visitor of a public page.
    pub fn visitor(&self) -> app::Context<'_> {
        self.app.context(Actor::visitor())
    }
}

/// What the configuration says of the check, as the use cases take it.
pub fn settings(config: &Config, keys: Keys) -> Settings {
    let forces = config.forces.iter().map(|(code, force)| {
        let settings = ForceSettings {
            name: force.name.clone(),
            prefix: force.prefix.clone(),
            telephone: force.telephone.clone(),
            by_number: force.identity == Identity::Number,
            photo: force.photo,
            neighbour: force.neighbour.clone(),
        };
        (code.clone(), settings)
    });
    let address = config.public_url.join("check").map_or_else(|_| config.public_url.to_string(), String::from);
    Settings::new(keys, address, config.duty_force().cloned(), forces.collect())
}

impl FromRef<Site> for Arc<App> {
    fn from_ref(site: &Site) -> Self {
        Arc::clone(&site.app)
    }
}

impl FromRef<Site> for Shell {
    fn from_ref(site: &Site) -> Self {
        site.shell.clone()
    }
}
