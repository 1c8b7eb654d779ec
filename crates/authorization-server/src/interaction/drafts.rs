//! What a browser has begun to enter and not finished, kept sealed on the server: never in the page, so
//! that nothing of it can be altered or read there.

use leasehold_domain::{HashedToken, SessionId};
use leasehold_storage::{Draft, Result, StorageError, Transaction};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::AuthorizationServer;
use crate::config::limits;

const SEAL_PURPOSE: &str = "draft";

/// Where the draft of one browser for one purpose lies.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DraftKey(HashedToken);

impl DraftKey {
    /// Derived from a cookie, so that no other browser finds it.
    pub(crate) fn new(server: &AuthorizationServer, purpose: &'static str, cookie: HashedToken) -> Self {
        Self(HashedToken::from_bytes(server.master_key.keyed_hash(purpose, cookie.as_bytes())))
    }

    /// Derived from a session, which goes on under other cookies when something is proved in it.
    pub(crate) fn of_session(
        server: &AuthorizationServer,
        purpose: &'static str,
        session: SessionId,
    ) -> Self {
        let id = session.to_string();
        Self(HashedToken::from_bytes(server.master_key.keyed_hash(purpose, id.as_bytes())))
    }

    /// The same for one of several things in that session.
    pub(crate) fn of_part(self, server: &AuthorizationServer, part: &str) -> Self {
        let bound = [self.0.as_bytes().as_slice(), part.as_bytes()].concat();
        Self(HashedToken::from_bytes(server.master_key.keyed_hash("draft-part", &bound)))
    }

    /// A name for counting failures.
    pub(crate) fn bucket(self) -> String {
        format!("code:draft:{}", self.0.to_base64url())
    }

    pub(crate) async fn read<T: DeserializeOwned>(
        self,
        server: &AuthorizationServer,
        tx: &mut dyn Transaction,
    ) -> Result<Option<T>> {
        let Some(draft) = tx.draft(self.0, server.now()).await? else { return Ok(None) };
        let sealer = server.master_key.sealer(SEAL_PURPOSE);
        let plain = sealer
            .open(&draft.sealed, &self.0.to_base64url())
            .map_err(|error| StorageError::driver("a draft cannot be opened", error))?;
        let content = serde_json::from_slice(&plain);
        content.map(Some).map_err(|error| StorageError::driver("a draft cannot be read", error))
    }

    /// Reads what is said once: drawing the page takes it out.
    pub(crate) async fn say<T: DeserializeOwned>(
        self,
        server: &AuthorizationServer,
        tx: &mut dyn Transaction,
    ) -> Result<Option<T>> {
        let said = self.read(server, tx).await?;
        if said.is_some() {
            self.take(server, tx).await?;
        }
        Ok(said)
    }

    /// Writes it, and lets it live on.
    pub(crate) async fn write<T: Serialize + Sync>(
        self,
        server: &AuthorizationServer,
        tx: &mut dyn Transaction,
        content: &T,
    ) -> Result<()> {
        let plain = serde_json::to_vec(content)
            .map_err(|error| StorageError::driver("a draft cannot be written", error))?;
        let sealer = server.master_key.sealer(SEAL_PURPOSE);
        let sealed = sealer.seal(&plain, &self.0.to_base64url(), server.entropy.as_ref());
        let now = server.now();
        tx.put_draft(&Draft { key: self.0, sealed, expires_at: now + limits::INTERACTION }).await
    }

    /// Takes it out; `false` if it was taken before or is past its end.
    pub(crate) async fn take(self, server: &AuthorizationServer, tx: &mut dyn Transaction) -> Result<bool> {
        Ok(tx.take_draft(self.0, server.now()).await?.is_some())
    }
}
