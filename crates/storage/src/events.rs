use leasehold_domain::{SessionId, Time, UserId};
use leasehold_oauth_types::event::GrantEvent;

use crate::Result;

/// An event with whom it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredEvent {
    /// Number, growing.
    pub seq: i64,
    /// Audience of the grant: only its resource server hears of it.
    pub audience: String,
    /// Person of the grant.
    pub user: UserId,
    /// Session of the grant.
    pub session: SessionId,
    /// The event.
    pub event: GrantEvent,
}

/// The outbox: written with the change, read by whoever pushes, so that a crash between the two loses
/// nothing.
#[async_trait::async_trait]
pub trait Events {
    /// Adds an event and returns its number.
    async fn push_event(
        &mut self,
        audience: &str,
        user: UserId,
        session: SessionId,
        event: &GrantEvent,
        now: Time,
    ) -> Result<i64>;
    /// Events after a number, oldest first.
    async fn events_after(&mut self, seq: i64, limit: u32) -> Result<Vec<StoredEvent>>;
    /// Number of the newest event, 0 if none.
    async fn last_event(&mut self) -> Result<i64>;
}
