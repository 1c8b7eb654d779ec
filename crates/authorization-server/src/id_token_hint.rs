//! `id_token_hint`: an ID token of ours that a client hands back (OpenID Connect Core section 3.1.2.1, and
//! RP-Initiated Logout section 2).

use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde::Deserialize;

use crate::AuthorizationServer;

/// What an ID token of ours says.
#[derive(Deserialize)]
pub(crate) struct IdTokenHint {
    iss: String,
    /// The client it was issued to.
    pub(crate) aud: String,
    /// The person.
    pub(crate) sub: String,
    /// The session.
    pub(crate) sid: String,
}

/// Checks signature and issuer. It may be long past its end: it is a hint, and proves nothing about whoever
/// brings it.
pub(crate) fn verify(server: &AuthorizationServer, text: &str) -> Option<IdTokenHint> {
    let header = jsonwebtoken::decode_header(text).ok()?;
    // Nothing else that a key of ours may sign passes for an ID token (RFC 8725 section 3.11).
    if header.typ.is_some_and(|typ| !typ.eq_ignore_ascii_case("JWT")) {
        return None;
    }
    let mut validation = Validation::new(Algorithm::RS256);
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    validation.validate_aud = false;
    let key = DecodingKey::from_jwk(server.signing_key.jwk()).ok()?;
    let hint = jsonwebtoken::decode::<IdTokenHint>(text, &key, &validation).ok()?.claims;
    (hint.iss == server.config.issuer).then_some(hint)
}
