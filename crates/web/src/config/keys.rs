//! The keys of the configuration, one row each, with meaning, example, reader and printer.

use std::net::SocketAddr;
use std::str::FromStr;

use domain::ForceId;
use url::Url;

use super::{Config, ForceSettings, LogFormat, OfficerIdentification};

/// A value as given: a typed value from the file, or text from the environment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GivenValue {
    Text(String),
    Number(i64),
    Flag(bool),
    /// Several texts.
    List(Vec<String>),
    /// A value of any other type, as the name of that type.
    Other(&'static str),
}

impl GivenValue {
    fn text(&self) -> Result<&str, String> {
        match self {
            Self::Text(text) => Ok(text.trim()),
            other => Err(format!("needs text in quotes, not {}", other.kind())),
        }
    }

    fn parsed<T: FromStr>(&self, example: &str) -> Result<T, String> {
        let text = self.text()?;
        text.parse().map_err(|_| format!("`{text}` cannot be: write one such as `{example}`"))
    }

    fn number(&self, least: u32, most: u32) -> Result<u32, String> {
        let number = match self {
            Self::Number(number) => *number,
            Self::Text(text) => text.trim().parse().map_err(|_| format!("`{text}` is not a whole number"))?,
            other => return Err(format!("needs a whole number, not {}", other.kind())),
        };
        let fits = u32::try_from(number).ok().filter(|number| (least..=most).contains(number));
        fits.ok_or_else(|| format!("`{number}` cannot be: needs a whole number from {least} to {most}"))
    }

    fn flag(&self) -> Result<bool, String> {
        match self {
            Self::Flag(flag) => Ok(*flag),
            Self::Text(text) if text == "true" => Ok(true),
            Self::Text(text) if text == "false" => Ok(false),
            _ => Err("needs `true` or `false`".to_owned()),
        }
    }

    fn list(&self) -> Result<Vec<String>, String> {
        match self {
            Self::List(list) => Ok(list.clone()),
            Self::Text(text) => {
                Ok(text.split(',').map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned).collect())
            }
            other => Err(format!("needs a list of texts, not {}", other.kind())),
        }
    }

    const fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "a text",
            Self::Number(_) => "a number",
            Self::Flag(_) => "true or false",
            Self::List(_) => "a list",
            Self::Other(kind) => kind,
        }
    }
}

pub struct Key {
    /// The full name: `check.exit_url`. `CODE` and `NAME` are placeholders for the operator's own names.
    pub name: &'static str,
    /// The meaning, as shown in the reference.
    pub about: &'static str,
    pub example: &'static str,
    /// Reads a value. The `&str` is the operator's own part of the key's name.
    pub(super) read: fn(&mut Config, &str, &GivenValue) -> Result<(), String>,
    /// Prints the value as TOML, with secrets hidden. `None` if it is not set.
    pub(super) show: fn(&Config, &str) -> Option<String>,
}

impl Key {
    /// The environment variable that sets the key.
    pub fn variable(&self) -> String {
        format!("CANDOUR_{}", self.name.to_uppercase().replace('.', "_"))
    }
}

#[expect(clippy::needless_pass_by_value, reason = "values that are shown are made on the spot, or borrowed")]
fn quoted(text: impl ToString) -> String {
    toml::Value::String(text.to_string()).to_string()
}

fn shown_list(list: impl Iterator<Item = String>) -> Option<String> {
    let list: Vec<String> = list.map(quoted).collect();
    Some(format!("[{}]", list.join(", ")))
}

fn web_address(given: &GivenValue) -> Result<Url, String> {
    let url: Url = given.parsed("https://check.northmere.example")?;
    match url.scheme() {
        "https" => Ok(url),
        "http" if is_local(&url) => Ok(url),
        _ => Err(format!("`{url}` is not safe: needs an address that begins with `https://`")),
    }
}

fn is_local(url: &Url) -> bool {
    matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"))
}

fn optional<T>(given: &GivenValue, read: impl FnOnce(&GivenValue) -> Result<T, String>) -> Result<Option<T>, String> {
    if *given == GivenValue::Text(String::new()) { Ok(None) } else { read(given).map(Some) }
}

fn force<'a>(config: &'a mut Config, code: &str) -> Result<&'a mut ForceSettings, String> {
    let code = ForceId::parse(code).map_err(|error| error.to_string())?;
    Ok(config.forces.entry(code.clone()).or_insert_with(|| ForceSettings::begin(&code)))
}

fn of_force(config: &Config, code: &str, show: impl FnOnce(&ForceSettings) -> String) -> Option<String> {
    let code = ForceId::parse(code).ok()?;
    config.forces.get(&code).map(show)
}

/// The database address without its password.
fn without_password(text: &str) -> String {
    match Url::parse(text) {
        Ok(mut url) if url.password().is_some() => {
            url.set_password(Some("hidden")).ok();
            url.to_string()
        }
        _ => text.to_owned(),
    }
}

// New key? Add its row here: reading, the reference and the printed configuration all follow from it.
/// Every key, in the order of the reference.
pub const KEYS: &[Key] = &[
    Key {
        name: "address",
        about: "The address on which the service listens. Put a proxy that terminates TLS in front of it, or keep it on the machine itself",
        example: "\"127.0.0.1:8080\"",
        read: |config, _, given| given.parsed::<SocketAddr>("127.0.0.1:8080").map(|value| config.address = value),
        show: |config, _| Some(quoted(config.address)),
    },
    Key {
        name: "public_url",
        about: "The address at which the public reaches the service: `https`, except on the machine itself. It appears in QR codes, and is used to refuse posts from other sites",
        example: "\"https://check.northmere.example\"",
        read: |config, _, given| web_address(given).map(|value| config.public_url = value),
        show: |config, _| Some(quoted(&config.public_url)),
    },
    Key {
        name: "trusted_proxies",
        about: "Networks of the proxies whose `X-Forwarded-For` is trusted. For everybody else, the address of the connection is used",
        example: "[\"10.0.0.0/8\", \"192.0.2.7\"]",
        read: |config, _, given| {
            let networks = given.list()?.iter().map(|text| text.parse()).collect::<Result<_, String>>()?;
            config.trusted_proxies = networks;
            Ok(())
        },
        show: |config, _| shown_list(config.trusted_proxies.iter().map(ToString::to_string)),
    },
    Key {
        name: "metrics_address",
        about: "The address on which Prometheus metrics are served, at `/metrics`. If not set, they are not served; keep it away from the public",
        example: "\"127.0.0.1:9090\"",
        read: |config, _, given| {
            config.metrics_address = optional(given, |given| given.parsed("127.0.0.1:9090"))?;
            Ok(())
        },
        show: |config, _| config.metrics_address.map(quoted),
    },
    Key {
        name: "record.data",
        about: "The folder of the record: its database `candour.db`, `keys/` and `log/`. Same as `--data` elsewhere",
        example: "\"candour-data\"",
        read: |config, _, given| given.text().map(|value| config.record.data = value.into()),
        show: |config, _| Some(quoted(config.record.data.display())),
    },
    Key {
        name: "record.database",
        about: "A database other than the one in the folder: `sqlite:PATH` or `postgres://USER@HOST/NAME?schema=NAME`",
        example: "\"postgres://candour@db.internal/candour\"",
        read: |config, _, given| {
            config.record.database = optional(given, |given| given.text().map(str::to_owned))?;
            Ok(())
        },
        show: |config, _| config.record.database.as_deref().map(|text| quoted(without_password(text))),
    },
    Key {
        name: "log.witnesses",
        about: "Witnesses to ask for cosignatures of the log, each written as its address, `=` and its public key",
        example: "[\"https://witness.example=witness.example+abcd1234+AQ…\"]",
        read: |config, _, given| {
            let list = given.list()?;
            if let Some(wrong) = list.iter().find(|text| !text.contains('=')) {
                return Err(format!("`{wrong}` names no witness: needs its address, `=` and its public key"));
            }
            config.log.witnesses = list;
            Ok(())
        },
        show: |config, _| shown_list(config.log.witnesses.iter().cloned()),
    },
    Key {
        name: "log.quorum",
        about: "The number of witnesses that must cosign a checkpoint before it is published; required if there are witnesses",
        example: "2",
        read: |config, _, given| given.number(0, 100).map(|value| config.log.quorum = Some(value)),
        show: |config, _| config.log.quorum.map(|value| value.to_string()),
    },
    Key {
        name: "check.duty_force",
        about: "The force whose control room takes alarms that point to no force, such as those from made-up codes. If not set, the first force listed",
        example: "\"northmere\"",
        read: |config, _, given| {
            let code = optional(given, |given| ForceId::parse(given.text()?).map_err(|error| error.to_string()))?;
            config.check.duty_force = code;
            Ok(())
        },
        show: |config, _| config.duty_force().map(quoted),
    },
    Key {
        name: "check.bsl_url",
        about: "The address of a film in British Sign Language that explains the check. If not set, no link is shown",
        example: "\"https://video.northmere.example/check-bsl\"",
        read: |config, _, given| {
            config.check.bsl_url = optional(given, web_address)?;
            Ok(())
        },
        show: |config, _| config.check.bsl_url.as_ref().map(quoted),
    },
    Key {
        name: "check.exit_url",
        about: "The address to which the button \"Exit this page\" leads: an everyday page that is the same for everybody",
        example: "\"https://www.bbc.co.uk/weather\"",
        read: |config, _, given| web_address(given).map(|value| config.check.exit_url = value),
        show: |config, _| Some(quoted(&config.check.exit_url)),
    },
    Key {
        name: "check.per_address_per_minute",
        about: "Checks per minute from one network address, once its burst is used up",
        example: "30",
        read: |config, _, given| {
            given.number(1, 100_000).map(|value| config.check.limits.per_address_per_minute = value)
        },
        show: |config, _| Some(config.check.limits.per_address_per_minute.to_string()),
    },
    Key {
        name: "check.burst_count",
        about: "Checks that one network address can make at once before a device must do a proof of work. Mobile networks put many people behind one address",
        example: "10",
        read: |config, _, given| given.number(1, 100_000).map(|value| config.check.limits.burst_count = value),
        show: |config, _| Some(config.check.limits.burst_count.to_string()),
    },
    Key {
        name: "check.per_area_per_minute",
        about: "Checks per minute from one neighbourhood of network addresses (an IPv4 `/24` or an IPv6 `/48`), with or without proof of work",
        example: "600",
        read: |config, _, given| {
            given.number(1, 1_000_000).map(|value| config.check.limits.per_area_per_minute = value)
        },
        show: |config, _| Some(config.check.limits.per_area_per_minute.to_string()),
    },
    Key {
        name: "check.whole_per_second",
        about: "Checks per second across the whole service",
        example: "2000",
        read: |config, _, given| given.number(1, 1_000_000).map(|value| config.check.limits.whole_per_second = value),
        show: |config, _| Some(config.check.limits.whole_per_second.to_string()),
    },
    Key {
        name: "check.proof_bits",
        about: "Leading zero bits in the hash of a proof of work: each extra bit doubles the work. With 16, a phone takes a few seconds",
        example: "16",
        read: |config, _, given| given.number(1, 30).map(|value| config.check.limits.proof_bits = value),
        show: |config, _| Some(config.check.limits.proof_bits.to_string()),
    },
    Key {
        name: "forces.CODE.name",
        about: "The name by which the public knows the force. `CODE` is its code in the record",
        example: "\"Northmere Police\"",
        read: |config, code, given| {
            let name = given.text()?.to_owned();
            if name.is_empty() {
                return Err("a force needs a name: leave the key out to show its code".to_owned());
            }
            force(config, code)?.name = name;
            Ok(())
        },
        show: |config, code| of_force(config, code, |force| quoted(&force.name)),
    },
    Key {
        name: "forces.CODE.prefix",
        about: "Two capital letters at the start of the references of this force's stops; no two forces can have the same",
        example: "\"NM\"",
        read: |config, code, given| {
            let prefix = given.text()?.to_owned();
            if prefix.len() != 2 || !prefix.bytes().all(|letter| letter.is_ascii_uppercase()) {
                return Err(format!("`{prefix}` cannot begin a reference: needs two capital letters such as `NM`"));
            }
            force(config, code)?.prefix = prefix;
            Ok(())
        },
        show: |config, code| of_force(config, code, |force| quoted(&force.prefix)),
    },
    Key {
        name: "forces.CODE.telephone",
        about: "The telephone number of the control room, for people who cannot use the page. If not set, `101`",
        example: "\"01632 960 101\"",
        read: |config, code, given| {
            let telephone = given.text()?.to_owned();
            let digits = telephone.chars().filter(char::is_ascii_digit).count();
            if digits < 3 || !telephone.chars().all(|letter| letter.is_ascii_digit() || "+ ()-".contains(letter)) {
                return Err(format!("`{telephone}` is not a telephone number: write one such as `01632 960 101`"));
            }
            force(config, code)?.telephone = telephone;
            Ok(())
        },
        show: |config, code| of_force(config, code, |force| quoted(&force.telephone)),
    },
    Key {
        name: "forces.CODE.identity",
        about: "How officers are identified to the public: by `name`, or by `number`, the collar number. If not set, `number`",
        example: "\"number\"",
        read: |config, code, given| {
            force(config, code)?.identity = match given.text()? {
                "name" => OfficerIdentification::Name,
                "number" => OfficerIdentification::Number,
                other => return Err(format!("`{other}` cannot be shown: needs `name` or `number`")),
            };
            Ok(())
        },
        show: |config, code| {
            of_force(config, code, |force| match force.identity {
                OfficerIdentification::Name => quoted("name"),
                OfficerIdentification::Number => quoted("number"),
            })
        },
    },
    Key {
        name: "forces.CODE.photo",
        about: "Whether the public sees a photograph of the officer. If not set, `false`",
        example: "false",
        read: |config, code, given| {
            force(config, code)?.photo = given.flag()?;
            Ok(())
        },
        show: |config, code| of_force(config, code, |force| force.photo.to_string()),
    },
    Key {
        name: "forces.CODE.neighbour",
        about: "The code of the force that is alerted if this one does not answer an alarm",
        example: "\"avonvale\"",
        read: |config, code, given| {
            let neighbour = ForceId::parse(given.text()?).map_err(|error| error.to_string())?;
            if neighbour.as_str() == code {
                return Err("a force cannot be its own neighbour: name another".to_owned());
            }
            force(config, code)?.neighbour = Some(neighbour);
            Ok(())
        },
        show: |config, code| {
            let code = ForceId::parse(code).ok()?;
            config.forces.get(&code)?.neighbour.as_ref().map(quoted)
        },
    },
    Key {
        name: "telemetry.otlp_endpoint",
        about: "The address to which traces are sent by OTLP over HTTP, such as `http://localhost:4318/v1/traces`. If not set, nothing is sent",
        example: "\"https://traces.northmere.example/v1/traces\"",
        read: |config, _, given| {
            let read = |given: &GivenValue| given.parsed::<Url>("http://localhost:4318/v1/traces");
            config.telemetry.otlp_endpoint = optional(given, read)?;
            Ok(())
        },
        show: |config, _| config.telemetry.otlp_endpoint.as_ref().map(quoted),
    },
    Key {
        name: "telemetry.log_format",
        about: "The format of log lines: `text` or `json`. If not set, `text`",
        example: "\"json\"",
        read: |config, _, given| {
            config.telemetry.log_format = match given.text()? {
                "text" => LogFormat::Text,
                "json" => LogFormat::Json,
                other => return Err(format!("`{other}` is no format: needs `text` or `json`")),
            };
            Ok(())
        },
        show: |config, _| {
            Some(quoted(match config.telemetry.log_format {
                LogFormat::Text => "text",
                LogFormat::Json => "json",
            }))
        },
    },
    Key {
        name: "telemetry.log_filter",
        about: "The log lines to write: a level, or levels for different parts, such as `info,web=debug`",
        example: "\"info\"",
        read: |config, _, given| {
            let filter = given.text()?;
            if tracing_subscriber::EnvFilter::try_new(filter).is_err() {
                return Err(format!("`{filter}` cannot be read as a filter: write one such as `info,web=debug`"));
            }
            filter.clone_into(&mut config.telemetry.log_filter);
            Ok(())
        },
        show: |config, _| Some(quoted(&config.telemetry.log_filter)),
    },
    Key {
        name: "hook.NAME.secret_file",
        about: "The file whose first line is the secret with which this gateway signs what it sends",
        example: "\"keys/sms-gateway.secret\"",
        read: |config, name, given| {
            let file = given.text()?;
            if file.is_empty() {
                return Err("a gateway needs a secret: name the file that holds it".to_owned());
            }
            config.hooks.entry(name.to_owned()).or_default().secret_file = file.into();
            Ok(())
        },
        show: |config, name| config.hooks.get(name).map(|hook| quoted(hook.secret_file.display())),
    },
];
