//! Assertions that clients sign: `private_key_jwt` (RFC 7523) and context assertions.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::{Jwk, JwkSet};
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde::de::DeserializeOwned;

/// The assertion is not signed by that client, or not of that kind. It never says which.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the assertion is not valid")]
pub struct InvalidAssertion;

/// What a client has signed.
#[derive(Clone, Debug)]
pub struct Verified<C> {
    /// What it says.
    pub claims: C,
    /// The key that it was signed with, out of those of the client.
    pub key: Jwk,
}

/// Checks the signature with one of the client's keys and gives the claims. Times, issuer and audience are
/// for the caller, by the injected clock; `jsonwebtoken` would read its own (checklist RS-4).
///
/// # Errors
///
/// [`InvalidAssertion`] if none of the keys has signed it, or if it is of another kind.
pub fn verify<C: DeserializeOwned>(
    token: &str,
    jwks: &serde_json::Value,
    typ: Option<&str>,
) -> Result<Verified<C>, InvalidAssertion> {
    let header = jsonwebtoken::decode_header(token).map_err(|_| InvalidAssertion)?;
    // `typ` is what keeps one kind of signed object from passing for another (RFC 8725 section 3.11).
    let right_type = match typ {
        Some(typ) => header.typ.as_deref().is_some_and(|found| found.eq_ignore_ascii_case(typ)),
        None => header.typ.as_deref().is_none_or(|found| found.eq_ignore_ascii_case("JWT")),
    };
    if header.alg != Algorithm::ES256 || !right_type {
        return Err(InvalidAssertion);
    }
    let keys: JwkSet = serde_json::from_value(jwks.clone()).map_err(|_| InvalidAssertion)?;
    let mut validation = Validation::new(Algorithm::ES256);
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    validation.validate_aud = false;
    candidates(&keys, header.kid.as_deref())
        .find_map(|jwk| {
            let key = DecodingKey::from_jwk(jwk).ok()?;
            let claims = jsonwebtoken::decode::<C>(token, &key, &validation).ok()?.claims;
            Some(Verified { claims, key: jwk.clone() })
        })
        .ok_or(InvalidAssertion)
}

/// What an assertion says, whoever may have signed it: to find out whose signature it has to have.
#[must_use]
pub fn unverified<C: DeserializeOwned>(token: &str) -> Option<C> {
    let payload = token.split('.').nth(1)?;
    serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(payload).ok()?).ok()
}

fn candidates<'a>(keys: &'a JwkSet, kid: Option<&'a str>) -> impl Iterator<Item = &'a Jwk> {
    keys.keys.iter().filter(move |jwk| kid.is_none() || jwk.common.key_id.as_deref() == kid)
}
