use chrono::Duration;
use leasehold_authorization_server::policy::PolicyConfig;
use leasehold_policy::trial::Worker;
use serde::Deserialize;

use super::Problems;

/// Section `policy`: how the policy is changed, and what is kept of its decisions.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PolicySettings {
    /// How long decisions are kept, in days.
    pub retention_days: u32,
    /// How many days of them a change is weighed against.
    pub replay_days: u32,
    /// The share of people (0 to 1) that a change may take something from at once.
    pub breaker_share: f64,
    /// However few people there are, so many may always lose something.
    pub breaker_people: usize,
    /// Where there is one administrator only: after how many hours their change takes effect although nobody else
    /// approves. Unset: never.
    pub delay_hours: Option<u32>,
}

impl Default for PolicySettings {
    fn default() -> Self {
        Self { retention_days: 30, replay_days: 14, breaker_share: 0.2, breaker_people: 5, delay_hours: None }
    }
}

impl PolicySettings {
    pub(super) fn check(&self, problems: &mut Problems) {
        let days = 1..=3650;
        problems.require(days.contains(&self.retention_days), || "policy.retention_days: 1 to 3650".into());
        problems.require((1..=self.retention_days).contains(&self.replay_days), || {
            "policy.replay_days: 1 to retention_days".into()
        });
        problems.require((0.0..=1.0).contains(&self.breaker_share), || "policy.breaker_share: 0 to 1".into());
        problems.require(self.delay_hours.is_none_or(|hours| (1..=720).contains(&hours)), || {
            "policy.delay_hours: 1 to 720".into()
        });
    }

    /// As the authorization server takes it, with what tries drafts.
    #[must_use]
    pub fn config(&self, worker: Worker) -> PolicyConfig {
        PolicyConfig {
            retention: Duration::days(self.retention_days.into()),
            replay: Duration::days(self.replay_days.into()),
            breaker_share: self.breaker_share,
            breaker_people: self.breaker_people,
            delay: self.delay_hours.map(|hours| Duration::hours(hours.into())),
            worker: Some(worker),
        }
    }
}
