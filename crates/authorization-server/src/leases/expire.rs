//! The end of a step-up: the lease expires, which is a change like any other.

use leasehold_domain::GrantId;
use leasehold_domain::hold::Subject;
use leasehold_domain::log::{Change, Initiator, LogEntry};
use leasehold_oauth_types::ScopeSet;
use leasehold_storage::{Result, Transaction};

use crate::AuthorizationServer;
use crate::leases::apply::{Cause, Changes, blank, bump};
use crate::leases::evaluate::elevation_end;

/// Clears the step-ups of a grant that are over, with a log entry and a new version, so that guards and
/// pages hear of it. Nothing was usable meanwhile: the derivation of states looks at the time itself.
pub(crate) async fn elevations(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    grant: GrantId,
) -> Result<Changes> {
    let now = server.now();
    let Some(mut grant) = tx.grant(grant).await?.filter(|grant| grant.ended.is_none()) else {
        return Ok(Changes::default());
    };
    let mut over = ScopeSet::new();
    for lease in &mut grant.leases {
        if elevation_end(server, lease).is_some_and(|end| end <= now) {
            lease.elevation = None;
            over.insert(lease.scope.clone());
        }
    }
    if over.is_empty() {
        return Ok(Changes::default());
    }
    let subject = Subject {
        client: Some(grant.client.clone()),
        session: Some(grant.session),
        device: Some(grant.device),
        grant: Some(grant.id),
        ..Subject::user(grant.user)
    };
    let cause = Cause::act(Initiator::System, serde_json::Value::Null);
    tx.append(&LogEntry {
        before: over,
        rule: "stale_authentication".into(),
        ..blank(server, now, subject, Change::LeaseExpired, &cause)
    })
    .await?;
    Ok(Changes { events: bump(server, tx, vec![grant]).await?, opened: Vec::new() })
}
