//! The sequencer: assigns positions, grows the tree on disk, and signs it. Only one runs per folder, and it is safe to
//! kill at any time.

use std::future::Future;
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use attest::checkpoint::{Checkpoint, TreeHead};
use attest::growth::{GrownTree, Growth};
use attest::hash::Hash;
use attest::note::{Note, Signer};
use attest::policy::Policy;
use attest::tile::TileId;
use domain::Clock;
use jiff::Timestamp;
use store::{SequencedEntries, Store, StoredCheckpoint};
use tokio::sync::{Notify, watch};
use tokio::task::spawn_blocking;

use super::publish::Publisher;
use super::recover::{self, FolderLock};
use super::{KEY_FILE, LogError, NoFault, Publication, SequencerStage, StageFault, WitnessAddress, durable};

/// The number of entries integrated at once.
const BATCH_SIZE: u32 = 10_000;

/// The longest that commits of other replicas have to wait, since nothing reports them to this one.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// The pauses after failures: the first pause, which then doubles each time, and the longest.
const PAUSES: [Duration; 2] = [Duration::from_millis(50), Duration::from_secs(5)];

/// The time until an unchanged head is sent to the witnesses again: normally, and after a problem.
const COSIGN_EVERY: Duration = Duration::from_secs(300);
const ASK_AGAIN: Duration = Duration::from_secs(5);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TickResult {
    /// Number of entries under the head.
    pub size: u64,
    /// The root of the head.
    pub root: Hash,
    /// Number of entries that this tick integrated.
    pub integrated_count: u64,
}

/// The only writer to a log's folder.
pub struct Sequencer {
    store: Store,
    folder: PathBuf,
    signer: Arc<Signer>,
    publisher: Arc<Publisher>,
    fault: Arc<dyn StageFault>,
    // Invariant: the state that is durable on disk and signed; a failed step leaves it unchanged.
    growth: Growth,
    note: String,
    // True if the last batch was full. In that case more entries are waiting, and there is no need to count them.
    backlog: bool,
    wake: Arc<Notify>,
    signed: watch::Sender<TickResult>,
    _lock: FolderLock,
}

impl Sequencer {
    /// Opens the log in `folder`, or starts a new one: locks the folder, compares the database, the files and the last
    /// signed head, and repeats any steps that a crash left unfinished.
    ///
    /// # Errors
    /// [`LogError::Held`] while another sequencer is using the folder. A state that no crash explains is rejected with
    /// its position ([`LogError::WentBack`], [`LogError::Differs`], [`LogError::Damaged`], [`LogError::Fork`]).
    pub async fn open(
        store: Store,
        folder: &Path,
        signer: Signer,
        witnesses: Vec<WitnessAddress>,
        policy: Policy,
        now: Timestamp,
    ) -> Result<Self, LogError> {
        Self::open_with(store, folder, signer, (witnesses, policy), now, Arc::new(NoFault)).await
    }

    /// Like [`Sequencer::open`], but with a fault that occurs at its stages. Used for crash tests.
    ///
    /// # Errors
    /// Same as [`Sequencer::open`].
    pub async fn open_with(
        store: Store,
        folder: &Path,
        signer: Signer,
        (witnesses, policy): (Vec<WitnessAddress>, Policy),
        now: Timestamp,
        fault: Arc<dyn StageFault>,
    ) -> Result<Self, LogError> {
        let lock = FolderLock::take(folder)?;
        durable::prepare(folder)?;
        let recovered = recover::recover(&store, folder, &signer).await?;
        durable::write_one(folder, KEY_FILE, format!("{}\n", signer.verifier()).as_bytes())?;
        let publisher = Arc::new(Publisher::new(folder, witnesses, policy));
        let empty = TickResult { size: 0, root: Hash::of_empty_tree(), integrated_count: 0 };
        let mut sequencer = Self {
            store,
            folder: folder.to_owned(),
            signer: Arc::new(signer),
            publisher,
            fault,
            growth: Growth::new(),
            note: String::new(),
            backlog: false,
            wake: Arc::new(Notify::new()),
            signed: watch::Sender::new(empty),
            _lock: lock,
        };
        match recovered {
            Some(recovered) => sequencer.take_up(recovered, now).await?,
            // A log starts with the head of the empty tree, so that every later change to it can be proven.
            None => match sequencer.sign(now).await {
                // Another sequencer for this database started the log at the same moment.
                Err(LogError::Store(_)) if sequencer.store.latest_checkpoint().await?.is_some() => {
                    let note = sequencer.store.latest_checkpoint().await?.filter(|latest| latest.size == 0);
                    match note {
                        Some(latest) => sequencer.keep_signed(0, &latest.note).await?,
                        None => sequencer.follow().await?,
                    }
                }
                begun => begun?,
            },
        }
        sequencer.announce(0);
        Ok(sequencer)
    }

    async fn take_up(&mut self, recovered: recover::RecoveredHead, now: Timestamp) -> Result<(), LogError> {
        let recover::RecoveredHead { on_disk, growth, head, note, in_database, in_folder } = recovered;
        if !in_database {
            self.store.record_checkpoint(&stored(head, &note, now)).await?;
        }
        if !in_folder {
            self.growth = on_disk;
            self.grow_to(head.size).await?;
            self.keep_signed(head.size, &note).await?;
        }
        (self.growth, self.note) = (growth, note);
        Ok(())
    }

    /// The notifier to call after each commit, so that new entries do not wait for the next poll.
    pub fn wake(&self) -> Arc<Notify> {
        Arc::clone(&self.wake)
    }

    /// A channel with the newest signed head, which announces each new one.
    pub fn signed(&self) -> watch::Receiver<TickResult> {
        self.signed.subscribe()
    }

    pub fn head(&self) -> TreeHead {
        TreeHead { size: self.growth.size(), root: self.growth.root() }
    }

    /// Integrates waiting entries, at most one batch, and signs the new head. Returns `None` if nothing is waiting.
    /// After a failure, the next tick starts from the current state: nothing is lost, and nothing is signed twice.
    ///
    /// # Errors
    /// See [`LogError`]; [`LogError::may_pass`] says whether to retry.
    pub async fn tick(&mut self, now: Timestamp) -> Result<Option<TickResult>, LogError> {
        let known = self.growth.size();
        let mut fresh = None;
        if self.backlog || self.store.queue_length().await? > 0 {
            fresh = self.store.sequence(BATCH_SIZE).await?;
            if fresh.is_some() {
                self.reached(SequencerStage::Sequenced)?;
            }
        }
        self.backlog = fresh.as_ref().is_some_and(|fresh| fresh.entries.len() as u64 == u64::from(BATCH_SIZE));
        let size = match &fresh {
            Some(fresh) => fresh.first + fresh.entries.len() as u64,
            None => self.store.log_size().await?,
        };
        if size < known {
            return Err(LogError::WentBack { signed: known, found: size });
        }
        if size == known {
            return Ok(None);
        }
        let before = (self.growth.clone(), self.note.clone());
        if let Err(error) = self.integrate(fresh, size, now).await {
            (self.growth, self.note) = before;
            return Err(error);
        }
        self.backlog |= self.growth.size() < size;
        Ok(Some(self.announce(self.growth.size() - known)))
    }

    /// Grows the log to `size`, but by no more than one batch.
    async fn integrate(&mut self, fresh: Option<SequencedEntries>, size: u64, now: Timestamp) -> Result<(), LogError> {
        self.follow().await?;
        let from = self.growth.size();
        match fresh {
            Some(fresh) if fresh.first == from => self.grow(&fresh.entries).await?,
            // These positions were assigned by another sequencer, or by an earlier tick that failed.
            _ => self.grow_to(size.min(from + u64::from(BATCH_SIZE))).await?,
        }
        if self.growth.size() > from { self.sign(now).await } else { Ok(()) }
    }

    /// Adopts a head that another sequencer for this database has signed in the meantime.
    async fn follow(&mut self) -> Result<(), LogError> {
        let Some(latest) = self.store.latest_checkpoint().await? else { return Ok(()) };
        if latest.size <= self.growth.size() {
            return Ok(());
        }
        self.grow_to(latest.size).await?;
        if self.growth.root() != Hash(latest.root) {
            let (ours, theirs) = (self.head(), TreeHead { size: latest.size, root: Hash(latest.root) });
            let note = Checkpoint::new(self.signer.verifier().name(), ours)?.to_string();
            return Err(recover::fork(&self.folder, theirs, latest.note, ours, note)?);
        }
        self.keep_signed(latest.size, &latest.note).await?;
        self.note = latest.note;
        tracing::debug!(size = latest.size, "another sequencer has signed");
        Ok(())
    }

    async fn grow_to(&mut self, size: u64) -> Result<(), LogError> {
        while self.growth.size() < size {
            let from = self.growth.size();
            let to = size.min(from + u64::from(BATCH_SIZE));
            let entries = self.store.entries(from, to).await?;
            if entries.len() as u64 != to - from {
                return Err(LogError::Differs { position: from + entries.len() as u64 });
            }
            self.grow(&entries).await?;
        }
        Ok(())
    }

    /// Grows the tree and writes the changed tiles to disk.
    async fn grow(&mut self, entries: &[[u8; 32]]) -> Result<(), LogError> {
        let (next, GrownTree { tiles, .. }) = self.growth.grow(entries)?;
        let files: Vec<(String, Vec<u8>)> = tiles.into_iter().map(|(id, bytes)| (id.path(), bytes)).collect();
        let (folder, fault) = (self.folder.clone(), Arc::clone(&self.fault));
        blocking(move || durable::write(&folder, &files, &|| fault.at(SequencerStage::SomeTiles))).await?;
        self.reached(SequencerStage::Tiles)?;
        self.growth = next;
        Ok(())
    }

    /// Signs the tree that is on disk.
    async fn sign(&mut self, now: Timestamp) -> Result<(), LogError> {
        let head = self.head();
        let note = Checkpoint::new(self.signer.verifier().name(), head)?.sign(&self.signer)?.to_string();
        // The database accepts no second head of this size, which is what stops two sequencers from diverging.
        self.store.record_checkpoint(&stored(head, &note, now)).await?;
        self.reached(SequencerStage::Signed)?;
        self.keep_signed(head.size, &note).await?;
        self.reached(SequencerStage::Published)?;
        self.note = note;
        Ok(())
    }

    async fn keep_signed(&self, size: u64, note: &str) -> Result<(), LogError> {
        let (publisher, note) = (Arc::clone(&self.publisher), note.to_owned());
        blocking(move || publisher.keep_signed(size, &note)).await
    }

    fn announce(&mut self, integrated_count: u64) -> TickResult {
        let TreeHead { size, root } = self.head();
        let signed = TickResult { size, root, integrated_count };
        self.signed.send_replace(signed);
        self.remove_partial(size - integrated_count, size);
        signed
    }

    /// Removes partial tiles that have a full replacement (tlog-tiles, "Partial Tiles"). Any that are left only take up
    /// space.
    fn remove_partial(&self, old_size: u64, size: u64) {
        let full = attest::tile::tiles_to_write(old_size, size).into_iter().filter(|id: &TileId| !id.is_partial());
        let folders: Vec<PathBuf> = full.map(|id| self.folder.join(format!("{}.p", id.path()))).collect();
        if !folders.is_empty() {
            spawn_blocking(move || folders.iter().for_each(|folder| drop(std::fs::remove_dir_all(folder))));
        }
    }

    fn reached(&self, stage: SequencerStage) -> Result<(), LogError> {
        self.fault.at(stage).map_err(LogError::file(&self.folder, stage.as_str()))
    }

    /// Sends the newest signed head to the witnesses and, if the policy is met, publishes it.
    ///
    /// # Errors
    /// [`LogError::Contradicted`] if a witness has a different history from ours.
    pub async fn publish(&self) -> Result<Publication, LogError> {
        publish(&self.publisher, &self.store, self.head(), &self.note).await
    }

    /// Ticks until `stop` completes, and keeps the witnesses informed. A failed tick is retried at growing intervals.
    ///
    /// # Errors
    /// If an error cannot be fixed by retrying. Nothing more is signed until a person has looked at it.
    pub async fn run(mut self, clock: &dyn Clock, stop: impl Future<Output = ()>) -> Result<(), LogError> {
        let mut stop = pin!(stop);
        let heads = watch::Sender::new((self.head(), self.note.clone()));
        if self.publisher.has_witnesses() {
            // This comes before any new signature, because a witness may have a head that is missing from a restored
            // backup.
            report(&self.publish().await?);
        }
        let mut publishing = pin!(keep_publishing(Arc::clone(&self.publisher), self.store.clone(), heads.subscribe()));
        let mut pause = PAUSES[0];
        let wake = self.wake();
        loop {
            let wait = match self.tick(clock.now()).await {
                Ok(signed) => {
                    pause = PAUSES[0];
                    if signed.is_some() {
                        heads.send_replace((self.head(), self.note.clone()));
                    }
                    if self.backlog { Duration::ZERO } else { LOOK_EVERY }
                }
                Err(error) if error.may_pass() => {
                    tracing::error!(error = %error, "the log could not be written; it is tried again");
                    let wait = pause;
                    pause = (pause * 2).min(PAUSES[1]);
                    wait
                }
                Err(error) => return Err(error),
            };
            tokio::select! {
                () = &mut stop => return Ok(()),
                ended = &mut publishing => return ended,
                _ = tokio::time::timeout(wait, wake.notified()) => {}
            }
        }
    }
}

fn stored(head: TreeHead, note: &str, now: Timestamp) -> StoredCheckpoint {
    StoredCheckpoint { size: head.size, root: head.root.0, note: note.to_owned(), signed_at: now }
}

/// Publishes each new head. While one is being sent to the witnesses, only the newest of those that follow is kept.
async fn keep_publishing(
    publisher: Arc<Publisher>,
    store: Store,
    mut heads: watch::Receiver<(TreeHead, String)>,
) -> Result<(), LogError> {
    if !publisher.has_witnesses() {
        std::future::pending::<()>().await;
    }
    let mut again = COSIGN_EVERY;
    loop {
        // An unchanged head is cosigned again from time to time, because the cosignatures show how recent it is.
        let _ = tokio::time::timeout(again, heads.changed()).await;
        let (head, note) = heads.borrow_and_update().clone();
        match publish(&publisher, &store, head, &note).await {
            Ok(published) => {
                report(&published);
                again = if published.troubles.is_empty() { COSIGN_EVERY } else { ASK_AGAIN };
            }
            Err(error) if error.may_pass() => {
                tracing::error!(error = %error, "the checkpoint could not be published");
                again = ASK_AGAIN;
            }
            Err(error) => return Err(error),
        }
    }
}

async fn publish(
    publisher: &Arc<Publisher>,
    store: &Store,
    head: TreeHead,
    note: &str,
) -> Result<Publication, LogError> {
    let note = Note::parse(note.as_bytes()).map_err(attest::checkpoint::CheckpointError::from)?;
    let publisher = Arc::clone(publisher);
    let published = blocking(move || publisher.publish(head, note)).await?;
    for (witness, trouble) in published.troubles.iter().filter(|(_, trouble)| trouble.contradicts()) {
        if let super::WitnessTrouble::Ahead { size } = trouble
            && store.latest_checkpoint().await?.is_some_and(|latest| latest.size >= *size)
        {
            // Another sequencer for this database is ahead of us, and the witness has already seen its head.
            continue;
        }
        return Err(LogError::Contradicted { witness: witness.clone(), trouble: trouble.clone() });
    }
    Ok(published)
}

fn report(published: &Publication) {
    for (witness, trouble) in &published.troubles {
        tracing::error!(witness, size = published.head.size, "a witness has not cosigned: it {trouble}");
    }
    if !published.stands {
        let count = published.cosigned_count;
        tracing::error!(
            size = published.head.size,
            cosigned_count = count,
            "not published: too few witnesses cosigned"
        );
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, LogError> + Send + 'static,
) -> Result<T, LogError> {
    spawn_blocking(work).await.map_err(|_| LogError::Thread)?
}
