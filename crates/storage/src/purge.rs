use leasehold_domain::Time;

use crate::Result;

/// For each kind of row the moment that parts what is kept from what goes: what ended then or before goes.
#[derive(Clone, Copy, Debug)]
pub struct PurgeBefore {
    /// Authorization requests that led to no code; links.
    pub requests: Time,
    /// Codes, used or not, with the requests that led to them.
    pub codes: Time,
    /// Access tokens.
    pub access_tokens: Time,
    /// Families of refresh tokens.
    pub refresh_tokens: Time,
    /// Ended sessions, and ended grants with their leases and tokens.
    pub sessions: Time,
    /// Waivers.
    pub waivers: Time,
    /// Signals, by policy time.
    pub signals: Time,
    /// Decisions.
    pub decisions: Time,
    /// Drafts.
    pub drafts: Time,
    /// Ids of assertions.
    pub assertions: Time,
    /// Failed attempts.
    pub failures: Time,
    /// Events; the newest always stays, so that its number is known.
    pub events: Time,
}

/// Takes away what is past any use. Never touches people, devices, factors, consents, holds and the revocation
/// log, nor grants and sessions that have not ended.
#[async_trait::async_trait]
pub trait Purge {
    /// Takes at most `limit` rows of each kind, so that other writers get their turn; returns how many rows
    /// went.
    async fn purge(&mut self, before: &PurgeBefore, limit: u32) -> Result<u64>;
}
