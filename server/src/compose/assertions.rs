use std::sync::Arc;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use leasehold_domain::{Clock, Entropy};
use leasehold_guard::ClientAssertions;
use serde::Serialize;

use crate::keys::{KeyFileError, OwnKey};

/// How long an assertion is good for, in seconds: it is made for one request.
const LIFETIME: i64 = 30;

/// Signs for one of our own resource servers (`private_key_jwt`, RFC 7523 section 3).
pub(crate) struct OwnAssertions {
    id: String,
    issuer: String,
    header: Header,
    key: EncodingKey,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
}

#[derive(Serialize)]
struct Claims<'a> {
    iss: &'a str,
    sub: &'a str,
    aud: &'a str,
    iat: i64,
    exp: i64,
    jti: String,
}

impl OwnAssertions {
    pub(crate) fn new(
        id: &str,
        issuer: &str,
        key: &OwnKey,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Self, KeyFileError> {
        let header = Header { kid: Some(key.kid().to_owned()), ..Header::new(Algorithm::ES256) };
        let key = EncodingKey::from_ec_pem(key.pem().as_bytes()).map_err(|_| KeyFileError::Generation)?;
        Ok(Self { id: id.to_owned(), issuer: issuer.to_owned(), header, key, clock, entropy })
    }
}

impl ClientAssertions for OwnAssertions {
    fn sign(&self) -> Option<String> {
        let now = self.clock.now().timestamp();
        let claims = Claims {
            iss: &self.id,
            sub: &self.id,
            aud: &self.issuer,
            iat: now,
            exp: now + LIFETIME,
            jti: BASE64_URL_SAFE_NO_PAD.encode(self.entropy.bytes::<16>()),
        };
        jsonwebtoken::encode(&self.header, &claims, &self.key).ok()
    }
}
