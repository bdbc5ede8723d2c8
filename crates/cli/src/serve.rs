//! `candour serve`: the service for a record, with its reconcilers and the log's sequencer.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use app::clock::reconcile;
use app::log::{self, LogError, Sequencer, WitnessAddress};
use app::secrets::Keys;
use app::{App, SystemClock};
use attest::note::Signer;
use attest::policy::Policy;
use domain::Clock as _;
use tokio::net::TcpListener;
use web::{Background, Config, Shutdown, Site, telemetry};

use crate::arguments::{ConfigOptions, RecordOptions, ServeArguments};
use crate::exit::{self, Failure};
use crate::open::Record;
use crate::sequence::{log_folder, log_key, quorum, stopped, verifier};
use crate::session::{Session, print};

/// The default configuration file.
const FILE: &str = "candour.toml";
/// Interval between two runs of the reconcilers.
const RECONCILE_EVERY: Duration = Duration::from_secs(60);
/// Interval between two attempts to write a log that another process holds.
const LOG_HELD: Duration = Duration::from_secs(15);

/// Reads the configuration from the file and the environment.
///
/// # Errors
/// If the file is missing, or a value in it or in the environment is not allowed.
pub fn config(options: &ConfigOptions) -> Result<Config, Failure> {
    let path = options.config.as_deref().unwrap_or(Path::new(FILE));
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(_) if options.config.is_none() && !path.exists() => String::new(),
        Err(source) => {
            return Err(Failure::settings(format!(
                "`{}` cannot be read: give the configuration with `--config` ({source})",
                path.display()
            )));
        }
    };
    let variables =
        std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    Config::read(&path.display().to_string(), &text, variables).map_err(|faults| Failure::settings(faults.to_string()))
}

/// The location of the record, according to the configuration.
pub fn record_options(config: &Config) -> RecordOptions {
    RecordOptions { data: config.record.data.clone(), database: config.record.database.clone() }
}

/// The folder of a record's keys.
pub fn keys_folder(data: &Path) -> PathBuf {
    data.join("keys")
}

/// The secrets of the check, created if the record has none yet.
///
/// # Errors
/// If one of their files cannot be used, or differs from the one with which the record is already served.
pub fn check_keys(record: &Record, config: &Config) -> Result<Keys, Failure> {
    let folder = keys_folder(&record.data);
    record.wait(Keys::open(&record.store, &folder, config.forces.keys())).map_err(|error| {
        Failure::settings(format!("{error} (if it is lost for good, `candour doctor` says what to do)")).because(error)
    })
}

pub fn serve(arguments: &ServeArguments, session: &Session) -> Result<(), Failure> {
    let mut config = config(&arguments.config)?;
    if arguments.print_config {
        return print(&config.to_string());
    }
    for (variable, nearest) in &config.unknown_variables {
        let hint = nearest.as_ref().map(|key| format!(": did you mean `{key}`?")).unwrap_or_default();
        exit::say(&format!("`{variable}` of the environment is no key of the configuration{hint}"));
    }
    let record = Record::existing(&record_options(&config))?;
    let app = Arc::new(record.app()?);
    let sequencing = sequencing(&config)?;
    if arguments.new_check_keys {
        record.wait(record.store.forget_check_keys()).map_err(Failure::from)?;
    }
    let keys = check_keys(&record, &config)?;
    record.wait(async {
        // Sending traces needs the runtime; the remaining traces are sent when this is dropped.
        let _telemetry = telemetry::begin(&config.telemetry).map_err(|error| Failure::settings(error.to_string()))?;
        let listen = |address| async move {
            TcpListener::bind(address).await.map_err(|source| {
                let what =
                    format!("`{address}` cannot be listened to: is another service there? set another `address`");
                Failure::system(what, source)
            })
        };
        let listener = listen(config.address).await?;
        let figures = match config.metrics_address {
            Some(address) => Some(listen(address).await?),
            None => None,
        };
        let lost = |source| Failure::system("the listener is gone", source);
        let address = listener.local_addr().map_err(lost)?;
        if config.public_url.port() == Some(0) {
            config.public_url.set_port(Some(address.port())).ok();
        }
        // The system may have chosen the port, so the caller reads it from this line.
        print(&format!("listening http://{address}"))?;
        if let Some(figures) = &figures {
            print(&format!("metrics http://{}/metrics", figures.local_addr().map_err(lost)?))?;
        }
        let site = Site::new(app, config, keys);
        let background = background(&site, sequencing);
        web::serve(site, listener, figures, background, stopped(session)).await.map_err(lost)
    })
}

/// The tasks that run in the background while requests are served.
// New background task? Add it here: it receives a `Shutdown`, and must end when asked to.
pub fn background(site: &Site, sequencing: Option<SequencerSettings>) -> Background {
    let mut background = Background::new();
    let reconciled = Arc::clone(&site.app);
    background.add("reconcilers", move |stop| reconcile_until(reconciled, stop));
    // This looks after alarms and calls that nobody has taken, jobs, look-ups and expired codes.
    let watched = site.clone();
    background.add("control rooms", move |stop| web::watch(watched, stop));
    match sequencing {
        Some(sequencing) => {
            let app = Arc::clone(&site.app);
            background.add("sequencer", move |stop| sequence_until(app, sequencing, stop));
        }
        None => tracing::warn!(
            "the log has no key, so that events wait for their positions: run `candour sequence --origin NAME` once"
        ),
    }
    background
}

async fn reconcile_until(app: Arc<App>, stop: Shutdown) {
    loop {
        match reconcile::run(&app.system("reconciler")).await {
            Ok(done) => tracing::debug!(?done, "the reconcilers ran"),
            Err(error) => {
                tracing::error!(code = error.code(), %error, "the reconcilers failed and run again in a minute");
            }
        }
        if !stop.pause(RECONCILE_EVERY).await {
            return;
        }
    }
}

pub struct SequencerSettings {
    folder: PathBuf,
    key: PathBuf,
    witnesses: Vec<WitnessAddress>,
    needed: usize,
}

impl SequencerSettings {
    /// The key, which is read again at each start of the sequencer, so that it is nowhere else in memory.
    fn signer(&self) -> Result<(Signer, Policy), LogError> {
        let Some(signer) = log::known_signer(&self.key)? else {
            let (path, source) = (self.key.display().to_string(), std::io::ErrorKind::NotFound.into());
            return Err(LogError::File { path, doing: "read", source });
        };
        let keys = self.witnesses.iter().map(|witness| witness.key.clone()).collect();
        let policy = Policy::new(signer.verifier().clone(), keys, quorum(self.needed))?;
        Ok((signer, policy))
    }
}

/// The sequencer's settings from the configuration, or `None` if the log has no key.
pub fn sequencing(config: &Config) -> Result<Option<SequencerSettings>, Failure> {
    let data = &config.record.data;
    if log::known_signer(&log_key(data))?.is_none() {
        return Ok(None);
    }
    let mut witnesses = Vec::new();
    for text in &config.log.witnesses {
        let Some((url, key)) = text.split_once('=') else { continue };
        witnesses.push(WitnessAddress { url: url.to_owned(), key: verifier(key)? });
    }
    let needed = config.log.quorum.unwrap_or(0) as usize;
    Ok(Some(SequencerSettings { folder: log_folder(data), key: log_key(data), witnesses, needed }))
}

/// Runs the sequencer until it is stopped. While another replica holds the log, this one waits for its turn.
async fn sequence_until(app: Arc<App>, sequencing: SequencerSettings, stop: Shutdown) {
    loop {
        match sequence_once(&app, &sequencing, &stop).await {
            Ok(()) => return,
            Err(LogError::Held { .. }) => tracing::debug!("another process writes the log"),
            Err(error) if error.may_pass() => tracing::error!(%error, "the log cannot be written; it is tried again"),
            Err(error) => {
                tracing::error!(%error, "nothing more is signed before somebody has looked: run `candour audit`");
                return;
            }
        }
        if !stop.pause(LOG_HELD).await {
            return;
        }
    }
}

async fn sequence_once(app: &App, sequencing: &SequencerSettings, stop: &Shutdown) -> Result<(), LogError> {
    let (signer, policy) = sequencing.signer()?;
    let (store, now, witnesses) = (app.store.clone(), SystemClock.now(), sequencing.witnesses.clone());
    let sequencer = Sequencer::open(store, &sequencing.folder, signer, witnesses, policy, now).await?;
    sequencer.run(&SystemClock, stop.clone().asked()).await
}
