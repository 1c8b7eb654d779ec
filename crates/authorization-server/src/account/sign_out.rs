//! `POST /account/v1/sessions/{id}/sign-out`: ends one of the person's own sessions.

use axum::extract::{Path, State};
use http::StatusCode;
use leasehold_domain::SessionId;
use leasehold_domain::session::SessionEndReason;

use crate::AuthorizationServer;
use crate::account::authority::{check_present, check_trusted};
use crate::account::{AccountCaller, ApiFailure};
use crate::leases::end::end_session;

/// 204; 401 if it asks for a step-up first; 404 for what is not the person's own, or over already.
pub(super) async fn post(
    State(server): State<AuthorizationServer>,
    caller: AccountCaller,
    Path(id): Path<String>,
) -> Result<StatusCode, ApiFailure> {
    let id: SessionId = id.parse().map_err(|_| ApiFailure::not_found())?;
    let started = server.now();
    let mut tx = server.storage.write().await?;
    let session = tx.session(id).await?.filter(|session| session.user == caller.user.id);
    let session = session.filter(|session| session.is_live(started)).ok_or_else(ApiFailure::not_found)?;
    let here = session.id == caller.session.id;
    if !here {
        check_trusted(&server, tx.as_mut(), &caller).await?;
        check_present(&server, tx.as_mut(), &caller, session.device).await?;
    }
    let reason = if here { SessionEndReason::SignOut } else { SessionEndReason::SignedOutElsewhere };
    let changes = end_session(&server, tx.as_mut(), session, reason).await?;
    server.finish(tx, changes, started).await?;
    Ok(StatusCode::NO_CONTENT)
}
