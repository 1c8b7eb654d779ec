use chrono::Duration;
use serde::Deserialize;

use super::Problems;

/// Section `trust`: how long what a person confirmed speaks for them.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TrustSettings {
    /// Days for which a confirmed device is trusted.
    pub device_days: u16,
    /// Hours for which "yes, I am there" holds for that place on that session and device.
    pub waiver_hours: u16,
}

impl Default for TrustSettings {
    fn default() -> Self {
        Self { device_days: 90, waiver_hours: 12 }
    }
}

impl TrustSettings {
    pub(super) fn check(&self, problems: &mut Problems) {
        problems.require((1..=365).contains(&self.device_days), || "trust.device_days: 1 to 365".into());
        problems.require((1..=168).contains(&self.waiver_hours), || "trust.waiver_hours: 1 to 168".into());
    }

    /// How long a confirmed device is trusted.
    #[must_use]
    pub fn device(&self) -> Duration {
        Duration::days(self.device_days.into())
    }

    /// How long a waiver holds.
    #[must_use]
    pub fn waiver(&self) -> Duration {
        Duration::hours(self.waiver_hours.into())
    }
}
