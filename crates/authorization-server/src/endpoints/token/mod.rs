//! `POST /token`: codes and refresh tokens become access tokens.

mod code;
mod id_token;
mod issue;
mod refresh;

use axum::Json;
use axum::extract::State;
use leasehold_oauth_types::OAuthErrorCode;
use leasehold_oauth_types::token::TokenResponse;

use crate::AuthorizationServer;
use crate::client_auth::ClientForm;
use crate::failure::Failure;
use crate::request;

pub(crate) async fn post(
    State(server): State<AuthorizationServer>,
    ClientForm { client, params }: ClientForm,
) -> Result<Json<TokenResponse>, Failure> {
    request::target(&client, &params)?;
    match params.require("grant_type")? {
        "authorization_code" => code::redeem(&server, &client, &params).await.map(Json),
        "refresh_token" => refresh::refresh(&server, &client, &params).await.map(Json),
        _ => Err(Failure::new(OAuthErrorCode::UnsupportedGrantType, "grant_type is not supported")),
    }
}
