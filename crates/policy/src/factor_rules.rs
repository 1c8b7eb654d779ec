//! How long a fresh factor waits until it counts: data beside the rules' settings.

use chrono::Duration;
use serde::Deserialize;

use crate::PolicyError;

/// Times about factors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FactorRules {
    /// Until the first second factor counts, unless it is enrolled where the account is made.
    pub first_wait: Duration,
    /// Until a factor counts that was enrolled with a recovery code.
    pub recovery_wait: Duration,
    /// Until a factor counts that was enrolled with another second factor.
    pub later_wait: Duration,
    /// How old the proof may be with which factors are changed.
    pub proof_age: Duration,
}

#[derive(Deserialize)]
struct Data {
    factors: Factors,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Factors {
    first_wait_s: u32,
    recovery_wait_s: u32,
    later_wait_s: u32,
    proof_age_s: u32,
}

impl FactorRules {
    /// Reads `factors` of the policy's data.
    pub(crate) fn read(data: &str) -> Result<Self, PolicyError> {
        let Data { factors } =
            serde_json::from_str(data).map_err(|error| PolicyError::Data(error.to_string()))?;
        let seconds = |seconds: u32| Duration::seconds(seconds.into());
        Ok(Self {
            first_wait: seconds(factors.first_wait_s),
            recovery_wait: seconds(factors.recovery_wait_s),
            later_wait: seconds(factors.later_wait_s),
            proof_age: seconds(factors.proof_age_s),
        })
    }
}
