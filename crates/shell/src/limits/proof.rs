//! Proofs of work. A challenge is signed by us and bound to one address and an expiry time; a device solves it by
//! trying numbers.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use aws_lc_rs::{constant_time, digest, hmac, rand};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;

/// Lifetime of a challenge.
const LIVES_SECONDS: u64 = 300;
/// Bytes of a challenge before its signature: expiry (8) + difficulty (1) + random (7).
const BODY_BYTES: usize = 16;
/// Bytes of the truncated signature: 128 bits.
const TAG_BYTES: usize = 16;

/// A challenge for a device: find a number such that the SHA-256 of `TOKEN.NUMBER` starts with `bits` zero bits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WorkChallenge {
    pub token: String,
    pub bits: u32,
}

impl WorkChallenge {
    /// Solves the challenge as the page's script does, and returns `TOKEN.NUMBER`. For programs that use the API, and
    /// for tests.
    pub fn solve(&self) -> String {
        let mut number = 0_u64;
        loop {
            let text = format!("{}.{number}", self.token);
            if zero_bits(&text) >= self.bits {
                return text;
            }
            number += 1;
        }
    }
}

fn zero_bits(text: &str) -> u32 {
    let hash = digest::digest(&digest::SHA256, text.as_bytes());
    let mut count = 0;
    for byte in hash.as_ref() {
        count += byte.leading_zeros();
        if *byte != 0 {
            break;
        }
    }
    count
}

/// Issues challenges and accepts proofs. Only used proofs are remembered, until they expire.
pub struct Proofs {
    key: hmac::Key,
    bits: u32,
    used: Mutex<HashMap<[u8; TAG_BYTES], u64>>,
}

impl Proofs {
    /// Requires proofs of `bits` bits. Every replica has the key, because the next request may reach a different one.
    /// Each replica keeps its own list of used proofs, so one proof admits one request per replica.
    pub fn new(bits: u32, key: &[u8; 32]) -> Self {
        Self { key: hmac::Key::new(hmac::HMAC_SHA256, key), bits, used: Mutex::default() }
    }

    pub(super) fn challenge(&self, address: &[u8], now: Duration) -> WorkChallenge {
        let mut body = [0; BODY_BYTES];
        body[..8].copy_from_slice(&(now.as_secs() + LIVES_SECONDS).to_be_bytes());
        body[8] = u8::try_from(self.bits).unwrap_or(u8::MAX);
        // Without random numbers, two challenges issued in the same second are equal, and only the first solution is
        // accepted. There is no other harm.
        rand::fill(&mut body[9..]).ok();
        let token = [body.as_slice(), &self.tag(&body, address)].concat();
        WorkChallenge { token: URL_SAFE_NO_PAD.encode(token), bits: self.bits }
    }

    fn tag(&self, body: &[u8], address: &[u8]) -> [u8; TAG_BYTES] {
        let whole = hmac::sign(&self.key, &[body, address].concat());
        let mut tag = [0; TAG_BYTES];
        tag.copy_from_slice(&whole.as_ref()[..TAG_BYTES]);
        tag
    }

    /// Uses up a proof. Returns true if it is solved, belongs to this address, has not expired and was not used before.
    pub(super) fn redeem(&self, proof: &str, address: &[u8], now: Duration) -> bool {
        let Some((token, number)) = proof.split_once('.') else { return false };
        if number.len() > 20 || !number.bytes().all(|digit| digit.is_ascii_digit()) {
            return false;
        }
        let Ok(token) = URL_SAFE_NO_PAD.decode(token) else { return false };
        let Some((body, tag)) = token.split_at_checked(BODY_BYTES) else { return false };
        if constant_time::verify_slices_are_equal(&self.tag(body, address), tag).is_err() {
            return false;
        }
        let Some(expires) = body.first_chunk::<8>().map(|bytes| u64::from_be_bytes(*bytes)) else { return false };
        if now.as_secs() >= expires || zero_bits(proof) < u32::from(body[8]) {
            return false;
        }
        let Ok(tag) = <[u8; TAG_BYTES]>::try_from(tag) else { return false };
        self.used.lock().unwrap_or_else(PoisonError::into_inner).insert(tag, expires).is_none()
    }

    pub(super) fn tidy(&self, now: Duration) {
        self.used.lock().unwrap_or_else(PoisonError::into_inner).retain(|_, expires| *expires > now.as_secs());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADDRESS: [u8; 16] = [7; 16];
    const KEY: [u8; 32] = [7; 32];

    #[test]
    fn a_challenge_expires() {
        let proofs = Proofs::new(4, &KEY);
        let proof = proofs.challenge(&ADDRESS, Duration::ZERO).solve();
        assert!(!proofs.redeem(&proof, &ADDRESS, Duration::from_secs(LIVES_SECONDS)));
        assert!(proofs.redeem(&proof, &ADDRESS, Duration::from_secs(LIVES_SECONDS - 1)));
    }

    #[test]
    fn a_challenge_that_was_made_easier_is_refused() {
        let proofs = Proofs::new(20, &KEY);
        let challenge = proofs.challenge(&ADDRESS, Duration::ZERO);
        let mut token = URL_SAFE_NO_PAD.decode(&challenge.token).unwrap();
        token[8] = 0;
        let easier = WorkChallenge { token: URL_SAFE_NO_PAD.encode(token), bits: 0 };
        assert!(!proofs.redeem(&easier.solve(), &ADDRESS, Duration::ZERO));
        assert!(!proofs.redeem(&format!("{}.0x1", challenge.token), &ADDRESS, Duration::ZERO));
        assert!(!proofs.redeem("nothing", &ADDRESS, Duration::ZERO));
    }

    #[test]
    fn used_proofs_are_forgotten_when_they_have_expired_anyway() {
        let proofs = Proofs::new(4, &KEY);
        let proof = proofs.challenge(&ADDRESS, Duration::ZERO).solve();
        assert!(proofs.redeem(&proof, &ADDRESS, Duration::ZERO));
        proofs.tidy(Duration::from_secs(LIVES_SECONDS));
        assert!(proofs.used.lock().unwrap().is_empty());
        assert!(!proofs.redeem(&proof, &ADDRESS, Duration::from_secs(LIVES_SECONDS)));
    }
}
