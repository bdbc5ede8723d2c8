//! Witnesses: which heads they cosign, which they refuse, and how the log works without them.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::{Arc, Mutex};

use app::log::{Ledger, LogError, NotCosigned, WitnessAddress, WitnessTrouble};
use attest::checkpoint::{Checkpoint, TreeHead};
use attest::cosignature::Cosigner;
use attest::fork::{ForkEvidence, SignedHead};
use attest::hash::Hash;
use attest::policy::{Policy, Quorum};
use attest::source::{FolderSource, TileSource as _};
use attest::witness::{AddCheckpoint, WitnessRefusal};
use store::Store;

use crate::support::log::{ORIGIN, Trial, key, now};

const ONE: Quorum = Quorum::AtLeast(NonZeroUsize::MIN);

fn cosigner() -> Cosigner {
    Cosigner::from_seed("witness.example/w1", &[3; 32]).unwrap()
}

fn ledger(folder: &Path) -> Ledger {
    Ledger::open(folder, cosigner(), vec![key().verifier().clone()]).unwrap()
}

/// The outside world: a witness at an address. It cannot be reached while it has no ledger.
struct Witness {
    address: WitnessAddress,
    ledger: Arc<Mutex<Option<Ledger>>>,
}

impl Witness {
    fn listen(ledger: Option<Ledger>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let ledger = Arc::new(Mutex::new(ledger));
        let shared = Arc::clone(&ledger);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut reader = BufReader::new(stream.unwrap());
                let mut length = 0;
                for line in reader.by_ref().lines() {
                    let line = line.unwrap().to_lowercase();
                    if let Some(value) = line.strip_prefix("content-length:") {
                        length = value.trim().parse().unwrap();
                    }
                    if line.is_empty() {
                        break;
                    }
                }
                let mut body = vec![0; length];
                reader.read_exact(&mut body).unwrap();
                let (status, text) = match shared.lock().unwrap().as_mut() {
                    None => (503, "closed\n".to_owned()),
                    Some(ledger) => match ledger.add_checkpoint(&body, 1_790_000_000) {
                        Ok(line) => (200, line),
                        Err(NotCosigned::Refused(refusal)) => (refusal.status(), refusal.body().1),
                        Err(NotCosigned::Failed(error)) => (500, error.to_string()),
                    },
                };
                let answer =
                    format!("HTTP/1.1 {status} x\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{text}", text.len());
                reader.get_mut().write_all(answer.as_bytes()).unwrap();
            }
        });
        Self { address: WitnessAddress { url, key: cosigner().verifier().clone() }, ledger }
    }
}

fn published(trial: &Trial) -> Option<Vec<u8>> {
    FolderSource::new(trial.log()).read("checkpoint").unwrap()
}

fn trusted_size(trial: &Trial) -> u64 {
    let policy = Policy::new(key().verifier().clone(), vec![cosigner().verifier().clone()], ONE).unwrap();
    policy.check(&published(trial).unwrap()).unwrap().head().size
}

#[tokio::test]
async fn a_witness_cosigns_each_head_and_everyone_can_see_it() {
    let trial = Trial::on_sqlite().await;
    let folder = tempfile::tempdir().unwrap();
    let witness = Witness::listen(Some(ledger(folder.path())));
    let mut sequencer = trial.watched_by(vec![witness.address], ONE).await.unwrap();
    for count in [1, 300, 2] {
        trial.officers_join(count).await;
        sequencer.tick(now()).await.unwrap();
        let done = sequencer.publish().await.unwrap();
        assert!(done.stands && done.cosigned_count == 1 && done.troubles.is_empty(), "{done:?}");
        assert_eq!(trusted_size(&trial), sequencer.head().size);
    }
}

#[tokio::test]
async fn while_witnesses_are_away_the_log_goes_on_and_the_last_cosigned_checkpoint_stays() {
    let trial = Trial::on_sqlite().await;
    let folder = tempfile::tempdir().unwrap();
    let witness = Witness::listen(Some(ledger(folder.path())));
    let mut sequencer = trial.watched_by(vec![witness.address.clone()], ONE).await.unwrap();
    trial.officers_join(2).await;
    sequencer.tick(now()).await.unwrap();
    sequencer.publish().await.unwrap();

    let away = witness.ledger.lock().unwrap().take();
    trial.officers_join(5).await;
    assert_eq!(sequencer.tick(now()).await.unwrap().unwrap().size, 7);
    let done = sequencer.publish().await.unwrap();
    assert!(!done.stands);
    assert!(matches!(&done.troubles[..], [(_, WitnessTrouble::Away(_))]), "{done:?}");
    assert_eq!(trusted_size(&trial), 2);
    drop(sequencer);
    // Restarting does not publish it either.
    let sequencer = trial.watched_by(vec![witness.address.clone()], ONE).await.unwrap();
    assert_eq!((sequencer.head().size, trusted_size(&trial)), (7, 2));

    *witness.ledger.lock().unwrap() = away;
    assert!(sequencer.publish().await.unwrap().stands);
    assert_eq!(trusted_size(&trial), 7);
}

#[tokio::test]
async fn where_database_and_folder_went_back_together_the_witness_says_so_and_nothing_more_is_signed() {
    let trial = Trial::on_sqlite().await;
    let state = tempfile::tempdir().unwrap();
    let witness = Witness::listen(Some(ledger(state.path())));
    let store::Database::Sqlite { path } = trial.database.clone() else { unreachable!() };
    let mut sequencer = trial.watched_by(vec![witness.address.clone()], ONE).await.unwrap();
    trial.officers_join(3).await;
    sequencer.tick(now()).await.unwrap();
    sequencer.publish().await.unwrap();
    drop(sequencer);
    trial.store.close().await;
    let backup = tempfile::tempdir().unwrap();
    let copy = |from: &Path, to: &Path| {
        let done = std::process::Command::new("cp").arg("-r").arg(from).arg(to).status().unwrap();
        assert!(done.success());
    };
    copy(&path, &backup.path().join("candour.db"));
    copy(&trial.log(), &backup.path().join("log"));

    let trial = Trial { store: Store::open(&trial.database, trial.wrapping.clone()).await.unwrap(), ..trial };
    trial.officers_join(4).await;
    let mut sequencer = trial.watched_by(vec![witness.address.clone()], ONE).await.unwrap();
    sequencer.tick(now()).await.unwrap();
    assert!(sequencer.publish().await.unwrap().stands);
    drop(sequencer);
    trial.store.close().await;
    for suffix in ["db", "db-wal", "db-shm"] {
        let _ = fs::remove_file(path.with_extension(suffix));
    }
    copy(&backup.path().join("candour.db"), &path);
    fs::remove_dir_all(trial.log()).unwrap();
    copy(&backup.path().join("log"), &trial.log());

    let trial = Trial { store: Store::open(&trial.database, trial.wrapping.clone()).await.unwrap(), ..trial };
    let sequencer = trial.watched_by(vec![witness.address], ONE).await.unwrap();
    assert_eq!(sequencer.head().size, 3);
    trial.officers_join(9).await;
    let stopped = sequencer.run(&app::SystemClock, std::future::pending()).await.unwrap_err();
    let LogError::Contradicted { trouble, .. } = &stopped else { panic!("{stopped}") };
    assert_eq!(*trouble, WitnessTrouble::Ahead { size: 7 });
    assert_eq!(trial.store.latest_checkpoint().await.unwrap().unwrap().size, 3, "nothing more was signed");
}

#[test]
fn a_log_that_signs_two_heads_is_refused_and_the_evidence_convicts_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut witness = ledger(folder.path());
    let signed = |root| {
        let head = TreeHead { size: 5, root: Hash([root; 32]) };
        (head, Checkpoint::new(ORIGIN, head).unwrap().sign(&key()).unwrap())
    };
    let ask = |old_size, checkpoint| AddCheckpoint { old_size, proof: vec![], checkpoint }.to_string().into_bytes();
    let ((known, first), (offered, second)) = (signed(1), signed(2));
    witness.add_checkpoint(&ask(0, first), 1).unwrap();
    let refused = witness.add_checkpoint(&ask(5, second), 2).unwrap_err();
    assert!(matches!(refused, NotCosigned::Refused(WitnessRefusal::Fork { .. })), "{refused}");

    let mut kept = Vec::new();
    let mut folders = vec![folder.path().to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() { folders.push(entry) } else { kept.push(entry) }
        }
    }
    let note = |name| Some(fs::read_to_string(kept.iter().find(|path| path.ends_with(name)).unwrap()).unwrap());
    let evidence = ForkEvidence {
        known: SignedHead { head: known, note: note("known.checkpoint") },
        offered: SignedHead { head: offered, note: note("offered.checkpoint") },
        proof: vec![],
    };
    assert!(evidence.convicts(key().verifier()));
    // It still vouches for the first head.
    assert_eq!(witness.latest(ORIGIN).unwrap().head, known);
}

#[test]
fn a_witness_remembers_over_a_restart_and_refuses_to_go_back() {
    let folder = tempfile::tempdir().unwrap();
    let entries: Vec<[u8; 32]> = (0..9).map(|number| [number; 32]).collect();
    let grown = |count: usize| attest::growth::Growth::new().grow(&entries[..count]).unwrap().1;
    let note = |count| {
        let written = grown(count);
        let head = TreeHead { size: written.size, root: written.root };
        Checkpoint::new(ORIGIN, head).unwrap().sign(&key()).unwrap()
    };
    let ask = |old_size, checkpoint| AddCheckpoint { old_size, proof: vec![], checkpoint }.to_string().into_bytes();
    let mut witness = ledger(folder.path());
    witness.add_checkpoint(&ask(0, note(9)), 1).unwrap();
    assert!(Ledger::open(folder.path(), cosigner(), vec![]).is_err(), "one process at a time");
    drop(witness);

    let mut witness = ledger(folder.path());
    assert_eq!(witness.latest(ORIGIN).unwrap().head.size, 9);
    let refused = witness.add_checkpoint(&ask(0, note(4)), 2).unwrap_err();
    assert!(matches!(refused, NotCosigned::Refused(WitnessRefusal::StaleSize { known_size: 9, .. })), "{refused}");
    // Asked for the same head again, it cosigns with the new time.
    witness.add_checkpoint(&ask(9, note(9)), 3).unwrap();
}

#[test]
fn a_witness_that_cannot_store_what_it_has_seen_says_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut witness = ledger(folder.path());
    // The folder in which files are written before they are moved has been removed.
    fs::remove_dir_all(folder.path().join(".writing")).unwrap();
    let head = TreeHead { size: 1, root: Hash([1; 32]) };
    let checkpoint = Checkpoint::new(ORIGIN, head).unwrap().sign(&key()).unwrap();
    let body = AddCheckpoint { old_size: 0, proof: vec![], checkpoint }.to_string();
    let failed = witness.add_checkpoint(body.as_bytes(), 1).unwrap_err();
    assert!(matches!(failed, NotCosigned::Failed(LogError::File { .. })), "{failed}");
    assert_eq!(witness.latest(ORIGIN).unwrap().head.size, 0);
}
