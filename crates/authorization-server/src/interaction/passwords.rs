//! Passwords: Argon2id with the parameters of the `argon2` crate's default (RFC 9106 section 4 class).

use argon2::Argon2;
use argon2::password_hash::{PasswordHash, PasswordHasher as _, PasswordVerifier as _, SaltString};
use leasehold_domain::Entropy;
use tokio::sync::Semaphore;

/// Longest password that is hashed, in bytes: hashing megabytes for strangers would be a gift to them.
pub(crate) const LONGEST: usize = 1024;

/// Hashes a password for storage, in PHC form.
///
/// # Errors
///
/// If the password is longer than 1,024 bytes.
pub(crate) fn hash(password: &str, entropy: &dyn Entropy) -> Result<String, argon2::password_hash::Error> {
    if password.len() > LONGEST {
        return Err(argon2::password_hash::Error::Password);
    }
    let salt: [u8; 16] = entropy.bytes();
    let salt = SaltString::encode_b64(&salt)?;
    Ok(Argon2::default().hash_password(password.as_bytes(), &salt)?.to_string())
}

/// Compares on a thread of its own, with equal work whether there is a hash to compare with or not: an
/// unknown account must not answer faster than a wrong password.
pub(crate) async fn verify(password: String, stored: Option<Vec<u8>>) -> bool {
    // Each hash takes 19 MiB: a flood waits in line instead of filling the memory.
    static PLACES: Semaphore = Semaphore::const_new(4);
    let Ok(_place) = PLACES.acquire().await else { return false };
    let work = move || {
        let known = stored.is_some();
        let text = stored.and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_else(|| DUMMY.to_owned());
        let Ok(hash) = PasswordHash::new(&text) else { return false };
        Argon2::default().verify_password(password.as_bytes(), &hash).is_ok() && known
    };
    tokio::task::spawn_blocking(work).await.unwrap_or(false)
}

/// A hash with the same parameters as every other, of a password nobody has.
const DUMMY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bGVhc2Vob2xkLWR1bW15IQ$6pQ3iSYpQDYcdXZmGtpLyYLQWBKZEBBUTOvF0BYbJd8";
