//! The secrets of the check, in separate files so that the database alone neither reveals codes nor attests for anyone:
//! the key for codes, and each force's key for attestations. All replicas use the same keys, whose fingerprints are
//! stored in the database.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use attest::duty::ForceSigner;
use aws_lc_rs::{hmac, rand};
use domain::ForceId;
use store::{Fingerprint, Store, StoreError};

#[derive(Default)]
pub struct Keys {
    /// The key under which codes and tokens are stored.
    pub(crate) codes: [u8; 32],
    /// The keys with which forces attest that their officers are on duty.
    pub(crate) signers: BTreeMap<ForceId, ForceSigner>,
}

/// The reason why the keys cannot be used. Serving with other keys is refused, because the second replica would not
/// recognise codes from the first, and genuine officers would be shown as not verified.
#[derive(Debug, thiserror::Error)]
pub enum CheckKeyError {
    /// A file cannot be read or created, or contains no key.
    #[error("a key of the check cannot be used: {0}")]
    File(#[from] io::Error),
    /// The file is missing although a key with its name is on record.
    #[error(
        "`{0}` is missing: copy the file from a replica that serves this record, or from the backup; no other is made, since \
         nobody's codes would then be known here"
    )]
    Gone(PathBuf),
    /// The file contains a different key from the one on record.
    #[error(
        "`{0}` is not the key that serves this record: copy the file from a replica that does, or from the backup, over it"
    )]
    Other(PathBuf),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The state of a key file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyState {
    /// The file contains the key on record.
    Known,
    /// No key with its name is on record yet. The next replica that serves will create one, or adopt the existing file.
    New,
    /// The file is missing although its key is on record.
    Gone,
    /// The file contains a different key.
    Other,
}

impl Keys {
    /// The file with the key for codes, in the folder that holds a record's keys.
    pub fn codes_file(folder: &Path) -> PathBuf {
        folder.join(CODES)
    }

    /// The file with a force's key for attestations.
    pub fn signer_file(folder: &Path, force: &ForceId) -> PathBuf {
        folder.join("attestation").join(format!("{force}.pk8"))
    }

    /// Reads the keys from a folder and compares them with the fingerprints in the database. Creates keys that are not
    /// on record yet, each in a file that only its owner can read.
    ///
    /// # Errors
    /// If a file cannot be read or created, contains no key, or contains a different key from the other replicas.
    pub async fn open<'a>(
        store: &Store,
        folder: &Path,
        forces: impl IntoIterator<Item = &'a ForceId>,
    ) -> Result<Self, CheckKeyError> {
        let known: BTreeMap<String, Fingerprint> = store.check_keys().await?.into_iter().collect();
        let there = |name: &str, path: &Path| match known.contains_key(name) && !path.exists() {
            true => Err(CheckKeyError::Gone(path.to_owned())),
            false => Ok(()),
        };
        let path = Self::codes_file(folder);
        there(CODES, &path)?;
        let codes = codes(&path)?;
        let mut found = vec![(CODES.to_owned(), path, fingerprint(&codes))];
        let mut signers = BTreeMap::new();
        for force in forces {
            let (name, path) = (signer_name(force), Self::signer_file(folder, force));
            there(&name, &path)?;
            let signer = signer(&path)?;
            found.push((name, path, fingerprint(signer.key_id().as_bytes())));
            signers.insert(force.clone(), signer);
        }
        for (name, _, fingerprint) in found.iter().filter(|(name, ..)| !known.contains_key(name)) {
            store.keep_check_key(name, *fingerprint).await?;
        }
        // Read again: another replica may have been the first to store a key.
        let known: BTreeMap<String, Fingerprint> = store.check_keys().await?.into_iter().collect();
        match found.into_iter().find(|(name, _, fingerprint)| known.get(name) != Some(fingerprint)) {
            Some((_, path, _)) => Err(CheckKeyError::Other(path)),
            None => Ok(Self { codes, signers }),
        }
    }

    /// The state of each file. Does not create any.
    ///
    /// # Errors
    /// If a file cannot be read or contains no key, or the database fails.
    pub async fn look<'a>(
        store: &Store,
        folder: &Path,
        forces: impl IntoIterator<Item = &'a ForceId>,
    ) -> Result<Vec<(PathBuf, KeyState)>, CheckKeyError> {
        let known: BTreeMap<String, Fingerprint> = store.check_keys().await?.into_iter().collect();
        let state = |name: &str, found: Option<Fingerprint>| match (known.get(name), found) {
            (None, _) => KeyState::New,
            (Some(_), None) => KeyState::Gone,
            (Some(known), Some(found)) if *known == found => KeyState::Known,
            (Some(_), Some(_)) => KeyState::Other,
        };
        let path = Self::codes_file(folder);
        let found = if path.exists() { Some(fingerprint(&codes(&path)?)) } else { None };
        let mut files = vec![(path, state(CODES, found))];
        for force in forces {
            let path = Self::signer_file(folder, force);
            let found = if path.exists() { Some(fingerprint(signer(&path)?.key_id().as_bytes())) } else { None };
            files.push((path, state(&signer_name(force), found)));
        }
        Ok(files)
    }
}

/// The name of the file with the key for codes.
const CODES: &str = "check.key";

fn signer_name(force: &ForceId) -> String {
    format!("attestation/{force}.pk8")
}

/// A fingerprint that tells one key from another and reveals nothing about it.
fn fingerprint(key: &[u8]) -> Fingerprint {
    let mut fingerprint = [0; 32];
    fingerprint.copy_from_slice(hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), b"candour check key\0").as_ref());
    fingerprint
}

impl From<&[u8; 32]> for Keys {
    /// Uses only the key for codes, so that no force attests anything.
    fn from(codes: &[u8; 32]) -> Self {
        Self { codes: *codes, signers: BTreeMap::new() }
    }
}

/// Reads a key given as 64 hexadecimal digits.
fn codes(path: &Path) -> io::Result<[u8; 32]> {
    let text = read_or_make(path, || {
        let mut key = [0; 32];
        rand::fill(&mut key).map_err(|_| io::Error::other("the system gives no random bytes for a new key"))?;
        Ok(key.iter().map(|byte| format!("{byte:02x}")).collect::<String>().into_bytes())
    })?;
    let text = String::from_utf8(text).unwrap_or_default();
    from_hex(text.trim()).ok_or_else(|| wrong(path, "64 hexadecimal digits"))
}

/// Reads a key in PKCS#8 format.
fn signer(path: &Path) -> io::Result<ForceSigner> {
    let made = || {
        let made = ForceSigner::generate().and_then(|signer| signer.to_pkcs8());
        made.map(|der| der.to_vec()).map_err(io::Error::other)
    };
    ForceSigner::from_pkcs8(&read_or_make(path, made)?).map_err(|_| wrong(path, "a P-256 key in PKCS#8"))
}

fn wrong(path: &Path, needs: &str) -> io::Error {
    let message = format!("`{}` holds no key: needs {needs}", path.display());
    io::Error::new(io::ErrorKind::InvalidData, message)
}

fn read_or_make(path: &Path, make: impl FnOnce() -> io::Result<Vec<u8>>) -> io::Result<Vec<u8>> {
    match fs::read(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        read => return read,
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let content = make()?;
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = match options.open(path) {
        // Another replica created the file first, so its key is the valid one.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return fs::read(path),
        opened => opened?,
    };
    file.write_all(&content)?;
    file.sync_all()?;
    Ok(content)
}

fn from_hex(text: &str) -> Option<[u8; 32]> {
    if text.len() != 64 || !text.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    let mut key = [0; 32];
    for (at, byte) in key.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[2 * at..2 * at + 2], 16).ok()?;
    }
    Some(key)
}
