//! The keys that sign ID tokens, and the key set that is published.

use jsonwebtoken::jwk::{Jwk, JwkSet, PublicKeyUse};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

/// A key cannot be read, or cannot sign.
#[derive(Debug, thiserror::Error)]
#[error("signing key: {0}")]
pub struct KeyError(#[from] jsonwebtoken::errors::Error);

/// RS256 key for ID tokens; every OpenID client understands it (OpenID Connect Core section 15.1).
#[derive(Clone)]
pub struct SigningKey {
    kid: String,
    key: EncodingKey,
    jwk: Jwk,
}

impl SigningKey {
    /// Reads an RSA key in PKCS #8 PEM form.
    ///
    /// # Errors
    ///
    /// If the text is no such key.
    pub fn from_rsa_pem(pem: &str) -> Result<Self, KeyError> {
        let key = EncodingKey::from_rsa_pem(pem.as_bytes())?;
        let mut jwk = Jwk::from_encoding_key(&key, Algorithm::RS256)?;
        let kid = kid(&jwk);
        jwk.common.key_id = Some(kid.clone());
        jwk.common.public_key_use = Some(PublicKeyUse::Signature);
        Ok(Self { kid, key, jwk })
    }

    /// Signs claims as a JWT.
    ///
    /// # Errors
    ///
    /// If the claims are no JSON object or the key cannot sign.
    pub fn sign<C: Serialize>(&self, claims: &C) -> Result<String, KeyError> {
        let header = Header { kid: Some(self.kid.clone()), ..Header::new(Algorithm::RS256) };
        Ok(jsonwebtoken::encode(&header, claims, &self.key)?)
    }

    /// The public half, as published.
    #[must_use]
    pub fn jwks(&self) -> JwkSet {
        JwkSet { keys: vec![self.jwk.clone()] }
    }

    pub(crate) fn jwk(&self) -> &Jwk {
        &self.jwk
    }
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SigningKey").field("kid", &self.kid).finish_non_exhaustive()
    }
}

/// A short digest of the public key: the same key has the same id after a restart.
fn kid(jwk: &Jwk) -> String {
    let text = serde_json::to_string(&jwk.algorithm).unwrap_or_default();
    Sha256::digest(text).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
