use leasehold_domain::{GrantId, Time};

use crate::Result;

/// Moments at which a grant has to be evaluated again although nothing happens: a lease ends, a
/// suspension lifts. One per grant, the earliest; survives restarts.
#[async_trait::async_trait]
pub trait Due {
    /// Sets the moment, or removes it.
    async fn set_due(&mut self, grant: GrantId, at: Option<Time>) -> Result<()>;
    /// Grants whose moment has come, earliest first.
    async fn due(&mut self, now: Time, limit: u32) -> Result<Vec<GrantId>>;
    /// The next moment.
    async fn next_due(&mut self) -> Result<Option<Time>>;
}
