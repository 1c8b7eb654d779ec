//! `leasehold policy-worker`: the server starts itself once more to try a policy, in a process that may die.

use std::env::current_exe;
use std::io::{stdin, stdout};

use anyhow::Context as _;
use leasehold_policy::trial::{self, Worker};

pub(crate) fn run() -> anyhow::Result<()> {
    trial::run(stdin().lock(), stdout().lock()).context("the trial")
}

/// This program as one that tries policies.
pub(crate) fn worker() -> anyhow::Result<Worker> {
    let program = current_exe().context("the path of this program")?;
    Ok(Worker::new(program, "policy-worker"))
}
