//! The configuration: one TOML file, `candour.toml`, each key of which can also come from the environment.
//!
//! What the keys are is one table, [`keys::KEYS`], out of which the reference in `docs/reference/configuration.md` and the
//! print of the effective configuration are made. The environment is read by the command line alone.

pub mod keys;
mod print;
mod read;

use std::collections::BTreeMap;
use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use domain::ForceId;
use url::Url;

pub use print::reference;
pub use shell::Network;
pub use shell::limits::LimitSettings;
pub use shell::telemetry::{LogFormat, Telemetry};

/// Everything that can be set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// Where to listen.
    pub address: SocketAddr,
    /// Under which address the public reaches the service; `http` only on the machine itself.
    pub public_url: Url,
    /// From whom `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<Network>,
    /// Where to serve figures for Prometheus, if anywhere.
    pub metrics_address: Option<SocketAddr>,
    /// Where the record is.
    pub record: RecordPlace,
    /// Who cosigns the log.
    pub log: LogSettings,
    /// The public check.
    pub check: CheckSettings,
    /// The forces, by code.
    pub forces: BTreeMap<ForceId, ForceSettings>,
    /// What an operator sees.
    pub telemetry: Telemetry,
    /// Who may send to the hooks, by name.
    pub hooks: BTreeMap<String, Hook>,
    /// Variables of the environment that begin as ours do and are none of our keys, each with the nearest key.
    pub unknown_variables: Vec<(String, Option<String>)>,
}

/// Where the record is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordPlace {
    /// Its folder: `candour.db`, `keys/`, `log/`.
    pub data: PathBuf,
    /// Another database than the one in the folder.
    pub database: Option<String>,
}

/// Who cosigns the log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogSettings {
    /// Witnesses: `URL=KEY`.
    pub witnesses: Vec<String>,
    /// How many must have cosigned before a checkpoint is published.
    pub quorum: Option<u32>,
}

/// The public check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckSettings {
    /// The force whose control room takes alarms that lead to no force; the first one that is listed unless set.
    pub duty_force: Option<ForceId>,
    /// A film in British Sign Language that explains the check.
    pub bsl_url: Option<Url>,
    /// Where "Exit this page" leads.
    pub exit_url: Url,
    /// The limits of checks.
    pub limits: LimitSettings,
}

/// How a force introduces its officers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Identity {
    /// By name.
    Name,
    /// By collar number.
    Number,
}

/// What a force has decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForceSettings {
    /// Its name as the public knows it.
    pub name: String,
    /// Two capital letters that begin references of stops.
    pub prefix: String,
    /// The number of its control room.
    pub telephone: String,
    /// Whether the public sees the name or the number of an officer.
    pub identity: Identity,
    /// Whether the public sees a photograph.
    pub photo: bool,
    /// The force that is told when this one does not answer an alarm.
    pub neighbour: Option<ForceId>,
}

/// Who may send to a hook.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hook {
    /// The file whose first line is the shared secret.
    pub secret_file: PathBuf,
}

impl Config {
    /// The values of a service on this machine, before anything is set.
    fn begin() -> Result<Self, Vec<Fault>> {
        let address =
            |text: &str| Url::parse(text).map_err(|error| vec![Fault::new("the defaults", error.to_string())]);
        Ok(Self {
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, 8080)),
            public_url: address("http://localhost:8080")?,
            trusted_proxies: Vec::new(),
            metrics_address: None,
            record: RecordPlace { data: PathBuf::from("candour-data"), database: None },
            log: LogSettings::default(),
            check: CheckSettings {
                duty_force: None,
                bsl_url: None,
                exit_url: address("https://www.bbc.co.uk/weather")?,
                limits: LimitSettings {
                    per_address_per_minute: 30,
                    burst_count: 10,
                    per_area_per_minute: 600,
                    whole_per_second: 2_000,
                    proof_bits: 16,
                },
            },
            forces: BTreeMap::new(),
            telemetry: Telemetry { otlp_endpoint: None, log_format: LogFormat::Text, log_filter: "info".to_owned() },
            hooks: BTreeMap::new(),
            unknown_variables: Vec::new(),
        })
    }

    /// Reads the text of a file and the variables of an environment; the latter win. The name is for messages.
    ///
    /// # Errors
    /// Every fault at once, with the line or variable, and what would work.
    pub fn read(name: &str, text: &str, variables: impl IntoIterator<Item = (String, String)>) -> Result<Self, Faults> {
        read::read(name, text, variables).map_err(Faults)
    }

    /// The force with this code.
    pub fn force(&self, code: &ForceId) -> Option<&ForceSettings> {
        self.forces.get(code)
    }

    /// The force whose control room takes alarms that lead to no force; none where no force is listed.
    pub fn duty_force(&self) -> Option<&ForceId> {
        self.check.duty_force.as_ref().or_else(|| self.forces.keys().next())
    }

    /// Whether the public reaches the service by `https`.
    pub fn is_secure(&self) -> bool {
        self.public_url.scheme() == "https"
    }

    /// Scheme, host and port of the public address, as a browser writes them in `Origin`.
    pub fn origin(&self) -> String {
        self.public_url.origin().ascii_serialization()
    }
}

impl ForceSettings {
    fn begin(code: &ForceId) -> Self {
        Self {
            name: String::new(),
            prefix: String::new(),
            telephone: "101".to_owned(),
            identity: Identity::Number,
            photo: false,
            neighbour: None,
        }
        .named(code)
    }

    /// A force without a name is called by its code.
    fn named(mut self, code: &ForceId) -> Self {
        code.as_str().clone_into(&mut self.name);
        self
    }
}

/// One thing that is wrong with a configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// `candour.toml:12`, or the variable.
    pub place: String,
    /// What is wrong, and what would work.
    pub text: String,
}

impl Fault {
    fn new(place: impl Into<String>, text: impl Into<String>) -> Self {
        Self { place: place.into(), text: text.into() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.text)
    }
}

/// Everything that is wrong with a configuration.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Faults(pub Vec<Fault>);

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(&lines.join("\n"))
    }
}
