use chrono::Duration;
use leasehold_domain::{HashedToken, Time};

use crate::Result;

/// A session of a backend-for-frontend. Everything but the hash and the times is sealed.
#[derive(Clone, Debug)]
pub struct BffSessionRecord {
    /// Hash of its id.
    pub hash: HashedToken,
    /// Which app.
    pub app: String,
    /// Sealed content, token set included.
    pub sealed: Vec<u8>,
    /// Grows with every write, so that a stale write is seen.
    pub version: i64,
    /// When it ends.
    pub expires_at: Time,
}

/// A sign-in that was begun by a backend-for-frontend.
#[derive(Clone, Debug)]
pub struct LoginRecord {
    /// Hash of `state`.
    pub state: HashedToken,
    /// Hash of the cookie of the browser that began it.
    pub browser: HashedToken,
    /// Which app.
    pub app: String,
    /// Sealed verifier, nonce, return path, pending action.
    pub sealed: Vec<u8>,
    /// When it ends.
    pub expires_at: Time,
}

/// An action that waits for a step-up.
#[derive(Clone, Debug)]
pub struct BffPending {
    /// Hash of its id.
    pub hash: HashedToken,
    /// Hash of the id of the session it belongs to.
    pub session: HashedToken,
    /// Sealed content.
    pub sealed: Vec<u8>,
    /// Sealed outcome, once it was done.
    pub outcome: Option<Vec<u8>>,
    /// When it was taken to be done.
    pub taken_at: Option<Time>,
    /// When it ends.
    pub expires_at: Time,
}

impl BffPending {
    /// An action that was taken stays that long after its end, so that its page can tell what became of it.
    pub const KEPT_ONCE_TAKEN: Duration = Duration::days(1);
}

/// Storage of the backend-for-frontend. Each method is atomic by itself.
#[async_trait::async_trait]
pub trait BffStorage: Send + Sync + std::fmt::Debug {
    /// A new session; `false` if the hash is taken.
    async fn add_session(&self, record: &BffSessionRecord) -> Result<bool>;
    /// By hash, unless past its end.
    async fn session(&self, hash: HashedToken, now: Time) -> Result<Option<BffSessionRecord>>;
    /// Writes content and end, if the row still exists with `record.version`; the row then has
    /// `version + 1`. `false` otherwise: a session that was just signed out is not revived.
    async fn update_session(&self, record: &BffSessionRecord) -> Result<bool>;
    /// Gives a session a new id and drops the old one, atomically (fixation, checklist BF-6). Its pending
    /// actions follow.
    async fn rename_session(&self, old: HashedToken, new: HashedToken) -> Result<bool>;
    /// Takes one away, with its pending actions.
    async fn delete_session(&self, hash: HashedToken) -> Result<()>;

    /// A new sign-in.
    async fn add_login(&self, record: &LoginRecord) -> Result<()>;
    /// Takes a sign-in out, once, if state and browser belong together and it is not past its end.
    async fn take_login(
        &self,
        state: HashedToken,
        browser: HashedToken,
        now: Time,
    ) -> Result<Option<LoginRecord>>;

    /// A new pending action; an existing one of that id stays as it is and `false` is returned.
    async fn add_pending(&self, pending: &BffPending) -> Result<bool>;
    /// By id, if it belongs to the session, whatever its state.
    async fn pending(&self, hash: HashedToken, session: HashedToken) -> Result<Option<BffPending>>;
    /// Takes an action to do it, once: not taken before, not past its end.
    async fn take_pending(&self, hash: HashedToken, session: HashedToken, now: Time) -> Result<bool>;
    /// Writes the outcome of a taken action.
    async fn finish_pending(&self, hash: HashedToken, outcome: &[u8]) -> Result<()>;
    /// Takes away what is past its end; returns how many rows. A pending action that was taken goes
    /// [`BffPending::KEPT_ONCE_TAKEN`] later.
    async fn purge(&self, now: Time) -> Result<u64>;
}
