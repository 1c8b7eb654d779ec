//! Failures that were met before. Facts on which a policy fails cost a worker each time that is tried again, and
//! the workers are there for everybody.

use chrono::Duration;
use leasehold_domain::Time;

use crate::PolicyError;
use crate::memo::Key;

/// Until the same facts are tried again.
const FIRST: Duration = Duration::seconds(5);
/// The same where trying costs a worker: they are replaced by the minute.
const FIRST_OF_COSTLY: Duration = Duration::minutes(1);
/// The longest until they are tried again; it doubles each time until then.
const LONGEST: Duration = Duration::minutes(5);
/// The same where others are to blame, of whom nobody knows when they stop.
const LONGEST_OF_OTHERS: Duration = Duration::minutes(1);
/// Failures that are remembered.
const MET: u64 = 1_000;

/// No decision, now and for a while.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Why.
    pub error: PolicyError,
    /// When asking again makes sense, by policy time.
    pub retry_at: Time,
}

#[derive(Clone)]
struct Met {
    at: Time,
    pause: Duration,
    error: PolicyError,
}

pub(crate) struct Failures(moka::sync::Cache<Key, Met>);

impl Failures {
    pub(crate) fn new() -> Self {
        Self(moka::sync::Cache::new(MET))
    }

    /// The failure on these facts that still stands.
    pub(crate) fn standing(&self, key: &Key, now: Time) -> Option<Failure> {
        let met = self.0.get(key)?;
        let retry_at = met.at + met.pause;
        (met.at <= now && now < retry_at).then_some(Failure { error: met.error, retry_at })
    }

    /// Remembers that the policy failed on them, for longer than the last time.
    pub(crate) fn remember(&self, key: Key, now: Time, error: PolicyError) -> Failure {
        let (first, longest) = match &error {
            PolicyError::Overrun | PolicyError::Down => (FIRST_OF_COSTLY, LONGEST),
            PolicyError::Unavailable => (FIRST, LONGEST_OF_OTHERS),
            _ => (FIRST, LONGEST),
        };
        let pause = self.0.get(&key).map_or(first, |met| (met.pause * 2).clamp(first, longest));
        self.0.insert(key, Met { at: now, pause, error: error.clone() });
        Failure { error, retry_at: now + pause }
    }

    /// Forgets a failure: the policy has decided.
    pub(crate) fn forget(&self, key: &Key) {
        self.0.invalidate(key);
    }
}
