//! `GET /jwks`: the keys of the ID tokens (RFC 7517).

use axum::Json;
use axum::extract::State;
use jsonwebtoken::jwk::JwkSet;

use crate::AuthorizationServer;

pub(crate) async fn get(State(server): State<AuthorizationServer>) -> Json<JwkSet> {
    Json(server.signing_key.jwks())
}
