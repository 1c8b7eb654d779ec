//! Takes what is active in the database into use. Another process may have changed it: the command line, or
//! another node.

use std::sync::Arc;
use std::time::Duration;

use leasehold_domain::GrantId;
use leasehold_domain::policy::PolicyState;
use leasehold_storage::{PolicyHead, StorageError, Transaction};

use super::holder::InUse;
use super::{LifecycleError, content, drafts};
use crate::AuthorizationServer;

/// Time between two looks: three small reads.
const LOOK: Duration = Duration::from_secs(1);
/// Grants that are marked in one transaction.
const BATCH: u32 = 500;
/// Meta: how far the live grants were marked to be weighed again after a change; `""` at the beginning, then
/// the last grant, then [`DONE`]. In the database, so that a crash in between loses none.
pub(super) const SWEEP: &str = "policy_sweep";
const DONE: &str = "done";

impl AuthorizationServer {
    /// Looks about once a second, until the future is dropped.
    pub async fn follow_policy(&self) {
        let mut looks = tokio::time::interval(LOOK);
        looks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            looks.tick().await;
            if let Err(error) = self.look_at_policy().await {
                // The policy that was in use stays in use.
                let error: &dyn std::error::Error = &error;
                tracing::error!(error, "the policy in use could not be compared with the stored one");
            }
        }
    }

    /// One look: carries out what is due, takes into use what is active, and has all live grants weighed again
    /// if that changed. Suspensions are then made anew; revocations stay, whatever version opened them.
    ///
    /// # Errors
    ///
    /// If storage fails, or the stored policy does not compile; what was in use stays in use.
    pub async fn look_at_policy(&self) -> Result<(), LifecycleError> {
        self.carry_out_due().await?;
        self.catch_up().await?;
        let sweep = self.storage.read().await?.meta(SWEEP).await?;
        if sweep.is_some_and(|sweep| sweep != DONE) {
            while self.weigh_more_again().await? {}
        }
        Ok(())
    }

    /// Takes into use what is active in the database, if that is something else. Weighs nothing.
    ///
    /// # Errors
    ///
    /// If it cannot be read or does not compile.
    pub async fn catch_up(&self) -> Result<(), LifecycleError> {
        let heads = self.storage.read().await?.policy_heads().await?;
        if heads != self.policy.in_use().heads {
            self.take_into_use(heads).await?;
        }
        Ok(())
    }

    /// Whether what decides here is what the database says, in the transaction of the caller: another node may be
    /// ahead. What no database knows is not behind.
    pub(crate) async fn decides_as_stored(&self, tx: &mut dyn Transaction) -> Result<bool, StorageError> {
        let in_use = self.policy.in_use();
        Ok(in_use.heads.is_empty() || tx.policy_heads().await? == in_use.heads)
    }

    pub(super) async fn take_into_use(&self, heads: Vec<PolicyHead>) -> Result<(), LifecycleError> {
        let before = self.policy.in_use();
        let mut active = Arc::clone(&before.active);
        let mut shadow = None;
        for head in &heads {
            let engine = match (head.state, before.heads.contains(head), &before.shadow) {
                (PolicyState::Shadow, true, Some(shadow)) => Arc::clone(shadow),
                (PolicyState::Active, true, _) => Arc::clone(&before.active),
                _ => {
                    let policy = drafts::find(self.storage.read().await?.as_mut(), &head.version).await?;
                    Arc::new(content::engine(&policy).await?)
                }
            };
            match head.state {
                PolicyState::Shadow => shadow = Some(engine),
                _ => active = engine,
            }
        }
        let (now, beside) =
            (active.version().to_owned(), shadow.as_ref().map(|one| one.version().to_owned()));
        self.policy.swap(InUse { active, shadow, heads });
        tracing::info!(active = now, shadow = beside, "the policy in use");
        Ok(())
    }

    /// Marks some more live grants to be weighed again at once; `false` once all are, or if another version became
    /// active meanwhile: they are to be weighed with that one, once it is in use.
    async fn weigh_more_again(&self) -> Result<bool, StorageError> {
        let now = self.policy_now();
        let mut tx = self.storage.write().await?;
        if !self.decides_as_stored(tx.as_mut()).await? {
            return Ok(false);
        }
        let after = match tx.meta(SWEEP).await?.as_deref() {
            None | Some(DONE) => return Ok(false),
            Some("") => None,
            Some(id) => {
                let id: GrantId = id.parse().map_err(|_| StorageError::inconsistent("meta policy_sweep"))?;
                Some(id)
            }
        };
        let grants = tx.live_grants_after(after, BATCH).await?;
        for grant in &grants {
            tx.set_due(*grant, Some(now)).await?;
        }
        let last = grants.last().map_or_else(|| DONE.to_owned(), ToString::to_string);
        tx.set_meta(SWEEP, &last).await?;
        tx.commit().await?;
        self.due.notify_one();
        Ok(!grants.is_empty())
    }
}
