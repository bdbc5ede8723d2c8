//! QR codes of the officers on the stage: genuine ones, and one for each way in which a scanned code can be false.

use attest::duty::{
    AttestedState, Audience, DeviceKey, DutyClaims, ForceSigner, MAX_LIFE_SECONDS, Nonce, UnsignedPresentation, slot_at,
};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::StopRef;
use domain::check::Cause;
use jiff::Timestamp;

use super::BenchError;

/// An address other than that of the service.
const ELSEWHERE: &str = "https://check.candour.example/check";

/// An officer's device, with its private key.
pub struct BenchDevice(EcdsaKeyPair);

impl BenchDevice {
    pub fn new() -> Result<Self, BenchError> {
        Ok(Self(EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING)?))
    }

    /// Restores a device from the key that [`BenchDevice::private`] returned.
    pub fn read(private: &str) -> Result<Self, BenchError> {
        let der = URL_SAFE_NO_PAD.decode(private)?;
        Ok(Self(EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &der)?))
    }

    /// The private key, as PKCS#8 in base64url.
    pub fn private(&self) -> Result<String, BenchError> {
        Ok(URL_SAFE_NO_PAD.encode(self.0.to_pkcs8v1()?))
    }

    /// The public key as it is bound to an officer, as SEC1 in base64url.
    pub fn public(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0.public_key())
    }
}

/// A screen that presents QR codes: an officer's device, the force that signs for it, and the visitors' address.
pub struct Screen {
    pub device: BenchDevice,
    pub force: ForceSigner,
    pub address: String,
}

impl Screen {
    /// The digits of a QR code that is refused for this cause. It is genuine if the cause is in the record.
    pub fn square(&self, stop: StopRef, cause: Cause) -> Result<String, BenchError> {
        let now = Timestamp::now().as_second().unsigned_abs();
        let claims = DutyClaims {
            force: "NM".to_owned(),
            number: "NM4471".to_owned(),
            device: DeviceKey::from_sec1(self.device.0.public_key().as_ref())?,
            duty: AttestedState::OnDuty,
            stop: stop.to_string(),
            photo_sha256: None,
            issued_at: now - 100,
            expires_at: now - 100 + MAX_LIFE_SECONDS,
        };
        let attested = match cause {
            Cause::Forged => ForceSigner::generate()?.attest(&claims)?,
            _ => self.force.attest(&claims)?,
        };
        let slot = slot_at(if cause == Cause::Replayed { now - 60 } else { now });
        let address = if cause == Cause::WrongAudience { ELSEWHERE } else { &self.address };
        let unsigned = UnsignedPresentation::new(&attested, Nonce::Slot(slot), &Audience::parse(address)?);
        let another = BenchDevice::new()?;
        let device = if cause == Cause::Mismatched { &another } else { &self.device };
        let signature = device.0.sign(&SystemRandom::new(), unsigned.to_be_signed())?;
        Ok(unsigned.assemble(signature.as_ref().try_into()?)?.to_fragment())
    }
}
