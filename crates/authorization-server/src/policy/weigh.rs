//! What a change of the policy would mean.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::Duration;
use leasehold_domain::policy::{PolicyState, PolicyVersion};
use leasehold_policy::PolicyEngine;
use leasehold_storage::DecisionMode;
use serde_json::{Value, json};

use super::replay::{Replay, replay};
use super::{LifecycleError, Touched, content, drafts, unseen};
use crate::AuthorizationServer;

/// How many lines of a replay are kept with the request.
const LINES: usize = 200;

/// What a change would mean.
#[derive(Clone, Debug)]
pub struct Weighed {
    /// Over what was decided lately.
    pub replay: Replay,
    /// Over what people have now.
    pub touched: Touched,
    /// What neither can show.
    pub unseen: BTreeSet<String>,
}

impl Weighed {
    /// Whether anybody gets more, or might.
    #[must_use]
    pub fn gives_more(&self) -> bool {
        !self.unseen.is_empty() || self.replay.tally.gives_more() || self.touched.tally.gives_more()
    }

    /// For whoever approves.
    pub(super) fn summary(&self) -> Value {
        let tally = &self.replay.tally;
        let lines = tally.changes.iter().take(LINES).map(|((user, scope, difference), change)| {
            json!({ "user": user, "scope": scope, "difference": difference, "change": change })
        });
        json!({
            "gives_more": self.gives_more(),
            "unseen": self.unseen,
            "decisions": tally.decisions,
            "people": tally.people.len(),
            "changes": lines.collect::<Vec<_>>(),
            "live": { "people": self.touched.people, "losing": self.touched.losing },
        })
    }
}

/// A version, ready to decide.
pub(super) struct Ready {
    pub(super) policy: PolicyVersion,
    pub(super) engine: Arc<PolicyEngine>,
}

impl AuthorizationServer {
    /// Replays what was decided in the last days with another version, or what the shadow decided.
    ///
    /// # Errors
    ///
    /// If there is no such version, or it does not compile any more.
    pub async fn replay_policy(
        &self,
        version: &str,
        mode: DecisionMode,
        back: Duration,
    ) -> Result<Replay, LifecycleError> {
        let version = drafts::named(self.storage.read().await?.as_mut(), version).await?.version;
        let (active, draft) = (self.active_policy().await?, self.ready(&version).await?);
        let since = self.now() - back;
        Ok(replay(self.storage.as_ref(), mode, since, &active.engine, &draft.engine).await?)
    }

    pub(super) async fn weigh_policy(
        &self,
        active: &Ready,
        draft: &Ready,
    ) -> Result<Weighed, LifecycleError> {
        let since = self.now() - self.config.policy.replay;
        let (storage, mode) = (self.storage.as_ref(), DecisionMode::Live);
        let replay = replay(storage, mode, since, &active.engine, &draft.engine).await?;
        let touched = self.would_touch_with(&draft.engine, Clone::clone).await?;
        let before = content::read(&active.policy.content)?;
        let unseen = unseen::unseen(&before, &content::read(&draft.policy.content)?);
        Ok(Weighed { replay, touched, unseen })
    }

    /// The version that decides, by the database. It is in use here afterwards, since whatever is weighed is weighed
    /// against what is in use: a command begins with what ships, and a server may be a moment behind.
    pub(super) async fn active_policy(&self) -> Result<Ready, LifecycleError> {
        self.catch_up().await?;
        let policy = self.storage.read().await?.policy_in(PolicyState::Active).await?;
        self.prepare(policy.ok_or(LifecycleError::NoneActive)?).await
    }

    pub(super) async fn ready(&self, version: &str) -> Result<Ready, LifecycleError> {
        let policy = drafts::find(self.storage.read().await?.as_mut(), version).await?;
        self.prepare(policy).await
    }

    /// Compiles a version, unless it is in use.
    pub(super) async fn prepare(&self, policy: PolicyVersion) -> Result<Ready, LifecycleError> {
        let in_use = self.policy.in_use();
        let known = in_use.heads.iter().any(|head| {
            head.version == policy.version
                && head.revision == policy.revision
                && head.state == PolicyState::Active
        });
        let engine =
            if known { Arc::clone(&in_use.active) } else { Arc::new(content::engine(&policy).await?) };
        Ok(Ready { policy, engine })
    }
}
