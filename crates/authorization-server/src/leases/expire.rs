//! Ends that come with time, of a lease's own lifetime and of its step-up: changes like any other.

use leasehold_domain::grant::Grant;
use leasehold_domain::log::{Change, Initiator, LogEntry};
use leasehold_oauth_types::ScopeSet;
use leasehold_storage::{Result, Transaction};

use crate::AuthorizationServer;
use crate::leases::apply::{Cause, Changes, blank, bump};
use crate::leases::evaluate::elevation_end;

/// Notes what is over in a grant, once, with a log entry for each cause and a new version, so that guards and
/// pages hear of it. Nothing was usable meanwhile: the derivation of states looks at the time itself.
pub(super) async fn over(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    grant: &Grant,
) -> Result<Changes> {
    let (now, policy_now) = (server.now(), server.policy_now());
    let mut grant = grant.clone();
    let (mut proofs, mut lifetimes) = (ScopeSet::new(), ScopeSet::new());
    for lease in &mut grant.leases {
        if elevation_end(server, lease).is_some_and(|end| end <= now) {
            lease.elevation = None;
            proofs.insert(lease.scope.clone());
        }
        if lease.expired_at.is_none() && lease.is_over(policy_now) {
            lease.expired_at = Some(now);
            lifetimes.insert(lease.scope.clone());
        }
    }
    let causes = [("stale_authentication", proofs), ("lifetime_over", lifetimes)];
    note(server, tx, grant, Initiator::System, causes).await
}

/// Ends every step-up in a grant at once, because its app or its person says so.
pub(crate) async fn end_elevations(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    grant: &Grant,
) -> Result<Changes> {
    let mut grant = grant.clone();
    let mut ended = ScopeSet::new();
    for lease in grant.leases.iter_mut().filter(|lease| lease.elevation.is_some()) {
        lease.elevation = None;
        ended.insert(lease.scope.clone());
    }
    note(server, tx, grant, Initiator::User, [("elevation_ended", ended)]).await
}

/// A log entry for each cause that took something, and a new version of the grant if any did.
async fn note<const N: usize>(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    grant: Grant,
    initiator: Initiator,
    causes: [(&str, ScopeSet); N],
) -> Result<Changes> {
    let causes: Vec<_> = causes.into_iter().filter(|(_, scopes)| !scopes.is_empty()).collect();
    if causes.is_empty() {
        return Ok(Changes::default());
    }
    for (rule, before) in causes {
        let cause = Cause::act(initiator, serde_json::Value::Null);
        let entry = blank(server, server.now(), grant.subject(), Change::LeaseExpired, &cause);
        tx.append(&LogEntry { before, rule: rule.into(), ..entry }).await?;
    }
    Ok(Changes { events: bump(server, tx, vec![grant]).await?, ..Changes::default() })
}
