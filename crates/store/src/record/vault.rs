//! The key vault: one data key per subject, stored wrapped in the database and kept unwrapped in memory for a while.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use domain::SubjectId;
use jiff::Timestamp;
use zeroize::Zeroizing;

use crate::StoreError;
use crate::engine::{Cell, Connection, placeholders, queries, tables};
use crate::record::key::{self, KeyEncryption};

tables! {
    /// A sealed value that shows whether a key-encryption key is the right one.
    Kept VAULT = "vault" ["name": Text] ["sealed": Bytes];
    /// The wrapped keys of subjects. `wrapped` is empty once a key is destroyed.
    Kept SUBJECT_KEY = "subject_key" ["subject": Text]
    ["wrapped": Bytes, "created_at": Integer, "destroyed_at": Integer];
}

queries! {
    CHECK = "vault", "reading the vault", "SELECT sealed FROM vault WHERE name = 'check'";
    WRITE_CHECK = "vault", "writing the vault", "INSERT INTO vault (name, sealed) VALUES ('check', $1)";
    DESTROY = "subject_key", "destroying a key",
        "INSERT INTO subject_key (subject, wrapped, created_at, destroyed_at) VALUES ($1, NULL, $2, $2) \
         ON CONFLICT (subject) DO UPDATE SET wrapped = NULL, \
         destroyed_at = COALESCE(subject_key.destroyed_at, excluded.destroyed_at)";
}

/// The number of unwrapped keys to keep in memory: 20 000 x about 150 bytes = 3 MB.
const KEPT: usize = 20_000;

pub(crate) struct Vault {
    wrapping: Arc<dyn KeyEncryption>,
    /// For each subject, the wrapped key that was opened, and the resulting data key. If the row in the database holds
    /// a different wrapped key, or none, the row is right.
    opened: Mutex<HashMap<SubjectId, (Vec<u8>, DataKey)>>,
}

/// An unwrapped key, wiped from memory when it is dropped.
pub(crate) type DataKey = Zeroizing<[u8; 32]>;

impl Vault {
    pub(crate) fn new(wrapping: Arc<dyn KeyEncryption>) -> Self {
        Self { wrapping, opened: Mutex::default() }
    }

    /// Checks that the keys of this vault are wrapped under this key-encryption key. Ties a new database to the key.
    pub(crate) async fn check(&self, connection: &mut Connection) -> Result<(), StoreError> {
        match connection.fetch_one(&CHECK, vec![]).await? {
            Some(row) => self.wrapping.unwrap(b"candour vault", &row.bytes(0)?).map(|_| ()),
            None => {
                let sealed = self.wrapping.wrap(b"candour vault", &key::random_bytes()?)?;
                connection.execute(&WRITE_CHECK, vec![Cell::bytes(sealed)]).await.map(|_| ())
            }
        }
    }

    /// Opens the key of a subject from its current wrapped form in the database.
    pub(crate) fn open(&self, subject: SubjectId, wrapped: &[u8]) -> Result<DataKey, StoreError> {
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, key)) = opened.get(&subject).filter(|(known, _)| known == wrapped) {
            return Ok(key.clone());
        }
        let key = self.wrapping.unwrap(subject.value().as_bytes(), wrapped)?;
        if opened.len() >= KEPT {
            opened.clear();
        }
        opened.insert(subject, (wrapped.to_vec(), key.clone()));
        Ok(key)
    }

    /// Reads the keys of these subjects, and creates the missing ones.
    ///
    /// On PostgreSQL the rows stay locked against destruction until the transaction ends, so that nothing is sealed
    /// under a key that is destroyed in the meantime.
    pub(crate) async fn keys(
        &self,
        connection: &mut Connection,
        subjects: HashSet<SubjectId>,
        now: Timestamp,
    ) -> Result<HashMap<SubjectId, DataKey>, StoreError> {
        let mut keys = HashMap::with_capacity(subjects.len());
        // Sorted, so that two units cannot deadlock.
        let mut wanted: Vec<SubjectId> = subjects.into_iter().collect();
        wanted.sort_unstable();
        self.read(connection, &wanted, &mut keys).await?;
        let missing: Vec<SubjectId> = wanted.into_iter().filter(|subject| !keys.contains_key(subject)).collect();
        if missing.is_empty() {
            return Ok(keys);
        }
        let mut rows = Vec::with_capacity(missing.len());
        for subject in &missing {
            let wrapped = self.wrapping.wrap(subject.value().as_bytes(), &Zeroizing::new(key::random_bytes()?))?;
            rows.push(vec![Cell::text(subject), Cell::bytes(wrapped), Cell::time(now)]);
        }
        let head = "INSERT INTO subject_key (subject, wrapped, created_at)";
        connection.insert_many(head, " ON CONFLICT (subject) DO NOTHING", "making keys", rows).await?;
        // Another unit may have been faster. The key in the database is the right one.
        self.read(connection, &missing, &mut keys).await?;
        Ok(keys)
    }

    async fn read(
        &self,
        connection: &mut Connection,
        subjects: &[SubjectId],
        keys: &mut HashMap<SubjectId, DataKey>,
    ) -> Result<(), StoreError> {
        for some in subjects.chunks(100) {
            let lock = if connection.is_postgres() { " FOR SHARE" } else { "" };
            let text = format!(
                "SELECT subject, wrapped FROM subject_key WHERE subject IN {} ORDER BY subject{lock}",
                placeholders(1, some.len())
            );
            let values = some.iter().map(Cell::text).collect();
            for row in connection.fetch_made(text, "subject_key", "reading keys", values).await? {
                let subject: SubjectId = row.parsed(0)?;
                let wrapped = row.maybe_bytes(1)?.ok_or(StoreError::SubjectErased(subject))?;
                keys.insert(subject, self.open(subject, &wrapped)?);
            }
        }
        Ok(())
    }

    /// Destroys the key of a subject. Nothing can be sealed under it afterwards.
    pub(crate) async fn destroy(
        &self,
        connection: &mut Connection,
        subject: SubjectId,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        connection.execute(&DESTROY, vec![Cell::text(subject), Cell::time(now)]).await?;
        self.forget(subject);
        Ok(())
    }

    fn forget(&self, subject: SubjectId) {
        self.opened.lock().unwrap_or_else(PoisonError::into_inner).remove(&subject);
    }
}
