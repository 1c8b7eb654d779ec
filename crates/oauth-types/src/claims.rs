//! The `claims` parameter (OpenID Connect Core section 5.5), as far as it says who has to answer and how.

use serde::Deserialize;
use serde_json::Value;

use crate::{OAuthError, OAuthErrorCode};

/// What a request wants to be true of the ID token. All other claims are ignored, as section 5.5.1 allows;
/// names and such come from userinfo by scope.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct ClaimsRequest {
    /// Wishes for the ID token.
    #[serde(default)]
    id_token: Option<IdTokenClaims>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
struct IdTokenClaims {
    acr: Option<Wish>,
    sub: Option<Wish>,
    auth_time: Option<Essential>,
    max_age: Option<u64>,
}

/// A wish for a claim whose value is text; `null` asks for it without saying more.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
struct Wish {
    essential: bool,
    value: Option<String>,
    values: Option<Vec<String>>,
}

/// A wish for a claim of which nothing but its presence can be asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
struct Essential {
    essential: bool,
}

impl ClaimsRequest {
    /// Reads the parameter.
    ///
    /// # Errors
    ///
    /// `invalid_request` when it is no JSON object, or a claim that we know is asked for in another form than
    /// section 5.5.1 describes.
    pub fn parse(json: &str) -> Result<Self, OAuthError> {
        let malformed = || OAuthError::new(OAuthErrorCode::InvalidRequest, "claims is not well-formed");
        let value: Value = serde_json::from_str(json).map_err(|_| malformed())?;
        // `serde` would also take an array with the members in their order.
        let claims = ["/id_token", "/id_token/acr", "/id_token/sub", "/id_token/auth_time"];
        let objects = claims
            .into_iter()
            .filter_map(|claim| value.pointer(claim))
            .all(|claim| claim.is_object() || claim.is_null());
        if !value.is_object() || !objects {
            return Err(malformed());
        }
        serde_json::from_value(value).map_err(|_| malformed())
    }

    /// The values of an essential `acr`, one of which the ID token has to carry (section 5.5.1.1); `None`
    /// when none is essential. A voluntary one is no condition: the ID token says what was reached.
    #[must_use]
    pub fn essential_acr(&self) -> Option<Vec<&str>> {
        let wish = self.id_token.as_ref()?.acr.as_ref().filter(|wish| wish.essential)?;
        let values: Vec<&str> =
            wish.value.iter().chain(wish.values.iter().flatten()).map(String::as_str).collect();
        (!values.is_empty()).then_some(values)
    }

    /// The only person who may answer (section 5.5.1, `sub`), essential or not.
    #[must_use]
    pub fn subject(&self) -> Option<&str> {
        self.id_token.as_ref()?.sub.as_ref()?.value.as_deref()
    }

    /// `auth_time` is in every ID token of ours; this only tells whether the client insists on it.
    #[must_use]
    pub fn wants_auth_time(&self) -> bool {
        let auth_time = self.id_token.as_ref().and_then(|claims| claims.auth_time.as_ref());
        auth_time.is_some_and(|auth_time| auth_time.essential)
    }

    /// How old the authentication may be. Clients of early drafts say it here instead of in the parameter of
    /// the same name.
    #[must_use]
    pub fn max_age(&self) -> Option<u64> {
        self.id_token.as_ref()?.max_age
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_is_known_and_skips_the_rest() {
        let json = r#"{"userinfo": {"email": null}, "more": 1, "id_token": {"auth_time": {"essential": true},
            "acr": {"essential": true, "values": ["phr", "x"]}, "sub": {"value": "usr_1"}, "name": {"x": 1}}}"#;
        let claims = ClaimsRequest::parse(json);
        assert!(claims.as_ref().is_ok_and(|claims| claims.essential_acr() == Some(vec!["phr", "x"])));
        assert!(claims.is_ok_and(|claims| claims.subject() == Some("usr_1") && claims.wants_auth_time()));
        let voluntary = ClaimsRequest::parse(r#"{"id_token": {"acr": {"value": "phr"}, "auth_time": null}}"#);
        assert!(voluntary.is_ok_and(|claims| claims.essential_acr().is_none()));
    }

    #[test]
    fn refuses_what_is_no_request_for_claims() {
        for bad in [
            "",
            "[]",
            "{",
            "null",
            r#"{"id_token": 1}"#,
            r#"{"id_token": []}"#,
            r#"{"id_token": {"acr": "phr"}}"#,
            r#"{"id_token": {"acr": {"values": "phr"}}}"#,
            r#"{"id_token": {"sub": {"value": 7}}}"#,
            r#"{"id_token": {"max_age": -1}}"#,
        ] {
            assert!(ClaimsRequest::parse(bad).is_err(), "{bad}");
        }
    }
}
