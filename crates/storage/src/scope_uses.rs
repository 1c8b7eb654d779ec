use leasehold_domain::{ClientId, GrantId, Time, UserId};
use leasehold_oauth_types::Scope;

use crate::Result;

/// How often and when last a person's app used a scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScopeUse {
    /// Which.
    pub scope: Scope,
    /// How often in all.
    pub count: u64,
    /// When last.
    pub last_at: Time,
}

/// What apps use of what they may.
#[async_trait::async_trait]
pub trait ScopeUses {
    /// By scope, of all grants of a person to a client, also those that have ended.
    async fn scope_uses(&mut self, user: UserId, client: &ClientId) -> Result<Vec<ScopeUse>>;
    /// Adds to what is known; a report that comes late never turns the time back.
    async fn add_scope_use(&mut self, grant: GrantId, used: &ScopeUse) -> Result<()>;
}
