//! What the account and admin APIs answer when they cannot do what was asked.

use axum::response::{IntoResponse, Response};
use http::header::{RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderValue, StatusCode};
use leasehold_http_kit::{ProblemResponse, problem};
use leasehold_oauth_types::Problem;
use leasehold_storage::StorageError;

use crate::leases::evaluate::EvaluationError;

/// Seconds after which it is worth asking again.
const AGAIN_AFTER: u64 = 5;

/// A problem for the caller; what went wrong inside is logged here, once, and never told.
#[derive(Debug)]
pub(crate) enum ApiFailure {
    Refused(Box<Problem>),
    /// Something has to be proved first: with the value of `WWW-Authenticate` (RFC 9470 section 3).
    Challenged(Box<Problem>, String),
    /// Asked for too often; again after so many seconds.
    TooMany(u64),
    Unavailable,
}

impl ApiFailure {
    /// Nobody known, or no longer signed in.
    pub(crate) fn unauthorized() -> Self {
        ProblemResponse::new(StatusCode::UNAUTHORIZED).into()
    }

    /// Not there, or another person's: nobody learns which.
    pub(crate) fn not_found() -> Self {
        ProblemResponse::new(StatusCode::NOT_FOUND).into()
    }

    /// Known, and not allowed.
    pub(crate) fn forbidden(detail: &str) -> Self {
        ProblemResponse::with_detail(StatusCode::FORBIDDEN, detail).into()
    }

    /// Asked for what cannot be.
    pub(crate) fn invalid(detail: &str) -> Self {
        ProblemResponse::with_detail(StatusCode::BAD_REQUEST, detail).into()
    }
}

impl IntoResponse for ApiFailure {
    fn into_response(self) -> Response {
        match self {
            Self::Challenged(problem, challenge) => {
                let mut response = ProblemResponse(*problem).into_response();
                if let Ok(value) = HeaderValue::from_str(&challenge) {
                    response.headers_mut().insert(WWW_AUTHENTICATE, value);
                }
                response
            }
            Self::TooMany(seconds) => {
                let mut response = ProblemResponse::new(StatusCode::TOO_MANY_REQUESTS).into_response();
                response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
                response
            }
            Self::Unavailable => problem::unavailable(AGAIN_AFTER),
            Self::Refused(problem) => {
                let challenges = problem.status == StatusCode::UNAUTHORIZED.as_u16();
                let mut response = ProblemResponse(*problem).into_response();
                if challenges {
                    // RFC 6750 section 3.
                    let challenge = HeaderValue::from_static("Bearer error=\"invalid_token\"");
                    response.headers_mut().insert(WWW_AUTHENTICATE, challenge);
                }
                response
            }
        }
    }
}

impl From<ProblemResponse> for ApiFailure {
    fn from(ProblemResponse(problem): ProblemResponse) -> Self {
        Self::Refused(Box::new(problem))
    }
}

impl From<StorageError> for ApiFailure {
    fn from(error: StorageError) -> Self {
        tracing::error!(error = &error as &dyn std::error::Error, "storage failed");
        Self::Unavailable
    }
}

impl From<EvaluationError> for ApiFailure {
    fn from(error: EvaluationError) -> Self {
        tracing::error!(error = &error as &dyn std::error::Error, "a grant could not be weighed");
        Self::Unavailable
    }
}
