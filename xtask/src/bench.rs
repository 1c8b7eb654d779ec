//! `cargo xtask bench policy`: how long a decision takes, printed.

use anyhow::Result;

use crate::run::{cargo, run};

pub(crate) fn policy() -> Result<()> {
    run(cargo(["bench", "--quiet", "--package", "leasehold-policy", "--bench", "decision"]))
}
