//! The site: the state that every handler receives.

use std::sync::Arc;
use std::time::Duration;

use app::App;
use app::check::Checker;
use app::secrets::{Keys, PublicForce, Secrets};
use axum::extract::FromRef;
use domain::Actor;
use shell::Shell;
use shell::limits::Ticks;

use crate::assets::FILES;
use crate::config::{Config, OfficerIdentification};
use crate::pages::board::LiveBoards;

/// The state of the router. A clone refers to the same site.
#[derive(Clone)]
pub struct Site {
    pub app: Arc<App>,
    /// The operator's settings.
    pub config: Arc<Config>,
    /// The secrets and settings of the check.
    pub secrets: Arc<Secrets>,
    /// The queue in which checks are answered.
    pub checker: Checker,
    /// The parts that every service has.
    pub shell: Shell,
    /// The control-room boards that are being watched now.
    pub live: Arc<LiveBoards>,
}

impl Site {
    /// Creates a site on these use cases, with the secrets of the check. It must be called inside the runtime.
    #[expect(
        clippy::disallowed_methods,
        reason = "the edge: limits count the time that has passed, whatever becomes of the clock"
    )]
    pub fn new(app: Arc<App>, config: Config, keys: impl Into<Keys>) -> Self {
        // The clock is read once, so that replicas agree on when a proof of work expires; time never runs backwards.
        let began = u64::try_from(app.system("limits").now.as_second()).unwrap_or_default();
        let (began, start) = (Duration::from_secs(began), tokio::time::Instant::now());
        Self::with_ticks(app, config, keys, Arc::new(move || began.saturating_add(start.elapsed())))
    }

    /// Same as [`Site::new`], with a clock for the limits that a test can move.
    pub fn with_ticks(app: Arc<App>, config: Config, keys: impl Into<Keys>, ticks: Ticks) -> Self {
        let secrets = Arc::new(secrets(&config, keys.into()));
        let around = shell::Settings {
            public_url: config.public_url.clone(),
            exit_url: config.check.exit_url.clone(),
            trusted_proxies: config.trusted_proxies.clone(),
            limits: config.check.limits,
        };
        let shell = Shell::new(around, &secrets.proof_key(), ticks).with_files(FILES);
        Self {
            checker: Checker::start(Arc::clone(&app), Arc::clone(&secrets)),
            secrets,
            app,
            config: Arc::new(config),
            shell,
            live: Arc::default(),
        }
    }
}

impl Site {
    /// The context for an unknown visitor to a public page.
    pub fn visitor(&self) -> app::Context<'_> {
        self.app.context(Actor::visitor())
    }
}

/// The secrets of the check, combined with the settings from the configuration, for the use cases.
pub fn secrets(config: &Config, keys: Keys) -> Secrets {
    let forces = config.forces.iter().map(|(code, force)| {
        let settings = PublicForce {
            name: force.name.clone(),
            prefix: force.prefix.clone(),
            telephone: force.telephone.clone(),
            by_number: force.identity == OfficerIdentification::Number,
            photo: force.photo,
            neighbour: force.neighbour.clone(),
        };
        (code.clone(), settings)
    });
    let address = config.public_url.join("check").map_or_else(|_| config.public_url.to_string(), String::from);
    Secrets::new(keys, address, config.duty_force().cloned(), forces.collect())
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
