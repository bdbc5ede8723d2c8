//! The secrets of the check, in files of their own, so that the database alone gives nobody a code and attests for nobody: the key
//! of the codes, and each force's key for attestations.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use attest::duty::ForceSigner;
use aws_lc_rs::rand;
use domain::ForceId;

/// The secrets of the check.
#[derive(Default)]
pub struct Keys {
    /// The key under which codes and tokens are kept.
    pub(crate) codes: [u8; 32],
    /// The keys with which forces attest that their officers are on duty.
    pub(crate) signers: BTreeMap<ForceId, ForceSigner>,
}

impl Keys {
    /// The file of the key of the codes, in the folder of the keys of a record.
    pub fn codes_file(folder: &Path) -> PathBuf {
        folder.join("check.key")
    }

    /// The file of a force's key for attestations.
    pub fn signer_file(folder: &Path, force: &ForceId) -> PathBuf {
        folder.join("attestation").join(format!("{force}.pk8"))
    }

    /// Reads the keys out of a folder; makes those that are missing, each in a file for its owner alone.
    ///
    /// # Errors
    /// When a file cannot be read or made, or holds no key.
    pub fn open<'a>(folder: &Path, forces: impl IntoIterator<Item = &'a ForceId>) -> io::Result<Self> {
        let codes = codes(&Self::codes_file(folder))?;
        let signers = forces.into_iter().map(|force| Ok((force.clone(), signer(&Self::signer_file(folder, force))?)));
        Ok(Self { codes, signers: signers.collect::<io::Result<_>>()? })
    }
}

impl From<&[u8; 32]> for Keys {
    /// A key of the codes alone: no force attests anything.
    fn from(codes: &[u8; 32]) -> Self {
        Self { codes: *codes, signers: BTreeMap::new() }
    }
}

/// 64 hexadecimal digits.
fn codes(path: &Path) -> io::Result<[u8; 32]> {
    let text = read_or_make(path, || {
        let mut key = [0; 32];
        rand::fill(&mut key).map_err(|_| io::Error::other("the system gives no random bytes for a new key"))?;
        Ok(key.iter().map(|byte| format!("{byte:02x}")).collect::<String>().into_bytes())
    })?;
    let text = String::from_utf8(text).unwrap_or_default();
    from_hex(text.trim()).ok_or_else(|| wrong(path, "64 hexadecimal digits"))
}

/// PKCS#8.
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
        // Another replica was faster: its key is the one.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_made_once_and_anything_else_in_their_place_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let northmere = ForceId::parse("northmere").unwrap();
        let made = Keys::open(folder.path(), [&northmere]).unwrap();
        let again = Keys::open(folder.path(), [&northmere]).unwrap();
        assert_eq!(again.codes, made.codes);
        assert_eq!(again.signers[&northmere].key_id(), made.signers[&northmere].key_id());
        fs::write(Keys::codes_file(folder.path()), "hunter2").unwrap();
        let error = Keys::open(folder.path(), []).err().unwrap().to_string();
        assert!(error.contains("64 hexadecimal") && !error.contains("hunter2"), "{error}");
    }
}
