//! Signatures according to the Standard Webhooks specification: HMAC-SHA256 over a message's id, time and body.

use std::fmt;

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// The prefix of a secret.
const PREFIX: &str = "whsec_";
/// The only known signature version.
const VERSION: &str = "v1,";

/// The secret that a gateway and the service share.
pub struct Secret(hmac::Key);

/// The error when a text is not a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("needs `whsec_` and 24 to 64 random bytes in base64: make one with `echo whsec_$(openssl rand -base64 32)`")]
pub struct NotASecret;

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

impl Secret {
    /// Parses a secret from the first line of its file.
    ///
    /// # Errors
    /// If the text is not a secret, or is too short to be safe.
    pub fn parse(text: &str) -> Result<Self, NotASecret> {
        let line = text.lines().next().unwrap_or_default().trim();
        let bytes = STANDARD.decode(line.strip_prefix(PREFIX).ok_or(NotASecret)?).map_err(|_| NotASecret)?;
        if !(24..=64).contains(&bytes.len()) {
            return Err(NotASecret);
        }
        Ok(Self(hmac::Key::new(hmac::HMAC_SHA256, &bytes)))
    }

    /// Signs a message: `v1,` and base64. The time is in seconds since 1970, as in the header.
    pub fn sign(&self, id: &str, timestamp: &str, body: &[u8]) -> String {
        let tag = hmac::sign(&self.0, &signed(id, timestamp, body));
        format!("{VERSION}{}", STANDARD.encode(tag.as_ref()))
    }

    /// True if a signature in the header matches the message. Each one is compared in constant time.
    pub fn verifies(&self, signatures: &str, id: &str, timestamp: &str, body: &[u8]) -> bool {
        let text = signed(id, timestamp, body);
        let tags = signatures.split(' ').filter_map(|one| STANDARD.decode(one.strip_prefix(VERSION)?).ok());
        // A gateway that is changing its secret sends two signatures; none sends ten.
        tags.take(10).any(|tag| hmac::verify(&self.0, &text, &tag).is_ok())
    }
}

fn signed(id: &str, timestamp: &str, body: &[u8]) -> Vec<u8> {
    [id.as_bytes(), b".", timestamp.as_bytes(), b".", body].concat()
}
