//! Backups: the whole record as of one moment, in one `age` file, taken from either database and restored into either.
//!
//! The content is JSON Lines: a header, the rows of each table of the record, the files beside it (key file, log
//! tiles), and an end line with counts. Read models are left out, because they can be rebuilt. Personal data stays
//! sealed under keys that stay wrapped. A restored backup cannot be opened without the key-encryption key: store that
//! key separately, or include its file only if the recipient of the backup may read everything.

use std::fs;
use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::iter;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use age::secrecy::SecretString;
use age::x25519;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::engine::migration::MIGRATIONS;
use crate::engine::{Cell, ColumnKind, Connection, SqlTable, TableKind, placeholders, queries};
use crate::record::key::KeyEncryption;
use crate::{Database, Store, StoreError};

queries! {
    EMPTY = "stream", "looking whether the database is empty",
        "SELECT (SELECT COUNT(*) FROM stream) + (SELECT COUNT(*) FROM event) + (SELECT COUNT(*) FROM job) \
         + (SELECT COUNT(*) FROM subject_key)";
    CLEAR_VAULT = "vault", "replacing the vault", "DELETE FROM vault";
    CLEAR_GUARD = "log_guard", "replacing the size of the log", "DELETE FROM log_guard";
}

/// The keys that can open a backup.
pub enum BackupKey {
    /// `age1…` public keys, one per holder.
    Recipients(Vec<String>),
    Passphrase(String),
}

/// The secret that opens a backup.
pub enum BackupIdentity {
    /// An `AGE-SECRET-KEY-1…` key.
    Key(String),
    Passphrase(String),
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupCounts {
    pub rows: u64,
    /// Files beside the record.
    pub files: u64,
}

/// Number of rows read or written at once.
const PAGE: u64 = 500;

fn broken(why: impl Into<String>) -> StoreError {
    StoreError::Backup(why.into())
}

fn file_failed(path: &Path) -> impl Fn(std::io::Error) -> StoreError {
    let path = path.display().to_string();
    move |source| StoreError::File { path: path.clone(), doing: "as backup", source }
}

impl Store {
    /// Writes a backup to a new file. It also contains `files` from beside the record, such as the tiles of the log,
    /// each under a relative name. Writers continue in the meantime; their changes are not in the backup.
    ///
    /// # Errors
    /// If the file exists, a key is not an `age` key, or reading or writing fails. No file is left behind.
    pub async fn backup(
        &self,
        to: &Path,
        key: &BackupKey,
        files: &[(String, PathBuf)],
    ) -> Result<BackupCounts, StoreError> {
        if to.exists() {
            return Err(broken(format!("`{}` exists: name a new file", to.display())));
        }
        let failed = file_failed(to);
        let partial = to.with_extension("partial");
        let written = self.write_backup(&partial, key, files).await;
        match written {
            Ok(counts) => fs::rename(&partial, to).map(|()| counts).map_err(failed),
            Err(error) => {
                // The partial file is useless, and the error already says why.
                let _ = fs::remove_file(&partial);
                Err(error)
            }
        }
    }

    async fn write_backup(
        &self,
        to: &Path,
        key: &BackupKey,
        files: &[(String, PathBuf)],
    ) -> Result<BackupCounts, StoreError> {
        let failed = file_failed(to);
        let file = private_file(to).map_err(&failed)?;
        let mut out = encryptor(key)?.wrap_output(BufWriter::new(file)).map_err(&failed)?;
        let newest = MIGRATIONS.last().map_or(0, |migration| migration.number);
        let mut counts = BackupCounts::default();
        write_line(&mut out, &json!({ "candour": "backup", "format": 1, "migration": newest })).map_err(&failed)?;
        let mut snapshot = self.backend().snapshot().await?;
        for table in kept() {
            write_line(&mut out, &json!({ "table": table.name })).map_err(&failed)?;
            let mut after = None;
            loop {
                let rows = page(table, &mut snapshot, after.take()).await?;
                let Some(last) = rows.last() else { break };
                after = Some(last[..table.key.len()].to_vec());
                for row in &rows {
                    write_line(&mut out, &Value::Array(row.iter().map(to_json).collect())).map_err(&failed)?;
                }
                counts.rows += rows.len() as u64;
            }
        }
        snapshot.roll_back().await?;
        for (name, path) in files {
            inside(Path::new(name))?;
            let bytes = STANDARD.encode(fs::read(path).map_err(file_failed(path))?);
            write_line(&mut out, &json!({ "file": name, "bytes": bytes })).map_err(&failed)?;
            counts.files += 1;
        }
        write_line(&mut out, &json!({ "end": counts })).map_err(&failed)?;
        let mut file = out.finish().map_err(&failed)?;
        file.flush().map_err(&failed)?;
        file.get_ref().sync_all().map_err(&failed)?;
        Ok(counts)
    }

    /// Fills an empty database with the content of a backup, and puts the files beside the record into `folder`. This
    /// is all or nothing: a damaged backup leaves the database empty. Audit the database before use, because an old
    /// backup looks like any other.
    ///
    /// # Errors
    /// If the database is not empty, the backup cannot be opened or is damaged, a newer program made it, or its keys
    /// are wrapped under a different key.
    pub async fn restore(
        database: &Database,
        wrapping: Arc<dyn KeyEncryption>,
        from: &Path,
        identity: &BackupIdentity,
        folder: &Path,
    ) -> Result<(Self, BackupCounts), StoreError> {
        let failed = file_failed(from);
        let file = fs::File::open(from).map_err(&failed)?;
        let lines = BufReader::new(decryptor(BufReader::new(file), identity)?).lines();
        let store = Self::open(database, wrapping).await?;
        let mut unit = store.backend().writer().await?;
        let rows = unit.fetch_one(&EMPTY, vec![]).await?.map_or(Ok(0), |row| row.integer(0))?;
        if rows != 0 {
            return Err(broken("the database is not empty: name a new one"));
        }
        unit.execute(&CLEAR_VAULT, vec![]).await?;
        unit.execute(&CLEAR_GUARD, vec![]).await?;
        let mut restoring = Restoration::default();
        for line in lines {
            let line = line.map_err(|error| broken(format!("it is damaged: {error}")))?;
            let line: Value = serde_json::from_str(&line).map_err(|_| broken("it is damaged: a line is not JSON"))?;
            restoring.line(line, &mut unit).await?;
        }
        let (counts, files) = restoring.end(&mut unit).await?;
        store.vault().check(&mut unit).await?;
        for (name, bytes) in files {
            let path = folder.join(inside(Path::new(&name))?);
            let parent = path.parent().unwrap_or(folder);
            fs::create_dir_all(parent).and_then(|()| fs::write(&path, bytes)).map_err(file_failed(&path))?;
        }
        unit.commit().await?;
        store.rebuild(&mut |_| ()).await?;
        Ok((store, counts))
    }
}

#[derive(Default)]
struct Restoration {
    begun: bool,
    table: Option<&'static SqlTable>,
    rows: Vec<Vec<Cell>>,
    files: Vec<(String, Vec<u8>)>,
    counts: BackupCounts,
    end: Option<BackupCounts>,
}

impl Restoration {
    async fn line(&mut self, line: Value, unit: &mut Connection) -> Result<(), StoreError> {
        let damaged = || broken("it is damaged: a line is not what it should be");
        if self.end.is_some() {
            return Err(broken("it is damaged: something follows its end"));
        }
        if !self.begun {
            let known = MIGRATIONS.last().map_or(0, |migration| migration.number);
            let found =
                line.get("migration").and_then(Value::as_i64).ok_or_else(|| broken("it is no backup of candour"))?;
            if found > known {
                return Err(StoreError::NewerDatabase { found, known });
            }
            self.begun = true;
        } else if let Some(row) = line.as_array() {
            let table = self.table.ok_or_else(damaged)?;
            let columns = table.columns();
            if row.len() != columns.len() {
                return Err(damaged());
            }
            let cells = columns.iter().zip(row).map(|(column, value)| from_json(column.kind, value));
            self.rows.push(cells.collect::<Option<_>>().ok_or_else(damaged)?);
            self.counts.rows += 1;
            if self.rows.len() as u64 == PAGE {
                self.flush(unit).await?;
            }
        } else if let Some(name) = line.get("table").and_then(Value::as_str) {
            self.flush(unit).await?;
            self.table = Some(kept().find(|table| table.name == name).ok_or_else(damaged)?);
        } else if let Some(name) = line.get("file").and_then(Value::as_str) {
            let bytes = line.get("bytes").and_then(Value::as_str).and_then(|bytes| STANDARD.decode(bytes).ok());
            self.files.push((name.to_owned(), bytes.ok_or_else(damaged)?));
            self.counts.files += 1;
        } else if let Some(end) = line.get("end") {
            self.end = Some(serde_json::from_value(end.clone()).map_err(|_| damaged())?);
        } else {
            return Err(damaged());
        }
        Ok(())
    }

    async fn flush(&mut self, unit: &mut Connection) -> Result<(), StoreError> {
        let rows = std::mem::take(&mut self.rows);
        if let Some(table) = self.table {
            let head = format!("INSERT INTO {} ({})", table.name, table.names());
            unit.insert_many(&head, "", "restoring", rows).await?;
        }
        Ok(())
    }

    async fn end(mut self, unit: &mut Connection) -> Result<(BackupCounts, Vec<(String, Vec<u8>)>), StoreError> {
        self.flush(unit).await?;
        match self.end {
            Some(end) if end == self.counts => Ok((end, self.files)),
            Some(_) => Err(broken("it is damaged: rows or files are missing")),
            None => Err(broken("it is damaged: its end is missing")),
        }
    }
}

/// Lists the tables that a backup contains. A table comes after the tables that it refers to.
fn kept() -> impl Iterator<Item = &'static SqlTable> {
    crate::tables().filter(|table| table.kind == TableKind::Kept)
}

/// Reads the next rows in key order.
async fn page(
    table: &SqlTable,
    connection: &mut Connection,
    after: Option<Vec<Cell>>,
) -> Result<Vec<Vec<Cell>>, StoreError> {
    let key = table.key.iter().map(|column| column.name).collect::<Vec<_>>().join(", ");
    let (condition, values) = match after {
        None => (String::new(), Vec::new()),
        Some(after) => (format!(" WHERE ({key}) > {}", placeholders(1, table.key.len())), after),
    };
    let text = format!("SELECT {} FROM {}{condition} ORDER BY {key} LIMIT {PAGE}", table.names(), table.name);
    let rows = connection.fetch_made(text, table.name, "reading for a backup", values).await?;
    rows.iter().map(|row| row.cells(&table.columns())).collect()
}

fn to_json(cell: &Cell) -> Value {
    match cell {
        Cell::Text(value) => value.clone().into(),
        Cell::Integer(value) => (*value).into(),
        Cell::Bytes(value) => value.as_ref().map(|bytes| STANDARD.encode(bytes)).into(),
        Cell::Truth(value) => (*value).into(),
    }
}

fn from_json(kind: ColumnKind, value: &Value) -> Option<Cell> {
    Some(match (kind, value) {
        (ColumnKind::Text, Value::Null) => Cell::Text(None),
        (ColumnKind::Integer, Value::Null) => Cell::Integer(None),
        (ColumnKind::Bytes, Value::Null) => Cell::Bytes(None),
        (ColumnKind::Text, value) => Cell::Text(Some(value.as_str()?.to_owned())),
        (ColumnKind::Integer, value) => Cell::Integer(Some(value.as_i64()?)),
        (ColumnKind::Bytes, value) => Cell::Bytes(Some(STANDARD.decode(value.as_str()?).ok()?)),
        (ColumnKind::Truth, value) => Cell::Truth(value.as_bool()?),
    })
}

fn write_line(out: &mut impl Write, line: &Value) -> std::io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    out.write_all(b"\n")
}

/// Returns the name if it stays within the folder that the file is put into.
fn inside(name: &Path) -> Result<&Path, StoreError> {
    let plain = name.components().all(|part| matches!(part, Component::Normal(_)));
    if plain && name.components().next().is_some() {
        return Ok(name);
    }
    Err(broken(format!("`{}` does not stay in its folder: give a relative name without `..`", name.display())))
}

fn private_file(path: &Path) -> std::io::Result<fs::File> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn encryptor(key: &BackupKey) -> Result<age::Encryptor, StoreError> {
    match key {
        BackupKey::Passphrase(words) => Ok(age::Encryptor::with_user_passphrase(SecretString::from(words.clone()))),
        BackupKey::Recipients(keys) => {
            let parse = |key: &String| {
                let wrong = |_| broken(format!("`{key}` is no recipient: it begins with `age1`"));
                key.parse::<x25519::Recipient>().map_err(wrong)
            };
            let recipients: Vec<x25519::Recipient> = keys.iter().map(parse).collect::<Result<_, _>>()?;
            let recipients = recipients.iter().map(|recipient| recipient as &dyn age::Recipient);
            age::Encryptor::with_recipients(recipients).map_err(|_| broken("it needs at least one recipient"))
        }
    }
}

fn decryptor<R: BufRead>(file: R, identity: &BackupIdentity) -> Result<impl Read, StoreError> {
    let opened = age::Decryptor::new_buffered(file).map_err(|error| broken(format!("it is no age file: {error}")))?;
    let stream = match identity {
        BackupIdentity::Key(text) => {
            let wrong = |_| broken("the key is no identity: it begins with `AGE-SECRET-KEY-1`");
            let identity: x25519::Identity = text.trim().parse().map_err(wrong)?;
            opened.decrypt(iter::once(&identity as &dyn age::Identity))
        }
        BackupIdentity::Passphrase(words) => {
            let identity = age::scrypt::Identity::new(SecretString::from(words.clone()));
            opened.decrypt(iter::once(&identity as &dyn age::Identity))
        }
    };
    stream.map_err(|error| broken(format!("this key does not open it: {error}")))
}
