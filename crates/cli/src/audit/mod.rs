//! `candour audit`: the check that an outsider runs on a log, and an inspector on the database as well. It only reads.

mod inside;
mod report;
mod watched;

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use app::log::{HttpSource, KEY_FILE};
use attest::audit::{AuditReport, FindingKind};
use attest::checkpoint::Checkpoint;
use attest::fork::ForkEvidence;
use attest::policy::Policy;
use attest::source::{FolderSource, TileSource};

use crate::arguments::{AuditArguments, RecordOptions};
use crate::exit::{Ending, Failure};
use crate::open::{Record, key_file};
use crate::sequence::{log_folder, quorum, verifier};
use crate::session::Session;

use report::{AuditRemark, AuditSummary};
use watched::CountingSource;

pub fn audit(arguments: &AuditArguments, session: &Session) -> Result<(), Failure> {
    let policy = policy(arguments)?;
    if let Some(file) = &arguments.proof {
        return crate::prove::check(file, &policy, session);
    }
    let target = match (&arguments.target, &arguments.data) {
        (Some(target), _) => target.clone(),
        (None, Some(data)) => log_folder(data).display().to_string(),
        (None, None) => return Err(Failure::usage("say which log: a folder or an address")),
    };
    let is_address = target.starts_with("http://") || target.starts_with("https://");
    let source: Box<dyn TileSource> = if is_address {
        Box::new(HttpSource::new(&target))
    } else if Path::new(&target).is_dir() {
        Box::new(FolderSource::new(&target))
    } else {
        return Err(Failure::missing(format!("there is no log in `{target}`: needs its folder or its address")));
    };
    let source = CountingSource::new(source.as_ref(), session);
    let unreachable =
        |error: &dyn std::fmt::Display| Failure::missing(format!("`{target}` cannot be reached: {error}"));
    let note = source.checkpoint().map_err(|error| unreachable(&error))?;

    let remembered = arguments.remember.as_deref().map(remembered).transpose()?.flatten();
    let found = attest::audit::audit(&source, &policy, remembered.as_deref());
    source.end();
    session.go_on()?;
    if !found.findings.is_empty() && found.findings.iter().all(|finding| finding.kind == FindingKind::Unreadable) {
        let first = found.findings.first().map(|finding| finding.what.clone()).unwrap_or_default();
        return Err(Failure::new(
            Ending::BrokenOff,
            format!("the audit could not be finished, which says nothing about the log: {first}"),
        ));
    }
    let remembered_size = remembered.as_ref().and_then(|note| size_of(&policy, note));
    let mut report = AuditSummary::of(&policy, &found, remembered_size);
    if let (Some(database), Some(data), Some(head)) = (&arguments.database, &arguments.data, found.head) {
        let options = RecordOptions { data: data.clone(), database: Some(database.clone()) };
        if !key_file(data).is_file() {
            return Err(Failure::missing(format!(
                "`{}` is not there: its keys open the database",
                key_file(data).display()
            )));
        }
        let record = Record::existing(&options)?;
        report.add_inside(record.wait(inside::audit(&record.store, &source, head, arguments, session))?);
    }
    conclude(arguments, &found, note.as_deref(), report, session)
}

/// The keys to trust. The log's own key file is used only if the folder of the installation is given.
fn policy(arguments: &AuditArguments) -> Result<Policy, Failure> {
    let key = match (&arguments.key, &arguments.data) {
        (Some(key), _) => verifier(key)?,
        (None, Some(data)) => verifier(&log_folder(data).join(KEY_FILE).display().to_string())?,
        (None, None) => return Err(Failure::usage("give the public key of the log with `--key`")),
    };
    let witnesses = arguments.witnesses.iter().map(|key| verifier(key)).collect::<Result<Vec<_>, _>>()?;
    let needed = arguments.quorum.unwrap_or(witnesses.len());
    Policy::new(key, witnesses, quorum(needed)).map_err(|error| Failure::usage(error.to_string()))
}

fn remembered(path: &Path) -> Result<Option<Vec<u8>>, Failure> {
    match fs::read(path) {
        Ok(note) => Ok(Some(note)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(Failure::system(format!("`{}` cannot be read", path.display()), source)),
    }
}

fn size_of(policy: &Policy, note: &[u8]) -> Option<u64> {
    policy.check_remembered(note).ok().map(|checkpoint: Checkpoint| checkpoint.size())
}

fn conclude(
    arguments: &AuditArguments,
    found: &AuditReport,
    note: Option<&[u8]>,
    mut report: AuditSummary,
    session: &Session,
) -> Result<(), Failure> {
    if let Some(file) = &arguments.remember {
        match (&found.evidence, note) {
            (Some(evidence), _) => report.evidence = Some(keep(file, evidence)?),
            // A checkpoint that fails the audit is not remembered: the next audit compares with the last good one.
            (None, Some(note)) if found.holds() => remember(file, note)?,
            _ => {}
        }
    }
    session.print(|| report.text(), &report)?;
    match report.first_wrong_position {
        _ if report.holds => Ok(()),
        Some(position) => Err(Failure::wrong(format!("the record is not whole: position {position} is the first"))),
        None => Err(Failure::wrong("the record is not whole")),
    }
}

/// Replaces the remembered checkpoint atomically.
fn remember(file: &Path, note: &[u8]) -> Result<(), Failure> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let failed = |source| Failure::system(format!("`{}` cannot be written", file.display()), source);
    let mut aside = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
    aside.write_all(note).and_then(|()| aside.as_file().sync_all()).map_err(failed)?;
    aside.persist(file).map_err(|error| failed(error.error))?;
    Ok(())
}

/// Keeps both heads next to the remembered one.
fn keep(file: &Path, evidence: &ForkEvidence) -> Result<String, Failure> {
    let name = format!("{}.evidence", file.display());
    let folder = Path::new(&name);
    let failed = |source| Failure::no_folder(folder, source);
    fs::create_dir_all(folder).map_err(failed)?;
    let proof: String = evidence.proof.iter().map(|hash| format!("{hash}\n")).collect();
    let note = |signed: &attest::fork::SignedHead| signed.note.clone().unwrap_or_default();
    for (file, text) in [
        ("known.checkpoint", note(&evidence.known)),
        ("offered.checkpoint", note(&evidence.offered)),
        ("consistency-proof", proof),
    ] {
        fs::write(folder.join(file), text).map_err(failed)?;
    }
    Ok(name)
}

impl AuditSummary {
    fn of(policy: &Policy, found: &AuditReport, remembered_size: Option<u64>) -> Self {
        let said = found.findings.iter().map(|finding| AuditRemark {
            place: "log",
            position: finding.position,
            what: finding.what.clone(),
        });
        let mut report = Self {
            holds: found.holds(),
            origin: policy.log().name().to_owned(),
            size: found.head.map(|head| head.size),
            root: found.head.map(|head| head.root.to_string()),
            cosigned_by: found.cosigned_by.iter().map(|witness| witness.name.clone()).collect(),
            witnesses_count: policy.witnesses().len(),
            remembered_size,
            entries_hold: found.entries_hold,
            stopped_early: found.stopped_early,
            first_wrong_position: None,
            findings: said.collect(),
            inside: None,
            evidence: None,
        };
        report.settle();
        report
    }
}
