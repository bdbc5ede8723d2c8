//! P-256 signatures: with `aws-lc-rs` where C code can run, and with `p256` in WebAssembly. No other module depends on
//! the choice.

/// A P-256 point, parsed once.
#[derive(Debug, Clone)]
pub(crate) struct PublicKey(imp::Key);

impl PublicKey {
    /// Parses an uncompressed SEC1 point (`04 || x || y`). `None` if it is not on the curve.
    pub(crate) fn parse(sec1: &[u8; 65]) -> Option<Self> {
        // Both libraries also accept compressed and hybrid points, but here a key has only one valid form.
        if sec1[0] != 4 {
            return None;
        }
        imp::parse(sec1).map(Self)
    }

    /// Verifies an ECDSA signature with SHA-256; `signature` is `r || s`.
    pub(crate) fn verifies(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        imp::verifies(&self.0, message, signature)
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod imp {
    use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED, ParsedPublicKey};

    pub(super) type Key = ParsedPublicKey;

    pub(super) fn parse(sec1: &[u8]) -> Option<Key> {
        ParsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, sec1).ok()
    }

    pub(super) fn verifies(key: &Key, message: &[u8], signature: &[u8]) -> bool {
        key.verify_sig(message, signature).is_ok()
    }
}

#[cfg(target_arch = "wasm32")]
mod imp {
    use p256::AffinePoint;
    use p256::ecdsa::signature::Verifier as _;
    use p256::ecdsa::{Signature, VerifyingKey};
    use p256::elliptic_curve::point::AffineCoordinates as _;

    pub(super) type Key = VerifyingKey;

    /// Reads the coordinates, which `from_coordinates` checks against the curve equation. Parsing SEC1 would pull in
    /// the square root that compressed points need, which adds 5 KB after compression.
    pub(super) fn parse(sec1: &[u8; 65]) -> Option<Key> {
        let (x, y) = (sec1[1..33].try_into().ok()?, sec1[33..].try_into().ok()?);
        let point: Option<AffinePoint> = AffinePoint::from_coordinates(x, y).into();
        VerifyingKey::from_affine(point?).ok()
    }

    pub(super) fn verifies(key: &Key, message: &[u8], signature: &[u8]) -> bool {
        Signature::from_slice(signature).is_ok_and(|signature| key.verify(message, &signature).is_ok())
    }
}
