//! The signed objects of Device Bound Session Credentials (checklist DB-2).

use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde::{Deserialize, Serialize};

/// A browser's own binding of the session.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Dbsc {
    pub(crate) id: String,
    pub(crate) key: Jwk,
}

#[derive(Deserialize)]
struct Claims {
    /// The challenge.
    jti: String,
}

/// Length of a proof that no honest browser reaches, in bytes.
const LONGEST: usize = 8 * 1024;

/// The key that a registration brings.
pub(crate) fn registered_key(jws: &str) -> Option<Jwk> {
    (jws.len() <= LONGEST).then(|| jsonwebtoken::decode_header(jws).ok()?.jwk).flatten()
}

/// The challenge that `key` signed.
pub(crate) fn challenge(jws: &str, key: &Jwk) -> Option<String> {
    if jws.len() > LONGEST {
        return None;
    }
    let header = jsonwebtoken::decode_header(jws).ok()?;
    let right_type = header.typ.as_deref().is_some_and(|typ| typ.eq_ignore_ascii_case("dbsc+jwt"));
    // Nothing with a shared secret: the key is public.
    if !right_type || !matches!(header.alg, Algorithm::ES256 | Algorithm::RS256) {
        return None;
    }
    let mut validation = Validation::new(header.alg);
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    validation.validate_aud = false;
    let key = DecodingKey::from_jwk(key).ok()?;
    Some(jsonwebtoken::decode::<Claims>(jws, &key, &validation).ok()?.claims.jti)
}
