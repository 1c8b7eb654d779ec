//! What is in use when a server starts.

use leasehold_domain::policy::{PolicyOrigin, PolicyRequestKind, PolicyState, PolicyVersion};
use leasehold_policy::PolicySources;

use super::{Asked, LifecycleError, content};
use crate::AuthorizationServer;

impl AuthorizationServer {
    /// Takes the stored policy into use before anything is served. In a new database that is what ships. A newer
    /// program may bring a newer policy: it is stored as a draft, and becomes the active one by itself where the
    /// active one came with the program too, nobody gets more by it and the breaker lets it pass.
    ///
    /// # Errors
    ///
    /// If storage fails or the stored policy does not compile: none but the active one may decide.
    pub async fn begin_policy(&self, shipped: &PolicySources) -> Result<(), LifecycleError> {
        let mut tx = self.storage.write().await?;
        let active = tx.policy_in(PolicyState::Active).await?;
        let newer = match &active {
            None => {
                let first = PolicyVersion {
                    version: shipped.version(),
                    content: content::write(shipped)?,
                    origin: PolicyOrigin::Shipped,
                    state: PolicyState::Active,
                    made_by: None,
                    made_at: self.now(),
                    activated_at: Some(self.now()),
                    revision: 1,
                };
                tx.add_policy(&first).await?;
                false
            }
            Some(_) => self.store_policy(tx.as_mut(), shipped, (PolicyOrigin::Shipped, None)).await?,
        };
        tx.commit().await?;
        let heads = self.storage.read().await?.policy_heads().await?;
        self.take_into_use(heads).await?;
        if newer {
            let own = active.is_some_and(|active| active.origin == PolicyOrigin::Own);
            self.offer_newer(&shipped.version(), own).await?;
        }
        Ok(())
    }

    async fn offer_newer(&self, version: &str, own: bool) -> Result<(), LifecycleError> {
        if own {
            tracing::warn!(version, "this program ships a newer policy; it is a draft beside your own");
            return Ok(());
        }
        let draft = self.ready(version).await?;
        match self.propose(draft, PolicyRequestKind::Activate, None, None).await {
            Ok(Asked::Active { .. }) => {
                tracing::info!(version, "the newer policy of this program is active");
                self.look_at_policy().await
            }
            Ok(Asked::Waits { .. }) => {
                tracing::warn!(
                    version,
                    "this program ships a newer policy that gives somebody more; it is a draft until it is activated"
                );
                Ok(())
            }
            Err(error @ (LifecycleError::Breaker { .. } | LifecycleError::Fails { .. })) => {
                tracing::warn!(version, %error, "this program ships a newer policy; it is a draft until it is activated");
                Ok(())
            }
            Err(error) => Err(error),
        }
    }
}
