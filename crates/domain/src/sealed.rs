//! Authenticated encryption at rest, with a key that never lies in the database.

use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac as _};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::Entropy;

/// A 256-bit key from which everything that must be hidden at rest derives its own key by purpose.
#[derive(Clone)]
pub struct MasterKey(Zeroizing<[u8; 32]>);

/// The text was not sealed with this key for this purpose and row, or was altered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the sealed data cannot be opened")]
pub struct OpenError;

impl MasterKey {
    /// Takes the bytes of the key file.
    #[must_use]
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// A sealer for one purpose, such as `totp-secret`.
    #[must_use]
    pub fn sealer(&self, purpose: &'static str) -> Sealer {
        Sealer(XChaCha20Poly1305::new(&self.derive(purpose).into()))
    }

    /// A keyed hash (HMAC-SHA-256) for one purpose: CSRF tokens, context ids, log commitments.
    #[must_use]
    pub fn keyed_hash(&self, purpose: &'static str, data: &[u8]) -> [u8; 32] {
        hmac(&self.derive(purpose), data)
    }

    fn derive(&self, purpose: &'static str) -> [u8; 32] {
        hmac(&self.0, purpose.as_bytes())
    }
}

impl std::fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MasterKey(…)")
    }
}

/// Seals and opens for one purpose.
#[derive(Clone)]
pub struct Sealer(XChaCha20Poly1305);

impl Sealer {
    /// Encrypts; `bound_to` names the row, so that a sealed value cannot be moved to another.
    #[must_use]
    pub fn seal(&self, plain: &[u8], bound_to: &str, entropy: &dyn Entropy) -> Vec<u8> {
        let nonce: [u8; 24] = entropy.bytes();
        let payload = Payload { msg: plain, aad: bound_to.as_bytes() };
        let sealed = self.0.encrypt(XNonce::from_slice(&nonce), payload).unwrap_or_default();
        [nonce.as_slice(), &sealed].concat()
    }

    /// Decrypts what [`Self::seal`] gave for the same row.
    ///
    /// # Errors
    ///
    /// [`OpenError`] if key, purpose, row or content differ.
    pub fn open(&self, sealed: &[u8], bound_to: &str) -> Result<Zeroizing<Vec<u8>>, OpenError> {
        let (nonce, body) = sealed.split_at_checked(24).ok_or(OpenError)?;
        let payload = Payload { msg: body, aad: bound_to.as_bytes() };
        self.0.decrypt(XNonce::from_slice(nonce), payload).map(Zeroizing::new).map_err(|_| OpenError)
    }
}

impl std::fmt::Debug for Sealer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sealer(…)")
    }
}

fn hmac(key: &[u8; 32], data: &[u8]) -> [u8; 32] {
    // HMAC takes keys of any length, so the error case of `new_from_slice` cannot occur.
    let Ok(mut mac) = <Hmac<Sha256> as hmac::Mac>::new_from_slice(key) else { return [0; 32] };
    mac.update(data);
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SeededEntropy;

    #[test]
    fn opens_only_for_the_same_purpose_and_row() {
        let key = MasterKey::new([7; 32]);
        let sealed = key.sealer("a").seal(b"secret", "row 1", &SeededEntropy::new(1));
        assert_eq!(key.sealer("a").open(&sealed, "row 1").as_deref(), Ok(&b"secret".to_vec()));
        assert!(key.sealer("a").open(&sealed, "row 2").is_err());
        assert!(key.sealer("b").open(&sealed, "row 1").is_err());
        assert!(key.sealer("a").open(b"short", "row 1").is_err());
    }
}
