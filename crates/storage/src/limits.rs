use leasehold_domain::Time;

use crate::Result;

/// Failed attempts by bucket (`account:…`, `address:…`). They survive restarts and new sign-ins.
#[async_trait::async_trait]
pub trait Limits {
    /// Notes a failure.
    async fn add_failure(&mut self, bucket: &str, now: Time) -> Result<()>;
    /// How many since then, and when the last one was.
    async fn failures(&mut self, bucket: &str, since: Time) -> Result<(u32, Option<Time>)>;
    /// Forgets a bucket.
    async fn clear_failures(&mut self, bucket: &str) -> Result<()>;
}
