use leasehold_policy::trial::Trial;
use leasehold_policy::{PolicyModule, PolicySources, RegoTest};

use super::located;
use crate::policy_worker;

/// Tries a policy in a process of its own, and says how its tests went.
pub(super) fn attempt(sources: &PolicySources, tests: Vec<PolicyModule>) -> anyhow::Result<Vec<RegoTest>> {
    let trial = Trial { sources: sources.clone(), tests, facts: Vec::new() };
    policy_worker::worker()?.attempt(&trial).map_err(|error| located(&error))
}
