//! `POST /usage`: guards report which scopes were used (ours, beside the standards).
//!
//! A resource server tells of its own audience only; entries about anything else are left out without a word, as
//! introspection does (checklist IN-2). Times are ours at the latest: nobody uses anything in the future.

use std::collections::{BTreeMap, BTreeSet};

use axum::extract::State;
use http::StatusCode;
use leasehold_context::behaviour::Batch;
use leasehold_domain::clock::at_seconds;
use leasehold_domain::{GrantId, UserId};
use leasehold_oauth_types::OAuthErrorCode;
use leasehold_oauth_types::usage::UsedScope;
use leasehold_storage::ScopeUse;

use crate::AuthorizationServer;
use crate::client_auth::ResourceServerForm;
use crate::failure::Failure;
use crate::signals::habits;

pub(super) async fn post(
    State(server): State<AuthorizationServer>,
    ResourceServerForm { caller, params }: ResourceServerForm,
) -> Result<StatusCode, Failure> {
    let uses: Vec<UsedScope> = serde_json::from_str(params.require("uses")?)
        .ok()
        .filter(|uses: &Vec<UsedScope>| uses.len() <= UsedScope::MOST)
        .ok_or_else(|| Failure::new(OAuthErrorCode::InvalidRequest, "uses is no list of at most 200 uses"))?;
    let (now, policy_now) = (server.now(), server.policy_now());
    let mut people: BTreeMap<UserId, Batch> = BTreeMap::new();
    let mut tx = server.storage.write().await?;
    for used in uses {
        let Ok(id) = used.grant.parse::<GrantId>() else { continue };
        let Some(grant) = tx.grant(id).await?.filter(|grant| grant.ended.is_none()) else { continue };
        let client = server.config.registry.client(&grant.client);
        let own = client.is_some_and(|client| client.audience == caller.audience);
        if !own || !grant.scopes().contains(&used.scope) {
            continue;
        }
        // Policy time may be shifted against real time; a distance is the same in both.
        let last_at = policy_now - (now - at_seconds(used.last_at).min(now));
        let count = u64::from(used.count);
        let batch = people.entry(grant.user).or_insert_with(|| Batch {
            at: last_at,
            network: None,
            calls: 0,
            scopes: BTreeSet::new(),
        });
        batch.at = batch.at.max(last_at);
        batch.calls = batch.calls.saturating_add(used.count);
        batch.scopes.insert(used.scope.clone());
        tx.add_scope_use(id, &ScopeUse { scope: used.scope, count, last_at }).await?;
    }
    for (user, batch) in people {
        if let Some(user) = tx.user(user).await? {
            habits::used(tx.as_mut(), &user, &batch).await?;
        }
    }
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
