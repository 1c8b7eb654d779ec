use serde::Deserialize;

use super::Problems;

/// Section `limits`: how often one address (of IPv6: one /64) may come.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LimitSettings {
    /// Sign-ins begun at one app, and visits of `/authorize`, in a minute.
    pub sign_ins_per_minute: u32,
    /// Authorization requests pushed to `/par` in a minute. Our own apps are not counted here.
    pub pushes_per_minute: u32,
}

impl Default for LimitSettings {
    fn default() -> Self {
        Self { sign_ins_per_minute: 300, pushes_per_minute: 1200 }
    }
}

impl LimitSettings {
    pub(super) fn check(&self, problems: &mut Problems) {
        for (name, value) in
            [("sign_ins_per_minute", self.sign_ins_per_minute), ("pushes_per_minute", self.pushes_per_minute)]
        {
            problems.require((1..=1_000_000).contains(&value), || format!("limits.{name}: 1 to 1000000"));
        }
    }
}
