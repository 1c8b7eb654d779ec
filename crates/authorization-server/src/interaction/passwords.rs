//! Passwords: Argon2id with the parameters of the `argon2` crate's default (RFC 9106 section 4 class).

use std::sync::Arc;

use argon2::Argon2;
use argon2::password_hash::{PasswordHash, PasswordHasher as _, PasswordVerifier as _, SaltString};
use leasehold_domain::Entropy;
use serde::{Deserialize, Serialize};
use tokio::sync::Semaphore;

/// Longest password that is hashed, in bytes: hashing megabytes for strangers would be a gift to them.
pub(crate) const LONGEST: usize = 1024;

/// Each hash takes 19 MiB: a flood waits in line instead of filling the memory.
static PLACES: Semaphore = Semaphore::const_new(4);

/// A password as it is stored, in PHC form. Accounts are made with it and not with the password, so that
/// nobody hashes while the one writer waits.
#[derive(Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct HashedPassword(String);

/// The password cannot be hashed: longer than 1,024 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the password is too long")]
pub struct UnusablePassword;

impl HashedPassword {
    /// Hashes a password on a thread of its own.
    pub(crate) async fn of(password: String, entropy: Arc<dyn Entropy>) -> Result<Self, UnusablePassword> {
        if password.len() > LONGEST {
            return Err(UnusablePassword);
        }
        let _place = PLACES.acquire().await.map_err(|_| UnusablePassword)?;
        let work = move || {
            let salt: [u8; 16] = entropy.bytes();
            let salt = SaltString::encode_b64(&salt)?;
            Argon2::default().hash_password(password.as_bytes(), &salt).map(|hash| Self(hash.to_string()))
        };
        match tokio::task::spawn_blocking(work).await {
            Ok(Ok(hash)) => Ok(hash),
            Ok(Err(_)) | Err(_) => Err(UnusablePassword),
        }
    }

    /// As the secret of a factor.
    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.0.into_bytes()
    }
}

/// Compares on a thread of its own, with equal work whether there is a hash to compare with or not: an
/// unknown account must not answer faster than a wrong password.
pub(crate) async fn verify(password: String, stored: Option<Vec<u8>>) -> bool {
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
