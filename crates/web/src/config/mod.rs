//! The configuration: one TOML file, `candour.toml`, each key of which can also come from the environment.
//!
//! All keys are in one table, [`keys::KEYS`]. The reference in `docs/reference/configuration.md` and the print of the effective
//! configuration are made from it. The environment is read by the command line alone.

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

/// The settings of a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// The address to listen on.
    pub address: SocketAddr,
    /// The address at which the public reaches the service; `http` only on the machine itself.
    pub public_url: Url,
    /// The proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<Network>,
    /// The address of the figures for Prometheus, if they are served.
    pub metrics_address: Option<SocketAddr>,
    pub record: RecordPlace,
    pub log: LogSettings,
    pub check: CheckSettings,
    pub forces: BTreeMap<ForceId, ForceSettings>,
    pub telemetry: Telemetry,
    /// The gateways that may use the hook, by name.
    pub hooks: BTreeMap<String, Hook>,
    /// Variables of the environment with our prefix that are not keys, each with the nearest key.
    pub unknown_variables: Vec<(String, Option<String>)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordPlace {
    /// The folder of the record: `candour.db`, `keys/`, `log/`.
    pub data: PathBuf,
    /// Another database than the one in the folder.
    pub database: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogSettings {
    /// Witnesses: `URL=KEY`.
    pub witnesses: Vec<String>,
    /// Witnesses that must have cosigned before a checkpoint is published.
    pub quorum: Option<u32>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckSettings {
    /// The force whose control room takes alarms that lead to no force. By default the first listed force.
    pub duty_force: Option<ForceId>,
    /// A film in British Sign Language that explains the check.
    pub bsl_url: Option<Url>,
    /// The address that "Exit this page" leads to.
    pub exit_url: Url,
    pub limits: LimitSettings,
}

/// The way a force introduces its officers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OfficerIdentification {
    Name,
    Number,
}

/// The settings of a force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForceSettings {
    /// The name that the public knows.
    pub name: String,
    /// Two capital letters that begin references of stops.
    pub prefix: String,
    pub telephone: String,
    /// The name or the number of an officer, as the public sees it.
    pub identity: OfficerIdentification,
    /// True if the public sees a photograph.
    pub photo: bool,
    /// The force that takes alarms that this one does not answer.
    pub neighbour: Option<ForceId>,
}

/// A gateway that may use the hook.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hook {
    /// The file whose first line is the shared secret.
    pub secret_file: PathBuf,
}

impl Config {
    /// The defaults: a service on this machine.
    fn begin() -> Result<Self, Vec<ConfigFault>> {
        let address =
            |text: &str| Url::parse(text).map_err(|error| vec![ConfigFault::new("the defaults", error.to_string())]);
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

    /// Reads the text of a file and the variables of an environment, which win. The name is for messages.
    ///
    /// # Errors
    /// All faults at once, each with its line or variable, and what would work.
    pub fn read(name: &str, text: &str, variables: impl IntoIterator<Item = (String, String)>) -> Result<Self, Faults> {
        read::read(name, text, variables).map_err(Faults)
    }

    pub fn force(&self, code: &ForceId) -> Option<&ForceSettings> {
        self.forces.get(code)
    }

    /// The force whose control room takes alarms that lead to no force. None if no force is listed.
    pub fn duty_force(&self) -> Option<&ForceId> {
        self.check.duty_force.as_ref().or_else(|| self.forces.keys().next())
    }

    /// True if the public reaches the service by `https`.
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
            identity: OfficerIdentification::Number,
            photo: false,
            neighbour: None,
        }
        .named(code)
    }

    /// Names a force without a name by its code.
    fn named(mut self, code: &ForceId) -> Self {
        code.as_str().clone_into(&mut self.name);
        self
    }
}

/// A fault of a configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigFault {
    /// `candour.toml:12`, or the variable.
    pub place: String,
    /// The words: the fault, and what would work.
    pub text: String,
}

impl ConfigFault {
    fn new(place: impl Into<String>, text: impl Into<String>) -> Self {
        Self { place: place.into(), text: text.into() }
    }
}

impl fmt::Display for ConfigFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.text)
    }
}

/// All faults of a configuration.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Faults(pub Vec<ConfigFault>);

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(&lines.join("\n"))
    }
}
