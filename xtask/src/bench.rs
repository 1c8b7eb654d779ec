//! `cargo xtask bench …`: how long something takes, printed (docs/benchmarks.md).

use anyhow::Result;

use crate::run::{cargo, run, step};
use crate::test::postgres;

const SERVER: &str = "leasehold-authorization-server";

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
    run(cargo(["bench", "--quiet", "--package", SERVER, "--bench", "replay"]))
}

/// `cargo xtask bench signals` and `cargo xtask bench withdrawal`, on both databases.
pub(crate) fn signals(which: &str) -> Result<()> {
    postgres::ensure()?;
    for database in ["sqlite", "postgres"] {
        step(&format!("{which} on {database}"));
        let mut bench = cargo(["bench", "--quiet", "--package", SERVER, "--bench", "signals", "--", which]);
        bench.env("LEASEHOLD_TEST_DATABASE", database);
        run(bench)?;
    }
    Ok(())
}
