//! The policy decision point itself.

use std::fmt;

use leasehold_domain::Time;
use leasehold_domain::decision::Decision;
use leasehold_domain::facts::{Facts, SignalFact};
use leasehold_domain::signal::SignalKind;

use crate::reasons::Reasons;
use crate::weights::Weights;
use crate::workers::{Limits, Workers};
use crate::{FactorRules, PolicyError, PolicySources};

/// One version of the policy, ready to decide. Shared between threads as it is.
pub struct PolicyEngine {
    workers: Workers,
    version: String,
    reasons: Reasons,
    factors: FactorRules,
    weights: Weights,
    settings: serde_json::Value,
}

impl PolicyEngine {
    /// The policy that ships.
    ///
    /// # Errors
    ///
    /// None with the files as they ship.
    pub fn shipped() -> Result<Self, PolicyError> {
        Self::new(&PolicySources::shipped())
    }

    /// A policy of one's own, which was tried in a process of its own before if somebody else wrote it.
    ///
    /// # Errors
    ///
    /// [`PolicyError`] if a module is not Rego or more than rules may be, a rule has no settings or the other
    /// way round, or the sentences cannot be read.
    pub fn new(sources: &PolicySources) -> Result<Self, PolicyError> {
        Self::with_limits(sources, Limits::default())
    }

    pub(crate) fn with_limits(sources: &PolicySources, limits: Limits) -> Result<Self, PolicyError> {
        Ok(Self {
            workers: Workers::start(sources, limits)?,
            version: sources.version(),
            reasons: Reasons::read(&sources.reasons)?,
            factors: FactorRules::read(&sources.data)?,
            weights: Weights::read(&sources.data)?,
            settings: settings(&sources.data)?,
        })
    }

    /// Decides on every scope of the facts. The same facts give the same decision.
    ///
    /// # Errors
    ///
    /// [`PolicyError`] if the rules cannot be evaluated, take too long or say what is no answer. The caller
    /// suspends what is sensitive.
    pub fn decide(&self, facts: &Facts) -> Result<Decision, PolicyError> {
        let answer = self.workers.answer(facts)?;
        Ok(answer.decision(facts, &self.version))
    }

    /// Version of the policy: the digest of modules and data.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// How a rule is tuned; null if there is none of that code.
    #[must_use]
    pub fn settings(&self, rule: &str) -> &serde_json::Value {
        &self.settings[rule]
    }

    /// When a signal adds less to the risk than it does at `now`; none if it adds nothing.
    #[must_use]
    pub fn fades_at(&self, signal: &SignalFact, now: Time) -> Option<Time> {
        self.weights.worth(signal.kind, signal.at, now).fades_at
    }

    /// How long a fresh factor waits until it counts.
    #[must_use]
    pub const fn factor_rules(&self) -> &FactorRules {
        &self.factors
    }

    /// Whether a signal of that kind and moment still adds to the risk.
    #[must_use]
    pub fn counts(&self, kind: SignalKind, at: Time, now: Time) -> bool {
        self.weights.worth(kind, at, now).points > 0
    }

    /// Why a scope is off, in one sentence for the person it concerns: by the code of a rule or of a
    /// condition that is no rule (`stale_authentication`, `lifetime_over`, `no_context`, `user_removed`,
    /// `ask_admin`…) and the cause of the finding or hold. An unknown language is English, an unknown code
    /// a sentence that fits everything; never a threshold or the name of a rule.
    #[must_use]
    pub fn reason_text(&self, rule: &str, locale: &str, cause: &str) -> String {
        self.reasons.text(rule, locale, cause)
    }
}

fn settings(data: &str) -> Result<serde_json::Value, PolicyError> {
    let mut data: serde_json::Value =
        serde_json::from_str(data).map_err(|error| PolicyError::Data(error.to_string()))?;
    Ok(data["settings"].take())
}

impl fmt::Debug for PolicyEngine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PolicyEngine").field("version", &self.version).finish_non_exhaustive()
    }
}
