//! How the C2SP texts write a number.

/// An ASCII decimal with no leading zeroes, as checkpoints, tile paths and proofs write sizes; `None` for anything else.
pub(crate) fn decimal(text: &str) -> Option<u64> {
    let canonical = text == "0" || !text.starts_with('0');
    (canonical && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}
