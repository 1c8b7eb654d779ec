//! `GET` and `POST /userinfo` (OpenID Connect Core section 5.3).

use axum::Json;
use axum::extract::State;
use http::HeaderMap;
use leasehold_oauth_types::Scope;
use serde::Serialize;

use crate::AuthorizationServer;
use crate::bearer::{bearer, insufficient_scope};
use crate::failure::Failure;

#[derive(Serialize)]
pub(crate) struct Claims {
    sub: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    preferred_username: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    locale: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    zoneinfo: Option<String>,
}

pub(crate) async fn respond(
    State(server): State<AuthorizationServer>,
    headers: HeaderMap,
) -> Result<Json<Claims>, Failure> {
    let (token, evaluation) = bearer(&server, &headers).await?;
    let effective = evaluation.effective().intersection(&token.scopes);
    if !effective.has(Scope::OPENID) {
        return Err(insufficient_scope(Scope::OPENID));
    }
    // A withdrawn scope takes its claims away at once (checklist UI-3).
    let user = evaluation.situation.user;
    let profile = effective.has("profile");
    Ok(Json(Claims {
        sub: user.id.to_string(),
        name: profile.then_some(user.name),
        preferred_username: profile.then_some(user.username),
        locale: profile.then_some(user.locale),
        zoneinfo: profile.then_some(user.zone),
    }))
}
