//! Trying a policy that somebody wrote, in a process that may die of it.
//!
//! A parser or evaluator that runs out of stack or memory takes its process along. So what is new is first
//! compiled, tested and asked in a child with limits of its own; only what comes back whole is let into the
//! server. What the child compiled, the server compiles in the same way, with the same stack.

mod child;
mod parent;

use leasehold_domain::facts::Facts;
use serde::{Deserialize, Serialize};

use crate::{PolicyModule, PolicySources};

pub use child::run;
pub use parent::Worker;

/// What is tried.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Trial {
    /// The policy.
    pub sources: PolicySources,
    /// Its tests: modules in which every rule whose name starts with `test_` has to be true.
    pub tests: Vec<PolicyModule>,
    /// Facts it has to give a decision for, and the same one in both evaluators.
    pub facts: Vec<Facts>,
}
