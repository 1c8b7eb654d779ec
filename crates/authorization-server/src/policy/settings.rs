//! What an installation decides about changes of the policy.

use chrono::Duration;
use leasehold_policy::trial::Worker;

/// How the policy is changed, and what is kept of its decisions.
#[derive(Clone, Debug)]
pub struct PolicyConfig {
    /// How long decisions are kept.
    pub retention: Duration,
    /// How far back a change is weighed against what was decided.
    pub replay: Duration,
    /// The share of people (0 to 1) that a change may take something from at once.
    pub breaker_share: f64,
    /// However few people there are, so many may always lose something.
    pub breaker_people: usize,
    /// Where there is one administrator only: after how long their change takes effect although nobody else
    /// approves. `None`: never.
    pub delay: Option<Duration>,
    /// What a draft is tried in before it is let in. `None`: this very process compiles it, which is for sources
    /// that are trusted.
    pub worker: Option<Worker>,
}

impl Default for PolicyConfig {
    fn default() -> Self {
        Self {
            retention: Duration::days(30),
            replay: Duration::days(14),
            breaker_share: 0.2,
            breaker_people: 5,
            delay: None,
            worker: None,
        }
    }
}
