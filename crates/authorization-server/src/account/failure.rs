//! What the account and admin APIs answer when they cannot do what was asked.

use axum::response::{IntoResponse, Response};
use http::header::WWW_AUTHENTICATE;
use http::{HeaderValue, StatusCode};
use leasehold_http_kit::{ProblemResponse, problem};
use leasehold_oauth_types::Problem;
use leasehold_storage::StorageError;

use crate::leases::evaluate::EvaluationError;

/// Seconds after which it is worth asking again.
const RETRY_AFTER: u64 = 5;

/// A problem for the caller; what went wrong inside is logged here, once, and never told.
#[derive(Debug)]
pub(crate) enum ApiFailure {
    Refused(Box<Problem>),
    /// Something has to be proved first: the value of `WWW-Authenticate`, and the body.
    Challenged(String, Box<Problem>),
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
            Self::Unavailable => problem::unavailable(RETRY_AFTER),
            Self::Challenged(challenge, problem) => {
                let mut response = ProblemResponse(*problem).into_response();
                if let Ok(challenge) = HeaderValue::from_str(&challenge) {
                    response.headers_mut().insert(WWW_AUTHENTICATE, challenge);
                }
                response
            }
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
