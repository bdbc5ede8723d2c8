//! `candour doctor`: reports in plain words what must be fixed before the service can be relied upon, and how.

use std::path::Path;

use app::SystemClock;
use app::secrets::{KeyState, Keys};
use domain::Clock as _;
use serde::Serialize;
use store::StoreError;
use web::Config;

use crate::arguments::DoctorArguments;
use crate::exit::Failure;
use crate::open::{self, Record};
use crate::output::{counted, thousands};
use crate::sequence::log_key;
use crate::serve::{config, record_options};
use crate::session::Session;

/// The least free disk space: 1 GiB, enough for about a million events.
const LEAST_FREE_BYTES: u64 = 1 << 30;
/// The most events that may be waiting for the log; if there are more, no process can be writing it.
const MOST_WAITING_COUNT: u64 = 10_000;
/// The most seconds by which the latest event may be ahead of this machine's clock.
const CLOCK_SECONDS: i64 = 5;

/// The result of one check.
#[derive(Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Verdict {
    Good,
    /// It works, but the operator should be told.
    Note,
    Mend,
}

#[derive(Serialize)]
struct DoctorFinding {
    check: &'static str,
    verdict: Verdict,
    found: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    what_to_do: Option<String>,
}

#[derive(Default, Serialize)]
struct DoctorReport {
    findings: Vec<DoctorFinding>,
}

impl DoctorReport {
    fn good(&mut self, check: &'static str, found: impl Into<String>) {
        self.findings.push(DoctorFinding { check, verdict: Verdict::Good, found: found.into(), what_to_do: None });
    }

    fn note(&mut self, check: &'static str, found: impl Into<String>, what_to_do: impl Into<String>) {
        let what_to_do = Some(what_to_do.into());
        self.findings.push(DoctorFinding { check, verdict: Verdict::Note, found: found.into(), what_to_do });
    }

    fn mend(&mut self, check: &'static str, found: impl Into<String>, what_to_do: impl Into<String>) {
        let what_to_do = Some(what_to_do.into());
        self.findings.push(DoctorFinding { check, verdict: Verdict::Mend, found: found.into(), what_to_do });
    }

    fn text(&self) -> String {
        let lines = self.findings.iter().map(|finding| {
            let word = match finding.verdict {
                Verdict::Good => "good",
                Verdict::Note => "note",
                Verdict::Mend => "MEND",
            };
            let todo = finding.what_to_do.as_ref().map(|todo| format!("\n        {todo}")).unwrap_or_default();
            format!("{word}  {}: {}{todo}", finding.check, finding.found)
        });
        lines.collect::<Vec<_>>().join("\n")
    }
}

/// Runs all checks and prints the report.
pub fn doctor(arguments: &DoctorArguments, session: &Session) -> Result<(), Failure> {
    let mut report = DoctorReport::default();
    match config(&arguments.config) {
        Ok(config) => {
            look_at_config(&config, &mut report);
            look_at_keys(&config, &mut report);
            look_at_disk(&config, &mut report);
            look_at_record(&config, &mut report)?;
            look_at_texts(&mut report);
        }
        Err(failure) => {
            report.mend("configuration", failure.to_string(), "docs/reference/configuration.md lists the keys");
        }
    }
    let mend_count = report.findings.iter().filter(|finding| finding.verdict == Verdict::Mend).count();
    session.print(|| report.text(), &report)?;
    match mend_count {
        0 => Ok(()),
        count => {
            let things = counted(count as u64, "thing", "things");
            Err(Failure::wrong(format!("{things} of the service must be mended before it can be relied upon")))
        }
    }
}

fn look_at_texts(report: &mut DoctorReport) {
    match web::texts::unreviewed().count() as u64 {
        0 => report.good("Welsh", "every text was read by a speaker"),
        count => {
            let found = format!("{} no speaker has read yet; pages say so", counted(count, "text", "texts"));
            report.note("Welsh", found, "have them read, and take the mark `unreviewed` off their files in `texts/cy`");
        }
    }
}

fn look_at_config(config: &Config, report: &mut DoctorReport) {
    match config.unknown_variables.as_slice() {
        [] => report.good("configuration", "every key is known and fits"),
        unknown => {
            for (variable, nearest) in unknown {
                let todo = nearest.as_ref().map_or("unset it".to_owned(), |key| format!("did you mean `{key}`?"));
                let found = format!("`{variable}` of the environment is no key and has no effect");
                report.note("configuration", found, todo);
            }
        }
    }
    if config.is_secure() {
        report.good("public address", config.public_url.to_string());
    } else {
        let todo = "set `public_url` to the `https` address before anybody but you uses it";
        report.note("public address", format!("`{}` is for this machine alone", config.public_url), todo);
    }
    if config.is_secure() && config.address.ip().is_loopback() && config.trusted_proxies.is_empty() {
        let todo = "set `trusted_proxies` to its address, such as `[\"127.0.0.1\"]`, and let it set `X-Forwarded-For`";
        report.mend("proxy", "the proxy is not trusted, so that everybody counts as one address for the limits", todo);
    }
    if let Some(address) = config.metrics_address.filter(|address| !address.ip().is_loopback()) {
        let todo = "keep it from the public with a firewall, or listen on `127.0.0.1`";
        report.note("figures", format!("they are served on `{address}`, beyond this machine"), todo);
    }
    for (name, hook) in &config.hooks {
        look_at_secret("hook", &hook.secret_file, &format!("write the secret of the gateway `{name}` to it"), report);
    }
}

/// Checks that a secret's file exists and that only its owner can read it.
fn look_at_secret(check: &'static str, path: &Path, missing: &str, report: &mut DoctorReport) {
    let shown = path.display();
    match std::fs::metadata(path) {
        Ok(found) if is_open_to_others(&found) => {
            report.mend(check, format!("`{shown}` can be read by others"), format!("run `chmod 600 {shown}`"));
        }
        Ok(_) => report.good(check, format!("`{shown}` is there, for its owner alone")),
        Err(error) => report.mend(check, format!("`{shown}` cannot be read: {error}"), missing),
    }
}

#[cfg(unix)]
fn is_open_to_others(found: &std::fs::Metadata) -> bool {
    std::os::unix::fs::PermissionsExt::mode(&found.permissions()) & 0o077 != 0
}

#[cfg(not(unix))]
fn is_open_to_others(_: &std::fs::Metadata) -> bool {
    false
}

fn look_at_keys(config: &Config, report: &mut DoctorReport) {
    let data = &config.record.data;
    let missing = "copy the folder `keys` of the record there; without it nobody can read what the record holds";
    look_at_secret("key of the record", &open::key_file(data), missing, report);
    let folder = data.join("keys");
    for force in config.forces.keys() {
        let signer = Keys::signer_file(&folder, force);
        if signer.exists() {
            look_at_secret("key of attestations", &signer, "restore it", report);
        }
    }
    let codes = Keys::codes_file(&folder);
    if codes.exists() {
        look_at_secret("key of the codes", &codes, "restore it", report);
    } else {
        report.note(
            "key of the codes",
            "there is none yet",
            "`candour serve` makes it at its first start; copy it to every replica",
        );
    }
    let key = log_key(data);
    if key.exists() {
        look_at_secret("key of the log", &key, "restore it", report);
    } else {
        let todo =
            "run `candour sequence --origin NAME --once` to make one; until then nobody outside can check the record";
        report.note("key of the log", "the log has no key, so that events wait for their positions", todo);
    }
}

#[cfg(unix)]
fn look_at_disk(config: &Config, report: &mut DoctorReport) {
    let data = &config.record.data;
    let Ok(found) = rustix::fs::statvfs(data.as_path()) else { return };
    let free = found.f_bavail.saturating_mul(found.f_frsize);
    let text = format!("{} MiB are free where `{}` is", thousands(free >> 20), data.display());
    if free < LEAST_FREE_BYTES {
        report.mend("disk", text, "make room: a full disk stops the record");
    } else {
        report.good("disk", text);
    }
}

#[cfg(not(unix))]
fn look_at_disk(_: &Config, _: &mut DoctorReport) {}

fn look_at_record(config: &Config, report: &mut DoctorReport) -> Result<(), Failure> {
    // Checking must not create a missing key.
    if !open::key_file(&config.record.data).exists() {
        return Ok(());
    }
    let record = match Record::existing(&record_options(config)) {
        Ok(record) => record,
        Err(failure) => {
            report.mend(
                "database",
                failure.to_string(),
                "start the database, or set `record.data` and `record.database`",
            );
            return Ok(());
        }
    };
    report.good("database", "it answers, and its tables are those of this program");
    look_at_known_keys(&record, config, report);
    record.wait(look_inside(&record, config, report)).map_err(Failure::from)
}

/// Checks that the keys of the check are the ones with which the record is served elsewhere.
fn look_at_known_keys(record: &Record, config: &Config, report: &mut DoctorReport) {
    const CHECK: &str = "keys of the check";
    let copy = "copy it from a replica that serves this record, or from the backup; if it is lost for good, start once with \
                `candour serve --new-check-keys`";
    let folder = record.data.join("keys");
    match record.wait(Keys::look(&record.store, &folder, config.forces.keys())) {
        Ok(files) => {
            for (path, state) in &files {
                let shown = path.display();
                match state {
                    KeyState::Known | KeyState::New => {}
                    KeyState::Gone => {
                        report.mend(CHECK, format!("`{shown}` is missing, and the record knows one"), copy);
                    }
                    KeyState::Other => {
                        report.mend(CHECK, format!("`{shown}` is not the one that serves this record"), copy);
                    }
                }
            }
            if files.iter().all(|(_, state)| *state == KeyState::Known) {
                report.good(CHECK, "they are those that serve this record");
            }
        }
        Err(error) => report.mend(CHECK, error.to_string(), "restore the file from the backup"),
    }
}

async fn look_inside(record: &Record, config: &Config, report: &mut DoctorReport) -> Result<(), StoreError> {
    let now = SystemClock.now();
    match record.store.latest_checkpoint().await? {
        Some(latest) if (latest.signed_at.as_second() - now.as_second()) > CLOCK_SECONDS => {
            let found = format!("the log was signed at {}, which is later than this machine's {now}", latest.signed_at);
            report.mend("clock", found, "set the clock of this machine: run `timedatectl set-ntp true`");
        }
        _ => report.good("clock", "nothing was signed later than now"),
    }
    let waiting = record.store.queue_length().await?;
    let text = format!("{} for the log", counted(waiting, "event waits", "events wait"));
    if waiting > MOST_WAITING_COUNT {
        report.mend(
            "log",
            text,
            "see whether the sequencer runs: `candour serve` says why not, or run `candour sequence`",
        );
    } else {
        report.good("log", text);
    }
    let mut known: Vec<String> = record.store.force_rows().await?.iter().map(|row| row.id.to_string()).collect();
    for force in config.forces.keys() {
        // A workforce is enough: foundings and mergers are recorded only for a few forces.
        let served = !record.store.officers_of_force(force, "", 1).await?.is_empty();
        if served && !known.contains(&force.to_string()) {
            known.push(force.to_string());
        }
    }
    for code in config.forces.keys().filter(|code| !known.contains(&code.to_string())) {
        let found = format!("`{code}` is configured and not in the record");
        let todo = match known.as_slice() {
            [] => "the record has no force yet: import the workforce".to_owned(),
            known => format!("write its code as the record has it ({}), or import it", known.join(", ")),
        };
        report.mend("forces", found, todo);
    }
    for code in known.iter().filter(|code| !config.forces.keys().any(|it| it.as_str() == code.as_str())) {
        let todo =
            format!("add `[forces.{code}]` with its name, prefix and telephone, or nobody can check its officers");
        report.note("forces", format!("`{code}` is in the record and not configured"), todo);
    }
    if !config.forces.is_empty() && config.forces.keys().all(|code| known.contains(&code.to_string())) {
        report.good(
            "forces",
            format!("{} configured and in the record", counted(config.forces.len() as u64, "force is", "forces are")),
        );
    }
    Ok(())
}
