//! Tells the issuer which scopes are used, in batches, so that nobody waits for it.
//!
//! A report is sent once: one that got lost is missing, and none is counted twice.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use leasehold_domain::Time;
use leasehold_oauth_types::Scope;
use leasehold_oauth_types::usage::UsedScope;

use crate::{Guard, introspection};

/// Time between two reports.
const EVERY: Duration = Duration::from_secs(30);
/// Most grants and scopes that are remembered between two reports; what is beyond that is not counted.
const MOST: usize = 10_000;

/// What was used since the last report.
#[derive(Debug, Default)]
pub(crate) struct Usage(Mutex<BTreeMap<(String, Scope), (u32, i64)>>);

impl Usage {
    /// Counts one request that a scope let through.
    pub(crate) fn note(&self, grant: &str, scope: &Scope, now: Time) {
        let mut used = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (grant.to_owned(), scope.clone());
        if used.len() >= MOST && !used.contains_key(&key) {
            return;
        }
        let (count, last_at) = used.entry(key).or_default();
        *count = count.saturating_add(1);
        *last_at = now.timestamp().max(*last_at);
    }

    /// Takes out what was counted.
    pub(crate) fn take(&self) -> Vec<UsedScope> {
        let used = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        let entry = |((grant, scope), (count, last_at))| UsedScope { grant, scope, count, last_at };
        used.into_iter().map(entry).collect()
    }
}

/// Reports until dropped.
pub(crate) async fn report(guard: &Guard) {
    let mut rounds = tokio::time::interval(EVERY);
    rounds.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        rounds.tick().await;
        send(guard).await;
    }
}

/// Sends what there is.
pub(crate) async fn send(guard: &Guard) {
    for batch in guard.usage().take().chunks(UsedScope::MOST) {
        if let Err(error) = introspection::tell(guard.config(), batch).await {
            tracing::warn!(%error, entries = batch.len(), "a report of used scopes was lost");
        }
    }
}
