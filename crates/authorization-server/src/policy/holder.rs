//! The policy in use, which can be another one from one decision to the next.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use arc_swap::ArcSwap;
use leasehold_domain::Time;
use leasehold_domain::decision::Decision;
use leasehold_domain::facts::Facts;
use leasehold_domain::signal::SignalKind;
use leasehold_policy::{FactorRules, Memo, PolicyEngine, PolicyError};
use leasehold_storage::PolicyHead;

/// Decisions that are remembered.
const MEMO: u64 = 10_000;

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
pub(crate) struct PolicyHolder {
    in_use: ArcSwap<InUse>,
    /// Decisions made a moment ago: most requests differ in nothing but that.
    memo: Memo,
    /// Whether the last decision failed.
    failing: AtomicBool,
}

impl PolicyHolder {
    pub(crate) fn new(engine: PolicyEngine) -> Self {
        let in_use = InUse { active: Arc::new(engine), shadow: None, heads: Vec::new() };
        Self { in_use: ArcSwap::from_pointee(in_use), memo: Memo::new(MEMO), failing: AtomicBool::new(false) }
    }

    /// Puts another policy in use, which no database knows.
    pub(crate) fn exchange(&self, engine: PolicyEngine) {
        self.swap(InUse { active: Arc::new(engine), shadow: None, heads: Vec::new() });
    }

    pub(super) fn in_use(&self) -> Arc<InUse> {
        self.in_use.load_full()
    }

    pub(super) fn swap(&self, in_use: InUse) {
        self.in_use.store(Arc::new(in_use));
    }

    /// Decides. The first failure after a success is told to whoever operates the server, and the first success
    /// after a failure.
    pub(crate) fn decide(&self, facts: &Facts) -> Result<Decision, PolicyError> {
        let engine = Arc::clone(&self.in_use.load().active);
        let outcome = self.memo.decide(&engine, facts);
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

    /// See [`PolicyEngine::factor_rules`].
    pub(crate) fn factor_rules(&self) -> FactorRules {
        *self.in_use.load().active.factor_rules()
    }

    /// See [`PolicyEngine::counts`].
    pub(crate) fn counts(&self, kind: SignalKind, at: Time, now: Time) -> bool {
        self.in_use.load().active.counts(kind, at, now)
    }

    /// See [`PolicyEngine::reason_text`].
    pub(crate) fn reason_text(&self, rule: &str, locale: &str, cause: &str) -> String {
        self.in_use.load().active.reason_text(rule, locale, cause)
    }
}
