//! The policy decision point itself.

use std::collections::BTreeSet;
use std::fmt;

use leasehold_domain::decision::Decision;
use leasehold_domain::facts::Facts;
use regorus::{Engine, Value};

use crate::answer::Answer;
use crate::pool::Pool;
use crate::reasons::Reasons;
use crate::weights::Weights;
use crate::{FactorRules, PolicyError, PolicySources, input, settings};

/// What is asked of the rules.
const ANSWER: &str = "data.leasehold.decision.answer";
/// Where rules live.
const RULES: &str = "data.leasehold.rules.";

/// One version of the policy, ready to decide. Shared between threads as it is.
pub struct PolicyEngine {
    pool: Pool,
    version: String,
    reasons: Reasons,
    factors: FactorRules,
    weights: Weights,
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

    /// A policy of one's own.
    ///
    /// # Errors
    ///
    /// [`PolicyError`] if a module is not Rego, a rule has no settings or the other way round, or the
    /// sentences cannot be read.
    pub fn new(sources: &PolicySources) -> Result<Self, PolicyError> {
        Ok(Self {
            pool: Pool::new(prepare(sources)?),
            version: sources.version(),
            reasons: Reasons::read(&sources.reasons)?,
            factors: FactorRules::read(&sources.data)?,
            weights: Weights::read(&sources.data)?,
        })
    }

    /// Decides on every scope of the facts. The same facts give the same decision.
    ///
    /// # Errors
    ///
    /// [`PolicyError`] if the rules cannot be evaluated or say what is no answer. The caller denies.
    pub fn decide(&self, facts: &Facts) -> Result<Decision, PolicyError> {
        let value = self.pool.evaluate(ANSWER, input::input(facts, &self.weights)?)?;
        Ok(Answer::read(&value)?.decision(facts, &self.version))
    }

    /// Version of the policy: first 16 hexadecimal digits of the digest of modules and data.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// How long a fresh factor waits until it counts.
    #[must_use]
    pub const fn factor_rules(&self) -> &FactorRules {
        &self.factors
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

impl fmt::Debug for PolicyEngine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PolicyEngine").field("version", &self.version).finish_non_exhaustive()
    }
}

/// Loads the modules and compiles them, so that clones start with that behind them.
fn prepare(sources: &PolicySources) -> Result<Engine, PolicyError> {
    let mut engine = Engine::new();
    // A builtin that fails is an error; otherwise the rule would be silent and the scope kept.
    engine.set_strict_builtin_errors(true);
    let mut rules = BTreeSet::new();
    for module in &sources.modules {
        let package = engine
            .add_policy(module.name.clone(), module.text.clone())
            .map_err(|error| PolicyError::Module { name: module.name.clone(), detail: error.to_string() })?;
        rules.extend(package.strip_prefix(RULES).map(str::to_owned));
    }
    let tuned: BTreeSet<String> = settings::read(&sources.data)?.into_keys().collect();
    if let Some(rule) = rules.symmetric_difference(&tuned).next() {
        return Err(PolicyError::Data(format!("{rule}: a rule needs a module and settings")));
    }
    let data = Value::from_json_str(&sources.data).map_err(|error| PolicyError::Data(error.to_string()))?;
    engine.add_data(data).map_err(|error| PolicyError::Data(error.to_string()))?;
    // Without input the rules say nothing or fail; only that they compile matters here.
    engine
        .compile_with_entrypoint(&ANSWER.into())
        .map_err(|error| PolicyError::Module { name: ANSWER.into(), detail: error.to_string() })?;
    Ok(engine)
}
