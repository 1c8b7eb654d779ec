//! The policy in use, which can be another one from one decision to the next.

use std::sync::Arc;

use arc_swap::ArcSwap;
use chrono::Duration;
use leasehold_domain::Time;
use leasehold_domain::decision::Decision;
use leasehold_domain::facts::{Facts, SignalFact};
use leasehold_domain::signal::SignalKind;
use leasehold_policy::{FactorRules, Failure, Memo, PolicyEngine, PolicyError};
use leasehold_storage::PolicyHead;
use tokio::task::spawn_blocking;

use super::alert::Alert;

/// Decisions that are remembered.
const MEMO: u64 = 10_000;
/// When a decision that the runtime interrupted is asked for again.
const INTERRUPTED: Duration = Duration::seconds(5);

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
    memo: Arc<Memo>,
    alert: Alert,
}

impl PolicyHolder {
    pub(crate) fn new(engine: PolicyEngine) -> Self {
        let in_use = InUse { active: Arc::new(engine), shadow: None, heads: Vec::new() };
        let memo = Arc::new(Memo::new(MEMO));
        Self { in_use: ArcSwap::from_pointee(in_use), memo, alert: Alert::default() }
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

    /// Decides. What is not known yet takes a thread that may wait: a policy that loops keeps its worker for long.
    pub(crate) async fn decide(&self, facts: &Facts) -> Result<Decision, Failure> {
        let engine = Arc::clone(&self.in_use.load().active);
        let outcome = match self.memo.known(&engine, facts) {
            Some(known) => known,
            None => {
                let (memo, engine, asked) = (Arc::clone(&self.memo), Arc::clone(&engine), facts.clone());
                spawn_blocking(move || memo.make(&engine, &asked)).await.unwrap_or_else(|_| {
                    Err(Failure { error: PolicyError::Unavailable, retry_at: facts.now + INTERRUPTED })
                })
            }
        };
        self.alert.hear(engine.version(), facts.now, outcome.as_ref().err().map(|failure| &failure.error));
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

    /// See [`PolicyEngine::settings`].
    pub(crate) fn settings(&self, rule: &str) -> serde_json::Value {
        self.in_use.load().active.settings(rule).clone()
    }

    /// See [`PolicyEngine::fades_at`].
    pub(crate) fn fades_at(&self, signal: &SignalFact, now: Time) -> Option<Time> {
        self.in_use.load().active.fades_at(signal, now)
    }

    /// See [`PolicyEngine::reason_text`].
    pub(crate) fn reason_text(&self, rule: &str, locale: &str, cause: &str) -> String {
        self.in_use.load().active.reason_text(rule, locale, cause)
    }
}
