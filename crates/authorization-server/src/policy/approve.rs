//! What becomes of a request that waits: a second administrator approves, somebody takes it back, or its time comes.

use leasehold_domain::policy::{PolicyRequest, PolicyRequestState, PolicyState};
use leasehold_storage::Transaction;
use serde_json::Value;

use super::{LifecycleError, drafts, notes, request};
use crate::AuthorizationServer;

impl AuthorizationServer {
    /// A second administrator agrees, and the version becomes the active one.
    ///
    /// # Errors
    ///
    /// If nobody asks for that version, the same administrator asked, or the breaker stops it.
    pub async fn approve_policy(&self, version: &str, admin: &str) -> Result<(), LifecycleError> {
        let mut tx = self.storage.read().await?;
        let admin = notes::admin(tx.as_mut(), admin).await?;
        let asked = asked_for(tx.as_mut(), version).await?;
        drop(tx);
        let done = asked.approve(admin.id, self.now())?;
        self.carry_out(done).await
    }

    /// Takes a request back. Any administrator may.
    ///
    /// # Errors
    ///
    /// If nobody asks for that version.
    pub async fn withdraw_policy(&self, version: &str, admin: &str) -> Result<(), LifecycleError> {
        let mut tx = self.storage.write().await?;
        let admin = notes::admin(tx.as_mut(), admin).await?;
        let asked = asked_for(tx.as_mut(), version).await?;
        let withdrawn = asked.withdraw(Some(admin.id), self.now())?;
        tx.close_policy_request(&withdrawn).await?;
        let act = ("policy_withdrawn", withdrawn.version.as_str());
        notes::note(self, tx.as_mut(), Some(admin.id), act, Value::Null).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Carries out the request whose time has come, if there is one.
    pub(super) async fn carry_out_due(&self) -> Result<(), LifecycleError> {
        let open = self.storage.read().await?.open_policy_request().await?;
        let Some(done) = open.and_then(|open| open.come_due(self.now()).ok()) else { return Ok(()) };
        let error = match self.carry_out(done.clone()).await {
            Ok(()) => return Ok(()),
            Err(LifecycleError::Storage(error)) => return Err(error.into()),
            Err(error) => error,
        };
        // It will not be better in a second.
        tracing::error!(version = done.version, %error, "a change of the policy that came due was stopped");
        let mut tx = self.storage.write().await?;
        tx.close_policy_request(&PolicyRequest { state: PolicyRequestState::Stopped, ..done }).await?;
        tx.commit().await?;
        Ok(())
    }

    /// People have moved on since it was asked, so the breaker looks again.
    async fn carry_out(&self, done: PolicyRequest) -> Result<(), LifecycleError> {
        let heads = self.storage.read().await?.policy_heads().await?;
        if !heads.iter().any(|head| head.state == PolicyState::Active && head.version == done.base) {
            return Err(LifecycleError::Overtaken);
        }
        self.catch_up().await?;
        let draft = self.ready(&done.version).await?;
        let touched = self.would_touch_with(&draft.engine, Clone::clone).await?;
        let stops = self.breaker_stops("policy", &touched) && done.past_the_breaker.is_none();
        let mut tx = self.storage.write().await?;
        let state = if stops { PolicyRequestState::Stopped } else { done.state };
        let done = PolicyRequest { state, ..done };
        if !tx.close_policy_request(&done).await? {
            return Err(LifecycleError::NotAsked(done.version));
        }
        if stops {
            let act = ("policy_stopped_by_breaker", done.version.as_str());
            notes::note(self, tx.as_mut(), done.asked_by, act, done.summary.clone()).await?;
        } else {
            request::switch(self, tx.as_mut(), &done).await?;
        }
        tx.commit().await?;
        if stops {
            return Err(LifecycleError::Breaker { losing: touched.losing, people: touched.people });
        }
        Ok(())
    }
}

async fn asked_for(tx: &mut dyn Transaction, version: &str) -> Result<PolicyRequest, LifecycleError> {
    let version = drafts::named(tx, version).await?.version;
    let open = tx.open_policy_request().await?;
    open.filter(|open| open.version == version).ok_or(LifecycleError::NotAsked(version))
}
