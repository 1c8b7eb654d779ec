//! Access tokens that clients present to the authorization server itself.

use http::HeaderMap;
use http::header::AUTHORIZATION;
use leasehold_domain::grant::AccessToken;
use leasehold_domain::{PlainToken, TokenKind};
use leasehold_http_kit::OAuthErrorResponse;
use leasehold_oauth_types::OAuthErrorCode;
use leasehold_oauth_types::challenge::Challenge;

use crate::AuthorizationServer;
use crate::failure::Failure;
use crate::leases::Evaluation;
use crate::leases::evaluate::{RequestContext, evaluate};

/// The token of the `Authorization` header with its grant, weighed now.
pub(crate) async fn bearer(
    server: &AuthorizationServer,
    headers: &HeaderMap,
) -> Result<(AccessToken, Evaluation), Failure> {
    let mut values = headers.get_all(AUTHORIZATION).iter();
    let (value, more) = (values.next(), values.next());
    let Some(value) = value else { return Err(challenge(None)) };
    let text = value.to_str().ok().filter(|_| more.is_none()).and_then(|value| {
        let (scheme, token) = value.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then_some(token)
    });
    let invalid = || challenge(Some(OAuthErrorCode::InvalidToken));
    let token = PlainToken::parse(TokenKind::Access, text.unwrap_or_default()).map_err(|_| invalid())?;
    let mut tx = server.storage.read().await?;
    let stored = tx.access_token(token.hashed()).await?.filter(|stored| server.now() < stored.expires_at);
    drop(tx);
    let stored = stored.ok_or_else(invalid)?;
    let evaluation =
        evaluate(server, stored.grant, &RequestContext { token: Some(token.hashed()), ..Default::default() })
            .await?
            .ok_or_else(invalid)?;
    Ok((stored, evaluation))
}

/// 401 with or without an error code (RFC 6750 section 3.1).
fn challenge(error: Option<OAuthErrorCode>) -> Failure {
    let code = error.unwrap_or(OAuthErrorCode::InvalidToken);
    let header = Challenge { error, ..Challenge::default() }.to_header("leasehold");
    OAuthErrorResponse::new(code, "a valid access token is needed").with_challenge(header).into()
}

/// 403 that names what is missing (RFC 6750 section 3.1).
pub(crate) fn insufficient_scope(needed: &str) -> Failure {
    let error = OAuthErrorCode::InsufficientScope;
    let challenge = Challenge { error: Some(error), scope: needed.parse().ok(), ..Challenge::default() };
    let header = challenge.to_header("leasehold");
    OAuthErrorResponse::new(error, "the token lacks a scope").with_challenge(header).into()
}
