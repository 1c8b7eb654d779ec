//! What an endpoint answers when it cannot do what was asked.

use axum::response::{IntoResponse, Response};
use http::HeaderValue;
use http::header::RETRY_AFTER;
use leasehold_factors::opaque::PinError;
use leasehold_http_kit::OAuthErrorResponse;
use leasehold_oauth_types::{OAuthError, OAuthErrorCode};
use leasehold_storage::StorageError;

use crate::keys::KeyError;
use crate::leases::evaluate::EvaluationError;
use crate::passkeys::PasskeyError;

/// An OAuth error for the caller; what went wrong inside is logged here, once, and never told.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) error: OAuthErrorResponse,
    /// When it is worth trying again.
    pub(crate) retry_after_s: Option<u64>,
}

impl Failure {
    pub(crate) fn new(code: OAuthErrorCode, description: &str) -> Self {
        OAuthErrorResponse::new(code, description).into()
    }

    pub(crate) fn invalid_request(description: &str) -> Self {
        Self::new(OAuthErrorCode::InvalidRequest, description)
    }

    /// One text for every way a grant can be unusable, so that nothing is confirmed to a guesser.
    pub(crate) fn invalid_grant() -> Self {
        Self::new(OAuthErrorCode::InvalidGrant, "the grant is not valid")
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = self.error.into_response();
        if let Some(seconds) = self.retry_after_s {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl From<OAuthErrorResponse> for Failure {
    fn from(error: OAuthErrorResponse) -> Self {
        let unavailable = error.error.error == OAuthErrorCode::TemporarilyUnavailable;
        Self { error, retry_after_s: unavailable.then_some(5) }
    }
}

impl From<OAuthError> for Failure {
    fn from(error: OAuthError) -> Self {
        OAuthErrorResponse::from(error).into()
    }
}

impl From<StorageError> for Failure {
    fn from(error: StorageError) -> Self {
        tracing::error!(error = &error as &dyn std::error::Error, "storage failed");
        Self::new(OAuthErrorCode::TemporarilyUnavailable, "try again later")
    }
}

impl From<EvaluationError> for Failure {
    fn from(error: EvaluationError) -> Self {
        tracing::error!(error = &error as &dyn std::error::Error, "a grant could not be weighed");
        Self::new(OAuthErrorCode::TemporarilyUnavailable, "try again later")
    }
}

impl From<PasskeyError> for Failure {
    fn from(error: PasskeyError) -> Self {
        tracing::error!(error = &error as &dyn std::error::Error, "a passkey cannot be asked for");
        Self::new(OAuthErrorCode::ServerError, "passkeys are not available")
    }
}

impl From<PinError> for Failure {
    fn from(error: PinError) -> Self {
        tracing::error!(error = &error as &dyn std::error::Error, "a PIN cannot be asked for");
        Self::new(OAuthErrorCode::ServerError, "PINs are not available")
    }
}

impl From<KeyError> for Failure {
    fn from(error: KeyError) -> Self {
        tracing::error!(error = &error as &dyn std::error::Error, "signing failed");
        Self::new(OAuthErrorCode::ServerError, "the server cannot sign")
    }
}
