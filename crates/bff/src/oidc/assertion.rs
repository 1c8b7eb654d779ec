//! JWTs that this client signs: client assertions (RFC 7523) and context assertions.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, Header};
use leasehold_domain::Time;
use leasehold_oauth_types::introspection::ContextAssertion;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::{Oidc, OidcError};
use crate::BrowserContext;

/// Both kinds live that long, in seconds.
const LIFETIME: i64 = ContextAssertion::LIFETIME;

#[derive(Serialize)]
struct ClientAssertion<'a> {
    iss: &'a str,
    sub: &'a str,
    aud: &'a str,
    jti: String,
    iat: i64,
    exp: i64,
}

impl Oidc {
    /// Proves to the authorization server who asks. The issuer is its only audience (RFC 7523bis).
    pub(super) fn client_assertion(&self) -> Result<String, OidcError> {
        let now = self.clock.now().timestamp();
        let jti: [u8; 16] = self.entropy.bytes();
        let claims = ClientAssertion {
            iss: &self.client_id,
            sub: &self.client_id,
            aud: &self.issuer,
            jti: BASE64_URL_SAFE_NO_PAD.encode(jti),
            iat: now,
            exp: now + LIFETIME,
        };
        self.sign("JWT", &claims)
    }

    /// Says from where a request of the browser came, and when it last proved its key, for this access token only (design section 7,
    /// "Address").
    pub(crate) fn context_assertion(
        &self,
        access_token: &str,
        client: &BrowserContext,
        key_at: Option<Time>,
    ) -> Result<String, OidcError> {
        let now = self.clock.now().timestamp();
        self.assertions.get_or(access_token, client, key_at, now, || {
            let claims = ContextAssertion {
                device_key_at: key_at.map(|at| at.timestamp()),
                iss: self.client_id.clone(),
                aud: self.issuer.clone(),
                iat: now,
                exp: now + LIFETIME,
                ath: BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(access_token)),
                client_ip: client.ip.to_string(),
                user_agent: client.user_agent.clone(),
            };
            self.sign(ContextAssertion::TYP, &claims)
        })
    }

    fn sign(&self, typ: &str, claims: &impl Serialize) -> Result<String, OidcError> {
        let header = Header {
            typ: Some(typ.to_owned()),
            kid: Some(self.key.kid.clone()),
            ..Header::new(Algorithm::ES256)
        };
        jsonwebtoken::encode(&header, claims, &self.key.key).map_err(|_| OidcError::Unacceptable)
    }
}
