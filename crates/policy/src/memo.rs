//! Decisions that were made before.
//!
//! A decision depends on the facts and on nothing else, and says itself until when it holds with no other
//! fact changing. So one made for a moment stands for every moment from then until its end, as long as
//! everything but the moment is the same. It stands for no moment before: a rule that has changed its mind at
//! a boundary would be heard too early.

use std::fmt;

use leasehold_domain::Time;
use leasehold_domain::decision::Decision;
use leasehold_domain::facts::Facts;
use sha2::{Digest as _, Sha256};

use crate::failures::{Failure, Failures};
use crate::{PolicyEngine, PolicyError};

/// Digest of the facts without their moment, and of the version of the policy.
pub(crate) type Key = [u8; 32];

#[derive(Clone)]
struct Entry {
    made_at: Time,
    decision: Decision,
}

/// Remembers a bounded number of decisions; what was not asked for lately goes first.
pub struct Memo {
    decisions: moka::sync::Cache<Key, Entry>,
    failures: Failures,
}

impl Memo {
    /// A memo of at most so many decisions.
    #[must_use]
    pub fn new(decisions: u64) -> Self {
        Self { decisions: moka::sync::Cache::new(decisions), failures: Failures::new() }
    }

    /// The decision of `engine`, made now or before.
    ///
    /// # Errors
    ///
    /// Those of [`PolicyEngine::decide`], met now or before: what failed on the same facts is not tried again
    /// before the moment that the failure names.
    pub fn decide(&self, engine: &PolicyEngine, facts: &Facts) -> Result<Decision, Failure> {
        self.known(engine, facts).unwrap_or_else(|| self.make(engine, facts))
    }

    /// What was decided before, or failed; none if it has to be decided now, which may take its time.
    pub fn known(&self, engine: &PolicyEngine, facts: &Facts) -> Option<Result<Decision, Failure>> {
        let key = key(engine.version(), facts).ok()?;
        let holds = |entry: &Entry| {
            entry.made_at <= facts.now && entry.decision.valid_until.is_none_or(|end| facts.now < end)
        };
        if let Some(entry) = self.decisions.get(&key).filter(holds) {
            return Some(Ok(entry.decision));
        }
        self.failures.standing(&key, facts.now).map(Err)
    }

    /// Decides anew, and remembers what came of it.
    ///
    /// # Errors
    ///
    /// Those of [`PolicyEngine::decide`].
    pub fn make(&self, engine: &PolicyEngine, facts: &Facts) -> Result<Decision, Failure> {
        let now = facts.now;
        let key = key(engine.version(), facts).map_err(|error| Failure { error, retry_at: now })?;
        let decision = engine.decide(facts).map_err(|error| self.failures.remember(key, now, error))?;
        self.failures.forget(&key);
        self.decisions.insert(key, Entry { made_at: now, decision: decision.clone() });
        Ok(decision)
    }
}

impl fmt::Debug for Memo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Memo").field("decisions", &self.decisions.entry_count()).finish()
    }
}

/// Waivers past their end count too: they only make it miss.
fn key(version: &str, facts: &Facts) -> Result<Key, PolicyError> {
    let mut digest = Sha256::new();
    digest.update((version.len() as u64).to_be_bytes());
    digest.update(version);
    let timeless = Facts { now: Time::UNIX_EPOCH, ..facts.clone() };
    serde_json::to_writer(Writer(&mut digest), &timeless)
        .map_err(|error| PolicyError::Evaluation(error.to_string()))?;
    Ok(digest.finalize().into())
}

struct Writer<'a>(&'a mut Sha256);

impl std::io::Write for Writer<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
