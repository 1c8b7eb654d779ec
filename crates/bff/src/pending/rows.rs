//! The rows of pending actions, sealed.

use std::sync::Arc;

use chrono::Duration;
use leasehold_domain::sealed::{MasterKey, Sealer};
use leasehold_domain::{Clock, Entropy, HashedToken, Time};
use leasehold_storage::{BffPending, BffStorage};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::PendingContent;
use crate::BffError;
use crate::session::{BffSession, row};

/// A pending action waits that long (design section 3, "Step-up").
const LIFETIME: Duration = Duration::minutes(5);

/// Reads and writes the rows of one app.
#[derive(Debug)]
pub(crate) struct PendingRows {
    pub(crate) app: Arc<str>,
    pub(crate) storage: Arc<dyn BffStorage>,
    pub(crate) master_key: MasterKey,
    pub(crate) sealer: Sealer,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) entropy: Arc<dyn Entropy>,
}

/// A row, opened.
pub(crate) struct OpenPending {
    pub(crate) content: PendingContent,
    pub(crate) outcome: Option<StoredOutcome>,
    pub(crate) taken_at: Option<Time>,
    pub(crate) expires_at: Time,
}

/// What the API answered.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct StoredOutcome {
    pub(crate) status: u16,
    pub(crate) body: Value,
}

impl PendingRows {
    /// Adds a row; `false` if the session has one of this id already, which stays as it is.
    pub(crate) async fn add(
        &self,
        session: &BffSession,
        id: &str,
        content: &PendingContent,
    ) -> Result<bool, BffError> {
        let hash = self.hash(session, id);
        let pending = BffPending {
            hash,
            session: row(&session.id),
            sealed: self.seal(content, "content", hash)?,
            outcome: None,
            taken_at: None,
            expires_at: self.clock.now() + LIFETIME,
        };
        Ok(self.storage.add_pending(&pending).await?)
    }

    /// The session's row of this id.
    pub(crate) async fn get(&self, session: &BffSession, id: &str) -> Result<Option<OpenPending>, BffError> {
        let hash = self.hash(session, id);
        let Some(pending) = self.storage.pending(hash, row(&session.id)).await? else { return Ok(None) };
        let content: PendingContent = self.open(&pending.sealed, "content", hash)?;
        if content.family != session.family {
            return Ok(None);
        }
        let outcome = pending.outcome.map(|sealed| self.open(&sealed, "outcome", hash)).transpose()?;
        Ok(Some(OpenPending { content, outcome, taken_at: pending.taken_at, expires_at: pending.expires_at }))
    }

    /// Takes the action to do it; `true` for one caller only.
    pub(crate) async fn take(&self, session: &BffSession, id: &str) -> Result<bool, BffError> {
        let hash = self.hash(session, id);
        Ok(self.storage.take_pending(hash, row(&session.id), self.clock.now()).await?)
    }

    /// Keeps what the API answered.
    pub(crate) async fn finish(
        &self,
        session: &BffSession,
        id: &str,
        outcome: &StoredOutcome,
    ) -> Result<(), BffError> {
        let hash = self.hash(session, id);
        Ok(self.storage.finish_pending(hash, &self.seal(outcome, "outcome", hash)?).await?)
    }

    /// Keyed by the session too, so that nobody can occupy an id of somebody else's.
    fn hash(&self, session: &BffSession, id: &str) -> HashedToken {
        let name = format!("{}\n{}\n{id}", self.app, session.family);
        HashedToken::from_bytes(self.master_key.keyed_hash("bff-pending-id", name.as_bytes()))
    }

    fn seal(&self, value: &impl Serialize, part: &str, hash: HashedToken) -> Result<Vec<u8>, BffError> {
        let plain = serde_json::to_vec(value).map_err(|_| BffError::Unreadable)?;
        Ok(self.sealer.seal(&plain, &bound_to(part, hash), &*self.entropy))
    }

    fn open<T: DeserializeOwned>(&self, sealed: &[u8], part: &str, hash: HashedToken) -> Result<T, BffError> {
        let plain = self.sealer.open(sealed, &bound_to(part, hash)).map_err(|_| BffError::Unreadable)?;
        serde_json::from_slice(&plain).map_err(|_| BffError::Unreadable)
    }
}

fn bound_to(part: &str, hash: HashedToken) -> String {
    format!("{part} {}", hash.to_base64url())
}
