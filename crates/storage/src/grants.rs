use leasehold_domain::consent::Consent;
use leasehold_domain::grant::Grant;
use leasehold_domain::hold::Subject;
use leasehold_domain::{ClientId, GrantId, SessionId, UserId};

use crate::Result;

/// Consents and grants with their leases.
#[async_trait::async_trait]
pub trait Grants {
    /// What a person allowed a client.
    async fn consent(&mut self, user: UserId, client: &ClientId) -> Result<Option<Consent>>;
    /// Inserts or replaces.
    async fn put_consent(&mut self, consent: &Consent) -> Result<()>;
    /// By id, with its leases.
    async fn grant(&mut self, id: GrantId) -> Result<Option<Grant>>;
    /// Those of a person that have not ended, the newest first.
    async fn live_grants(&mut self, user: UserId) -> Result<Vec<Grant>>;
    /// Those of a session that have not ended.
    async fn session_grants(&mut self, session: SessionId) -> Result<Vec<Grant>>;
    /// Those that a subject covers and that have not ended.
    async fn covered_grants(&mut self, subject: &Subject) -> Result<Vec<Grant>>;
    /// All that have not ended, by id: at most `limit` after this one, so that whoever goes through all of them
    /// lets others write meanwhile.
    async fn live_grants_after(&mut self, after: Option<GrantId>, limit: u32) -> Result<Vec<GrantId>>;
    /// A new one, with its leases.
    async fn add_grant(&mut self, grant: &Grant) -> Result<()>;
    /// Writes a grant and its leases back, if its `rev` in the database is still `seen`; sets `rev` to
    /// `seen + 1` and returns that. `None` if somebody else was faster.
    async fn update_grant(&mut self, grant: &Grant, seen: u64) -> Result<Option<u64>>;
}
