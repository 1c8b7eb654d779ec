//! The breaker: stops what would take something from too many people at once, because it is more likely a
//! mistake than so much reason.

use std::collections::BTreeSet;

use leasehold_domain::UserId;
use leasehold_domain::effective::{LeaseState, Loss};
use leasehold_domain::facts::Facts;
use leasehold_oauth_types::LeaseStatus;
use leasehold_policy::PolicyEngine;
use leasehold_storage::{Result, StorageError};

use super::{PolicyConfig, Tally};
use crate::AuthorizationServer;
use crate::leases::evaluate::{EvaluationError, peek};

/// How many grants are weighed in one snapshot.
const BATCH: u32 = 64;

/// What something would do to all that people have now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Touched {
    /// What it would decide otherwise.
    pub tally: Tally,
    /// How many people can use anything now.
    pub people: usize,
    /// How many of them would lose something: a scope that they have, their session, or the way back to a scope that
    /// they do not have.
    pub losing: usize,
}

impl Touched {
    /// Whether these are too many at once.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "people are fewer than 2^52")]
    pub fn is_too_much(&self, config: &PolicyConfig) -> bool {
        self.losing > config.breaker_people && self.losing as f64 > config.breaker_share * self.people as f64
    }
}

impl AuthorizationServer {
    /// Weighs every live grant once more, without writing anything: with the policy in use on facts that `change`
    /// made others, as another database of places or list of networks would.
    ///
    /// # Errors
    ///
    /// If storage fails.
    pub async fn would_touch(&self, change: impl Fn(&Facts) -> Facts + Send + Sync) -> Result<Touched> {
        let active = self.policy.in_use();
        self.would_touch_with(&active.active, change).await
    }

    /// The same for another policy.
    pub(super) async fn would_touch_with(
        &self,
        engine: &PolicyEngine,
        change: impl Fn(&Facts) -> Facts + Send + Sync,
    ) -> Result<Touched> {
        let mut touched = Touched::default();
        let (mut people, mut losing) = (BTreeSet::<UserId>::new(), BTreeSet::<UserId>::new());
        let mut after = None;
        loop {
            let mut tx = self.storage.read().await?;
            let grants = tx.live_grants_after(after, BATCH).await?;
            let Some(last) = grants.last() else { break };
            after = Some(*last);
            for id in grants {
                let Some(grant) = tx.grant(id).await? else { continue };
                let Some(now) = peek(self, tx.as_mut(), &grant).await.map_err(of_storage)? else { continue };
                let has: BTreeSet<_> =
                    now.states.iter().filter(|(_, state)| has(state)).map(|(scope, _)| scope).collect();
                if !has.is_empty() {
                    people.insert(grant.user);
                }
                let then = engine.decide(&change(&now.facts));
                if touched.tally.add(grant.user, &now.decision, &then).matters_to(&has) {
                    losing.insert(grant.user);
                }
            }
        }
        touched.people = people.len();
        touched.losing = losing.intersection(&people).count();
        Ok(touched)
    }

    /// Whether the breaker stops this, which it says aloud. `what` names it in the log.
    #[must_use]
    pub fn breaker_stops(&self, what: &str, touched: &Touched) -> bool {
        let stops = touched.is_too_much(&self.config.policy);
        if stops {
            let (people, losing) = (touched.people, touched.losing);
            tracing::error!(
                what,
                people,
                losing,
                "the breaker stopped what would take from too many at once"
            );
        }
        stops
    }
}

/// Whether a person has a scope, though it may ask for a fresh proof each time.
fn has(state: &LeaseState) -> bool {
    state.status != LeaseStatus::NotGranted
        && state.losses.iter().all(|loss| matches!(loss, Loss::StaleProof { .. }))
}

fn of_storage(error: EvaluationError) -> StorageError {
    match error {
        EvaluationError::Storage(error) => error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_people_are_no_crowd_and_a_share_is_one_of_many() {
        let config = PolicyConfig::default();
        let touched = |people, losing| Touched { people, losing, ..Touched::default() };
        assert!(!touched(5, 5).is_too_much(&config), "a handful is everybody soon");
        assert!(touched(6, 6).is_too_much(&config));
        assert!(!touched(100, 20).is_too_much(&config));
        assert!(touched(100, 21).is_too_much(&config));
    }
}
