//! Ids derived from the things they identify: the same thing always gets the same id, so doing something twice changes
//! nothing.

use aws_lc_rs::digest;
use uuid::Uuid;

/// UUID version 8 (RFC 9562, section 5.8) from the SHA-256 of the parts. Each part is preceded by its length, so that
/// different lists cannot produce the same input.
pub(crate) fn uuid(parts: &[&[u8]]) -> Uuid {
    let mut context = digest::Context::new(&digest::SHA256);
    for part in parts {
        context.update(&(part.len() as u64).to_be_bytes());
        context.update(part);
    }
    let hash = context.finish();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash.as_ref()[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

/// The first 12 hexadecimal digits of the SHA-256 of a text: enough to tell one version of a file from another.
pub(crate) fn fingerprint(text: &str) -> String {
    let hash = digest::digest(&digest::SHA256, text.as_bytes());
    hash.as_ref().iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}
