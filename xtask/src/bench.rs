//! `cargo xtask bench …`: how long something takes, printed.

use anyhow::Result;

use crate::run::{cargo, run};

/// `cargo xtask bench policy`
pub(crate) fn policy() -> Result<()> {
    run(cargo(["bench", "--quiet", "--package", "leasehold-policy", "--bench", "decision"]))
}

/// `cargo xtask bench guard`
pub(crate) fn guard() -> Result<()> {
    run(cargo(["bench", "--quiet", "--package", "leasehold-guard", "--bench", "cached"]))
}

/// `cargo xtask bench replay`
pub(crate) fn replay() -> Result<()> {
    run(cargo(["bench", "--quiet", "--package", "leasehold-authorization-server", "--bench", "replay"]))
}
