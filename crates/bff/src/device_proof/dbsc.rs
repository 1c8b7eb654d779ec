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

#[cfg(test)]
mod tests {
    use super::*;

    /// Proofs of both algorithms, made by another implementation (Web Crypto of Node.js) to the text of the draft.
    #[derive(Deserialize)]
    struct Golden {
        alg: String,
        jwk: Jwk,
        registration: String,
        registration_with_more: String,
        refresh: String,
        other_type: String,
    }

    #[test]
    fn golden_proofs_are_read() {
        let golden: Vec<Golden> = serde_json::from_str(include_str!("dbsc_golden.json")).unwrap();
        let algorithms: Vec<&str> = golden.iter().map(|golden| golden.alg.as_str()).collect();
        assert_eq!(algorithms, ["ES256", "RS256"]);
        for (golden, other) in golden.iter().zip(golden.iter().rev()) {
            for registration in [&golden.registration, &golden.registration_with_more] {
                let key = registered_key(registration).unwrap();
                assert_eq!(key.algorithm, golden.jwk.algorithm);
                assert_eq!(challenge(registration, &key).as_deref(), Some("challenge-of-the-offer"));
            }
            assert!(registered_key(&golden.refresh).is_none(), "a key comes in a registration only");
            let read = |jws: &str, key| challenge(jws, key);
            assert_eq!(read(&golden.refresh, &golden.jwk).as_deref(), Some("challenge-of-the-refresh"));
            assert_eq!(read(&golden.other_type, &golden.jwk), None);
            assert_eq!(read(&golden.refresh, &other.jwk), None, "another key");
            // One letter of the payload.
            let (header, rest) = golden.refresh.split_once('.').unwrap();
            let spoiled = format!("{header}.{}{}", if rest.starts_with('e') { 'f' } else { 'e' }, &rest[1..]);
            assert_eq!(read(&spoiled, &golden.jwk), None);
        }
    }
}
