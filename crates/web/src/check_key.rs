//! The key under which codes and tokens are kept: 32 secret bytes in a file of its own, so that the database alone gives
//! nobody a code.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use aws_lc_rs::rand;

/// Reads the key; makes one where there is no file. The file holds 64 hexadecimal digits, for its owner alone.
///
/// # Errors
/// When the file cannot be read or made, or holds no key.
pub fn check_key(path: &Path) -> io::Result<[u8; 32]> {
    match fs::read_to_string(path) {
        Ok(text) => from_hex(text.trim())
            .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "a key of 64 hexadecimal digits is needed")),
        Err(error) if error.kind() == io::ErrorKind::NotFound => made(path),
        Err(error) => Err(error),
    }
}

fn made(path: &Path) -> io::Result<[u8; 32]> {
    let mut key = [0; 32];
    rand::fill(&mut key).map_err(|_| io::Error::other("the system gives no random bytes for a new key"))?;
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let text: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
    let mut file = match options.open(path) {
        // Another replica was faster: its key is the one.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return check_key(path),
        opened => opened?,
    };
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    Ok(key)
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
    fn a_key_is_made_once_and_anything_else_in_its_place_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("check.key");
        let key = check_key(&path).unwrap();
        assert_eq!(check_key(&path).unwrap(), key);
        fs::write(&path, "hunter2").unwrap();
        assert!(check_key(&path).unwrap_err().to_string().contains("64 hexadecimal"));
    }
}
