//! New versions of the policy, and the one in the shadow.

use leasehold_domain::UserId;
use leasehold_domain::policy::{PolicyOrigin, PolicyRequest, PolicyState, PolicyVersion};
use leasehold_policy::PolicySources;
use leasehold_storage::{DecisionMode, Transaction};
use serde_json::Value;

use super::{LifecycleError, content, notes};
use crate::AuthorizationServer;

/// Stored decisions on whose facts a draft is tried.
const TRIED: u32 = 50;

/// How many digits of a version have to be said.
const SHORTEST: usize = 8;

/// A version that was stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drafted {
    /// The version.
    pub version: String,
    /// Whether it was there already. Its sentences are then the new ones, in use at once if it is: they decide
    /// nothing.
    pub known: bool,
}

impl AuthorizationServer {
    /// Stores a policy of somebody's own as a draft, after it was tried in a process of its own on what was decided
    /// lately.
    ///
    /// # Errors
    ///
    /// If it does not compile, or nobody of that name is an administrator.
    pub async fn draft_policy(
        &self,
        sources: &PolicySources,
        admin: &str,
    ) -> Result<Drafted, LifecycleError> {
        if let Some(worker) = self.config.policy.worker.clone() {
            let (mode, since) = (DecisionMode::Live, self.now() - self.config.policy.replay);
            let decided = self.storage.read().await?.decisions(mode, (since, None), TRIED).await?;
            let facts = decided.iter().map(|decision| serde_json::from_str(&decision.facts));
            let facts = facts.collect::<Result<_, _>>();
            let facts = facts.map_err(|error| LifecycleError::Content(error.to_string()))?;
            content::attempt(worker, sources.clone(), facts).await?;
        }
        let engine = content::compile(sources.clone()).await?;
        let version = engine.version().to_owned();
        let mut tx = self.storage.write().await?;
        let admin = notes::admin(tx.as_mut(), admin).await?;
        let by = (PolicyOrigin::Own, Some(admin.id));
        let known = !self.store_policy(tx.as_mut(), sources, by).await?;
        let act = if known { "policy_reworded" } else { "policy_drafted" };
        notes::note(self, tx.as_mut(), Some(admin.id), (act, &version), Value::Null).await?;
        tx.commit().await?;
        Ok(Drafted { version, known })
    }

    /// Stores a policy, or other sentences of one that is there; `false` if it was there. What decides is never
    /// replaced.
    pub(super) async fn store_policy(
        &self,
        tx: &mut dyn Transaction,
        sources: &PolicySources,
        (origin, made_by): (PolicyOrigin, Option<UserId>),
    ) -> Result<bool, LifecycleError> {
        let policy = PolicyVersion {
            version: sources.version(),
            content: content::write(sources)?,
            origin,
            state: PolicyState::Draft,
            made_by,
            made_at: self.now(),
            activated_at: None,
            revision: 1,
        };
        is_called(&policy.content, &policy.version)?;
        if tx.add_policy(&policy).await? {
            return Ok(true);
        }
        if let Some(stored) = tx.policy(&policy.version).await?
            && stored.content != policy.content
        {
            is_called(&stored.content, &policy.version)?;
            tx.update_policy(&PolicyVersion { content: policy.content, ..stored }).await?;
        }
        Ok(false)
    }

    /// Lets a version decide beside the active one, in the place of any other; `None` for nothing.
    ///
    /// # Errors
    ///
    /// If there is no such version, or it decides already.
    pub async fn shadow_policy(&self, version: Option<&str>, admin: &str) -> Result<(), LifecycleError> {
        let mut tx = self.storage.write().await?;
        let admin = notes::admin(tx.as_mut(), admin).await?;
        let next = match version {
            Some(version) => Some(into_shadow(named(tx.as_mut(), version).await?)?),
            None => None,
        };
        if let Some(before) = tx.policy_in(PolicyState::Shadow).await? {
            let name = before.version.clone();
            let away = before.put_away().map_err(|error| LifecycleError::State(name, error))?;
            tx.update_policy(&away).await?;
        }
        if let Some(next) = &next {
            tx.update_policy(next).await?;
        }
        let act = ("policy_shadowed", next.as_ref().map_or("", |next| &next.version));
        notes::note(self, tx.as_mut(), Some(admin.id), act, Value::Null).await?;
        tx.commit().await?;
        Ok(())
    }

    /// All versions, the newest first.
    ///
    /// # Errors
    ///
    /// If storage fails.
    pub async fn policies(&self) -> Result<Vec<PolicyVersion>, LifecycleError> {
        Ok(self.storage.read().await?.policies().await?)
    }

    /// The latest requests, the newest first.
    ///
    /// # Errors
    ///
    /// If storage fails.
    pub async fn policy_requests(&self, limit: u32) -> Result<Vec<PolicyRequest>, LifecycleError> {
        Ok(self.storage.read().await?.policy_requests(limit).await?)
    }

    /// What a version is made of.
    ///
    /// # Errors
    ///
    /// If there is no such version.
    pub async fn policy_sources(&self, version: &str) -> Result<PolicySources, LifecycleError> {
        let mut tx = self.storage.read().await?;
        content::read(&named(tx.as_mut(), version).await?.content)
    }
}

/// The version that somebody names, in full or by how it alone begins.
pub(super) async fn named(tx: &mut dyn Transaction, begins: &str) -> Result<PolicyVersion, LifecycleError> {
    if let Some(exact) = tx.policy(begins).await? {
        return Ok(exact);
    }
    let mut found = Vec::new();
    if begins.len() >= SHORTEST {
        found = tx.policies().await?;
        found.retain(|policy| policy.version.starts_with(begins));
    }
    if found.len() > 1 {
        let versions = found.into_iter().map(|policy| policy.version).collect();
        return Err(LifecycleError::Ambiguous { begins: begins.to_owned(), versions });
    }
    found.pop().ok_or_else(|| LifecycleError::NoVersion(begins.to_owned()))
}

/// Refuses content of which modules or data are not those of the version.
fn is_called(content: &str, version: &str) -> Result<(), LifecycleError> {
    if content::read(content)?.version() == version {
        return Ok(());
    }
    Err(LifecycleError::Content(format!("{version} is not what it is called")))
}

pub(super) async fn find(tx: &mut dyn Transaction, version: &str) -> Result<PolicyVersion, LifecycleError> {
    tx.policy(version).await?.ok_or_else(|| LifecycleError::NoVersion(version.to_owned()))
}

fn into_shadow(policy: PolicyVersion) -> Result<PolicyVersion, LifecycleError> {
    let version = policy.version.clone();
    policy.into_shadow().map_err(|error| LifecycleError::State(version, error))
}
