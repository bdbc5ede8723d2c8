//! `candour sequence`: the log's sequencer without the service, and the location of a record's log.

use std::future::Future;
use std::io;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use app::SystemClock;
use app::log::{self, LogError, NoFault, Sequencer, SequencerStage, StageFault, WitnessAddress};
use attest::note::{Signer, Verifier};
use attest::policy::{Policy, Quorum};
use domain::Clock as _;
use serde::Serialize;

use crate::arguments::SequenceArguments;
use crate::exit::Failure;
use crate::open::Record;
use crate::output::counted;
use crate::session::Session;

/// The folder of a record's log.
pub fn log_folder(data: &Path) -> PathBuf {
    data.join("log")
}

/// The file of the log's private key.
pub fn log_key(data: &Path) -> PathBuf {
    data.join("keys").join("log.key")
}

/// The log's key: the existing one, or a new one with this origin.
pub fn signer(data: &Path, origin: Option<&str>) -> Result<Signer, Failure> {
    let path = log_key(data);
    match (log::known_signer(&path)?, origin) {
        (Some(signer), None) => Ok(signer),
        (_, Some(origin)) => Ok(log::signer(&path, origin)?),
        (None, None) => {
            let what = "the log has no key yet: name it with `--origin`, such as `log.avonvale.example/record`";
            Err(Failure::usage(what.to_owned()))
        }
    }
}

/// A public key, given directly or as a file whose first line contains it.
pub fn verifier(text: &str) -> Result<Verifier, Failure> {
    let key = match std::fs::read_to_string(text) {
        Ok(file) => file.lines().next().unwrap_or_default().trim().to_owned(),
        Err(_) => text.to_owned(),
    };
    key.parse().map_err(|error| Failure::usage(format!("`{text}` is neither a public key nor a file of one: {error}")))
}

/// The quorum for this many witnesses.
pub fn quorum(count: usize) -> Quorum {
    NonZeroUsize::new(count).map_or(Quorum::NoWitness, Quorum::AtLeast)
}

/// The witnesses to ask, and the policy with the number that must answer.
fn witnesses(arguments: &SequenceArguments, signer: &Signer) -> Result<(Vec<WitnessAddress>, Policy), Failure> {
    let mut list = Vec::new();
    for text in &arguments.witnesses {
        let (url, key) = text.split_once('=').ok_or_else(|| {
            Failure::usage(format!("`{text}` names no witness: needs its address, `=` and its public key"))
        })?;
        list.push(WitnessAddress { url: url.to_owned(), key: verifier(key)? });
    }
    let needed = match arguments.quorum {
        Some(needed) => needed,
        None if list.is_empty() => 0,
        None => return Err(Failure::usage("say with `--quorum` how many witnesses must have cosigned")),
    };
    let keys = list.iter().map(|witness| witness.key.clone()).collect();
    let policy = Policy::new(signer.verifier().clone(), keys, quorum(needed)).map_err(LogError::from)?;
    Ok((list, policy))
}

/// Aborts the process at a stage, as a crash would.
struct ProcessAbort(SequencerStage);

impl StageFault for ProcessAbort {
    fn at(&self, stage: SequencerStage) -> io::Result<()> {
        if stage == self.0 { std::process::abort() } else { Ok(()) }
    }
}

#[derive(Serialize)]
struct SequenceSummary {
    origin: String,
    key: String,
    size: u64,
    root: String,
    integrated: u64,
    published: bool,
}

/// Resolves when a signal asks the process to stop.
#[expect(clippy::disallowed_methods, reason = "the edge: a signal only sets a flag, which has to be looked at")]
pub fn stopped(session: &Session) -> impl Future<Output = ()> + Send + 'static {
    let interrupt = Arc::clone(&session.interrupt);
    async move {
        while !interrupt.asked() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

/// Runs the sequencer until it is stopped, or once with `--once`.
pub fn sequence(arguments: &SequenceArguments, session: &Session) -> Result<(), Failure> {
    let fault: Arc<dyn StageFault> = match &arguments.stop_after {
        None => Arc::new(NoFault),
        Some(name) => {
            let stage = SequencerStage::ALL.into_iter().find(|stage| stage.as_str() == name);
            Arc::new(ProcessAbort(stage.ok_or_else(|| Failure::usage(format!("there is no stage `{name}`")))?))
        }
    };
    let data = &arguments.record.data;
    let signer = signer(data, arguments.origin.as_deref())?;
    let (origin, key) = (signer.verifier().name().to_owned(), signer.verifier().to_string());
    let (witnesses, policy) = witnesses(arguments, &signer)?;
    let has_witnesses = !witnesses.is_empty();
    let (clock, log) = (SystemClock, log_folder(data));
    let record = Record::open(&arguments.record)?;
    record.wait(async {
        let store = record.store.clone();
        let opened = Sequencer::open_with(store, &log, signer, (witnesses, policy), clock.now(), fault).await;
        let mut sequencer = opened?;
        session.tell(&format!("the log `{origin}` has {}", counted(sequencer.head().size, "entry", "entries")));
        session.tell(&format!("its public key, for audits: {key}"));
        if !arguments.once {
            return Ok(sequencer.run(&clock, stopped(session)).await?);
        }
        let mut integrated = 0;
        while let Some(signed) = sequencer.tick(clock.now()).await? {
            integrated += signed.integrated_count;
            session.go_on()?;
        }
        let published = if has_witnesses { sequencer.publish().await?.stands } else { true };
        let head = sequencer.head();
        let done = SequenceSummary { origin, key, size: head.size, root: head.root.to_string(), integrated, published };
        let text = || {
            let count = counted(done.integrated, "entry was", "entries were");
            let not = if done.published { "" } else { "; not published: too few witnesses have cosigned" };
            format!("{count} integrated; the log has {}{not}", counted(done.size, "entry", "entries"))
        };
        session.print(text, &done)
    })
}
