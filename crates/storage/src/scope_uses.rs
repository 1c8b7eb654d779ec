use leasehold_domain::{GrantId, Time};
use leasehold_oauth_types::Scope;

use crate::Result;

/// How often and when last a grant used one of its scopes.
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
    /// By scope.
    async fn scope_uses(&mut self, grant: GrantId) -> Result<Vec<ScopeUse>>;
    /// Adds to what is known; a report that comes late never turns the time back.
    async fn add_scope_use(&mut self, grant: GrantId, used: &ScopeUse) -> Result<()>;
}
