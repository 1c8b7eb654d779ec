//! Challenges: what the server must remember between asking a browser to sign something and its answer.
//!
//! A challenge is taken out by its first answer, right or wrong, so that nothing is tried twice on it
//! (invariant 7), and ends after [`limits::CEREMONY`] or sooner. It is bound to the page it was given to: an answer from
//! another browser, request or person finds nothing.

use chrono::Duration;
use leasehold_domain::{HashedToken, PlainToken, TokenKind};
use leasehold_storage::{Draft, Result, StorageError, Transaction};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::AuthorizationServer;
use crate::config::limits;

/// What kind of challenge, and for whom: the request or session, in the browser that has it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ceremony<'a> {
    /// Also the purpose of the seal: an answer to one kind is none to another.
    pub(crate) purpose: &'static str,
    /// Whatever only the right page knows; a hash of a cookie, an id, both.
    pub(crate) bound_to: &'a [u8],
}

impl Ceremony<'_> {
    /// Remembers `state`; gives the token with which the answer finds it.
    pub(crate) async fn begin<T: Serialize + Sync>(
        self,
        server: &AuthorizationServer,
        tx: &mut dyn Transaction,
        state: &T,
    ) -> Result<PlainToken> {
        self.begin_for(server, tx, state, limits::CEREMONY).await
    }

    /// The same for a time of its own.
    pub(crate) async fn begin_for<T: Serialize + Sync>(
        self,
        server: &AuthorizationServer,
        tx: &mut dyn Transaction,
        state: &T,
        lasts: Duration,
    ) -> Result<PlainToken> {
        let token = PlainToken::generate(TokenKind::Ceremony, server.entropy.as_ref());
        let plain = serde_json::to_vec(state)
            .map_err(|error| StorageError::driver("a challenge cannot be written", error))?;
        let key = self.key(server, &token);
        let sealer = server.master_key.sealer(self.purpose);
        let sealed = sealer.seal(&plain, &key.to_base64url(), server.entropy.as_ref());
        tx.put_draft(&Draft { key, sealed, expires_at: server.now() + lasts }).await?;
        Ok(token)
    }

    /// Takes out what was remembered, once. The caller commits, also when the answer was wrong.
    pub(crate) async fn take<T: DeserializeOwned>(
        self,
        server: &AuthorizationServer,
        tx: &mut dyn Transaction,
        token: &str,
    ) -> Result<Option<T>> {
        let Ok(token) = PlainToken::parse(TokenKind::Ceremony, token) else { return Ok(None) };
        let key = self.key(server, &token);
        let Some(draft) = tx.take_draft(key, server.now()).await? else { return Ok(None) };
        let sealer = server.master_key.sealer(self.purpose);
        let plain = sealer
            .open(&draft.sealed, &key.to_base64url())
            .map_err(|error| StorageError::driver("a challenge cannot be opened", error))?;
        let state = serde_json::from_slice(&plain);
        state.map(Some).map_err(|error| StorageError::driver("a challenge cannot be read", error))
    }

    fn key(self, server: &AuthorizationServer, token: &PlainToken) -> HashedToken {
        let mut bound = token.hashed().as_bytes().to_vec();
        bound.extend_from_slice(self.bound_to);
        HashedToken::from_bytes(server.master_key.keyed_hash(self.purpose, &bound))
    }
}
