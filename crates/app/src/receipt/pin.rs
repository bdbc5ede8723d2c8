//! The PINs of receipts: stored as Argon2id hashes (RFC 9106) and compared in constant time. The salt depends only on
//! the reference, so one hash works for all receipts of a stop, and the work takes just as long if there are none.

use argon2::{Algorithm, Argon2, Params, PasswordHash, PasswordHasher as _, Version};
use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::digest;
use domain::{Pin, StopRef};

use crate::AppError;

/// 19 MiB, 2 passes, 1 lane: the first of OWASP's recommended settings for Argon2id. Takes about 20 ms.
fn argon2() -> Result<Argon2<'static>, AppError> {
    let params = Params::new(19 * 1_024, 2, 1, None).map_err(|_| AppError::Bug("the settings of Argon2 are wrong"))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// The part of the salt before the reference.
const SALT: &[u8] = b"candour receipt\0";

/// The hash of a PIN for a reference, as text that includes the parameters.
pub(crate) async fn hash(pin: Pin, reference: StopRef) -> Result<String, AppError> {
    let salt = digest::digest(&digest::SHA256, &[SALT, reference.to_string().as_bytes()].concat());
    aside(move || {
        let hash = argon2()?.hash_password_with_salt(pin.to_string().as_bytes(), &salt.as_ref()[..16]);
        hash.map(|hash: PasswordHash| hash.to_string()).map_err(|_| AppError::Bug("a PIN cannot be hashed"))
    })
    .await
}

/// Returns true if two hashes for the same reference are of the same PIN.
pub(crate) fn same(one: &str, other: &str) -> bool {
    verify_slices_are_equal(one.as_bytes(), other.as_bytes()).is_ok()
}

/// Runs work on a separate thread, because the threads that answer checks must not wait 20 ms for one PIN.
async fn aside<T: Send + 'static>(work: impl FnOnce() -> Result<T, AppError> + Send + 'static) -> Result<T, AppError> {
    tokio::task::spawn_blocking(work).await.map_err(|_| AppError::Bug("hashing a PIN broke off"))?
}
