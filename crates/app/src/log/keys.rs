//! Private keys in files that only their owner can read. They are created on the first start and never overwritten.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use attest::cosignature::Cosigner;
use attest::note::{KeyError, Signer};
use zeroize::Zeroizing;

use super::LogError;

/// The key that signs the log `origin`. It is read from the file, or created there if the file does not exist.
///
/// # Errors
/// If the file cannot be used, or holds a key of a different kind or for a different origin.
pub fn signer(path: &Path, origin: &str) -> Result<Signer, LogError> {
    let key = key(path, Signer::parse, |seed| Signer::from_seed(origin, seed), Signer::encode)?;
    let found = key.verifier().name();
    if found == origin { Ok(key) } else { Err(other_name(path, found, origin)) }
}

/// The key with which the witness `name` cosigns. It is read from the file, or created there if the file does not
/// exist.
///
/// # Errors
/// Same as [`signer`].
pub fn cosigner(path: &Path, name: &str) -> Result<Cosigner, LogError> {
    let key = key(path, Cosigner::parse, |seed| Cosigner::from_seed(name, seed), Cosigner::encode)?;
    let found = key.verifier().name();
    if found == name { Ok(key) } else { Err(other_name(path, found, name)) }
}

/// The key that signs the log, if the file exists.
///
/// # Errors
/// If the file cannot be used, or holds a key of a different kind.
pub fn known_signer(path: &Path) -> Result<Option<Signer>, LogError> {
    known(path, Signer::parse)
}

/// The key of the witness, if the file exists.
///
/// # Errors
/// If the file cannot be used, or holds a key of a different kind.
pub fn known_cosigner(path: &Path) -> Result<Option<Cosigner>, LogError> {
    known(path, Cosigner::parse)
}

fn known<K>(path: &Path, parse: impl FnOnce(&str) -> Result<K, KeyError>) -> Result<Option<K>, LogError> {
    match fs::read_to_string(path).map(Zeroizing::new) {
        Ok(text) => {
            let key = parse(text.trim());
            key.map(Some).map_err(|source| LogError::Key { path: path.display().to_string(), source })
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(LogError::file(path, "read")(error)),
    }
}

fn other_name(path: &Path, found: &str, asked: &str) -> LogError {
    LogError::OtherName { path: path.display().to_string(), found: found.to_owned(), asked: asked.to_owned() }
}

fn key<K>(
    path: &Path,
    parse: impl FnOnce(&str) -> Result<K, KeyError>,
    make: impl FnOnce(&[u8; 32]) -> Result<K, KeyError>,
    encode: impl FnOnce(&K) -> Zeroizing<String>,
) -> Result<K, LogError> {
    if let Some(key) = known(path, parse)? {
        return Ok(key);
    }
    let mut seed = Zeroizing::new([0; 32]);
    aws_lc_rs::rand::fill(&mut *seed).map_err(|_| LogError::NoChance)?;
    let key = make(&seed).map_err(|source| LogError::Key { path: path.display().to_string(), source })?;
    write_private(path, &encode(&key)).map_err(LogError::file(path, "written"))?;
    Ok(key)
}

/// Fails if the file already exists, because a key is never replaced.
fn write_private(path: &Path, text: &str) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    writeln!(file, "{text}")?;
    file.sync_all()?;
    File::open(folder)?.sync_all()
}
