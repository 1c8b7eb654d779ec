//! The server's view of a device key.

use std::fmt;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use p256::ecdsa::signature::Verifier as _;
use p256::ecdsa::{Signature, VerifyingKey};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use super::Statement;

/// Bytes of a coordinate.
const COORDINATE: usize = 32;
/// Bytes of an uncompressed point (SEC 1 section 2.3.3).
const POINT: usize = 1 + 2 * COORDINATE;

/// A public key on P-256.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DevicePublicKey {
    key: VerifyingKey,
    point: [u8; POINT],
}

/// The members of a JSON Web Key that we read (RFC 7517, RFC 7518 section 6.2); others are ignored.
#[derive(Clone, Debug, Deserialize)]
pub struct Jwk {
    kty: String,
    crv: String,
    x: String,
    y: String,
    /// Present only in a private key, which has no business here.
    d: Option<serde::de::IgnoredAny>,
}

/// Not a public key on P-256.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a P-256 public key")]
pub struct InvalidKey;

/// The signature is not this key's, or not over this statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the signature does not match")]
pub struct BadSignature;

/// SHA-256 thumbprint of a key (RFC 7638).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Thumbprint([u8; 32]);

impl DevicePublicKey {
    /// Takes an uncompressed point, WebCrypto's `raw` format and the form to store.
    ///
    /// # Errors
    ///
    /// [`InvalidKey`] unless it is such a point, and on the curve.
    pub fn from_point(bytes: &[u8]) -> Result<Self, InvalidKey> {
        let point: [u8; POINT] = bytes.try_into().map_err(|_| InvalidKey)?;
        // Also refuses the forms of other lengths that SEC 1 knows, by their first byte.
        let key = VerifyingKey::from_sec1_bytes(&point).map_err(|_| InvalidKey)?;
        Ok(Self { key, point })
    }

    /// Takes a JSON Web Key, WebCrypto's `jwk` format.
    ///
    /// # Errors
    ///
    /// [`InvalidKey`] unless it is a public key on P-256.
    pub fn from_jwk(jwk: &Jwk) -> Result<Self, InvalidKey> {
        if jwk.kty != "EC" || jwk.crv != "P-256" || jwk.d.is_some() {
            return Err(InvalidKey);
        }
        let mut point = [4; POINT];
        for (coordinate, place) in [&jwk.x, &jwk.y].into_iter().zip(point[1..].chunks_exact_mut(COORDINATE)) {
            // All octets, leading zeros too (RFC 7518 section 6.2.1.2).
            match BASE64_URL_SAFE_NO_PAD.decode_slice(coordinate, place) {
                Ok(COORDINATE) => {}
                _ => return Err(InvalidKey),
            }
        }
        Self::from_point(&point)
    }

    /// The uncompressed point, to be stored.
    #[must_use]
    pub const fn as_point(&self) -> &[u8; POINT] {
        &self.point
    }

    /// The required members in the order of their names, without blanks, hashed (RFC 7638 section 3).
    #[must_use]
    pub fn thumbprint(&self) -> Thumbprint {
        let (x, y) = self.point[1..].split_at(COORDINATE);
        let encode = |coordinate| BASE64_URL_SAFE_NO_PAD.encode(coordinate);
        let json = format!(r#"{{"crv":"P-256","kty":"EC","x":"{}","y":"{}"}}"#, encode(x), encode(y));
        Thumbprint(Sha256::digest(json).into())
    }

    /// Checks a signature as WebCrypto makes it: r and s, 32 bytes each. Both forms of s count, because
    /// WebCrypto does not prefer one; a signature is never used as an identifier.
    ///
    /// # Errors
    ///
    /// [`BadSignature`] for any other.
    pub fn verify(&self, statement: &Statement, signature: &[u8]) -> Result<(), BadSignature> {
        let signature = Signature::from_slice(signature).map_err(|_| BadSignature)?;
        self.key.verify(statement.as_bytes(), &signature).map_err(|_| BadSignature)
    }
}

impl Thumbprint {
    /// Takes a stored thumbprint.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The thumbprint, to be stored.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// Base64url without padding, as in `jkt` (RFC 7800, RFC 9449).
impl fmt::Display for Thumbprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&BASE64_URL_SAFE_NO_PAD.encode(self.0))
    }
}
