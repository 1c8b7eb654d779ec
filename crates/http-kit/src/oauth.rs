//! OAuth error responses (RFC 6749 section 5.2), which keep their own shape (checklist PD-2).

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, PRAGMA, WWW_AUTHENTICATE, X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderValue, StatusCode};
use leasehold_oauth_types::{OAuthError, OAuthErrorCode};

use crate::problem::DATA_CSP;

/// An OAuth error with its status.
#[derive(Clone, Debug)]
pub struct OAuthErrorResponse {
    /// The HTTP status.
    pub status: StatusCode,
    /// The body.
    pub error: OAuthError,
    /// Value of `WWW-Authenticate`, for a 401 whose caller used the `Authorization` header.
    pub www_authenticate: Option<String>,
}

impl OAuthErrorResponse {
    /// An error whose status follows from its code (RFC 6749 section 5.2, RFC 6750 section 3.1).
    #[must_use]
    pub fn new(code: OAuthErrorCode, description: impl AsRef<str>) -> Self {
        OAuthError::new(code, description).into()
    }

    /// The same error with another status.
    #[must_use]
    pub const fn with_status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// The same error with a challenge.
    #[must_use]
    pub fn with_challenge(mut self, value: impl Into<String>) -> Self {
        self.www_authenticate = Some(value.into());
        self
    }
}

impl From<OAuthError> for OAuthErrorResponse {
    fn from(error: OAuthError) -> Self {
        use OAuthErrorCode as Code;
        let status = match error.error {
            Code::InvalidClient | Code::InvalidToken | Code::InsufficientUserAuthentication => {
                StatusCode::UNAUTHORIZED
            }
            Code::InsufficientScope => StatusCode::FORBIDDEN,
            Code::ServerError => StatusCode::INTERNAL_SERVER_ERROR,
            Code::TemporarilyUnavailable => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::BAD_REQUEST,
        };
        Self { status, error, www_authenticate: None }
    }
}

impl IntoResponse for OAuthErrorResponse {
    fn into_response(self) -> Response {
        let mut response = (self.status, Json(self.error)).into_response();
        let headers = response.headers_mut();
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(PRAGMA, HeaderValue::from_static("no-cache"));
        headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(DATA_CSP));
        if let Some(value) = self.www_authenticate.and_then(|value| HeaderValue::from_str(&value).ok()) {
            headers.insert(WWW_AUTHENTICATE, value);
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn status_follows_the_code() {
        let status = |code| OAuthErrorResponse::new(code, "x").into_response().status().as_u16();
        assert_eq!(status(OAuthErrorCode::InvalidGrant), 400);
        assert_eq!(status(OAuthErrorCode::InvalidClient), 401);
        assert_eq!(status(OAuthErrorCode::TemporarilyUnavailable), 503);
    }

    #[test]
    fn a_challenge_that_is_no_header_is_left_out() {
        let error = OAuthErrorResponse::new(OAuthErrorCode::InvalidClient, "x").with_challenge("a\r\nb: c");
        assert!(error.into_response().headers().get(WWW_AUTHENTICATE).is_none());
    }
}
