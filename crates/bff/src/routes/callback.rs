//! `GET /auth/callback`: the redirect URI.

use axum::extract::State;
use axum::response::Response;
use http::{HeaderMap, StatusCode};
use leasehold_http_kit::{OAuthErrorResponse, OAuthQuery, urlencoded};

use super::LANDING_PATH;
use super::hop::hop;
use crate::landing::Arrival;
use crate::{Bff, SignInFailure};

/// Takes the browser's arrival from the authorization server, another site, and has it ask again from here,
/// with the session's cookie: a step-up must be finished by the session that began it.
pub(super) async fn handle(
    State(bff): State<Bff>,
    headers: HeaderMap,
    query: Result<OAuthQuery, OAuthErrorResponse>,
) -> Response {
    let Ok(OAuthQuery(params)) = query else { return bff.refuse(SignInFailure::Rejected) };
    if let Err(failure) = Arrival::read(&bff.0.oidc.issuer, &headers, &params) {
        return bff.refuse(failure);
    }
    let known = ["code", "error", "state", "iss"];
    let params: Vec<_> = params.iter().filter(|(name, _)| known.contains(name)).collect();
    hop(StatusCode::OK, &format!("{LANDING_PATH}?{}", urlencoded::encode(&params)))
}
