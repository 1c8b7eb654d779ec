use leasehold_domain::UserId;

use crate::Result;

/// What is remembered of a person for comparing, as texts that the caller understands.
#[async_trait::async_trait]
pub trait Profiles {
    /// By name.
    async fn profile(&mut self, user: UserId, name: &str) -> Result<Option<String>>;
    /// Inserts or replaces.
    async fn put_profile(&mut self, user: UserId, name: &str, content: &str) -> Result<()>;
}
