//! The policy in use, which can be another one from one decision to the next.

use std::sync::Arc;

use arc_swap::ArcSwap;
use leasehold_domain::decision::Decision;
use leasehold_domain::facts::Facts;
use leasehold_policy::{FactorRules, PolicyEngine, PolicyError};
use leasehold_storage::PolicyHead;

/// One moment's policies.
#[derive(Debug)]
pub(crate) struct InUse {
    /// What decides.
    pub(crate) active: Arc<PolicyEngine>,
    /// What decides beside it, without effect.
    pub(crate) shadow: Option<Arc<PolicyEngine>>,
    /// What the database said when these were loaded; empty before anything was.
    pub(super) heads: Vec<PolicyHead>,
}

/// Holds the policy in use. Whoever decides takes what is there at that moment and waits for nobody.
#[derive(Debug)]
pub(crate) struct PolicyHolder(ArcSwap<InUse>);

impl PolicyHolder {
    pub(crate) fn new(engine: PolicyEngine) -> Self {
        Self(ArcSwap::from_pointee(InUse { active: Arc::new(engine), shadow: None, heads: Vec::new() }))
    }

    pub(super) fn in_use(&self) -> Arc<InUse> {
        self.0.load_full()
    }

    pub(super) fn swap(&self, in_use: InUse) {
        self.0.store(Arc::new(in_use));
    }

    /// See [`PolicyEngine::decide`].
    pub(crate) fn decide(&self, facts: &Facts) -> Result<Decision, PolicyError> {
        self.0.load().active.decide(facts)
    }

    /// See [`PolicyEngine::factor_rules`].
    pub(crate) fn factor_rules(&self) -> FactorRules {
        *self.0.load().active.factor_rules()
    }

    /// See [`PolicyEngine::reason_text`].
    pub(crate) fn reason_text(&self, rule: &str, locale: &str, cause: &str) -> String {
        self.0.load().active.reason_text(rule, locale, cause)
    }
}
