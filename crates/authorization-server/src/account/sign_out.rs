//! `POST /account/v1/sessions/{id}/sign-out`: ends one of the person's own sessions.

use axum::extract::{Path, State};
use http::StatusCode;
use leasehold_domain::SessionId;
use leasehold_domain::session::SessionEndReason;
use leasehold_oauth_types::{Problem, Reason, Remedy};
use leasehold_storage::Transaction;

use crate::AuthorizationServer;
use crate::account::{AccountCaller, ApiFailure};
use crate::leases::end::end_session;

/// 204; 404 for what is not the person's own, or over already.
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
    }
    let reason = if here { SessionEndReason::SignOut } else { SessionEndReason::SignedOutElsewhere };
    let changes = end_session(&server, tx.as_mut(), session, reason).await?;
    server.finish(tx, changes, started).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Acting on other sessions takes a trusted device: a new one never evicts an older (invariant 9).
pub(super) async fn check_trusted(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    caller: &AccountCaller,
) -> Result<(), ApiFailure> {
    let trust = caller.trust(tx).await?;
    if trust.is_some_and(|trust| trust.is_trusted(server.now())) {
        return Ok(());
    }
    let reason = Reason {
        code: "new_device".into(),
        scope: None,
        status: None,
        text: Some(server.policy.engine().reason_text("new_device", &caller.user.locale, "")),
        remedy: Remedy::ConfirmDevice,
        retry_after: None,
        acr_values: None,
        max_age: None,
        since: None,
    };
    let problem = Problem::new(StatusCode::FORBIDDEN.as_u16(), "Confirm this device first");
    Err(ApiFailure::Refused(Box::new(problem.with_reasons(vec![reason]))))
}
