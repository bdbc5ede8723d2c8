//! PINs of receipts: kept as Argon2id hashes (RFC 9106), compared in constant time.

use argon2::{Algorithm, Argon2, Params, PasswordHash, PasswordHasher as _, PasswordVerifier as _, Version};
use domain::Pin;

use crate::AppError;

/// 19 MiB, 2 passes, 1 lane: the first of the OWASP's recommendations for Argon2id. About 20 ms.
fn argon2() -> Result<Argon2<'static>, AppError> {
    let params = Params::new(19 * 1_024, 2, 1, None).map_err(|_| AppError::Bug("the settings of Argon2 are wrong"))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// The hash of a PIN with this salt, as text that says how it was made.
pub(crate) async fn hash(pin: Pin, salt: [u8; 16]) -> Result<String, AppError> {
    aside(move || {
        let hash = argon2()?.hash_password_with_salt(pin.to_string().as_bytes(), &salt);
        hash.map(|hash: PasswordHash| hash.to_string()).map_err(|_| AppError::Bug("a PIN cannot be hashed"))
    })
    .await
}

/// Whether a PIN is the one of this hash.
pub(crate) async fn fits(pin: Pin, hash: String) -> Result<bool, AppError> {
    aside(move || {
        let hash = PasswordHash::new(&hash).map_err(|_| AppError::Bug("a hash of a PIN cannot be read"))?;
        Ok(argon2()?.verify_password(pin.to_string().as_bytes(), &hash).is_ok())
    })
    .await
}

/// Beside the threads that answer checks, which must not wait 20 ms for one PIN.
async fn aside<T: Send + 'static>(work: impl FnOnce() -> Result<T, AppError> + Send + 'static) -> Result<T, AppError> {
    tokio::task::spawn_blocking(work).await.map_err(|_| AppError::Bug("hashing a PIN broke off"))?
}
