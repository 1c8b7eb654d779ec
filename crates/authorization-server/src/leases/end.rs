//! Ends grants and sessions. Holds live on; tokens do not.

use leasehold_domain::grant::{Grant, GrantEnd, GrantEndReason};
use leasehold_domain::hold::Subject;
use leasehold_domain::log::{Change, Initiator, LogEntry};
use leasehold_domain::session::{Session, SessionEnd, SessionEndReason};
use leasehold_storage::{Result, Transaction};

use crate::AuthorizationServer;
use crate::leases::apply::{Cause, Changes, blank, bump};

/// Ends a live grant with all its tokens and leases.
pub(crate) async fn end_grant(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    grant: Grant,
    reason: GrantEndReason,
) -> Result<Changes> {
    let at = server.now();
    let (initiator, rule) = match reason {
        GrantEndReason::SignOut => (Initiator::User, "sign_out"),
        GrantEndReason::SessionExpired => (Initiator::System, "session_expired"),
        GrantEndReason::UserRemoved => (Initiator::User, "user_removed"),
        GrantEndReason::ClientRevoked => (Initiator::System, "client_revoked"),
        GrantEndReason::Risk => (Initiator::Policy, "risk_score"),
        GrantEndReason::RefreshReplay | GrantEndReason::CodeReplay => (Initiator::System, "token_replay"),
    };
    let subject = Subject {
        client: Some(grant.client.clone()),
        session: Some(grant.session),
        grant: Some(grant.id),
        ..Subject::user(grant.user)
    };
    let cause = Cause::act(initiator, serde_json::Value::Null);
    tx.append(&LogEntry {
        before: grant.scopes(),
        rule: rule.to_owned(),
        ..blank(server, at, subject, Change::GrantEnded, &cause)
    })
    .await?;
    tx.delete_access_tokens(grant.id).await?;
    tx.void_refresh_tokens(grant.id).await?;
    tx.set_due(grant.id, None).await?;
    let ended = Grant { ended: Some(GrantEnd { at, reason }), ..grant };
    Ok(Changes { events: bump(server, tx, vec![ended]).await?, ..Changes::default() })
}

/// Ends a session with all its grants.
pub(crate) async fn end_session(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    session: Session,
    reason: SessionEndReason,
) -> Result<Changes> {
    let why = match reason {
        SessionEndReason::SignOut | SessionEndReason::SignedOutElsewhere => GrantEndReason::SignOut,
        SessionEndReason::Expired => GrantEndReason::SessionExpired,
        SessionEndReason::Risk => GrantEndReason::Risk,
    };
    let mut changes = Changes::default();
    for grant in tx.session_grants(session.id).await? {
        changes.extend(end_grant(server, tx, grant, why).await?);
    }
    let ended = Session { ended: Some(SessionEnd { at: server.now(), reason }), ..session };
    tx.update_session(&ended).await?;
    Ok(changes)
}
