//! `leasehold policy-worker`: the server starts itself once more to try a policy, in a process that may die.

use std::io::{stdin, stdout};

use anyhow::Context as _;
use leasehold_policy::trial;

pub(super) fn run() -> anyhow::Result<()> {
    trial::run(stdin().lock(), stdout().lock()).context("the trial")
}
