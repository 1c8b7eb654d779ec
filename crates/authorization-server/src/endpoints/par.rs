//! `POST /par`: pushed authorization requests (RFC 9126).

use axum::Json;
use axum::extract::State;
use http::StatusCode;
use leasehold_domain::authorization::{Authorization, Stage};
use leasehold_domain::{AuthorizationId, PlainToken, TokenKind};
use leasehold_oauth_types::OAuthErrorCode;
use leasehold_oauth_types::token::PushedAuthorizationResponse;

use crate::AuthorizationServer;
use crate::client_auth::ClientForm;
use crate::config::limits;
use crate::failure::Failure;
use crate::flood::Push;
use crate::request;

/// What every pushed `request_uri` begins with (RFC 9126 section 2.2).
pub(crate) const URN: &str = "urn:ietf:params:oauth:request_uri:";

pub(crate) async fn post(
    State(server): State<AuthorizationServer>,
    _within_limit: Push,
    form: ClientForm,
) -> Result<(StatusCode, Json<PushedAuthorizationResponse>), Failure> {
    let ClientForm { client, params } = form;
    if params.get("request_uri").is_some() {
        return Err(Failure::invalid_request("request_uri cannot be pushed"));
    }
    let redirect_uri = request::redirect_uri(&client, &params)?;
    let request = request::validate(&server, &client, redirect_uri, &params)?;
    let now = server.now();
    let entropy = server.entropy.as_ref();
    let token = PlainToken::generate(TokenKind::RequestUri, entropy);
    let authorization = Authorization {
        id: AuthorizationId::generate(now, entropy),
        request,
        request_uri: Some(token.hashed()),
        browser: None,
        created_at: now,
        expires_at: now + limits::PUSHED,
        begun_at: None,
        stage: Stage::start(),
    };
    let mut tx = server.storage.write().await?;
    if let Some(id) = authorization.request.merge {
        let known =
            tx.grant(id).await?.is_some_and(|grant| grant.client == client.id && grant.ended.is_none());
        if !known {
            return Err(Failure::new(OAuthErrorCode::InvalidGrantId, "grant_id is not known"));
        }
    }
    tx.add_authorization(&authorization).await?;
    tx.commit().await?;
    let answer = PushedAuthorizationResponse {
        request_uri: format!("{URN}{}", token.expose()),
        expires_in: limits::PUSHED.num_seconds().unsigned_abs(),
    };
    Ok((StatusCode::CREATED, Json(answer)))
}
