//! `WWW-Authenticate` challenges (RFC 6750 section 3, RFC 9470 section 3).

use crate::error::header_safe;
use crate::{OAuthErrorCode, ScopeSet};

/// A bearer challenge, to be written into or read from the header.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Challenge {
    /// Absent when the request carried no token at all (OAuth 2.1 "resource requests").
    pub error: Option<OAuthErrorCode>,
    /// For the developer.
    pub error_description: Option<String>,
    /// Scopes that the request needs.
    pub scope: Option<ScopeSet>,
    /// Classes that are good enough, the preferred one first.
    pub acr_values: Option<String>,
    /// How old the proof may be, in seconds.
    pub max_age: Option<u64>,
}

impl Challenge {
    /// The header value, with `realm` first.
    #[must_use]
    pub fn to_header(&self, realm: &str) -> String {
        let mut value = format!("Bearer realm=\"{}\"", header_safe(realm));
        let mut push = |name: &str, text: &str| {
            value.push_str(&format!(", {name}=\"{}\"", header_safe(text)));
        };
        if let Some(error) = self.error {
            push("error", error.as_str());
        }
        if let Some(description) = &self.error_description {
            push("error_description", description);
        }
        if let Some(scope) = &self.scope {
            push("scope", &scope.to_string());
        }
        if let Some(acr_values) = &self.acr_values {
            push("acr_values", acr_values);
        }
        if let Some(max_age) = self.max_age {
            push("max_age", &max_age.to_string());
        }
        value
    }

    /// Reads a bearer challenge as [`Self::to_header`] writes it; `None` for any other scheme.
    #[must_use]
    pub fn parse(header: &str) -> Option<Self> {
        let mut rest = header.strip_prefix("Bearer ")?;
        let mut challenge = Self::default();
        while let Some((name, after)) = rest.split_once("=\"") {
            let (value, tail) = after.split_once('"')?;
            match name.trim_start_matches([',', ' ']) {
                "error" => challenge.error = serde_json::from_value(value.into()).ok(),
                "error_description" => challenge.error_description = Some(value.to_owned()),
                "scope" => challenge.scope = value.parse().ok(),
                "acr_values" => challenge.acr_values = Some(value.to_owned()),
                "max_age" => challenge.max_age = value.parse().ok(),
                _ => {}
            }
            rest = tail;
        }
        Some(challenge)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_up_challenge_round_trips() {
        let challenge = Challenge {
            error: Some(OAuthErrorCode::InsufficientUserAuthentication),
            error_description: Some("A stronger sign-in is required".into()),
            scope: "payments.write".parse().ok(),
            acr_values: Some("urn:leasehold:acr:aal2 phr".into()),
            max_age: Some(300),
        };
        assert_eq!(Challenge::parse(&challenge.to_header("bank")), Some(challenge));
    }

    #[test]
    fn no_token_means_no_error_code() {
        assert_eq!(Challenge::default().to_header("bank"), "Bearer realm=\"bank\"");
    }
}
