//! `POST /account/v1/sessions/sign-out-others`: ends every session of the person but the one that asks.

use axum::extract::State;
use http::StatusCode;
use leasehold_domain::session::SessionEndReason;

use crate::AuthorizationServer;
use crate::account::authority::{check_present, check_trusted};
use crate::account::{AccountCaller, ApiFailure};
use crate::leases::apply::Changes;
use crate::leases::end::end_session;

/// 204, also when there was no other session; 401 if one of them asks for a step-up first.
pub(super) async fn post(
    State(server): State<AuthorizationServer>,
    caller: AccountCaller,
) -> Result<StatusCode, ApiFailure> {
    let started = server.now();
    let mut tx = server.storage.write().await?;
    check_trusted(&server, tx.as_mut(), &caller).await?;
    let mut others = tx.sessions(caller.user.id).await?;
    others.retain(|session| session.is_live(started) && session.id != caller.session.id);
    let mut changes = Changes::default();
    for session in others {
        // A refusal leaves all of them: nothing is committed.
        check_present(&server, tx.as_mut(), &caller, session.device).await?;
        let reason = SessionEndReason::SignedOutElsewhere;
        changes.extend(end_session(&server, tx.as_mut(), session, reason).await?);
    }
    server.finish(tx, changes, started).await?;
    Ok(StatusCode::NO_CONTENT)
}
