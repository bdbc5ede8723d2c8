//! The force's private key. Not for use in a browser.

use std::fmt;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use thiserror::Error;
use zeroize::Zeroizing;

use crate::duty::attestation::{DutyAttestation, DutyClaims, IssueError, UnsignedAttestation};
use crate::duty::keys::KeyId;
use crate::duty::signature::PublicKey;

/// Reasons why a force's private key cannot be generated, read or used.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum SignerError {
    /// The bytes are not such a key. The error does not repeat them.
    #[error("this is not a force's private key: needs PKCS#8 (DER) with a P-256 key")]
    NotPkcs8,
    /// The cryptographic library failed.
    #[error("the P-256 key could not be made or used")]
    Failed,
    /// The claims cannot be attested.
    #[error(transparent)]
    Claims(#[from] IssueError),
}

/// The P-256 key with which a force attests that its officers are on duty. Each key signs for only one force.
pub struct ForceSigner {
    pair: EcdsaKeyPair,
    public_key: [u8; 65],
    key_id: KeyId,
}

impl ForceSigner {
    /// Generates a new key.
    ///
    /// # Errors
    /// [`SignerError::Failed`].
    pub fn generate() -> Result<Self, SignerError> {
        let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).map_err(|_| SignerError::Failed)?;
        Self::new(pair)
    }

    /// Reads the content of a PKCS#8 file (DER).
    ///
    /// # Errors
    /// [`SignerError::NotPkcs8`].
    pub fn from_pkcs8(der: &[u8]) -> Result<Self, SignerError> {
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, der);
        Self::new(pair.map_err(|_| SignerError::NotPkcs8)?)
    }

    fn new(pair: EcdsaKeyPair) -> Result<Self, SignerError> {
        let public_key = pair.public_key().as_ref().try_into().map_err(|_| SignerError::Failed)?;
        Ok(Self { pair, public_key, key_id: KeyId::of(&public_key) })
    }

    /// Writes the private key as PKCS#8 (DER), for a file that nobody else can read.
    ///
    /// # Errors
    /// [`SignerError::Failed`].
    pub fn to_pkcs8(&self) -> Result<Zeroizing<Vec<u8>>, SignerError> {
        let der = self.pair.to_pkcs8v1().map_err(|_| SignerError::Failed)?;
        Ok(Zeroizing::new(der.as_ref().to_vec()))
    }

    /// The public key, as an uncompressed SEC1 point.
    pub fn public_key(&self) -> &[u8; 65] {
        &self.public_key
    }

    /// The id of the public key.
    pub fn key_id(&self) -> KeyId {
        self.key_id
    }

    /// Signs an attestation.
    ///
    /// # Errors
    /// [`SignerError::Claims`] if the claims cannot be attested, [`SignerError::Failed`] if the library fails.
    pub fn attest(&self, claims: &DutyClaims) -> Result<DutyAttestation, SignerError> {
        let unsigned = UnsignedAttestation::new(claims, self.key_id)?;
        let signature = self.pair.sign(&SystemRandom::new(), unsigned.to_be_signed());
        let signature = signature.map_err(|_| SignerError::Failed)?;
        let signature = signature.as_ref().try_into().map_err(|_| SignerError::Failed)?;
        Ok(unsigned.assemble(&signature))
    }
}

/// A valid signature with a throwaway key. It is verified in place of a signature that a refused presentation lacks, so
/// that all refusals take equally long.
pub struct StandIn {
    key: PublicKey,
    signature: [u8; 64],
}

/// About as long as the messages that a force and a device sign.
const STAND_IN: &[u8; 200] = &[0x43; 200];

impl StandIn {
    /// Creates a stand-in with its own key.
    ///
    /// # Errors
    /// [`SignerError::Failed`].
    pub fn new() -> Result<Self, SignerError> {
        let signer = ForceSigner::generate()?;
        let signature = signer.pair.sign(&SystemRandom::new(), STAND_IN).map_err(|_| SignerError::Failed)?;
        let signature = signature.as_ref().try_into().map_err(|_| SignerError::Failed)?;
        let key = PublicKey::parse(signer.public_key()).ok_or(SignerError::Failed)?;
        Ok(Self { key, signature })
    }

    /// Verifies the signature; always true.
    pub fn verify(&self) -> bool {
        std::hint::black_box(&self.key).verifies(STAND_IN, &self.signature)
    }
}

impl fmt::Debug for ForceSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ForceSigner({})", self.key_id)
    }
}
