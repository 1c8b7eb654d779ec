//! OAuth error responses (RFC 6749 section 5.2 and its extensions).

use std::fmt;

use serde::{Deserialize, Serialize};

/// The registered error codes that this product sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each variant is the registered code of the same name")]
pub enum OAuthErrorCode {
    AccessDenied,
    ConsentRequired,
    /// Ours: the browser did not show the key of the session's device.
    DeviceKeyRequired,
    InsufficientScope,
    InsufficientUserAuthentication,
    InteractionRequired,
    InvalidAuthorizationDetails,
    InvalidClient,
    InvalidGrant,
    InvalidGrantId,
    InvalidRequest,
    InvalidScope,
    InvalidTarget,
    InvalidToken,
    LoginRequired,
    RegistrationNotSupported,
    RequestNotSupported,
    RequestUriNotSupported,
    /// Ours: a rule has taken what is asked for, and a step-up does not give it back.
    ScopeHeld,
    ServerError,
    TemporarilyUnavailable,
    UnauthorizedClient,
    UnmetAuthenticationRequirements,
    UnsupportedGrantType,
    UnsupportedResponseType,
    UnsupportedTokenType,
}

impl OAuthErrorCode {
    /// The code as it stands on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AccessDenied => "access_denied",
            Self::ConsentRequired => "consent_required",
            Self::DeviceKeyRequired => "device_key_required",
            Self::InsufficientScope => "insufficient_scope",
            Self::InsufficientUserAuthentication => "insufficient_user_authentication",
            Self::InteractionRequired => "interaction_required",
            Self::InvalidAuthorizationDetails => "invalid_authorization_details",
            Self::InvalidClient => "invalid_client",
            Self::InvalidGrant => "invalid_grant",
            Self::InvalidGrantId => "invalid_grant_id",
            Self::InvalidRequest => "invalid_request",
            Self::InvalidScope => "invalid_scope",
            Self::InvalidTarget => "invalid_target",
            Self::InvalidToken => "invalid_token",
            Self::LoginRequired => "login_required",
            Self::RegistrationNotSupported => "registration_not_supported",
            Self::RequestNotSupported => "request_not_supported",
            Self::RequestUriNotSupported => "request_uri_not_supported",
            Self::ScopeHeld => "scope_held",
            Self::ServerError => "server_error",
            Self::TemporarilyUnavailable => "temporarily_unavailable",
            Self::UnauthorizedClient => "unauthorized_client",
            Self::UnmetAuthenticationRequirements => "unmet_authentication_requirements",
            Self::UnsupportedGrantType => "unsupported_grant_type",
            Self::UnsupportedResponseType => "unsupported_response_type",
            Self::UnsupportedTokenType => "unsupported_token_type",
        }
    }
}

impl fmt::Display for OAuthErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Body of an OAuth error response.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{error}: {}", error_description.as_deref().unwrap_or("no description"))]
pub struct OAuthError {
    /// The code.
    pub error: OAuthErrorCode,
    /// For the developer of the client, never for the person.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub error_description: Option<String>,
}

impl OAuthError {
    /// An error with a description, whose characters are limited to what RFC 6749 section 5.2 allows
    /// (`%x20-21 / %x23-5B / %x5D-7E`); anything else becomes a question mark.
    #[must_use]
    pub fn new(error: OAuthErrorCode, description: impl AsRef<str>) -> Self {
        Self { error, error_description: Some(header_safe(description.as_ref())) }
    }
}

/// Replaces what may not stand in an `error_description` or in a quoted header value.
#[must_use]
pub fn header_safe(text: &str) -> String {
    text.chars().map(|c| if matches!(c, ' '..='!' | '#'..='[' | ']'..='~') { c } else { '?' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn description_keeps_to_the_grammar() {
        let error = OAuthError::new(OAuthErrorCode::InvalidRequest, "a \"quote\"\nand ü");
        assert_eq!(error.error_description.as_deref(), Some("a ?quote??and ?"));
    }
}
