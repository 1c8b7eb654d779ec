//! `POST /revoke` (RFC 7009). Revoking a refresh token ends its grant; revoking an access token takes only
//! that token away.

use axum::extract::State;
use http::StatusCode;
use leasehold_domain::grant::GrantEndReason;
use leasehold_domain::{PlainToken, TokenKind};

use crate::AuthorizationServer;
use crate::client_auth::ClientForm;
use crate::failure::Failure;
use crate::leases::apply::Changes;
use crate::leases::end::end_grant;

pub(crate) async fn post(
    State(server): State<AuthorizationServer>,
    ClientForm { client, params }: ClientForm,
) -> Result<StatusCode, Failure> {
    let started = server.now();
    let text = params.require("token")?;
    let mut tx = server.storage.write().await?;
    let mut changes = Changes::default();
    // The prefix says what it is; `token_type_hint` is only a hint (section 2.1) and not needed. Unknown
    // tokens and those of other clients get the same empty answer (section 2.2, checklist RV-3).
    if let Ok(token) = PlainToken::parse(TokenKind::Refresh, text)
        && let Some(stored) = tx.refresh_token(token.hashed()).await?
        && let Some(grant) = tx.grant(stored.grant).await?
        && grant.client == client.id
        && grant.ended.is_none()
    {
        changes = end_grant(&server, tx.as_mut(), grant, GrantEndReason::ClientRevoked).await?;
    } else if let Ok(token) = PlainToken::parse(TokenKind::Access, text)
        && let Some(stored) = tx.access_token(token.hashed()).await?
        && let Some(grant) = tx.grant(stored.grant).await?
        && grant.client == client.id
    {
        tx.delete_access_token(token.hashed()).await?;
        // Guards may have cached an answer for it: a new version makes that stale.
        changes.events = crate::leases::apply::bump(&server, tx.as_mut(), vec![grant]).await?;
    }
    server.finish(tx, changes, started).await?;
    Ok(StatusCode::OK)
}
