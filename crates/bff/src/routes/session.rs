//! `GET /bff/session`: what scripts may know (checklist BF-15).

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode};
use leasehold_http_kit::ProblemResponse;
use leasehold_oauth_types::{Acr, ScopeSet};
use serde::Serialize;

use crate::{Bff, BffSession};

#[derive(Serialize)]
struct SessionFacts<'a> {
    /// Hash of the subject.
    subject: String,
    name: &'a str,
    acr: Acr,
    scope: &'a ScopeSet,
    /// Unix seconds.
    expires_at: i64,
}

/// Facts about the session; 401 without one.
pub(super) async fn handle(State(bff): State<Bff>, headers: HeaderMap) -> Response {
    if let Err(cross_site) = bff.0.own.check(&headers) {
        return cross_site.into_response();
    }
    match bff.session(&headers).await {
        Ok(Some(session)) => Json(facts(&bff, &session)).into_response(),
        Ok(None) => ProblemResponse::new(StatusCode::UNAUTHORIZED).into_response(),
        Err(error) => error.into_response(),
    }
}

fn facts<'a>(bff: &Bff, session: &'a BffSession) -> SessionFacts<'a> {
    SessionFacts {
        subject: bff.0.sessions.public_subject(session),
        name: session.name(),
        acr: session.acr(),
        scope: session.scope(),
        expires_at: session.ends_at().timestamp(),
    }
}
