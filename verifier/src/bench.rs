//! The two bare P-256 verifications that a presentation needs, for `bench.mjs`. Not part of the file that is served.

use p256::ecdsa::signature::Verifier as _;
use p256::ecdsa::{Signature, VerifyingKey};

/// Reads two items of the form `65 bytes of key, 64 of signature, 2 of length (little-endian), message` and verifies
/// each. Returns how many are valid: 2 in a sound test.
///
/// # Safety
/// `pointer` and `length` must be those of a buffer from `alloc` that the caller has filled.
#[expect(unsafe_code, reason = "the messages arrive by address")]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bare(pointer: *const u8, length: usize) -> u32 {
    // SAFETY: by contract, there are `length` bytes, and nobody writes to them while we read them.
    let mut rest: &[u8] = unsafe { std::slice::from_raw_parts(pointer, length) };
    let mut held = 0;
    while let Some((is_held, behind)) = one(rest) {
        held += u32::from(is_held);
        rest = behind;
    }
    held
}

fn one(bytes: &[u8]) -> Option<(bool, &[u8])> {
    let (key, bytes) = bytes.split_at_checked(65)?;
    let (signature, bytes) = bytes.split_at_checked(64)?;
    let (length, bytes) = bytes.split_first_chunk::<2>()?;
    let (message, rest) = bytes.split_at_checked(usize::from(u16::from_le_bytes(*length)))?;
    let key = VerifyingKey::from_sec1_bytes(key).ok()?;
    let signature = Signature::from_slice(signature).ok()?;
    Some((key.verify(message, &signature).is_ok(), rest))
}
