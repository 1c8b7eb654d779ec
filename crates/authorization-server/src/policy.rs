//! The policy in force, which can be exchanged while the server runs.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use leasehold_domain::decision::Decision;
use leasehold_domain::facts::Facts;
use leasehold_policy::{PolicyEngine, PolicyError};

/// Holds the policy in force.
#[derive(Debug)]
pub(crate) struct PolicyInForce {
    engine: RwLock<Arc<PolicyEngine>>,
    failing: AtomicBool,
}

impl PolicyInForce {
    pub(crate) fn new(engine: PolicyEngine) -> Self {
        Self { engine: RwLock::new(Arc::new(engine)), failing: AtomicBool::new(false) }
    }

    /// The engine of this moment. Whoever needs two answers of one policy asks once.
    pub(crate) fn engine(&self) -> Arc<PolicyEngine> {
        Arc::clone(&self.engine.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts another policy in force. Decisions that have begun end with the one before.
    pub(crate) fn exchange(&self, engine: PolicyEngine) {
        *self.engine.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(engine);
    }

    /// Decides. The first failure after a success is told to whoever operates the server, and the first
    /// success after a failure.
    pub(crate) fn decide(&self, facts: &Facts) -> Result<Decision, PolicyError> {
        let engine = self.engine();
        let outcome = engine.decide(facts);
        let failed = self.failing.swap(outcome.is_err(), Ordering::Relaxed);
        match &outcome {
            Err(error) if !failed => tracing::error!(
                alert = "policy_failed",
                version = engine.version(),
                error = error as &dyn std::error::Error,
                "the policy fails: all but harmless scopes are suspended until it works again"
            ),
            Ok(_) if failed => {
                tracing::warn!(alert = "policy_works", version = engine.version(), "the policy works again");
            }
            _ => {}
        }
        outcome
    }
}
