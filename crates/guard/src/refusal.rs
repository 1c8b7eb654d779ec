//! Challenges by remedy (design section 5, checklist section 16).

use axum::response::{IntoResponse, Response};
use http::header::WWW_AUTHENTICATE;
use http::{HeaderValue, StatusCode};
use leasehold_http_kit::{ProblemResponse, problem};
use leasehold_oauth_types::challenge::Challenge;
use leasehold_oauth_types::error::header_safe;
use leasehold_oauth_types::{Acr, OAuthErrorCode, Problem, Reason, Remedy};

use crate::Guard;

/// After how many seconds a client may try again when the issuer could not be asked.
const RETRY_AFTER: u64 = 2;

/// Why a request was not let through. Answers itself with the right status, challenge and problem document.
#[derive(Clone, Debug)]
pub enum Refusal {
    /// The token, or what it may do, is not enough; the header says what would be.
    Challenge {
        /// Value of `WWW-Authenticate`.
        challenge: String,
        /// The body.
        problem: Box<Problem>,
    },
    /// Two tokens, or one that is not well-formed.
    Malformed {
        /// Value of `WWW-Authenticate`.
        challenge: String,
    },
    /// The issuer cannot be asked: refused, but never called unauthorized (design section 4, point 5).
    Unavailable,
}

impl Refusal {
    /// No token: a challenge without error code (checklist SU-9).
    pub(crate) fn missing_token(guard: &Guard) -> Self {
        Self::new(guard, Challenge::default(), 401, "Authentication needed", Vec::new())
    }

    /// Two tokens, or one that is not well-formed (checklist SU-12).
    pub(crate) fn malformed(guard: &Guard) -> Self {
        let description = "exactly one bearer token, in the Authorization header";
        let challenge = error(OAuthErrorCode::InvalidRequest, description);
        Self::Malformed { challenge: header(guard, &challenge) }
    }

    /// Unknown, expired, revoked or for another API; which of these is nobody's business.
    pub(crate) fn invalid_token(guard: &Guard) -> Self {
        let challenge = error(OAuthErrorCode::InvalidToken, "the access token is not valid here");
        Self::new(guard, challenge, 401, "The access token is not valid", Vec::new())
    }

    pub(crate) fn not_granted(guard: &Guard, scope: &str) -> Self {
        let challenge = Challenge {
            scope: scope.parse().ok(),
            ..error(OAuthErrorCode::InsufficientScope, "the scope was not granted")
        };
        Self::new(guard, challenge, 403, "The scope was not granted", Vec::new())
    }

    pub(crate) fn withheld(guard: &Guard, scope: &str, reasons: Vec<Reason>) -> Self {
        let challenge = Challenge {
            scope: scope.parse().ok(),
            ..error(OAuthErrorCode::InsufficientScope, "the scope is not active now")
        };
        Self::new(guard, challenge, 403, "The scope is not active now", reasons)
    }

    pub(crate) fn step_up(guard: &Guard, scope: &str, reasons: Vec<Reason>) -> Self {
        let challenge = Challenge {
            scope: scope.parse().ok(),
            acr_values: acr_values(&reasons),
            max_age: reasons.iter().filter_map(|reason| reason.max_age).min(),
            ..error(OAuthErrorCode::InsufficientUserAuthentication, "a fresh confirmation is needed")
        };
        Self::new(guard, challenge, 401, "A fresh confirmation is needed", reasons)
    }

    /// The scope is active for another object.
    pub(crate) fn unconfirmed(guard: &Guard, scope: &str) -> Self {
        let challenge = Challenge {
            scope: scope.parse().ok(),
            ..error(OAuthErrorCode::InsufficientUserAuthentication, "this very object needs a confirmation")
        };
        Self::new(guard, challenge, 401, "A fresh confirmation is needed", Vec::new())
    }

    fn new(guard: &Guard, challenge: Challenge, status: u16, title: &str, reasons: Vec<Reason>) -> Self {
        let problem = Problem::new(status, title).with_reasons(reasons);
        Self::Challenge { challenge: header(guard, &challenge), problem: Box::new(problem) }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (challenge, problem) = match self {
            Self::Unavailable => return problem::unavailable(RETRY_AFTER),
            Self::Challenge { challenge, problem } => (challenge, ProblemResponse(*problem)),
            Self::Malformed { challenge } => (challenge, ProblemResponse::new(StatusCode::BAD_REQUEST)),
        };
        let mut response = problem.into_response();
        if let Ok(value) = HeaderValue::from_str(&challenge) {
            response.headers_mut().insert(WWW_AUTHENTICATE, value);
        }
        response
    }
}

fn error(code: OAuthErrorCode, description: &str) -> Challenge {
    Challenge { error: Some(code), error_description: Some(description.to_owned()), ..Challenge::default() }
}

fn header(guard: &Guard, challenge: &Challenge) -> String {
    let config = guard.config();
    let mut value = challenge.to_header(&config.realm);
    if let Some(address) = &config.resource_metadata {
        // RFC 9728 section 5.1.
        value.push_str(&format!(", resource_metadata=\"{}\"", header_safe(address)));
    }
    value
}

/// Several reasons may each accept several classes; the list whose weakest class is the strongest
/// satisfies them all.
fn acr_values(reasons: &[Reason]) -> Option<String> {
    let lists = reasons.iter().filter(|reason| reason.remedy == Remedy::StepUp);
    let lists = lists.filter_map(|reason| reason.acr_values.as_deref());
    lists.max_by_key(|list| Acr::weakest_of(list)).map(str::to_owned)
}
