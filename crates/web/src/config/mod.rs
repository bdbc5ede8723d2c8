//! The configuration: one TOML file, `candour.toml`, whose keys can all be set by environment variables too.
//!
//! All keys are in one table, [`keys::KEYS`], from which the reference in `docs/reference/configuration.md` and the
//! printed configuration are generated. Only the command line reads the environment.

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
    /// The address on which to listen.
    pub address: SocketAddr,
    /// The address at which the public reaches the service; `http` is allowed only on the machine itself.
    pub public_url: Url,
    /// The proxies whose `X-Forwarded-For` is trusted.
    pub trusted_proxies: Vec<Network>,
    /// The address on which to serve Prometheus metrics, if they are served.
    pub metrics_address: Option<SocketAddr>,
    pub record: RecordPlace,
    pub log: LogSettings,
    pub check: CheckSettings,
    pub forces: BTreeMap<ForceId, ForceSettings>,
    pub telemetry: Telemetry,
    /// The gateways that may use the hook, by name.
    pub hooks: BTreeMap<String, Hook>,
    /// Environment variables with our prefix that are not keys, each with the most similar key.
    pub unknown_variables: Vec<(String, Option<String>)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordPlace {
    /// The folder of the record, which contains `candour.db`, `keys/` and `log/`.
    pub data: PathBuf,
    /// A database other than the one in the folder.
    pub database: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogSettings {
    /// The witnesses, each written as `URL=KEY`.
    pub witnesses: Vec<String>,
    /// The number of witnesses that must cosign a checkpoint before it is published.
    pub quorum: Option<u32>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckSettings {
    /// The force whose control room takes alarms that point to no force. The first listed force if not set.
    pub duty_force: Option<ForceId>,
    /// The address of a film in British Sign Language that explains the check.
    pub bsl_url: Option<Url>,
    /// The address to which "Exit this page" leads.
    pub exit_url: Url,
    pub limits: LimitSettings,
}

/// The way in which a force identifies its officers to the public.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OfficerIdentification {
    Name,
    Number,
}

/// The national number for what is no emergency. A force has it until the number of its control room is set.
const NATIONAL_NUMBER: &str = "101";

/// The settings of a force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForceSettings {
    /// The name by which the public knows the force.
    pub name: String,
    /// Two capital letters at the start of the references of stops.
    pub prefix: String,
    pub telephone: String,
    /// The form of identification that the public sees.
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
    /// The default settings, for a service on this machine.
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

    /// Reads the text of a file and environment variables, which take precedence. The name is used in messages.
    ///
    /// # Errors
    /// All faults at once, each with its line or variable, and what would be valid.
    pub fn read(name: &str, text: &str, variables: impl IntoIterator<Item = (String, String)>) -> Result<Self, Faults> {
        read::read(name, text, variables).map_err(Faults)
    }

    pub fn force(&self, code: &ForceId) -> Option<&ForceSettings> {
        self.forces.get(code)
    }

    /// The force whose control room takes alarms that point to no force. `None` if no force is listed.
    pub fn duty_force(&self) -> Option<&ForceId> {
        self.check.duty_force.as_ref().or_else(|| self.forces.keys().next())
    }

    /// True if the public reaches the service by `https`.
    pub fn is_secure(&self) -> bool {
        self.public_url.scheme() == "https"
    }

    /// The scheme, host and port of the public address, as browsers write them in `Origin`.
    pub fn origin(&self) -> String {
        self.public_url.origin().ascii_serialization()
    }
}

impl ForceSettings {
    fn begin(code: &ForceId) -> Self {
        Self {
            name: String::new(),
            prefix: String::new(),
            telephone: NATIONAL_NUMBER.to_owned(),
            identity: OfficerIdentification::Number,
            photo: false,
            neighbour: None,
        }
        .named(code)
    }

    /// The number of the force's own control room. None if the force has only the national number.
    pub fn own_number(&self) -> Option<&str> {
        (self.telephone != NATIONAL_NUMBER).then_some(self.telephone.as_str())
    }

    /// Uses the code as the force's name.
    fn named(mut self, code: &ForceId) -> Self {
        code.as_str().clone_into(&mut self.name);
        self
    }
}

/// A fault in a configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigFault {
    /// The place: `candour.toml:12`, or the name of the variable.
    pub place: String,
    /// The message: the fault, and what would be valid.
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

/// All faults in a configuration.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Faults(pub Vec<ConfigFault>);

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(&lines.join("\n"))
    }
}
