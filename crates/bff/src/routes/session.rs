//! `GET /bff/session`: what scripts may know (checklist BF-15).
//!
//! No scope: we know the one of the last token response only, and it may be withdrawn since. What is effective
//! is for the API to say, call by call.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode};
use leasehold_http_kit::ProblemResponse;
use leasehold_oauth_types::Acr;
use serde::Serialize;

use crate::upstream::proof_required;
use crate::{Bff, BffSession, DeviceStanding};

#[derive(Serialize)]
struct SessionFacts<'a> {
    /// Hash of the subject.
    subject: String,
    name: &'a str,
    acr: Acr,
    /// Unix seconds.
    expires_at: i64,
}

/// Facts about the session; 401 without one, or when its key has to be proved first.
pub(super) async fn handle(State(bff): State<Bff>, headers: HeaderMap) -> Response {
    if let Err(cross_site) = bff.0.own.check(&headers) {
        return cross_site.into_response();
    }
    match bff.session(&headers).await {
        // As the relay does: a copied cookie tells nothing about its owner.
        Ok(Some(session)) if session.device() == DeviceStanding::Stale => {
            ProblemResponse(proof_required()).into_response()
        }
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
        expires_at: session.ends_at().timestamp(),
    }
}
