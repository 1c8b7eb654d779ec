use leasehold_domain::signal::Signal;
use leasehold_domain::{Time, UserId};

use crate::Result;

/// What was noticed.
#[async_trait::async_trait]
pub trait Signals {
    /// Notes a signal; `false` if that source said the very same before.
    async fn add_signal(&mut self, signal: &Signal) -> Result<bool>;
    /// Those of a person that still count, the newest first: at most `each` of one kind on one subject, so that
    /// a flood of one does not push out another.
    async fn signals(&mut self, user: UserId, now: Time, each: u32) -> Result<Vec<Signal>>;
}
