//! Asks for a change of the policy. What gives nobody more takes effect at once; anything else waits for a second
//! administrator.

use leasehold_domain::policy::{
    PolicyRequest, PolicyRequestKind, PolicyRequestState, PolicyState, PolicyVersion,
};
use leasehold_domain::{PolicyRequestId, Time, UserId};
use leasehold_storage::{StorageError, Transaction};

use super::weigh::Ready;
use super::{LifecycleError, Weighed, drafts, follow, notes};
use crate::AuthorizationServer;
use crate::leases::apply::Changes;

/// What somebody wants.
#[derive(Clone, Copy, Debug)]
pub struct Ask<'a> {
    /// Another version, or one that was active.
    pub kind: PolicyRequestKind,
    /// The version; rolling back, the one that was active before unless it is named.
    pub version: Option<&'a str>,
    /// Sign-in name of the administrator.
    pub admin: &'a str,
    /// Why the breaker shall let it pass, if it shall.
    pub past_the_breaker: Option<&'a str>,
}

/// What became of it.
#[derive(Clone, Debug)]
pub enum Asked {
    /// It is active.
    Active {
        /// The version.
        version: String,
        /// What it means.
        weighed: Box<Weighed>,
    },
    /// It waits for a second administrator.
    Waits {
        /// The version.
        version: String,
        /// What it means.
        weighed: Box<Weighed>,
        /// When it takes effect anyway.
        effective_at: Option<Time>,
    },
}

impl AuthorizationServer {
    /// Asks for a change.
    ///
    /// # Errors
    ///
    /// [`LifecycleError`]; nothing was changed.
    pub async fn ask_for_policy(&self, ask: Ask<'_>) -> Result<Asked, LifecycleError> {
        let mut tx = self.storage.read().await?;
        let admin = notes::admin(tx.as_mut(), ask.admin).await?;
        let version = match (ask.kind, ask.version) {
            (_, Some(version)) => drafts::named(tx.as_mut(), version).await?.version,
            (PolicyRequestKind::RollBack, None) => before(tx.as_mut()).await?,
            (PolicyRequestKind::Activate, None) => {
                return Err(LifecycleError::NoVersion(String::new()));
            }
        };
        drop(tx);
        let draft = self.ready(&version).await?;
        if ask.kind == PolicyRequestKind::RollBack && draft.policy.activated_at.is_none() {
            return Err(LifecycleError::NeverActive(version));
        }
        let reason = ask.past_the_breaker.map(str::trim).filter(|reason| !reason.is_empty());
        let reason = reason.map(str::to_owned);
        self.propose(draft, ask.kind, Some(admin.id), reason).await
    }

    /// The same for the program itself, which nobody stands behind (`asked_by` is `None`): it never waits.
    pub(super) async fn propose(
        &self,
        draft: Ready,
        kind: PolicyRequestKind,
        asked_by: Option<UserId>,
        past_the_breaker: Option<String>,
    ) -> Result<Asked, LifecycleError> {
        let active = self.active_policy().await?;
        // Says so before anything is weighed.
        activated(&draft.policy, self.now())?;
        let weighed = Box::new(self.weigh_policy(&active, &draft).await?);
        let failed = weighed.replay.tally.failed + weighed.touched.tally.failed;
        if failed > 0 {
            let first = weighed.replay.tally.failure.clone().or(weighed.touched.tally.failure.clone());
            return Err(LifecycleError::Fails { times: failed, first: first.unwrap_or_default() });
        }
        let now = self.now();
        let version = draft.policy.version.clone();
        let mut request = PolicyRequest {
            id: PolicyRequestId::generate(now, self.entropy.as_ref()),
            kind,
            version: version.clone(),
            base: active.policy.version.clone(),
            state: PolicyRequestState::Open,
            summary: weighed.summary(),
            past_the_breaker,
            asked_by,
            asked_at: now,
            effective_at: None,
            decided_by: None,
            decided_at: None,
        };
        let stops = self.breaker_stops("policy", &weighed.touched);
        let mut tx = self.storage.write().await?;
        if stops && request.past_the_breaker.is_none() {
            tx.add_policy_request(&request.clone().stop(now)?).await?;
            let act = ("policy_stopped_by_breaker", version.as_str());
            notes::note(self, tx.as_mut(), asked_by, act, request.summary).await?;
            tx.commit().await?;
            let (losing, people) = (weighed.touched.losing, weighed.touched.people);
            return Err(LifecycleError::Breaker { losing, people });
        }
        // What the program proposes takes nobody's place, unless it is done at once.
        if (asked_by.is_some() || !weighed.gives_more())
            && let Some(earlier) = tx.open_policy_request().await?
        {
            tx.close_policy_request(&earlier.withdraw(asked_by, now)?).await?;
        }
        if !weighed.gives_more() {
            let done = request.go_ahead(now)?;
            tx.add_policy_request(&done).await?;
            switch(self, tx.as_mut(), &done).await?;
            tx.commit().await?;
            return Ok(Asked::Active { version, weighed });
        }
        let admins = tx.admins().await?;
        request.effective_at = match self.config.policy.delay {
            Some(delay) if admins.len() == 1 && asked_by.is_some() => Some(now + delay),
            _ => None,
        };
        let mut changes = Changes::default();
        if asked_by.is_some() {
            tx.add_policy_request(&request).await?;
            let act = ("policy_asked", version.as_str());
            notes::note(self, tx.as_mut(), asked_by, act, request.summary.clone()).await?;
            changes.extend(notes::tell(self, tx.as_mut(), &admins, &request).await?);
        }
        self.finish(tx, changes, now).await?;
        Ok(Asked::Waits { version, weighed, effective_at: request.effective_at })
    }
}

/// Makes the version of a request that is done the active one, in the transaction of the caller. Everybody who
/// decides finds out within a second.
pub(super) async fn switch(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    done: &PolicyRequest,
) -> Result<(), LifecycleError> {
    let now = server.now();
    let active = tx.policy_in(PolicyState::Active).await?.ok_or(LifecycleError::NoneActive)?;
    if active.version != done.base {
        return Err(LifecycleError::Overtaken);
    }
    let next = tx.policy(&done.version).await?;
    let next = next.ok_or_else(|| LifecycleError::NoVersion(done.version.clone()))?;
    let retired = active.put_away().map_err(|error| LifecycleError::State(done.base.clone(), error))?;
    let next = activated(&next, now)?;
    if !(tx.update_policy(&retired).await? && tx.update_policy(&next).await?) {
        return Err(StorageError::inconsistent("policy changed inside the one writer").into());
    }
    tx.set_meta(follow::SWEEP, "").await?;
    let act = match done.kind {
        PolicyRequestKind::Activate => "policy_activated",
        PolicyRequestKind::RollBack => "policy_rolled_back",
    };
    // Both names, where two were needed.
    if done.decided_by.is_some() {
        let approved = ("policy_approved", done.version.as_str());
        notes::note(server, tx, done.decided_by, approved, done.summary.clone()).await?;
    }
    let mut facts = done.summary.clone();
    if let (Some(facts), Some(reason)) = (facts.as_object_mut(), &done.past_the_breaker) {
        facts.insert("past_the_breaker".to_owned(), reason.clone().into());
    }
    notes::note(server, tx, done.asked_by, (act, &done.version), facts).await?;
    Ok(())
}

fn activated(policy: &PolicyVersion, at: Time) -> Result<PolicyVersion, LifecycleError> {
    policy.clone().activate(at).map_err(|error| LifecycleError::State(policy.version.clone(), error))
}

/// The version that the active one took the place of.
async fn before(tx: &mut dyn Transaction) -> Result<String, LifecycleError> {
    let active = tx.policy_in(PolicyState::Active).await?.ok_or(LifecycleError::NoneActive)?;
    let requests = tx.policy_requests(u32::MAX).await?;
    requests
        .into_iter()
        .find(|request| request.state == PolicyRequestState::Done && request.version == active.version)
        .map(|request| request.base)
        .ok_or(LifecycleError::NothingBefore)
}
