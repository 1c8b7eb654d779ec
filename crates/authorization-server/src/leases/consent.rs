//! Consent, from the moment a person gives it: what is remembered of it and which lifetimes it begins anew.

use std::collections::BTreeMap;

use leasehold_domain::consent::{Consent, ScopeConsent};
use leasehold_domain::grant::Grant;
use leasehold_domain::log::{Change, Initiator, LogEntry};
use leasehold_domain::session::Session;
use leasehold_domain::{ConsentId, client::Client};
use leasehold_oauth_types::ScopeSet;
use leasehold_storage::{Result, Transaction};

use crate::AuthorizationServer;
use crate::leases::apply::{Cause, Changes, blank, bump};

/// How consent came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum By {
    /// The person answered the consent page: it counts from now on.
    Page,
    /// The operator trusts the client, and no page was shown. What is remembered goes on.
    FirstParty,
}

/// Writes what was allowed (checklist AZ-19).
pub(crate) async fn remember(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    session: &Session,
    client: &Client,
    allowed: &ScopeSet,
    by: By,
) -> Result<Consent> {
    let (now, policy_now, catalogue) = (server.now(), server.policy_now(), &server.config.catalogue);
    let existing = tx.consent(session.user, &client.id).await?;
    let mut consent = existing.unwrap_or_else(|| Consent {
        id: ConsentId::generate(now, server.entropy.as_ref()),
        user: session.user,
        client: client.id.clone(),
        scopes: BTreeMap::new(),
    });
    let remembered = consent.remembered(catalogue, &client.audience, policy_now);
    for scope in allowed.iter().filter(|scope| by == By::Page || !remembered.contains(scope)) {
        let Some(definition) = catalogue.get(scope) else { continue };
        let given = ScopeConsent {
            at: now,
            policy_at: policy_now,
            resource: client.audience.clone(),
            texts: (by == By::Page).then(|| definition.texts_version()),
            acr: session.acr(now),
        };
        consent.scopes.insert(scope.clone(), given);
    }
    tx.put_consent(&consent).await?;
    Ok(consent)
}

/// Lets the leases of a session take over a consent that was just given.
pub(crate) async fn renew_session(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    session: &Session,
    consent: &Consent,
    allowed: &ScopeSet,
) -> Result<Changes> {
    let mut changes = Changes::default();
    let grants = tx.session_grants(session.id).await?;
    for mut grant in grants.into_iter().filter(|grant| grant.client == consent.client) {
        if renew(server, tx, &mut grant, consent, allowed).await? {
            changes.events.extend(bump(server, tx, vec![grant]).await?);
        }
    }
    Ok(changes)
}

/// Begins the lifetimes of leases anew where there is a newer consent, and logs it. Whoever calls writes the
/// grant if anything changed.
pub(crate) async fn renew(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    grant: &mut Grant,
    consent: &Consent,
    scopes: &ScopeSet,
) -> Result<bool> {
    let mut renewed = ScopeSet::new();
    for lease in grant.leases.iter_mut().filter(|lease| scopes.contains(&lease.scope)) {
        if let Some(given) = consent.scopes.get(&lease.scope)
            && let Some(definition) = server.config.catalogue.get(&lease.scope)
            && lease.renew(given, definition)
        {
            renewed.insert(lease.scope.clone());
        }
    }
    if renewed.is_empty() {
        return Ok(false);
    }
    let cause = Cause::act(Initiator::User, serde_json::json!({ "session": grant.session }));
    let entry = blank(server, server.now(), grant.subject(), Change::LeaseRenewed, &cause);
    tx.append(&LogEntry { after: renewed, rule: "consent".into(), ..entry }).await?;
    Ok(true)
}
