//! The key-encryption key, which wraps the data keys of subjects. By default it is a file; a key-management service can
//! replace it.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use zeroize::{Zeroize as _, Zeroizing};

use crate::StoreError;

/// Wraps and unwraps data keys.
///
/// A key-management service on the network is called once, at opening, for a key that it generated and can unwrap
/// again. The wrapping then happens here, so these calls are quick and never wait.
pub trait KeyEncryption: Send + Sync {
    /// Encrypts a key. The same `context`, which identifies the owner of the key, must be given to open it.
    ///
    /// # Errors
    /// If encryption fails.
    fn wrap(&self, context: &[u8], key: &[u8; 32]) -> Result<Vec<u8>, StoreError>;

    /// Opens a key that [`KeyEncryption::wrap`] encrypted.
    ///
    /// # Errors
    /// [`StoreError::WrongKey`] if the key-encryption key or the context is not the one used to wrap it.
    fn unwrap(&self, context: &[u8], wrapped: &[u8]) -> Result<Zeroizing<[u8; 32]>, StoreError>;
}

/// A key-encryption key in a file: 64 hexadecimal digits, readable only by its owner.
pub struct FileKey(Zeroizing<[u8; 32]>);

impl FileKey {
    /// Reads the key, or creates one if there is no file.
    ///
    /// # Errors
    /// If the file cannot be read or created, or contains anything else.
    pub fn open_or_create(path: &Path) -> Result<Self, StoreError> {
        let failed = |source| StoreError::File { path: path.display().to_string(), doing: "as key file", source };
        let wrong = || failed(std::io::Error::other("a key file holds 64 hexadecimal digits"));
        match fs::read_to_string(path).map(Zeroizing::new) {
            Ok(text) => hex_to_bytes(text.trim()).map(Self).ok_or_else(wrong),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let key = Self::random()?;
                write_private(path, &bytes_to_hex(&*key.0)).map_err(failed)?;
                Ok(key)
            }
            Err(error) => Err(failed(error)),
        }
    }

    /// Creates a key that is stored nowhere: whatever it wraps is lost along with it. For in-memory trials.
    ///
    /// # Errors
    /// If the system provides no random bytes.
    pub fn random() -> Result<Self, StoreError> {
        random_bytes().map(Zeroizing::new).map(Self)
    }
}

impl KeyEncryption for FileKey {
    fn wrap(&self, context: &[u8], key: &[u8; 32]) -> Result<Vec<u8>, StoreError> {
        seal(&self.0, context, key)
    }

    fn unwrap(&self, context: &[u8], wrapped: &[u8]) -> Result<Zeroizing<[u8; 32]>, StoreError> {
        let opened = open(&self.0, context, wrapped).ok_or(StoreError::WrongKey)?;
        let key = <[u8; 32]>::try_from(opened.as_slice()).map_err(|_| StoreError::WrongKey)?;
        Ok(Zeroizing::new(key))
    }
}

pub(crate) fn random_bytes() -> Result<[u8; 32], StoreError> {
    let mut bytes = [0; 32];
    aws_lc_rs::rand::fill(&mut bytes).map_err(|_| StoreError::Unsealable)?;
    Ok(bytes)
}

/// Encrypts with AES-256-GCM (NIST SP 800-38D) under a random nonce. Returns the nonce, then the ciphertext and tag.
pub(crate) fn seal(key: &[u8; 32], context: &[u8], plain: &[u8]) -> Result<Vec<u8>, StoreError> {
    let key = RandomizedNonceKey::new(&AES_256_GCM, key).map_err(|_| StoreError::Unsealable)?;
    let mut text = Vec::with_capacity(plain.len() + 16);
    text.extend_from_slice(plain);
    match key.seal_in_place_append_tag(Aad::from(context), &mut text) {
        Ok(nonce) => Ok([nonce.as_ref().as_slice(), &text].concat()),
        Err(_) => {
            text.zeroize();
            Err(StoreError::Unsealable)
        }
    }
}

/// Opens a value that [`seal`] produced; `None` if the key or the context is wrong, or the value was changed.
pub(crate) fn open(key: &[u8; 32], context: &[u8], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let (nonce, text) = sealed.split_at_checked(NONCE_LEN)?;
    let key = RandomizedNonceKey::new(&AES_256_GCM, key).ok()?;
    let mut text = Zeroizing::new(text.to_vec());
    let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
    let length = key.open_in_place(nonce, Aad::from(context), &mut text).ok()?.len();
    text.truncate(length);
    Some(text)
}

fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

fn bytes_to_hex(bytes: &[u8]) -> Zeroizing<String> {
    use std::fmt::Write as _;
    let text = bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    });
    Zeroizing::new(text)
}

fn hex_to_bytes(text: &str) -> Option<Zeroizing<[u8; 32]>> {
    let mut bytes = Zeroizing::new([0; 32]);
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (index, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * index..2 * index + 2)?, 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_with_the_same_key_and_context_only() {
        let (key, other) = (FileKey::random().unwrap(), FileKey::random().unwrap());
        let wrapped = key.wrap(b"subject 1", &[7; 32]).unwrap();
        assert_eq!(*key.unwrap(b"subject 1", &wrapped).unwrap(), [7; 32]);
        assert!(matches!(key.unwrap(b"subject 2", &wrapped), Err(StoreError::WrongKey)));
        assert!(matches!(other.unwrap(b"subject 1", &wrapped), Err(StoreError::WrongKey)));
        for index in 0..wrapped.len() {
            let mut altered = wrapped.clone();
            altered[index] ^= 1;
            assert!(key.unwrap(b"subject 1", &altered).is_err(), "byte {index} can be altered unseen");
        }
    }

    #[test]
    fn a_key_file_is_made_once_and_only_its_owner_reads_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("candour.key");
        let made = FileKey::open_or_create(&path).unwrap();
        let wrapped = made.wrap(b"", &[1; 32]).unwrap();
        let read = FileKey::open_or_create(&path).unwrap();
        assert_eq!(*read.unwrap(b"", &wrapped).unwrap(), [1; 32]);
        #[cfg(unix)]
        assert_eq!(std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&path).unwrap().permissions()) & 0o777, 0o600);
        fs::write(&path, "half a key").unwrap();
        assert!(matches!(FileKey::open_or_create(&path), Err(StoreError::File { .. })));
    }
}
