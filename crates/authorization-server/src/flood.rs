//! Limits on how often one address may begin something that is written down (checklist section 24.3).

use axum::extract::FromRequestParts;
use axum::response::{IntoResponse as _, Response};
use http::header::RETRY_AFTER;
use http::request::Parts;
use http::{HeaderValue, StatusCode};
use leasehold_domain::rate::TooMany;
use leasehold_http_kit::{ClientAddress, OAuthErrorResponse, ProblemResponse};
use leasehold_oauth_types::OAuthErrorCode;

use crate::AuthorizationServer;
use crate::failure::Failure;
use crate::interaction::error_page;

/// A visit of `/authorize` within the limit of its address.
pub(crate) struct Visit;

/// A question for a challenge of the device's key within the limit of its address, which is that of visits: each
/// leaves a row behind.
pub(crate) struct DeviceChallenge;

/// A pushed request within the limit of its address.
pub(crate) struct Push;

impl FromRequestParts<AuthorizationServer> for Visit {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, server: &AuthorizationServer) -> Result<Self, Response> {
        let ClientAddress(address) = ClientAddress::of(&parts.extensions);
        server.visits.take(address, server.now()).map(|()| Self).map_err(|TooMany { retry_after_s }| {
            let mut response = error_page(StatusCode::TOO_MANY_REQUESTS, "too_many");
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(retry_after_s));
            response
        })
    }
}

impl FromRequestParts<AuthorizationServer> for DeviceChallenge {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, server: &AuthorizationServer) -> Result<Self, Response> {
        let ClientAddress(address) = ClientAddress::of(&parts.extensions);
        let taken = server.device_challenges.take(address, server.now());
        taken.map(|()| Self).map_err(|TooMany { retry_after_s }| {
            let mut response = ProblemResponse::new(StatusCode::TOO_MANY_REQUESTS).into_response();
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(retry_after_s));
            response
        })
    }
}

impl FromRequestParts<AuthorizationServer> for Push {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, server: &AuthorizationServer) -> Result<Self, Failure> {
        let address = ClientAddress::of(&parts.extensions);
        // Our own apps push in process, where no address is known, and limit the browsers in front of them: one
        // count for all their people would let anybody use it up (checklist BF-14).
        if address == ClientAddress::UNKNOWN {
            return Ok(Self);
        }
        server.pushes.take(address.0, server.now()).map(|()| Self).map_err(|TooMany { retry_after_s }| {
            let error = OAuthErrorResponse::new(OAuthErrorCode::TemporarilyUnavailable, "too many requests")
                .with_status(StatusCode::TOO_MANY_REQUESTS);
            Failure { retry_after_s: Some(retry_after_s), ..Failure::from(error) }
        })
    }
}
