//! Numbers in the form used by the C2SP texts.

/// Parses an ASCII decimal number without leading zeroes, as used in the sizes of checkpoints, tile paths and proofs;
/// `None` for anything else.
pub(crate) fn decimal(text: &str) -> Option<u64> {
    let canonical = text == "0" || !text.starts_with('0');
    (canonical && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}
