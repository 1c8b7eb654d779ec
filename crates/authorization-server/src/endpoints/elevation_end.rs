//! `POST /elevation/end`: the app gives back what a step-up raised, before its time.
//!
//! Ours, beside the standards: the holder of an access token may only make its own grant weaker, so the token
//! is all it takes. 204 whether there was a step-up or not.

use axum::extract::State;
use http::{HeaderMap, StatusCode};

use crate::AuthorizationServer;
use crate::bearer::bearer;
use crate::failure::Failure;
use crate::leases::expire;

pub(super) async fn post(
    State(server): State<AuthorizationServer>,
    headers: HeaderMap,
) -> Result<StatusCode, Failure> {
    let started = server.now();
    let (token, _) = bearer(&server, &headers).await?;
    let mut tx = server.storage.write().await?;
    // Read again in the transaction that writes.
    if let Some(grant) = tx.grant(token.grant).await?.filter(|grant| grant.ended.is_none()) {
        let changes = expire::end_elevations(&server, tx.as_mut(), &grant).await?;
        server.finish(tx, changes, started).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}
